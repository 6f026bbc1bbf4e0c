"""Every limit in the data: just inside passes, just outside is found, and each has its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from builders import PROTOCOL, make_protocol, placement, program_data, waveform

from simulator.properties import DeviceProfile, Property, device
from tensplan.protocol.validation import draft_of
from tensplan.safety.judge import judge
from tensplan.safety.limit import CONFIDENCE_WORDS
from tensplan.safety.limits import own_limits

GENERIC = device("generic-tens")
BLOCKING = replace(GENERIC, dc_blocking=True)
MONOPHASIC = waveform(shape="monophasic", interphase_interval_us=None, cathode=1)
PACK = {
    "modality": "heat",
    "area": "lumbar",
    "pack": "gel-pack",
    "pack_temperature_c": 40,
    "cover": {"dry_towel_layers": 2},
    "duration_min": 10,
    "when": "before-stimulation",
    "gap_min": 30,
    "skin_check_every_min": 5,
}


PREDICTED = {"project/nerve-multiple", "project/pain-threshold"}
"""Limits on predictions, which no file alone can break; shown in the tests of the nerve room."""


@dataclass(frozen=True)
class Case:
    """How to build a protocol around a value, and the two values beside the bound."""

    build: Callable[[Any], dict[str, Any]]
    inside: Any
    outside: Any
    severity: str = "error"
    profile: Callable[[Any], DeviceProfile] = lambda _: GENERIC


def program(**fixed: Any) -> Callable[[Any], dict[str, Any]]:
    """Build a protocol with an amplitude cap, and its program otherwise fixed."""
    return lambda cap: {"program": program_data(amplitude_cap_ma=cap, **fixed)}


def wide(width_us: int) -> dict[str, Any]:
    """Return a symmetric pulse of a width."""
    return waveform(pulse_width_us=width_us)


def course(key: str, **fixed: Any) -> Callable[[Any], dict[str, Any]]:
    """Build a protocol with one key of its course."""
    return lambda value: {"course": {**PROTOCOL["course"], **fixed, key: value}}


def pack(key: str, **fixed: Any) -> Callable[[Any], dict[str, Any]]:
    """Build a protocol with one key of its pack."""
    return lambda value: {"thermal": [{**PACK, **fixed, key: value}]}


def pads(strategy: str) -> Callable[[Any], dict[str, Any]]:
    """Build a protocol with two sites."""
    return lambda sites: {
        "placement": placement(
            *({"site": site, "size_mm": [40, 40]} for site in sites), strategy=strategy
        )
    }


def one_square_centimetre(cap: float) -> dict[str, Any]:
    """Build a protocol with a pad that conducts over 1 cm2."""
    small = {"site": "popliteal-upper", "size_mm": [50, 50], "conductive_area_cm2": 1}
    large = {"site": "tibial-ankle", "size_mm": [50, 50]}
    return {
        "placement": placement(small, large),
        "program": program_data(amplitude_cap_ma=cap, pulse_rate_hz=100),
    }


def sized(size_mm: list[float]) -> dict[str, Any]:
    """Build a protocol whose first pad has a size."""
    return {
        "placement": placement(
            {"site": "popliteal-upper", "size_mm": size_mm},
            {"site": "tibial-ankle", "size_mm": [50, 50]},
        )
    }


def close(along_mm: float) -> dict[str, Any]:
    """Build a protocol with two pads 54 mm apart, centre to centre along the leg."""
    size = [60, along_mm]
    return {
        "placement": placement(
            {"site": "popliteal-upper", "size_mm": size},
            {"site": "popliteal-crease", "size_mm": size},
        )
    }


def with_voltage(volts: float) -> DeviceProfile:
    """Return a device with an open-circuit voltage."""
    value = Property(value=volts, unit="V", source="test", confidence="project-default")
    return replace(GENERIC, open_circuit_voltage=value)


def of_program(key: str) -> Callable[[Any], dict[str, Any]]:
    """Build a protocol with one key of its program."""
    return lambda value: {"program": program_data(**{key: value})}


def of_width(width_us: int) -> dict[str, Any]:
    """Build a protocol with a pulse width."""
    return {"program": program_data(waveform=wide(width_us), amplitude_cap_ma=1)}


HEEL = ("popliteal-upper", "heel-medial")  # 503 mm of 1700 mm; the bound is 510 mm
FOOT = ("popliteal-upper", "lateral-foot")  # 513 mm

# Bounds on the cap by hand, with amplitude, width and rate each 20 % up (n pulses a second):
# r.m.s. = 1.2 I sqrt(2 * 1.2 w * n), energy = 500 ohm (1.2 I)^2 * 2 * 1.2 w, d.c. = 1.2 I 1.2 w n
CASES: dict[str, list[Case]] = {
    "iec-60601-2-10/pulse-energy": [
        Case(program(waveform=wide(1000), pulse_rate_hz=1), 416.6, 416.7)
    ],
    "iec-60601-2-10/output-current": [
        Case(program(waveform=wide(1000), pulse_rate_hz=100), 77.6, 77.7),
        Case(program(pulse_rate_hz=400), 122.7, 122.8),
    ],
    "iec-60601-2-10/output-current-to-1500-hz": [
        Case(program(pulse_rate_hz=401), 195.9, 196.2),
        Case(program(pulse_rate_hz=1500), 101.4, 101.5),
    ],
    "iec-60601-2-10/output-current-above-1500-hz": [
        Case(program(pulse_rate_hz=1600), 122.7, 122.8)
    ],
    "iec-60601-2-10/direct-current": [
        Case(
            program(waveform={**MONOPHASIC, "pulse_width_us": 1000}, pulse_rate_hz=100),
            462.9,
            463.0,
            profile=lambda _: BLOCKING,
        )
    ],
    "iec-60601-2-10/open-circuit-voltage": [Case(lambda _: {}, 500.0, 500.1, profile=with_voltage)],
    "fda/power-density": [Case(one_square_centimetre, 109.7, 109.9)],
    "project/current-density": [Case(program(pulse_rate_hz=100), 196.4, 196.5)],
    "project/direct-current-density": [
        Case(program(waveform=MONOPHASIC, pulse_rate_hz=100), 231.4, 231.5)
    ],
    "project/net-direct-current": [
        Case(lambda shape: {"program": program_data(waveform=shape)}, wide(100), MONOPHASIC),
    ],
    "project/pulse-rate": [
        Case(of_program("pulse_rate_hz"), 1, 0.999999),
        Case(of_program("pulse_rate_hz"), 150, 150.000001),
    ],
    "project/pulse-width": [Case(of_width, 50, 49), Case(of_width, 250, 251)],
    "project/session-length": [Case(of_program("duration_min"), 60, 60.1)],
    "project/sessions-per-day": [Case(course("sessions_per_day"), 4, 5)],
    "project/session-gap": [Case(course("minimum_gap_h"), 2, 1.9)],
    "project/free-days": [
        Case(course("days_per_week"), 5, 6, "warning"),
        Case(course("days_per_week"), 5, 7),
    ],
    "project/course-length": [Case(course("weeks"), 12, 13)],
    "project/pad-area": [Case(sized, [40, 40], [40, 39.9])],
    "project/pad-gap": [Case(close, 29, 29.1)],
    "project/bracket-distance": [
        Case(
            pads("foot-bracket"),
            ("heel-medial", "superficial-peroneal-exit"),
            ("tibial-above-ankle", "medial-midfoot"),
            "warning",
        )
    ],
    "project/path-distance": [Case(pads("sciatic-path"), HEEL, FOOT)],
    "project/heat-minutes-foot": [Case(pack("duration_min", area="heel"), 20, 20.1)],
    "project/heat-minutes": [Case(pack("duration_min"), 30, 30.1)],
    "project/cold-minutes-foot": [
        Case(pack("duration_min", modality="cold", area="ankle"), 10, 10.1, "warning"),
        Case(pack("duration_min", modality="cold", area="ankle"), 10, 15.1),
    ],
    "project/cold-minutes": [Case(pack("duration_min", modality="cold"), 20, 20.1)],
    "project/heat-gap": [Case(pack("gap_min"), 10, 9.9)],
    "project/cold-gap": [Case(pack("gap_min", modality="cold"), 30, 29.9)],
    "project/skin-check": [Case(pack("skin_check_every_min"), 5, 5.1)],
}

# Quantities that only a simulated person has, judged where they are made: the two values beside the
# bound, the setting, and the skin.
UNDER_A_PACK: dict[str, tuple[str, float, float, str, str, str]] = {
    "project/basal-temperature": ("peak_basal_c", 42.0, 43.001, "home", "intact", "error"),
    "project/basal-temperature-impaired": (
        "peak_basal_c",
        39.0,
        39.001,
        "home",
        "impaired",
        "error",
    ),
    "project/thermal-dose-home": ("cem43_min", 1.999, 2.0, "home", "intact", "error"),
    "project/thermal-dose-supervised": ("cem43_min", 8.999, 9.0, "supervised", "intact", "error"),
    "project/injury-home": ("omega", 0.01999, 0.02, "home", "intact", "error"),
    "project/injury-supervised": ("omega", 0.04999, 0.05, "supervised", "intact", "error"),
    "project/skin-above-43": ("skin_above_43_min", 9.99, 10.0, "home", "intact", "error"),
    "project/skin-above-48": ("skin_above_48_min", 0.99, 1.0, "home", "intact", "error"),
    "project/skin-hottest": ("max_skin_c", 51.0, 51.001, "home", "intact", "error"),
    "project/cold-skin": ("min_skin_c", 10.0, 9.999, "home", "intact", "error"),
    "project/cold-numbness": ("min_skin_c", 7.0, 6.999, "home", "intact", "error"),
    "project/cold-freezing": ("coldest_c", 0.001, 0.0, "home", "intact", "error"),
    "project/pack-minutes-impaired": ("pack_impaired_min", 10.0, 10.1, "home", "impaired", "error"),
    "project/pack-minutes-first": ("pack_first_min", 10.0, 10.1, "home", "intact", "warning"),
}
SINGLE = [
    pytest.param(rule, case, id=f"{rule}-{number}" if number else rule)
    for rule, cases in CASES.items()
    for number, case in enumerate(cases)
]


def severities(rule: str, case: Case, value: Any) -> list[str]:
    """Judge a protocol and return the severities that one rule found."""
    protocol = make_protocol(**case.build(value))
    judgement = judge(draft_of(protocol), limits=own_limits(), profile=case.profile(value))
    return [f.severity for f in judgement.findings if f.rule == rule]


def test_every_limit_has_a_case() -> None:
    """A new limit needs a case here; a removed one leaves none behind."""
    named = [*CASES, *PREDICTED, *UNDER_A_PACK]
    assert sorted(named) == sorted(limit.id for limit in own_limits())


@pytest.mark.parametrize(("rule", "case"), UNDER_A_PACK.items(), ids=UNDER_A_PACK)
def test_a_limit_under_a_pack_is_kept_inside_and_broken_outside(
    rule: str, case: tuple[str, float, float, str, str, str]
) -> None:
    """Just inside the bound passes, just outside does not, and only in its setting and skin."""
    quantity, inside, outside, setting, skin, level = case
    limit = own_limits().named(rule)
    assert limit is not None
    assert limit.quantity == quantity
    assert limit.applies_to_pack(setting=setting, skin=skin)
    assert (limit.level(inside), limit.level(outside)) == ("none", level)


@pytest.mark.parametrize(
    ("rule", "setting", "skin"),
    [
        ("project/basal-temperature-impaired", "home", "intact"),
        ("project/thermal-dose-home", "supervised", "intact"),
        ("project/injury-supervised", "home", "intact"),
    ],
)
def test_a_limit_of_another_setting_or_skin_is_silent(rule: str, setting: str, skin: str) -> None:
    """Each setting and each kind of skin has limits of its own."""
    limit = own_limits().named(rule)
    assert limit is not None
    assert not limit.applies_to_pack(setting=setting, skin=skin)


@pytest.mark.parametrize(("rule", "case"), SINGLE)
def test_a_limit_is_kept_inside_and_broken_outside(rule: str, case: Case) -> None:
    """Just inside the bound nothing is found; just outside, exactly one finding of its level."""
    assert severities(rule, case, case.inside) == []
    assert severities(rule, case, case.outside) == [case.severity]


@pytest.mark.parametrize("limit", own_limits().entries, ids=lambda limit: limit.id)
def test_a_limit_says_where_it_comes_from(limit: Any) -> None:
    """Each limit has a source, a clause, a reason and a word for how well it is known."""
    assert limit.source.strip()
    assert limit.clause.strip()
    assert limit.rationale.endswith(".")
    assert limit.confidence in CONFIDENCE_WORDS
    assert limit.is_ordered()
    group = limit.id.split("/")[0]
    assert (group == "project") == (group not in ("iec-60601-2-10", "fda"))


@pytest.mark.parametrize("limit", own_limits().entries, ids=lambda limit: limit.id)
def test_what_is_only_recalled_or_chosen_says_so(limit: Any) -> None:
    """A source that was not read, or a choice of the project, carries the word for it."""
    own = "project default" in limit.source
    assert own == (limit.confidence == "project-default")
    if "recalled" in limit.source and not own:
        assert limit.confidence == "recalled"
