"""Where the trouble may sit, as data for plan.json and the report."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from tensplan.patient.localisation import caveats, localise, table
from tensplan.patient.localisation_findings import findings_of
from tensplan.patient.model import Patient
from tensplan.session_plan.conduction_notes import conduction_notes


def localisation_content(patient: Patient, *, on: date) -> dict[str, Any]:
    """Return the places, the caveats, and the notes on nerve conduction.

    Parameters
    ----------
    patient : Patient
        The person.
    on : date
        Day of the plan; lapsed tests are left out.

    Examples
    --------
    >>> import tensplan
    >>> found = localisation_content(tensplan.load_patient("example-intact"), on=date(2026, 11, 22))
    >>> found["seats"][0]["title"], found["seats"][0]["verdict"]
    ('L5 root', 'consistent with')
    """
    return {
        "seats": [_listed(asdict(seat)) for seat in localise(findings_of(patient, on))],
        "weights": {
            "source": table()["weights_source"],
            "confidence": table()["weights_confidence"],
        },
        "caveats": [asdict(caveat) for caveat in caveats()],
        "conduction": conduction_notes(patient),
    }


def _listed(seat: dict[str, Any]) -> dict[str, Any]:
    """Return a place with lists instead of tuples."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in seat.items()}
