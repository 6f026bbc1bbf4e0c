"""The patient file: what it takes, what it refuses, and where it says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from people import make_patient, patient_data, validated

from tensplan.checking import check_files
from tensplan.errors import UsageError
from tensplan.patient.file import PatientError, default_day, example_patients, load_patient


def test_shipped_people_are_invented_and_sound() -> None:
    """Both examples load, say that they are nobody, and check without a finding."""
    assert list(example_patients()) == ["example-intact", "example-numb-sole"]
    assert all(load_patient(name).invented for name in example_patients())
    assert check_files(example_patients().values()).findings == []


def test_everything_but_code_may_be_unknown() -> None:
    """A file with a code alone is read, and nothing in it is taken as normal."""
    patient = validated({"schema": "tensplan/patient/1", "code": "P-07"}).model
    assert patient is not None
    known = patient.model_dump(exclude_none=True, by_alias=True)
    assert known == {"schema": "tensplan/patient/1", "code": "P-07", "invented": False}


def test_short_codes_become_words() -> None:
    """A site under its short code is the same site."""
    test = {"sharp_blunt": 10, "tested_on": "2026-11-22"}
    patient = make_patient(sensation={"TIBA": test}, where={"P_INF": ["POP", "foot"]})
    assert list(patient.sensation or {}) == ["tibial-ankle"]
    assert (patient.where or {})["P_INF"] == ("popliteal-upper", "foot")


@pytest.mark.parametrize(
    ("change", "rule", "message"),
    [
        ({"sidee": "left"}, "schema/unknown-key", "sidee is not a key here"),
        ({"side": "both"}, "schema/choice", 'side is "both"; it must be one of left, right'),
        ({"red_flags": ["RF_NONE"]}, "schema/choice", "must be one of RF_CES, RF_MOTOR"),
        ({"conditions": ["I_PMM"]}, "schema/choice", "must be one of I_PM, I_ICD"),
        ({"weeks_since_surgery": -1}, "schema/range", "it must be at least 0"),
        ({"weeks_since_surgery": "3 weeks"}, "schema/type", 'is "3 weeks"; it must be a number'),
        ({"examined_on": "22.11."}, "schema/form", "it must be a date such as 2026-11-22"),
        ({"examined_on": "2026-02-30"}, "schema/form", "it must be a date such as 2026-11-22"),
        (
            {"sensation": {"tibial-ancle": {"tested_on": "2026-11-22"}}},
            "patient/place",
            "did you mean tibial-ankle?",
        ),
        (
            {"skin": {"TIBA": "intact", "tibial-ankle": "rash"}},
            "patient/place",
            "one entry for each place; tibial-ankle has two",
        ),
        (
            {"sensation": {"TIBA": {"sharp_blunt": 11, "tested_on": "2026-11-22"}}},
            "schema/range",
            "sharp_blunt is 11; it must be at most 10",
        ),
        ({"pain": {"nprs": float("nan")}}, "schema/not-finite", "it must be a finite number"),
        ({"body": {"height_cm": 1.72}}, "schema/range", "height_cm is 1.72 cm; it must be at least"),
    ],
    ids=[
        "unknown-key", "side", "red-flag", "condition", "negative", "unit", "day", "february",
        "site", "site-twice", "touches", "nan", "metres",
    ],
)  # fmt: skip
def test_faults_have_a_place_and_a_way_out(change: dict, rule: str, message: str) -> None:
    """Each fault of form is found with its line, its rule and its words."""
    findings = validated(patient_data(**change)).findings
    assert [finding.rule for finding in findings] == [rule]
    assert message in findings[0].message
    assert findings[0].line > 1
    assert findings[0].severity == "error"


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("example-intakt", UsageError, "did you mean example-intact"),
        ("nobody", UsageError, "use one of example-intact"),
        ("protocols/sciatic-path/sciatic-path-burst.yaml", PatientError, "not a patient file"),
    ],
    ids=["near", "far", "protocol"],
)
def test_what_is_no_patient_is_refused(name: str, error: type, message: str) -> None:
    """A name that is none, or a file of another kind, says so."""
    path = Path(__file__).parents[3] / name if "/" in name else name
    with pytest.raises(error) as caught:
        load_patient(path)
    assert message in str(caught.value)


def test_faults_of_a_file_come_all_together(tmp_path: Path) -> None:
    """Loading a faulty file names every fault with its line."""
    path = tmp_path / "p.yaml"
    path.write_text("schema: tensplan/patient/1\ncode: P-7\nside: top\nfoo: 1\n", encoding="utf-8")
    with pytest.raises(PatientError, match=r"p\.yaml:3:7: side[\s\S]*p\.yaml:4:1: foo"):
        load_patient(path)


@pytest.mark.parametrize(
    ("invented", "expected"), [(True, date(2026, 11, 22)), (False, date(2030, 1, 1))], ids=str
)
def test_only_an_invented_person_has_a_day_of_its_own(invented: bool, expected: date) -> None:
    """A real person's plan is made for today, however old the tests are."""
    patient = make_patient(invented=invented)
    assert default_day(patient, date(2030, 1, 1)) == expected
    assert default_day(None, date(2030, 1, 1)) == date(2030, 1, 1)
