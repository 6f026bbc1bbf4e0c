"""What tells who a person is, is refused, and is not repeated in the refusal."""

from __future__ import annotations

import pytest
from people import patient_data, validated

KEYS = [
    "name", "first_name", "surname", "lastName", "full-name", "patient_name", "birth_date",
    "date_of_birth", "dob", "born_birthday", "address", "street", "postcode", "zip", "city",
    "email", "e_mail", "phone", "mobile", "mrn", "nhs_number", "record_number", "patient_id",
    "hospital_no", "case_number", "insurance", "ssn", "passport", "initials", "photo",
]  # fmt: skip

VALUES = {
    "e-mail": "anna@example.org",
    "web": "https://example.org/p/7",
    "birth-date": "born 12.03.1956",
    "iso-date": "1956-03-12",
    "record-number": "A12345678",
    "spaced-number": "943 476 5919",
    "phone": "+44 20 7946 0018",
    "title": "Mrs Miller",
}


@pytest.mark.parametrize("key", KEYS)
def test_identifying_keys_are_refused(key: str) -> None:
    """A key that asks for who somebody is gives one finding of its own, at its line."""
    findings = validated(patient_data(**{key: "x"})).findings
    assert [finding.rule for finding in findings] == ["privacy/identifying-key"]
    assert findings[0].message.startswith(f"{key} may tell who the person is")
    assert findings[0].line > 1


@pytest.mark.parametrize("where", ["code", "surgery"])
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_identifying_values_are_refused_and_not_repeated(where: str, value: str) -> None:
    """Wherever such a value stands, it is refused in words that do not tell it again."""
    change = {"code": value} if where == "code" else {"surgery": {"procedure": value}}
    findings = validated(patient_data(**change)).findings
    assert [finding.rule for finding in findings] == ["privacy/identifying-value"]
    assert value not in findings[0].message + findings[0].hint


def test_keys_deep_in_the_file_are_found() -> None:
    """A name inside a clearance is refused where it stands."""
    clearance = {"code": "I_SCS", "by_role": "pain-clinic", "on": "2026-11-01", "name": "x"}
    findings = validated(patient_data(clearances=[clearance])).findings
    assert [(f.rule, f.dotted_path) for f in findings] == [
        ("privacy/identifying-key", "clearances[0].name")
    ]


@pytest.mark.parametrize("code", ["P-07", "example-intact", "K12345", "left-foot-3"])
def test_pseudonyms_pass(code: str) -> None:
    """Ordinary codes, and the keys of the format itself, are no identity."""
    assert validated(patient_data(code=code)).findings == ()
