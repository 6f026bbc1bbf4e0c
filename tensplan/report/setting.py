"""What to set on the stimulator, in words, for each program of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tensplan.protocol.program import Program
from tensplan.protocol.timing import Burst, Modulation, Step
from tensplan.report.numbers import shown
from tensplan.session_plan.titration import TARGET_WORDS

SHAPE_WORDS = {
    "monophasic": "monophasic: one phase",
    "symmetric-biphasic": "symmetric biphasic: two equal and opposite phases",
    "asymmetric-biphasic": "asymmetric biphasic: a low, long second phase gives the charge back",
}
_FORM_WORDS = {
    "step": "jumps between {low} and {high}, half of every {period} s at each",
    "triangle": "rises from {low} to {high} and falls back, every {period} s",
    "sine": "swings between {low} and {high}, every {period} s",
    "exponential": "goes from {low} towards {high}, time constant {constant} s{every}",
    "random": "changes from pulse to pulse between {low} and {high}, repeating after {period} s",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One program as it is set: its short name, its channels and its lines."""

    letter: str
    name: str
    channels: tuple[str, ...]
    program: Program
    lines: tuple[tuple[str, str], ...]


def settings(data: dict[str, Any]) -> list[Setting]:
    """Return every program that a channel plays, in the order of the protocol file.

    Parameters
    ----------
    data : dict
        The content of plan.json.

    Raises
    ------
    ValueError
        If a program of the plan is no program.
    """
    played = _played(data)
    found: list[Setting] = []
    for name, content in data["protocol"]["content"]["programs"].items():
        if name in played:
            program = Program.model_validate(content)
            lines = tuple(_lines(program, played[name]))
            found.append(Setting(f"P{len(found) + 1}", name, tuple(played[name]), program, lines))
    return found


def side_by_side(programs: Sequence[Setting]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the lines of several programs together; one text where all agree.

    Examples
    --------
    >>> import tensplan
    >>> program = tensplan.load_protocol("sciatic-path-conventional").programs["conventional"]
    >>> one = Setting("P1", "one", ("A",), program, (("Time", "30 minutes"), ("Aim for", "x")))
    >>> two = Setting("P2", "two", ("A",), program, (("Time", "30 minutes"), ("Aim for", "y")))
    >>> side_by_side([one, two])
    [('Time', ('30 minutes',)), ('Aim for', ('x', 'y'))]
    """
    tables = [dict(setting.lines) for setting in programs]
    labels = dict.fromkeys(label for table in tables for label in table)
    rows = [(label, tuple(table.get(label, "–") for table in tables)) for label in labels]
    return [(label, cells[:1] if len(set(cells)) == 1 else cells) for label, cells in rows]


def _played(data: dict[str, Any]) -> dict[str, list[str]]:
    """Return the channels of each program that is played."""
    played: dict[str, list[str]] = {}
    for channel in data["channels"]:
        for name in channel["programs"]:
            played.setdefault(name, []).append(channel["id"])
    return played


def _lines(program: Program, channels: list[str]) -> Iterator[tuple[str, str]]:
    cap = f"{shown(program.amplitude_cap_ma)} mA"
    yield "Pulse rate", rate_words(program)
    yield "Pulse width", width_words(program)
    yield "Amplitude", f"start at 0, raise it slowly, never above {cap}{_share_words(program)}"
    yield "Aim for", TARGET_WORDS[program.target]
    up, down = shown(program.ramp.up_s), shown(program.ramp.down_s)
    yield "Time", f"{shown(program.duration_min)} minutes, with {up} s to rise and {down} s to fall"
    yield "Pulse shape", SHAPE_WORDS[program.waveform.shape]
    if program.waveform.cathode is not None:
        yield "Polarity", polarity_words(program.waveform.cathode, channels)


def polarity_words(cathode: int, channels: list[str]) -> str:
    """Return which pads are cathode and anode.

    Examples
    --------
    >>> polarity_words(2, ["A"])
    'cathode (negative in the leading phase): A2; anode: A1'
    """
    first = ", ".join(f"{channel}{cathode}" for channel in channels)
    second = ", ".join(f"{channel}{3 - cathode}" for channel in channels)
    return f"cathode (negative in the leading phase): {first}; anode: {second}"


def rate_words(program: Program) -> str:
    """Return the pulse rate of a program in words.

    Examples
    --------
    >>> import tensplan
    >>> rate_words(tensplan.load_protocol("sciatic-path-conventional").programs["conventional"])
    'rises from 60 Hz to 100 Hz and falls back, every 8 s'
    """
    if program.steps:
        return "in a loop: " + ", then ".join(_step_words(step) for step in program.steps)
    modulation = program.modulated("pulse_rate")
    if modulation is not None:
        rate = modulation_words(modulation)
    else:
        rate = f"{shown(program.pulse_rate_hz)} Hz (pulses a second)"
    return rate if program.burst is None else f"{_burst_words(program.burst)}; inside: {rate}"


def width_words(program: Program) -> str:
    """Return the pulse width of a program in words.

    Examples
    --------
    >>> import tensplan
    >>> width_words(tensplan.load_protocol("sciatic-path-conventional").programs["conventional"])
    '100 µs'
    """
    modulation = program.modulated("pulse_width")
    if modulation is not None:
        return modulation_words(modulation)
    own = program.waveform.pulse_width_us
    widths = [step.pulse_width_us for step in program.steps or ()]
    return ", then ".join(f"{shown(width or own)} µs" for width in widths or [own])


def modulation_words(modulation: Modulation) -> str:
    """Return how a parameter moves.

    Examples
    --------
    >>> modulation_words(Modulation(parameter="pulse_width", form="step", low_us=50, high_us=200,
    ...                             period_s=6.0))
    'jumps between 50 µs and 200 µs, half of every 6 s at each'
    """
    low, high = (_bound(modulation, value) for value in modulation.bounds)
    period = modulation.period_s
    return _FORM_WORDS[modulation.form].format(
        low=low,
        high=high,
        period=shown(period),
        constant=shown(modulation.time_constant_s),
        every="" if period is None else f", from the start every {shown(period)} s",
    )


def _bound(modulation: Modulation, value: float | None) -> str:
    if modulation.parameter == "amplitude":
        return f"{shown(None if value is None else 100 * value)} %"
    return f"{shown(value)} {'Hz' if modulation.parameter == 'pulse_rate' else 'µs'}"


def _share_words(program: Program) -> str:
    """Return how the amplitude moves, if it does."""
    modulation = program.modulated("amplitude")
    return "" if modulation is None else f"; it {modulation_words(modulation)} of what is set"


def _step_words(step: Step) -> str:
    pause = f" and {shown(step.off_s)} s off" if step.off_s is not None and step.off_s > 0 else ""
    return f"{shown(step.pulse_rate_hz)} Hz for {shown(step.duration_s)} s{pause}"


def _burst_words(burst: Burst) -> str:
    if burst.counts_pulses:
        count = burst.pulses_per_burst
        return f"{shown(burst.bursts_per_s)} bursts a second of {count} pulses"
    return f"{shown(burst.on_s)} s on, {shown(burst.off_s)} s off"
