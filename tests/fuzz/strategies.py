"""Random programs and protocols: sound by construction, or sound but for one or two changes."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Any

from hypothesis import strategies as st

from tensplan.protocol.program import Program

FORMS = ("step", "triangle", "sine", "exponential", "random")
KINDS = ("constant", "counted-burst", "windowed-burst", "stepped", "stepped-burst")
MODULATED = ("modulated", "modulated-burst", "modulated-steps")
DECIMALS = (0, 0, 1, 3, 6)


@st.composite
def seconds(draw: Any, low: float, high: float) -> float:
    """Draw a time that is a whole number of microseconds, often a round one."""
    grain = draw(st.sampled_from((1_000_000, 100_000, 1_000, 1)))
    first, last = ceil(low * 1e6 / grain), floor(high * 1e6 / grain)
    if first > last:
        grain, first, last = 1, ceil(low * 1e6), floor(high * 1e6)
    return draw(st.integers(first, last)) * grain / 1e6


@st.composite
def rates(draw: Any, low: float, high: float) -> float:
    """Draw a rate of at most six decimals, often a round one. [Hz]"""
    scale = 10 ** draw(st.sampled_from(DECIMALS))
    first, last = ceil(low * scale), floor(high * scale)
    if first > last:
        scale, first, last = 10**6, ceil(low * 1e6), floor(high * 1e6)
    number = draw(st.integers(first, last))
    return number if scale == 1 and draw(st.booleans()) else number / scale


@st.composite
def waveforms(draw: Any) -> tuple[dict[str, Any], int]:
    """Draw a waveform without its width, and the number that its widths must divide by."""
    shape = draw(
        st.sampled_from(("monophasic", "symmetric-biphasic", "symmetric-biphasic", "asymmetric"))
    )
    if shape == "monophasic":
        return {"shape": shape, "cathode": draw(st.sampled_from((1, 2)))}, 1
    interval = draw(st.sampled_from((0, 0, 10, 50, 100)))
    waveform: dict[str, Any] = {"shape": shape, "interphase_interval_us": interval}
    if shape == "symmetric-biphasic":
        return waveform, 1
    ratio = draw(st.sampled_from((1, 2, 4, 10, 1.5, 2.5, 1.25)))
    waveform |= {"shape": "asymmetric-biphasic", "cathode": 1, "recharge_ratio": ratio}
    return waveform, Fraction(ratio).denominator


def duration_us(waveform: dict[str, Any], width_us: int) -> Fraction:
    """Return how long a pulse of this width lasts. [us]"""
    if waveform["shape"] == "monophasic":
        return Fraction(width_us)
    ratio = Fraction(waveform.get("recharge_ratio", 1))
    return width_us * (1 + ratio) + waveform["interphase_interval_us"]


@st.composite
def modulation_of(draw: Any, parameter: str, low: Any, high: Any, keys: str) -> dict[str, Any]:
    """Draw a modulation of one parameter between two values."""
    form = draw(st.sampled_from(FORMS))
    entry: dict[str, Any] = {"parameter": parameter, "form": form}
    entry |= {f"low_{keys}": low, f"high_{keys}": high}
    if form != "exponential" or draw(st.booleans()):
        entry["period_s"] = draw(seconds(0.2, 12))
    if form == "exponential":
        entry["time_constant_s"] = draw(seconds(0.05, 5))
    if form == "random":
        entry["seed"] = draw(st.integers(0, 2**32))
    return entry


@st.composite
def width_ranges(draw: Any, divisor: int) -> tuple[int, int]:
    """Draw a narrow and a wide pulse width. [us]"""
    low = divisor * draw(st.integers(ceil(2 / divisor), 200 // divisor))
    return low, low + divisor * draw(st.integers(1, 200 // divisor))


def highest_rate(waveform: dict[str, Any], widest_us: int) -> float:
    """Return a rate at which pulses of this width do not overlap. [Hz]"""
    return min(2000.0, 1e6 / float(duration_us(waveform, widest_us) + 2))


@st.composite
def counted_bursts(draw: Any, rate: float, duration: Fraction, shortest_s: float) -> dict[str, Any]:
    """Draw bursts of a number of pulses that fit into their interval."""
    pulses = draw(st.integers(1, 12))
    length_s = (pulses - 1) / rate + float(duration) / 1e6 + 4e-6
    high = max(1 / length_s, 0.02)
    return {
        "bursts_per_s": draw(rates(0.01, min(high, 50.0, max(2 / shortest_s, 0.02)))),
        "pulses_per_burst": pulses,
    }


@st.composite
def windowed_bursts(draw: Any, duration: Fraction) -> dict[str, Any]:
    """Draw bursts of a time on and a time off."""
    least = max(float(duration) / 1e6, 0.001)
    return {"on_s": draw(seconds(0.001, 3)), "off_s": draw(seconds(least, 3))}


@st.composite
def step_lists(draw: Any, waveform: dict[str, Any], divisor: int, base: int | None) -> list[Any]:
    """Draw the steps of a loop, some with their own width, some with a silence or a pause."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        own = base is None or draw(st.booleans())
        width = divisor * draw(st.integers(1, 200 // divisor)) if own else base
        assert width is not None
        length = draw(st.one_of(seconds(0.01, 0.6), seconds(0.01, 2), seconds(0.5, 20)))
        step: dict[str, Any] = {
            "pulse_rate_hz": draw(rates(0.5, min(250.0, highest_rate(waveform, width)))),
            "duration_s": length,
        }
        if own:
            step["pulse_width_us"] = width
        silence = draw(st.sampled_from((None, 0.0, 0.01, 0.3, 1.0, 4.0)))
        if silence is not None:
            step["off_s"] = silence
        found.append(step)
    return found


@st.composite
def program_data(draw: Any, kinds: tuple[str, ...] = KINDS + MODULATED) -> dict[str, Any]:
    """Draw one program as a file would hold it; its times fit but for rare overlaps of steps."""
    kind = draw(st.sampled_from(kinds))
    waveform, divisor = draw(waveforms())
    low_us, high_us = draw(width_ranges(divisor))
    moved = _moved(draw, kind)
    modulation = []
    if "pulse_width" in moved:
        modulation.append(draw(modulation_of("pulse_width", low_us, high_us, "us")))
    else:
        waveform["pulse_width_us"] = high_us
    if "amplitude" in moved:
        low = draw(st.sampled_from((0.01, 0.25, 0.5)))
        high = draw(st.sampled_from((0.6, 0.9, 1.0)))
        modulation.append(draw(modulation_of("amplitude", low, high, "fraction")))
    session_s = draw(st.one_of(seconds(0.3, 5), seconds(5, 90)))
    program: dict[str, Any] = {
        "waveform": waveform,
        "target": draw(st.sampled_from(("sensory", "strong-but-comfortable", "motor-twitch"))),
        "amplitude_cap_ma": draw(st.one_of(st.integers(1, 120), rates(0.1, 120))),
        "ramp": {
            "up_s": draw(seconds(0, session_s / 3)),
            "down_s": draw(seconds(0, session_s / 3)),
        },
        "duration_min": whole_minutes(session_s),
    }
    duration = duration_us(waveform, high_us)
    if "steps" in kind or "stepped" in kind:
        base = None if "pulse_width" in moved else high_us
        plain = draw(st.booleans()) and base is not None
        program["steps"] = draw(step_lists(waveform, divisor, high_us if plain else base))
        slowest = min(step["pulse_rate_hz"] for step in program["steps"])
    else:
        top = min(highest_rate(waveform, high_us), draw(st.sampled_from((5.0, 150.0, 2000.0))))
        fast = draw(rates(min(0.6, top), top))
        slowest = fast
        if "pulse_rate" in moved:
            slowest = draw(rates(0.5, max(fast * 0.9, 0.5)))
            slowest = min(slowest, fast * 0.99) if slowest >= fast else slowest
            slowest = round(slowest, 6)
            modulation.append(draw(modulation_of("pulse_rate", slowest, fast, "hz")))
        else:
            program["pulse_rate_hz"] = fast
    if modulation:
        program["modulation"] = draw(st.permutations(modulation))
    if "burst" in kind:
        counted = kind == "counted-burst" or (kind != "windowed-burst" and draw(st.booleans()))
        program["burst"] = draw(
            counted_bursts(slowest, duration, 0.05) if counted else windowed_bursts(duration)
        )
    return program


def _moved(draw: Any, kind: str) -> set[str]:
    """Choose the parameters that are modulated."""
    if "modulated" not in kind:
        return set()
    parameters = ["pulse_width", "amplitude"]
    if kind != "modulated-steps":
        parameters.append("pulse_rate")
    return draw(st.sets(st.sampled_from(parameters), min_size=1))


def whole_minutes(session_s: float) -> float:
    """Return minutes of four decimals, which are a whole number of microseconds."""
    return round(session_s / 60, 4)


@st.composite
def pads(draw: Any) -> dict[str, Any]:
    """Draw the outline of a pad."""
    if draw(st.booleans()):
        return {"diameter_mm": draw(st.integers(32, 90))}
    return {"size_mm": [draw(st.integers(30, 100)), draw(st.integers(30, 130))]}


@st.composite
def protocol_data(draw: Any, sites: tuple[str, ...]) -> dict[str, Any]:
    """Draw a whole protocol whose parts are sound, though they may break limits."""
    names = draw(st.lists(st.sampled_from(("one", "two", "three-b")), min_size=1, unique=True))
    programs = {name: draw(program_data()) for name in names}
    channels = [
        {
            "id": letter,
            "pads": [{"site": draw(st.sampled_from(sites)), **draw(pads())} for _ in range(2)],
            "program": draw(st.sampled_from(names)),
        }
        for letter in draw(st.sampled_from(("A", "AB", "ABC")))
    ]
    course: dict[str, Any] = {"sessions_per_day": draw(st.integers(1, 6))}
    course |= {"days_per_week": draw(st.integers(1, 7)), "weeks": draw(st.integers(1, 20))}
    course |= {"minimum_gap_h": draw(st.integers(0, 6))}
    if draw(st.booleans()):
        course["rotation"] = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4))
    protocol: dict[str, Any] = {"schema": "tensplan/protocol/1", "id": "drawn", "title": "Drawn"}
    protocol |= {"version": "1.0.0", "status": "draft", "summary": "Drawn at random."}
    protocol |= {"evidence": [], "evidence_against": [{"citation": "none", "says": "nothing"}]}
    strategy = draw(st.sampled_from(("sciatic-path", "foot-bracket", "contralateral")))
    protocol["placement"] = {"strategy": strategy, "channels": channels}
    return protocol | {"programs": programs, "course": course}


def model(data: dict[str, Any]) -> Program:
    """Return the program that the data of a file stand for."""
    return Program.model_validate(data)
