"""Which plans the device plays, and why not the others."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from builders import make_program

import tensplan
from simulator.device import admit
from simulator.device.admission import PlanRefused
from simulator.properties import device
from simulator.sciencemode4.balance import NotEncodable
from simulator.sciencemode4.encoding import encode
from simulator.validation import Limit
from tensplan.protocol.catalogue import catalogue
from tensplan.safety.simulated import train_of
from tensplan.session_plan.canonical import canonical_bytes, digest, rounded
from tensplan.session_plan.compose import compose
from tensplan.simulation.simulation import exposure_rows

KNOWN = "sha256:" + "a" * 64
LIMITS = (
    Limit("current-density", "rms_current_density", 20.0),
    Limit("direct-current", "net_dc", 0.0),
)
Plan = dict[str, Any]


def plan_of(name: str) -> Plan:
    """Return the parts of a plan that the device reads, made from a protocol by the planner."""
    protocol = tensplan.load_protocol(name)
    channels, exposure = [], []
    for channel in protocol.placement.channels:
        program = protocol.programs[channel.program]
        areas = [pad.conductive_cm2 for pad in channel.pads]
        played = {"name": channel.program, **program.model_dump(mode="json", exclude_none=True)}
        pads = [{"conductive_cm2": area} for area in areas]
        channels.append({"id": channel.id, "pads": pads, "program": played})
        here = {"channel": channel.id, "program": channel.program}
        exposure += [here | row for row in exposure_rows(program, train_of(program), min(areas))]
    return {
        "schema": "tensplan/plan/1",
        "verdict": "warn",
        "modalities": {"tens": {"verdict": "warn"}},
        "patient": {"code": "P1"},
        "provenance": {"limits_digest": KNOWN},
        "channels": channels,
        "exposure": exposure,
    }


def sealed(plan: Plan) -> bytes:
    """Return the planner's bytes of a plan, with its digest."""
    data = rounded(plan)
    return canonical_bytes({**data, "digest": digest(data)})


def enter(
    data: bytes, limits: tuple[Limit, ...] = LIMITS, unapproved: str = "", **checks: Any
) -> Any:
    """Let the device read a plan; the injected check has its own answer."""
    return admit(
        data,
        profile=device("generic-tens"),
        limits=limits,
        limits_digests={KNOWN},
        unapproved=lambda _: unapproved,
        **checks,
    )


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_device_reads_what_the_planner_writes(name: str) -> None:
    """For every protocol of the catalogue two readers give one train, and the areas."""
    admitted = enter(sealed(plan_of(name)), limits=())
    protocol = tensplan.load_protocol(name)
    assert len(admitted.channels) == len(protocol.placement.channels)
    for mine, channel in zip(admitted.channels, protocol.placement.channels, strict=True):
        assert mine.train == train_of(protocol.programs[channel.program])
        areas = tuple(pad.conductive_cm2 * 1e-4 for pad in channel.pads)
        assert mine.areas == pytest.approx(areas, rel=1e-9)


def rotating_plan() -> Plan:
    """Return a whole plan whose two programs take turns by day, for somebody."""
    made = compose(tensplan.load_protocol("sciatic-path-rotation"), on="2026-11-20").as_json()
    made["patient"] = {"code": "P1"}
    made["provenance"]["limits_digest"] = KNOWN
    return made


@pytest.mark.parametrize("program", ["high-rate", "low-rate"])
def test_a_program_of_a_rotation_is_read_by_its_name(program: str) -> None:
    """The one that does not stand at the channel too, exactly as the protocol has it."""
    admitted = enter(sealed(rotating_plan()), limits=(), programs={"A": program})
    (channel,) = admitted.channels
    assert channel.program == program
    assert channel.train == train_of(
        tensplan.load_protocol("sciatic-path-rotation").programs[program]
    )


def _other_program(plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = plan["protocol"]["content"]["programs"]["low-rate"]
    return found


@pytest.mark.parametrize(
    ("change", "reason", "words"),
    [
        pytest.param(
            lambda p: _other_program(p).update(amplitude_cap_ma=80), "exposure", "phase_charge_uc", id="exposure"
        ),
        pytest.param(
            lambda p: _other_program(p)["waveform"].update(pulse_width_us=0), "program", "width", id="program"
        ),
        pytest.param(
            lambda p: p["channels"][0].update(programs=["high-rate"]),
            "program", '"low-rate" is none of its programs', id="not-named",
        ),
        pytest.param(
            lambda p: p.update(exposure=[row for row in p["exposure"] if row["program"] == "high-rate"]),
            "exposure", "states no exposure", id="not-judged",
        ),
        pytest.param(
            lambda p: p["protocol"]["content"]["programs"].pop("low-rate"),
            "not-a-plan", "lacks a part", id="missing",
        ),
    ],
)  # fmt: skip
def test_every_program_of_a_rotation_must_hold(
    change: Callable[[Plan], Any], reason: str, words: str
) -> None:
    """A fault in tomorrow's program refuses the plan today."""
    plan = rotating_plan()
    change(plan)
    found = refusal(sealed(plan), limits=())
    assert (found.reason, words in str(found)) == (reason, True), str(found)


def test_a_limit_that_tomorrows_program_breaks_refuses_the_plan() -> None:
    """40 mA for 200 us are 8 uC; with a bound of 6 uC only the other program is within it."""
    most = (Limit("charge", "phase_charge", 6e-6),)
    found = refusal(sealed(rotating_plan()), limits=most)
    assert (found.reason, "allows 6e-06" in str(found)) == ("validate", True)


def test_the_wire_is_asked_about_every_day_and_last_about_this_one() -> None:
    """One set of trains for each day that differs; a refusal of any refuses the plan."""
    asked: list[int | None] = []

    def unencodable(trains: Any) -> str:
        asked.append(trains["A"].width_us)
        return ""

    enter(sealed(rotating_plan()), limits=(), unencodable=unencodable, programs={"A": "high-rate"})
    assert asked == [100, 200, 100]
    found = refusal(
        sealed(rotating_plan()),
        limits=(),
        unencodable=lambda trains: "too wide" if trains["A"].width_us == 200 else "",
    )
    assert (found.reason, str(found)) == ("encoding", "too wide")


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return a plan that the device admits."""
    return plan_of("sciatic-path-conventional")


def refusal(data: bytes, **changes: Any) -> PlanRefused:
    """Return how the device refuses."""
    with pytest.raises(PlanRefused) as caught:
        enter(data, **changes)
    return caught.value


def _double(plan: Plan) -> None:
    plan["channels"][0]["program"]["amplitude_cap_ma"] *= 2


def _block(plan: Plan) -> None:
    plan["modalities"]["tens"]["verdict"] = "blocked"


CHANGES: dict[str, tuple[Callable[[Plan], Any], str, str]] = {
    "not-planned": (_block, "blocked", "stimulation blocked"),
    "verdict": (lambda p: p.update(verdict="stop"), "blocked", "the plan is stop"),
    "limits": (
        lambda p: p.update(provenance={"limits_digest": "sha256:0"}),
        "limits",
        "limits not known here: sha256:0",
    ),
    "specimen": (lambda p: p.update(patient=None), "specimen", "for no person"),
    "export": (_double, "exposure", "is 4 in the plan, but its program gives 8"),
    "no-rows": (lambda p: p.update(exposure=[]), "exposure", "states no exposure"),
    "quantity": (
        lambda p: p["exposure"][0].update(quantity="smell"),
        "exposure",
        "smell carries no unit",
    ),
    "no-channels": (lambda p: p.update(channels=[]), "not-a-plan", "has no channel"),
    "no-ramp": (
        lambda p: p["channels"][0]["program"].pop("ramp"),
        "not-a-plan",
        "lacks a part: KeyError",
    ),
    "width": (
        lambda p: p["channels"][0]["program"]["waveform"].update(pulse_width_us=-5),
        "program",
        "channel A: ",
    ),
    "overlap": (
        lambda p: p["channels"][0]["program"]["waveform"].update(pulse_width_us=90_000),
        "program",
        "pulses must not overlap",
    ),
    "rate": (
        lambda p: p["channels"][0]["program"]["modulation"][0].update(high_hz=1e300),
        "program",
        "pulse rate must be at most 10000 Hz",
    ),
    "time": (
        lambda p: p["channels"][0]["program"]["ramp"].update(up_s=1e-7),
        "program",
        "whole microseconds",
    ),
    "area": (
        lambda p: p["channels"][0]["pads"][0].update(conductive_cm2=0),
        "program",
        "above 0 cm2",
    ),
    "schema": (lambda p: p.update(schema="tensplan/plan/2"), "not-a-plan", "this is not a"),
}


@pytest.mark.parametrize(("change", "reason", "message"), CHANGES.values(), ids=CHANGES)
def test_each_plan_that_may_not_be_played_is_refused(
    plan: Plan, change: Callable[[Plan], Any], reason: str, message: str
) -> None:
    """Sealed anew after the change, so that only this stands against it."""
    changed = copy.deepcopy(plan)
    change(changed)
    found = refusal(sealed(changed))
    assert (found.reason, message in str(found)) == (reason, True), str(found)


def test_a_changed_byte_is_refused(plan: Plan) -> None:
    """A cap that is raised in the file breaks the digest."""
    data = sealed(plan).replace(b'"amplitude_cap_ma":40', b'"amplitude_cap_ma":41')
    found = refusal(data)
    assert found.reason == "digest"
    assert "changed after it was made" in str(found)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b'"verdict":"warn"', b'"verdict": "warn"', 1),
        lambda data: data.replace(b":100,", b":1e2,", 1),
        lambda data: b'{"schema":"tensplan/plan/1",' + data[1:],
        lambda data: data + b"\n",
    ],
    ids=["space", "number", "twice", "newline"],
)
def test_other_bytes_of_the_same_data_are_refused(
    plan: Plan, spoil: Callable[[bytes], bytes]
) -> None:
    """Only the canonical bytes are the plan."""
    data = spoil(sealed(plan))
    assert data != sealed(plan)
    found = refusal(data)
    assert found.reason == "digest"
    assert "not in canonical form" in str(found)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b'{"a":NaN}', b"[" * 100_000, b" " * 8_000_001],
    ids=["empty", "open", "list", "text", "bytes", "nan", "deep", "large"],
)
def test_what_is_no_plan_is_refused(data: bytes) -> None:
    """Any bytes get an answer."""
    assert refusal(data).reason == "not-a-plan"


def test_an_unapproved_plan_is_refused_with_the_answer_of_the_check(plan: Plan) -> None:
    """The injected check decides, and its words are shown."""
    found = refusal(sealed(plan), unapproved="nobody has signed it")
    assert (found.reason, str(found)) == ("approval", "nobody has signed it")


def test_the_device_holds_its_own_limits_against_the_plan(plan: Plan) -> None:
    """At 20 % above in amplitude, width and rate the density is 1.44 times; then it is refused."""
    nominal = plan["exposure"][5]
    assert nominal["quantity"] == "rms_current_density_ma_per_cm2"
    worst = nominal["simulated"] * 10 * 1.44
    tight = (Limit("density", "rms_current_density", worst * 0.98),)
    loose = (Limit("density", "rms_current_density", worst * 1.02),)
    assert refusal(sealed(plan), limits=tight).reason == "validate"
    assert enter(sealed(plan), limits=loose).channels[0].id == "A"


def test_a_plan_that_the_wire_cannot_say_is_refused(plan: Plan) -> None:
    """90 Hz has no period of the wire within 1 %; the rule is named."""

    def unencodable(trains: Any) -> str:
        try:
            encode(trains)
        except NotEncodable as refused:
            return f"{refused.rule}: {refused}"
        return ""

    protocol = plan_of("sciatic-path-conventional")
    assert enter(sealed(protocol), unencodable=unencodable).channels
    program = make_program(pulse_rate_hz=90)
    areas = [pad["conductive_cm2"] for pad in plan["channels"][0]["pads"]]
    played = {"name": "conventional", **program.model_dump(mode="json", exclude_none=True)}
    changed = copy.deepcopy(plan)
    changed["channels"][0]["program"] = played
    here = {"channel": "A", "program": "conventional"}
    rows = exposure_rows(program, train_of(program), min(areas))
    changed["exposure"] = [here | row for row in rows]
    found = refusal(sealed(changed), unencodable=unencodable)
    assert found.reason == "encoding"
    assert str(found).startswith("rate: channel A: 90 Hz has a period of 11.11 ms")
