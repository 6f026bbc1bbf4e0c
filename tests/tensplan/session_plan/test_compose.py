"""From a protocol to a plan: verdicts, what a specimen may claim, and that nothing can be changed."""

from __future__ import annotations

import math
import re
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from builders import PROTOCOL, make_protocol, program_data, waveform

from tensplan.protocol.catalogue import catalogue, load_protocol
from tensplan.safety import two_routes
from tensplan.session_plan.canonical import digest
from tensplan.session_plan.compose import compose
from tensplan.session_plan.plan import VERDICT_WORDS, Plan
from tensplan.session_plan.plan_file import write_refusal

DAY = "2026-11-22"
HEAT = {
    "modality": "heat",
    "area": "heel",
    "pack": "gel-pack",
    "pack_temperature_c": 40,
    "cover": {"dry_towel_layers": 2},
    "duration_min": 10,
    "when": "before-stimulation",
    "gap_min": 30,
    "skin_check_every_min": 5,
}
KEYS = {
    "schema", "digest", "verdict", "modalities", "protocol", "patient", "device", "setting",
    "channels", "exposure", "nerve", "heat", "course", "titration", "findings", "evidence",
    "sources", "provenance",
}  # fmt: skip
ROW_KEYS = {
    "channel", "quantity", "unit", "kind", "closed_form", "simulated", "worst_case", "limit",
    "rule", "verdict",
}  # fmt: skip


def plan_of(
    program: dict[str, Any] | None = None, device_id: str = "generic-tens", **changes: Any
) -> Plan:
    """Compose a plan of a changed protocol."""
    return compose(make_protocol(program, **changes), on=DAY, device_id=device_id)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_catalogue_plan_keeps_the_promised_keys(name: str) -> None:
    """Every key that the outside is promised is there, and a specimen is at most a warning."""
    data = compose(load_protocol(name), on=DAY).as_json()
    assert set(data) >= KEYS
    assert data["schema"] == "tensplan/plan/1"
    assert data["verdict"] == "warn"
    assert data["patient"] is None
    assert data["digest"] == digest(data)
    assert set(data["provenance"]) >= {"tensplan", "limits_digest", "on", "numpy"}
    for row in data["exposure"]:
        assert set(row) >= ROW_KEYS
        assert (row["verdict"] == "none") == (row["limit"] is None)
    for channel in data["channels"]:
        assert {"id", "pads", "program"} <= set(channel)
        assert all({"site", "outline_cm2", "conductive_cm2"} <= set(p) for p in channel["pads"])


def test_nobody_reads_that_a_plan_is_safe() -> None:
    """The words of the product claim exposure: the word safe is in no plan."""
    text = compose(load_protocol("sciatic-path-conventional"), on=DAY).to_bytes().decode()
    assert not re.search(r"\bsafe\b", text, re.IGNORECASE)
    assert VERDICT_WORDS["pass"] == "no listed limit broken"
    assert VERDICT_WORDS["warn"] == "no listed limit broken, with warnings"
    assert VERDICT_WORDS["blocked"] == "blocked"


def test_a_specimen_describes_heat_but_does_not_allow_it() -> None:
    """Without a person heat is blocked, also when no limit is broken; what is not asked is not planned."""
    plan = plan_of(thermal=[HEAT])
    assert {name: part.verdict for name, part in plan.modalities.items()} == {
        "tens": "warn",
        "heat": "blocked",
        "cold": "not-planned",
    }
    assert plan.is_specimen
    assert "no person's hot and cold test is known" in plan.modalities["heat"].reasons[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"program": program_data(amplitude_cap_ma=300)}, "r.m.s. current density"),
        ({"program": program_data(duration_min=61)}, "session"),
        ({"status": "retired"}, "retired"),
        ({"course": {**PROTOCOL["course"], "weeks": 13}}, "course"),
    ],
    ids=["density", "minutes", "retired", "weeks"],
)
def test_an_error_blocks(change: dict[str, Any], reason: str) -> None:
    """One error finding blocks the stimulation, and with nothing else allowed the plan."""
    plan = plan_of(**change)
    assert plan.verdict == "blocked"
    assert plan.is_blocked
    assert any(reason in text for text in plan.modalities["tens"].reasons)


def test_a_thermal_error_blocks_the_pack_alone() -> None:
    """Heat for too long stays an error finding but leaves the stimulation as it was."""
    plan = plan_of(thermal=[{**HEAT, "duration_min": 21}])
    assert (plan.verdict, plan.modalities["tens"].verdict) == ("warn", "warn")
    assert "project/heat-minutes-foot" in [f.rule for f in plan.findings if f.severity == "error"]


def test_one_bad_channel_blocks_the_other() -> None:
    """A plan of two channels is judged by its worse one."""
    good = PROTOCOL["placement"]["channels"][0]
    sites = ("sural-calf", "sural-ankle")
    small = [{"site": site, "size_mm": [50, 50], "conductive_area_cm2": 0.5} for site in sites]
    bad = {**good, "id": "B", "pads": small}
    plan = plan_of(placement={"strategy": "sciatic-path", "channels": [good, bad]})
    assert {row.channel for row in plan.exposure} == {"A", "B"}
    assert {row.channel for row in plan.exposure if row.verdict == "blocked"} == {"B"}
    assert plan.verdict == "blocked"


@pytest.mark.parametrize("first", ["main", "strong"])
def test_a_rotation_hides_no_program(first: str) -> None:
    """Every program of the rotation is judged on the channel, whichever it names first."""
    channel = {**PROTOCOL["placement"]["channels"][0], "program": first}
    plan = plan_of(
        programs={"main": program_data(), "strong": program_data(amplitude_cap_ma=300)},
        placement={"strategy": "sciatic-path", "channels": [channel]},
        course={**PROTOCOL["course"], "rotation": ["main", "strong"]},
    )
    assert {row.program for row in plan.exposure} == {"main", "strong"}
    assert plan.verdict == "blocked"
    assert [day["programs"]["A"] for day in plan.as_json()["course"][:3]] == [
        "main",
        "strong",
        "main",
    ]


def test_findings_come_worst_first() -> None:
    """Errors stand before warnings and warnings before notes."""
    plan = plan_of(program_data(amplitude_cap_ma=300), thermal=[HEAT])
    order = [("error", "warning", "note").index(f.severity) for f in plan.findings]
    assert order == sorted(order)
    assert order[0] == 0


def test_a_plan_cannot_be_changed() -> None:
    """Neither the plan nor anything in it takes a new value."""
    plan = plan_of()
    before = plan.to_bytes()
    with pytest.raises(FrozenInstanceError):
        plan.verdict = "pass"  # type: ignore[misc]
    with pytest.raises(TypeError, match="does not support item assignment"):
        plan.content["patient"] = {}  # type: ignore[index]
    with pytest.raises(TypeError, match="does not support item assignment"):
        plan.content["protocol"]["content"]["title"] = "another"
    with pytest.raises(TypeError, match="does not support item assignment"):
        plan.modalities["heat"] = plan.modalities["tens"]  # type: ignore[index]
    assert plan.to_bytes() == before


def test_what_is_no_number_blocks_and_is_refused_in_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A NaN in one route is an error of its own, and the refusal page can still be written."""
    whole = two_routes.simulated_exposure

    def broken(*arguments: Any, **named: Any) -> dict[str, float]:
        return {**whole(*arguments, **named), "rms_current_ma": math.nan}

    monkeypatch.setattr(two_routes, "simulated_exposure", broken)
    plan = plan_of()
    assert {"exposure/missing", "routes/disagree"} <= {
        f.rule for f in plan.findings if f.severity == "error"
    }
    assert plan.verdict == "blocked"
    assert "is not a number" in write_refusal(plan, tmp_path).read_text(encoding="utf-8")


def test_a_refusal_of_the_generator_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pulses that cannot be made are no pass: no row is shown and the plan is blocked."""

    def broken(*_: Any, **__: Any) -> dict[str, float]:
        raise ValueError("pulses must not overlap")

    monkeypatch.setattr(two_routes, "simulated_exposure", broken)
    plan = plan_of()
    assert (plan.verdict, plan.exposure) == ("blocked", ())


@pytest.mark.parametrize("device_id", ["generic-tens", "p24"])
def test_direct_current_is_refused_unless_the_device_is_known_to_block_it(device_id: str) -> None:
    """Neither an unknown (null) nor a stated missing (false) blocking capacitor is a yes."""
    program = program_data(
        waveform=waveform(shape="monophasic", interphase_interval_us=None, cathode=1)
    )
    plan = plan_of(program, device_id)
    row = next(row for row in plan.exposure if row.quantity == "net_dc_ma")
    assert (row.rule, row.verdict, row.limit) == ("project/net-direct-current", "blocked", 0)


def test_the_protocol_is_in_the_plan_as_it_was_read() -> None:
    """What was asked can be read back from the plan, key for key."""
    content = plan_of().as_json()["protocol"]["content"]
    assert type(make_protocol()).model_validate(content) == make_protocol()
