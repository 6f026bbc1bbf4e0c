"""Rules that no protocol file shows alone: they need a device, a plan, a clinic or a fault."""

from dataclasses import replace
from pathlib import Path

import pytest

import tensplan
from simulator.properties import device
from tensplan.errors import TensplanError
from tensplan.protocol.catalogue import load_document
from tensplan.protocol.model import Protocol
from tensplan.protocol.validation import draft_of
from tensplan.safety import two_routes
from tensplan.safety.clinic_limits import load_limits
from tensplan.safety.judge import judge
from tensplan.safety.limits import own_limits
from tensplan.session_plan.plan_file import read_plan
from tensplan.session_plan.whole_file import write_together

ON = "2026-11-22"


def changed(name: str, **program: object) -> Protocol:
    """Return a shipped protocol whose only program has other values."""
    value = load_document(name).value
    (body,) = value["programs"].values()
    body.update(program)
    return Protocol.model_validate(value)


def rules_of_plan(protocol: Protocol, **arguments: object) -> dict[str, str]:
    """Return the severity of each rule in a plan of the protocol."""
    plan = tensplan.plan(protocol, on=ON, **arguments)
    return {finding.rule: finding.severity for finding in plan.findings}


def judged(protocol: Protocol, **profile: object):
    """Return the findings on a protocol played by a changed generic unit."""
    generic = replace(device("generic-tens"), **profile)
    return judge(draft_of(protocol), limits=own_limits(), profile=generic).findings


def test_more_channels_than_the_device_is_an_error():
    """A third channel cannot be played on a unit with two."""
    value = load_document("foot-bracket-dorsum-with-lumbar").value
    first = value["placement"]["channels"][0]
    value["placement"]["channels"].append({**first, "id": "C"})
    findings = {f.rule: f for f in tensplan.plan(Protocol.model_validate(value), on=ON).findings}
    assert findings["device/channels"].severity == "error"
    assert findings["device/channels"].message == "the protocol has 3 channels; generic-tens has 2"


def test_an_output_that_cannot_be_computed_is_an_error():
    """A burst that runs into the next has no train, so nothing is known of the output."""
    burst = {"bursts_per_s": 20, "pulses_per_burst": 50}
    rules = rules_of_plan(changed("sciatic-path-burst", burst=burst))
    assert rules["device/output-unknown"] == "error"


MONOPHASIC = {"shape": "monophasic", "cathode": 1, "pulse_width_us": 250}

IN_A_PLAN = {
    "plan/specimen": ("warning", {}),
    "thermal/person-unknown": ("warning", {}),
    "iec-60601-2-10/open-circuit-voltage": ("warning", {}),
    "device/compliance": ("note", {}),
    "device/amplitude": ("warning", {"amplitude_cap_ma": 90}),
    "device/range": (
        "error",
        {
            "waveform": {
                "shape": "symmetric-biphasic",
                "pulse_width_us": 400,
                "interphase_interval_us": 0,
            }
        },
    ),
}


@pytest.mark.parametrize(("rule", "case"), IN_A_PLAN.items(), ids=IN_A_PLAN)
def test_rule_appears_in_a_plan(rule, case):
    """A plan for an unknown unit and nobody in particular says so, and where the unit falls short."""
    severity, program = case
    assert rules_of_plan(changed("sciatic-path-conventional", **program))[rule] == severity


@pytest.mark.parametrize("rule", ["device/amplitude", "device/range"])
def test_rule_is_absent_without_its_cause(rule):
    """The unchanged protocol lies within the generic unit."""
    assert rule not in rules_of_plan(tensplan.load_protocol("sciatic-path-conventional"))


def test_retired_protocol():
    """A retired protocol is named as such in its plan."""
    value = {**load_document("sciatic-path-conventional").value, "status": "retired"}
    assert "protocol/retired" in rules_of_plan(Protocol.model_validate(value))


def test_direct_current_into_the_reference_load():
    """The standard's 80 mA binds where the project's rule is lifted by a blocking capacitor."""
    protocol = changed(
        "sciatic-path-acupuncture-like",
        waveform=MONOPHASIC,
        pulse_rate_hz=400,
        amplitude_cap_ma=500,
    )
    blocked = {finding.rule for finding in judged(protocol, dc_blocking=True)}
    assert "iec-60601-2-10/direct-current" in blocked
    assert "project/net-direct-current" not in blocked


def with_fault(monkeypatch, factor: float) -> dict[str, str]:
    """Return the rules when the measured peak voltage is falsified by a factor."""
    measure = two_routes.simulated_exposure

    def falsified(*arguments, **options):
        values = measure(*arguments, **options)
        return values | {"peak_voltage_v": values["peak_voltage_v"] * factor}

    monkeypatch.setattr(two_routes, "simulated_exposure", falsified)
    return {f.rule: f.severity for f in judged(tensplan.load_protocol("distal-nerve-low-rate"))}


@pytest.mark.parametrize("factor", [1 - 2e-6, 1 + 2e-6, 0.0, 2.0])
def test_routes_that_disagree_are_an_error(monkeypatch, factor):
    """Two parts in a million between formula and pulses are an error, in either direction."""
    assert with_fault(monkeypatch, factor)["routes/disagree"] == "error"


def test_routes_may_differ_by_rounding(monkeypatch):
    """A part in ten million is rounding."""
    assert "routes/disagree" not in with_fault(monkeypatch, 1 + 1e-7)


def test_missing_exposure_is_an_error(monkeypatch):
    """A measured value that is not a number is an error of its own, and never a limit kept."""
    found = with_fault(monkeypatch, float("nan"))
    assert (found["exposure/missing"], found["routes/disagree"]) == ("error", "error")


CLINIC = """schema: tensplan/limits/1
clinic: Example
limits:
  - {id: project/session-length, error: 61}
"""


def refusals(folder: Path):
    """Return what raises each error, by the error's reference."""
    file, limits = folder / "file", folder / "limits.yaml"
    file.write_text("{}", encoding="utf-8")
    limits.write_text(CLINIC, encoding="utf-8")
    return {
        "plan/not-readable": lambda: read_plan(file),
        "file/not-writable": lambda: write_together(file / "below", {"plan.json": b""}),
        "limits": lambda: load_limits(limits),
    }


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("plan/not-readable", "this is not a tensplan/plan/1"),
        ("file/not-writable", "nothing was written"),
        ("limits", "would be loosened"),
    ],
)
def test_refusal_has_its_reference(tmp_path, ref, message):
    """A junk plan, a folder below a file and a loosened limit are each refused by name."""
    with pytest.raises(TensplanError, match=message) as refused:
        refusals(tmp_path)[ref]()
    assert refused.value.ref == ref


def test_loosened_limit_says_both_bounds(tmp_path):
    """The rule limits/loosened names the limit, its present bound and its place in the file."""
    with pytest.raises(TensplanError, match=r"limits\.yaml:4:10: .*at most 60 min"):
        refusals(tmp_path)["limits"]()
