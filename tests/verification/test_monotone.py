"""More is never judged milder: raising what a program gives, or shrinking a pad.

Three exceptions lie in the definitions, not in the code. A limit may belong to a band of pulse
rates, so rates are raised within one band. And the worst second begins at a pulse, so in a loop
of different steps a slightly higher rate can move the last pulse of a step further away from the
next step; there the rates are raised to whole multiples, which keeps every old pulse. In bursts of so many
pulses a higher rate alone moves the pulses of a burst together, away from the next burst; there the
burst rate rises with it, by the same whole multiple.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from simulator.properties import device
from tensplan.protocol.placement import Channel
from tensplan.safety.exposure_row import ExposureRow
from tensplan.safety.judge_exposure import judge_exposure
from tensplan.safety.limits import own_limits
from tests.fuzz.strategies import KINDS, MODULATED, model, pads, program_data
from tests.verification.test_two_routes import coherent

SHORT = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(SHORT, max_examples=300)
ORDER = {"none": 0, "pass": 0, "warn": 1, "blocked": 2}
BANDS_HZ = (400, 1500)
ROUNDING = 1e-9
"""Relative; the two judged values are sums of the same pulses in another order."""


def rows(data: dict[str, Any], outlines: list[dict[str, Any]], device_id: str) -> list[ExposureRow]:
    """Judge a program on two pads."""
    channel = Channel.model_validate(
        {"id": "A", "pads": [{"site": "x", **outline} for outline in outlines], "program": "p"}
    )
    judged = judge_exposure(
        channel,
        coherent(data),
        program_name="p",
        channel_path=(),
        profile=device(device_id),
        limits=own_limits(),
    )
    assume(judged.rows)
    return list(judged.rows)


def band(data: dict[str, Any]) -> set[int]:
    """Return the bands of pulse rates that the limits see."""
    return {sum(rate > edge for edge in BANDS_HZ) for rate in model(data).pulse_rates_hz}


def raised(data: dict[str, Any], what: str, factor: float) -> dict[str, Any]:
    """Return the program with more of one thing."""
    if what == "amplitude":
        return data | {"amplitude_cap_ma": min(data["amplitude_cap_ma"] * factor, 1000)}
    if what == "duration":
        return data | {"duration_min": round(data["duration_min"] * factor, 4)}
    return _wider(data, factor) if what == "width" else _faster(data, factor)


def _wider(data: dict[str, Any], factor: float) -> dict[str, Any]:
    times = max(2, round(factor))
    waveform = dict(data["waveform"])
    if "pulse_width_us" in waveform:
        waveform["pulse_width_us"] *= times
    modulation = [
        entry | {"high_us": entry["high_us"] * times} if "high_us" in entry else entry
        for entry in data.get("modulation", [])
    ]
    steps = [
        step | {"pulse_width_us": step["pulse_width_us"] * times}
        if "pulse_width_us" in step
        else step
        for step in data.get("steps", [])
    ]
    return _with(data, modulation, steps) | {"waveform": waveform}


def _faster(data: dict[str, Any], factor: float) -> dict[str, Any]:
    times = max(2, round(factor))
    modulation = [
        entry | {"high_hz": round(entry["high_hz"] * factor, 6)} if "high_hz" in entry else entry
        for entry in data.get("modulation", [])
    ]
    steps = [
        step | {"pulse_rate_hz": step["pulse_rate_hz"] * times} for step in data.get("steps", [])
    ]
    changed = _with(data, modulation, steps)
    burst = data.get("burst", {})
    if "bursts_per_s" in burst:
        changed["burst"] = burst | {"bursts_per_s": burst["bursts_per_s"] * times}
    if "pulse_rate_hz" in data:
        whole = times if "bursts_per_s" in burst else factor
        changed["pulse_rate_hz"] = round(data["pulse_rate_hz"] * whole, 6)
    return changed


def _with(data: dict[str, Any], modulation: list[Any], steps: list[Any]) -> dict[str, Any]:
    changed = dict(data)
    if modulation:
        changed["modulation"] = modulation
    if steps:
        changed["steps"] = steps
    return changed


def milder(before: list[ExposureRow], after: list[ExposureRow]) -> list[str]:
    """Return each quantity that is judged milder, or came out lower, than before."""
    found = []
    for old, new in zip(before, after, strict=True):
        assert old.quantity == new.quantity
        if ORDER[new.verdict] < ORDER[old.verdict]:
            found.append(f"{new.quantity}: {old.verdict} became {new.verdict}")
        if new.worst_case < old.worst_case * (1 - ROUNDING):
            found.append(f"{new.quantity}: {old.worst_case!r} became {new.worst_case!r}")
    return found


def more_of(what: str, kinds: tuple[str, ...]) -> Any:
    """Return the property that more of one thing is never milder."""

    @given(
        data=program_data(kinds),
        outlines=st.lists(pads(), min_size=2, max_size=2),
        factor=st.floats(1.0, 4.0),
        device_id=st.sampled_from(("generic-tens", "p24")),
    )
    def prop(data: Any, outlines: Any, factor: float, device_id: str) -> None:
        before = rows(data, outlines, device_id)
        more = raised(data, what, factor)
        assume(band(more) == band(data))
        assert milder(before, rows(more, outlines, device_id)) == []

    return prop


def smaller_pads(kinds: tuple[str, ...]) -> Any:
    """Return the property that a smaller pad is never milder."""

    @given(
        data=program_data(kinds),
        outlines=st.lists(pads(), min_size=2, max_size=2),
        share=st.floats(0.3, 1.0),
        which=st.sampled_from((0, 1)),
        device_id=st.sampled_from(("generic-tens", "p24")),
    )
    def prop(data: Any, outlines: Any, share: float, which: int, device_id: str) -> None:
        shrunk = [dict(outline) for outline in outlines]
        if "diameter_mm" in shrunk[which]:
            shrunk[which]["diameter_mm"] *= share
        else:
            shrunk[which]["size_mm"] = [side * share for side in shrunk[which]["size_mm"]]
        assert milder(rows(data, outlines, device_id), rows(data, shrunk, device_id)) == []

    return prop


@pytest.mark.parametrize("kind", KINDS + MODULATED)
@pytest.mark.parametrize("what", ["amplitude", "width", "rate", "duration"])
def test_more_is_never_milder(what: str, kind: str) -> None:
    """Raising amplitude cap, width, rate or duration never lowers a value or its verdict."""
    SHORT(more_of(what, (kind,)))()


@pytest.mark.parametrize("kind", KINDS + MODULATED)
def test_a_smaller_pad_is_never_milder(kind: str) -> None:
    """Shrinking either pad never lowers a value or its verdict."""
    SHORT(smaller_pads((kind,)))()


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS + MODULATED)
@pytest.mark.parametrize("what", ["amplitude", "width", "rate", "duration"])
def test_more_is_never_milder_on_many(what: str, kind: str) -> None:
    """The same on 300 programs of each kind."""
    LONG(more_of(what, (kind,)))()
