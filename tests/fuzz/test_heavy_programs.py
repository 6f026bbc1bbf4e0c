"""Programs that are short to write and long to expand: judged or refused, soon and in little room."""

from __future__ import annotations

import resource
import time
from typing import Any

import pytest

from tensplan.checking import check_document
from tensplan.protocol.document import parse_document
from tensplan.safety.limits import own_limits
from tests.fuzz.mutation import as_yaml
from tests.fuzz.test_protocol_file import LONGEST_S, ROOT

DAY_MIN = 1440
LARGEST_GROWTH_MIB = 300


def moved(parameter: str, unit: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    """Return the modulation key of a program."""
    bounds = {f"low_{unit}": low, f"high_{unit}": high}
    return {"modulation": [{"parameter": parameter, **bounds, **more}]}


def rate_moved(low: float, high: float, **more: Any) -> dict[str, Any]:
    """Return a modulation of the pulse rate."""
    return moved("pulse_rate", "hz", low, high, **more)


FAST = {"pulse_rate_hz": 1000}
SEED = {"form": "random", "seed": 1}
REFUSED: dict[str, dict[str, Any]] = {
    "rate of nine digits": {"pulse_rate_hz": 999.999999},
    "burst of a day": FAST | {"burst": {"on_s": 80000, "off_s": 1}},
    "burst rate of ten digits": {
        "pulse_rate_hz": 400000,
        "burst": {"bursts_per_s": 100.000001, "pulses_per_burst": 2},
    },
    "long bursts": {
        "pulse_rate_hz": 400000,
        "burst": {"bursts_per_s": 0.01, "pulses_per_burst": 1000},
    },
    "steps of two microseconds": {"steps": [{"pulse_rate_hz": 500000, "duration_s": 0.000002}]},
    "a hundred short steps": {"steps": [{"pulse_rate_hz": 100000, "duration_s": 0.00001}] * 100},
    "step of a day": {"steps": [{"pulse_rate_hz": 1000, "duration_s": 80000.000001}]},
    "triangle of a day": rate_moved(500, 1000, period_s=80000, form="triangle"),
    "sine of a day": rate_moved(500, 1000, period_s=80000, form="sine"),
    "random of a day": rate_moved(20, 40, period_s=86400, **SEED),
    "amplitude over a day": FAST | moved("amplitude", "fraction", 0.1, 1, period_s=80000, **SEED),
    "random amplitude in short steps": {
        "steps": [{"pulse_rate_hz": 100, "duration_s": 0.1}] * 50,
        **moved("amplitude", "fraction", 0.1, 1, period_s=3.3, **SEED),
    },
    "modulation of a microsecond": rate_moved(20, 40, period_s=0.000001, form="sine"),
}
JUDGED: dict[str, dict[str, Any]] = {
    "half a megahertz": {"pulse_rate_hz": 500000},
    "burst of a microsecond": FAST | {"burst": {"on_s": 0.000001, "off_s": 0.000002}},
    "one pulse a day": {"pulse_rate_hz": 0.00001},
    "random in eight seconds": rate_moved(500, 1000, period_s=8, **SEED),
    "an hour of random amplitude": {
        "pulse_rate_hz": 150,
        "duration_min": 60,
        **moved("amplitude", "fraction", 0.1, 1, period_s=3600, **SEED),
    },
}


def findings_of(timing: dict[str, Any]) -> tuple[list[str], float, float]:
    """Check a protocol with one such program; return its rules, seconds and MiB."""
    real = (ROOT / "protocols/sciatic-path/sciatic-path-conventional.yaml").read_bytes()
    protocol = parse_document(real, name="real.yaml").value
    protocol["programs"]["conventional"] = {
        "waveform": {"shape": "monophasic", "cathode": 1, "pulse_width_us": 1},
        "target": "sensory",
        "amplitude_cap_ma": 10,
        "ramp": {"up_s": 0, "down_s": 0},
        "duration_min": DAY_MIN,
        **timing,
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    document = parse_document(as_yaml(protocol), name="heavy.yaml")
    result = check_document(document, name="heavy.yaml", limits=own_limits())
    took = time.process_time() - began
    growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return [finding.rule for finding in result.findings], took, growth


@pytest.mark.parametrize("name", REFUSED)
def test_too_much_work_is_refused_at_once(name: str) -> None:
    """A train that would take minutes or gigabytes to expand is an error finding."""
    rules, took, growth = findings_of(REFUSED[name])
    assert {"timing/too-much-work", "timing/overlap"} & set(rules)
    assert took < LONGEST_S
    assert growth < LARGEST_GROWTH_MIB


@pytest.mark.parametrize("name", JUDGED)
def test_strange_but_short_patterns_are_judged(name: str) -> None:
    """A train whose pattern is short is judged by both routes, whatever its rate and length."""
    rules, took, growth = findings_of(JUDGED[name])
    assert not {
        "timing/too-much-work",
        "timing/overlap",
        "routes/disagree",
        "exposure/missing",
    } & set(rules)
    assert took < LONGEST_S
    assert growth < LARGEST_GROWTH_MIB
