"""Small factories: a person with nothing against anything, changed where a test is about."""

from __future__ import annotations

import copy
from datetime import date
from functools import cache
from typing import Any

import yaml

from tensplan.patient.file import load_patient
from tensplan.patient.model import Patient
from tensplan.protocol.document import parse_document
from tensplan.protocol.validation import Validated, validate

DAY = date(2026, 11, 22)


def patient_data(**changes: Any) -> dict[str, Any]:
    """Return the data of the intact example with changed keys; None removes a key."""
    content = copy.deepcopy(_intact()) | copy.deepcopy(changes)
    return {key: value for key, value in content.items() if value is not None}


@cache
def _intact() -> dict[str, Any]:
    return load_patient("example-intact").model_dump(mode="json", by_alias=True, exclude_none=True)


def make_patient(**changes: Any) -> Patient:
    """Return the intact example with changed keys."""
    return Patient.model_validate(patient_data(**changes))


def sensed(**tests: Any) -> dict[str, Any]:
    """Return the sensation of the intact example, underscores for dashes, with changed places."""
    found = patient_data()["sensation"]
    found |= {name.replace("_", "-"): test for name, test in tests.items()}
    return {name: test for name, test in found.items() if test is not None}


def validate_text(text: bytes) -> Validated:
    """Validate the bytes of a file."""
    return validate(parse_document(text, name="person.yaml"))


def validated(data: dict[str, Any]) -> Validated:
    """Validate data as if it had been read from a file."""
    return validate_text(yaml.safe_dump(data, sort_keys=False).encode())
