"""The findings of localisation, read from a person's examination."""

from __future__ import annotations

from datetime import date

from tensplan.patient.examination import Reflex
from tensplan.patient.felt import grade_at
from tensplan.patient.localisation import table
from tensplan.patient.model import Patient

FULL_STRENGTH = 5
"""Highest grade of the MRC scale."""

_LESS = ("reduced", "failed", "absent")


def findings_of(patient: Patient, on: date) -> dict[str, bool | None]:
    """Return each finding of the table: there, not there, or None for not looked for.

    Weakness is any grade below 5; reduced feeling is any current test of a site that is not
    intact. A brisk reflex is not a reduced one.

    Parameters
    ----------
    patient : Patient
        The person.
    on : date
        Day of the plan; tests that lapsed by then are not looked for.

    Examples
    --------
    >>> import tensplan
    >>> found = findings_of(tensplan.load_patient("example-numb-sole"), date(2026, 11, 22))
    >>> found["numb-sole"], found["weak-ankle-dorsiflexion"], found["weak-inversion"]
    (True, False, None)
    """
    found: dict[str, bool | None] = {row["id"]: None for row in table()["findings"]}
    if patient.strength is not None:
        for name, muscle in patient.strength.graded.items():
            found[f"weak-{name.replace('_', '-')}"] = muscle.grade < FULL_STRENGTH
    if patient.reflexes is not None:
        found["ankle-reflex-reduced"] = _is_less(patient.reflexes.ankle_reflex)
        found["knee-reflex-reduced"] = _is_less(patient.reflexes.knee_reflex)
    if patient.signs is not None:
        for name in type(patient.signs).model_fields:
            found[name.replace("_", "-")] = getattr(patient.signs, name)
    for row in table()["findings"]:
        if "sites" in row:
            found[row["id"]] = _is_numb(patient, row["sites"], on)
    return found


def _is_less(reflex: Reflex | None) -> bool | None:
    """Say whether a reflex is reduced; None when it was not tested."""
    return None if reflex is None else reflex in ("reduced", "absent")


def _is_numb(patient: Patient, sites: list[str], on: date) -> bool | None:
    """Say whether any site feels less; None when none of them has a current test."""
    grades = [grade_at(patient, site, on) for site in sites]
    known = [grade for grade in grades if grade != "unknown"]
    return any(grade in _LESS for grade in known) if known else None
