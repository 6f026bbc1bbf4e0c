"""Reading a patient file, or one of the invented people that are shipped."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

from tensplan.errors import FindingsError, UsageError, one_line
from tensplan.patient.model import Patient
from tensplan.protocol.document import Document, did_you_mean, read_document
from tensplan.protocol.validation import validate
from tensplan.resources import protocols_folder


class PatientError(FindingsError):
    """A patient file with faults of form."""

    ref = "patient"


@cache
def example_patients() -> dict[str, Path]:
    """Return the path of each shipped, invented person by name.

    Examples
    --------
    >>> "example-intact" in example_patients()
    True
    """
    folder = protocols_folder() / "patients"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def find_patient(name: str | os.PathLike[str]) -> Path:
    """Return the path of a shipped example, or the path that was given.

    Raises
    ------
    UsageError
        If it is neither.
    """
    text = os.fspath(name)
    if text in example_patients():
        return example_patients()[text]
    if os.sep in text or text.endswith((".yaml", ".yml")):
        return Path(text)
    raise UsageError(
        f'there is no example patient "{text}"',
        hint=did_you_mean(text, example_patients())
        or f"use one of {', '.join(example_patients())}, or give a path that ends in .yaml",
    )


def load_patient(name: str | os.PathLike[str]) -> Patient:
    """Load a patient file, or a shipped invented person.

    Parameters
    ----------
    name : str or path-like
        ``example-intact``, ``example-numb-sole``, or a path (it contains ``/`` or ends in
        ``.yaml``).

    Returns
    -------
    Patient
        A frozen model, sound in form; what may be done is for `tensplan.plan` to say.

    Raises
    ------
    UsageError
        If there is no such example.
    UnreadableError
        If the file cannot be read or parsed.
    PatientError
        If the file has faults of form; all of them are in the message.

    Examples
    --------
    >>> load_patient("example-numb-sole").pain.regions[0]
    'sole'
    """
    return patient_from(read_document(find_patient(name)))


def patient_from(document: Document) -> Patient:
    """Return the patient in a document.

    Raises
    ------
    PatientError
        If the document has faults of form or is no patient file.
    """
    validated = validate(document)
    if isinstance(validated.model, Patient):
        return validated.model
    lines = [f"{f.file}:{f.line}:{f.column}: {f.message}" for f in validated.findings]
    if not lines:
        lines = [f"{document.name}: this is a {validated.schema}, not a patient file"]
    raise PatientError("\n".join(map(one_line, lines)), hint=f"run tensplan check {document.name}")


def default_day(patient: Patient | None, today: date) -> date:
    """Return the day of a plan when none is given: today, but an invented person's own day.

    Examples
    --------
    >>> default_day(load_patient("example-intact"), date(2030, 1, 1)).year
    2026
    """
    if patient is not None and patient.invented and patient.examined_on is not None:
        return patient.examined_on
    return today
