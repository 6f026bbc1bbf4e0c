"""A plan that was written by hand: whatever does not follow from its own content is told."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from builders import make_protocol, protocol_data
from clinics import keep_as_made

from tensplan.approval.signing import doubts
from tensplan.approval.subject import Subject
from tensplan.patient.file import load_patient
from tensplan.patient.model import Patient
from tensplan.protocol.catalogue import load_protocol
from tensplan.protocol.model import Protocol
from tensplan.safety.limits import own_limits
from tensplan.session_plan.canonical import canonical_bytes, digest
from tensplan.session_plan.compose import compose
from tensplan.session_plan.plan_schema import PlanContent

HEAT = {
    "modality": "heat",
    "area": "lumbar",
    "pack": "moist-heat-pack",
    "pack_temperature_c": 60,
    "cover": {"dry_towel_layers": 6},
    "duration_min": 15,
    "when": "before-stimulation",
    "gap_min": 10,
    "skin_check_every_min": 5,
}


@cache
def person() -> Patient:
    """Return the person of every plan here."""
    return load_patient("example-intact")


@cache
def _made() -> dict[str, Any]:
    protocol = Protocol.model_validate(protocol_data(thermal=[HEAT]))
    return compose(protocol, on="2026-11-22", patient=person()).as_json()


def plan(change: Callable[[dict[str, Any]], object] = lambda data: None) -> Subject:
    """Return a plan that was changed by hand, with a digest that holds."""
    content = copy.deepcopy(_made())
    change(content)
    content["digest"] = digest(content)
    PlanContent.model_validate(content)  # what is no whole plan is refused before
    return Subject(kind="plan", data=canonical_bytes(content), content=content, beside=None)


def told(subject: Subject, store: Path, whom: Patient | None = None) -> list[str]:
    """Return what is wrong with a plan, in words."""
    found = doubts(subject, store=store, limits=own_limits(), person=whom or person())
    assert {one.rule for one in found} <= {"approval/not-what-it-gives"}
    return [one.message for one in found]


def better(data: dict[str, Any]) -> None:
    data["verdict"] = "pass"
    data["modalities"]["tens"] = {"verdict": "pass", "reasons": []}


def allowed(data: dict[str, Any]) -> None:
    data["modalities"]["heat"] = {"verdict": "pass", "reasons": []}
    data["findings"] = [f for f in data["findings"] if f["severity"] != "error"]


def raised(data: dict[str, Any]) -> None:
    data["channels"][0]["program"]["amplitude_cap_ma"] = 60


def lowered(data: dict[str, Any]) -> None:
    row = next(r for r in data["exposure"] if r["quantity"] == "rms_current_density_ma_per_cm2")
    row["worst_case"] = row["worst_case"] / 2


def loosened(data: dict[str, Any]) -> None:
    row = next(r for r in data["exposure"] if r["quantity"] == "rms_current_density_ma_per_cm2")
    row["limit"] = 4


def invented(data: dict[str, Any]) -> None:
    data["findings"].append({**data["findings"][0], "message": "all is well", "severity": "note"})


def cooler(data: dict[str, Any]) -> None:
    data["heat"][0]["peak_basal_c"] -= 1


def gentler(data: dict[str, Any]) -> None:
    data["nerve"][0]["threshold_ma"] *= 2


def bolder(data: dict[str, Any]) -> None:
    data["titration"][0]["steps"][1]["do"] = "Turn it up to the cap at once."


FORGED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a better verdict": (better, 'verdict is "pass", but it comes to "warn"'),
    "one warning less": (lambda d: d["findings"].pop(4), "findings lacks: warning"),
    "a finding that nobody found": (invented, "findings has, without a ground: note: all is well"),
    "another wording of a finding": (
        lambda d: d["findings"][0].update(message="nothing"),
        "findings lacks: error: heat on the lower back",
    ),
    "a smaller worst case": (lowered, "worst_case is"),
    "a looser limit": (loosened, "limit is 4, but it comes to 2"),
    "other pulses than the protocol's": (raised, "amplitude_cap_ma is 60, but it comes to 40"),
    "a cooler skin": (cooler, "heat[0].peak_basal_c is"),
    "another threshold": (gentler, "nerve[0].threshold_ma is"),
    "another way to raise it": (bolder, "titration[0].steps[1].do is"),
    "no stop rules": (lambda d: d.update(stop=[]), "stop has 0 entries"),
    "a longer course": (lambda d: d["course"].append(d["course"][-1]), "course has"),
    "another day": (lambda d: d["provenance"].update(on="2027-11-22"), "findings lacks"),
    "another protocol under its digest": (
        lambda d: d["protocol"]["content"].update(version="1.0.1"),
        "protocol.version is",
    ),
    "heat that is blocked": (
        allowed,
        'modalities.heat.verdict is "pass", but it comes to "blocked"',
    ),
    "limits that a clinic is said to have tightened": (
        lambda d: d["provenance"].update(limits_tightened_by="a careful clinic"),
        'provenance.limits_tightened_by is "a careful clinic", but it comes to ""',
    ),
    "a device that is none": (lambda d: d.update(device="none"), "nothing can be made of it"),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_does_not_follow_is_told(name: str, tmp_path: Path) -> None:
    """Each change by hand under a digest that holds is told, with what it should be."""
    change, words = FORGED[name]
    assert any(words in message for message in told(plan(change), tmp_path))


def test_a_plan_from_another_machine_is_sound(tmp_path: Path) -> None:
    """The order of findings and the last digits of a number are no difference."""

    def elsewhere(data: dict[str, Any]) -> None:
        data["findings"].reverse()
        data["modalities"]["tens"]["reasons"].reverse()
        data["provenance"]["numpy"] = "1.0"
        row = next(r for r in data["exposure"] if r["quantity"] == "pulse_energy_mj")
        row["simulated"] *= 1 + 5e-9
        finding = next(f for f in data["findings"] if f["value"])
        finding["value"] *= 1 + 5e-9

    assert told(plan(elsewhere), tmp_path) == []


def test_what_was_made_here_needs_no_person(tmp_path: Path) -> None:
    """The very bytes that the program kept are sound; one changed number is another plan."""
    own, other = plan(), plan(raised)
    keep_as_made(tmp_path, dict(own.content))
    assert doubts(own, store=tmp_path, limits=own_limits(), person=None) == ()
    (found,) = doubts(other, store=tmp_path, limits=own_limits(), person=None)
    assert found.rule == "approval/person-not-at-hand"
    assert "not made here by this version, and the patient file of example-intact is not" in (
        found.message
    )


def test_what_an_older_version_made_is_made_again(tmp_path: Path) -> None:
    """A plan kept by another version is compared with what this one gives."""

    def older(data: dict[str, Any]) -> None:
        data["provenance"]["tensplan"] = "0.0.1"

    def older_and_wrong(data: dict[str, Any]) -> None:
        older(data)
        lowered(data)

    for change, count in ((older, 0), (older_and_wrong, 1)):
        subject = plan(change)
        keep_as_made(tmp_path, dict(subject.content))
        assert len(told(subject, tmp_path)) == count


def test_the_order_of_programs_is_no_difference(tmp_path: Path) -> None:
    """A protocol's file names the foot before the back, and a plan of it, read again, does not."""
    protocol = load_protocol("foot-bracket-dorsum-with-lumbar")
    assert list(protocol.programs) != sorted(protocol.programs)
    data = compose(protocol, on="2026-11-22", patient=person()).to_bytes()
    subject = Subject(kind="plan", data=data, content=json.loads(data), beside=None)
    assert told(subject, tmp_path) == []


def test_a_protocol_without_packs_says_the_same(tmp_path: Path) -> None:
    """A plan of stimulation alone, made twice, is sound."""
    content = compose(make_protocol(), on="2026-11-22", patient=person()).as_json()
    subject = Subject(kind="plan", data=canonical_bytes(content), content=content, beside=None)
    assert told(subject, tmp_path) == []
