"""Whom a plan is for: a specimen without a person, a screened person under a code."""

from __future__ import annotations

from typing import Any

import pytest
from people import DAY, make_patient, sensed

import tensplan
from tensplan.patient.model import Patient
from tensplan.patient.screening import screen
from tensplan.session_plan.compose import compose
from tensplan.session_plan.person import SAID_WITH_THE_PACK, identity, person_part

COLD = tensplan.load_protocol("foot-bracket-dorsum")
MISSED = {"hot_cold": {"hot": 1, "cold": 5}, "tested_on": "2026-11-22"}


def test_without_a_person_it_is_a_specimen() -> None:
    """Nobody is screened, and the plan says so."""
    part = person_part(None, COLD, on=DAY, setting="home")
    assert [finding.rule for finding in part.findings] == ["plan/specimen"]
    assert (part.content, part.thermal) == ({"patient": None, "screening": None}, None)


def test_identity_is_a_code_and_a_digest() -> None:
    """Nothing that was found leaves with the identity, and any change of it shows."""
    one, other = identity(make_patient()), identity(make_patient(weeks_since_surgery=21))
    assert set(one) == {"code", "digest", "side", "invented"}
    assert one["digest"] != other["digest"]
    assert identity(make_patient()) == one


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"sensation": None},
        {"swelling": None, "conditions": None},
        {"sensation": sensed(dorsal_ankle=MISSED)},
    ],
    ids=["no-swelling", "untested", "unknown", "failed"],
)
def test_what_is_said_with_the_pack_still_blocks_it(change: dict[str, Any]) -> None:
    """Whatever screening leaves to the judgement of the pack, an error of the pack says too."""
    patient = make_patient(**change)
    left_out = [
        f
        for f in screen(patient, COLD, on=DAY, setting="home").findings
        if f.rule in SAID_WITH_THE_PACK and f.severity == "error"
    ]
    assert left_out
    found = compose(COLD, on=DAY, patient=patient)
    assert found.modalities["cold"].verdict == "blocked"
    errors = [f for f in found.findings if f.rule.startswith("thermal/") and f.severity == "error"]
    assert errors


def test_a_red_flag_is_the_only_thing_that_is_said() -> None:
    """The plan stops, every planned modality is blocked by it, and nothing else is judged aloud."""
    found = compose(COLD, on=DAY, patient=make_patient(red_flags=["RF_PE"]))
    assert found.verdict == "stop"
    assert [f.rule for f in found.findings if f.severity == "error"] == ["screening/RF_PE"]
    assert found.modalities["tens"].reasons == found.modalities["cold"].reasons
    assert found.modalities["heat"].verdict == "not-planned"


def test_of_nobody_known_nothing_is_allowed() -> None:
    """A file with a code alone blocks TENS and cold."""
    blank = Patient.model_validate({"schema": "tensplan/patient/1", "code": "P-07"})
    found = compose(COLD, on=DAY, patient=blank)
    assert found.verdict == "blocked"
    assert {found.modalities[name].verdict for name in ("tens", "cold")} == {"blocked"}
