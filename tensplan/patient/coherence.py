"""Values of a patient file that are each fine but do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from tensplan.finding import Finding
from tensplan.patient.model import Patient
from tensplan.patient.rule import find_rule


def check_patient(patient: Patient) -> Iterator[Finding]:
    """Yield what no single key of a patient file shows.

    Examples
    --------
    >>> import tensplan
    >>> list(check_patient(tensplan.load_patient("example-intact")))
    []
    """
    found = patient.conditions or ()
    for index, code in enumerate(patient.conditions_not_asked or ()):
        if code in found:
            yield Finding(
                rule="patient/contradiction",
                severity="error",
                message=f"{code} is among the conditions that were found and those not asked",
                hint="keep it in one of the two lists",
                path=("conditions_not_asked", index),
            )
    for code in patient.where or {}:
        if code not in found:
            yield Finding(
                rule="patient/contradiction",
                severity="error",
                message=f"where names {code}, which is not among the conditions",
                hint="add it to conditions, or leave its place out",
                path=("where", code),
            )
    for index, clearance in enumerate(patient.clearances or ()):
        if find_rule(clearance.code) is None:
            yield Finding(
                rule="screening/clearance",
                severity="warning",
                message=f"the clearance for {clearance.code} opens nothing: there is no such rule",
                hint="use a code of docs/screening.md",
                path=("clearances", index, "code"),
            )
