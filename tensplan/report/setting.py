"""What to set on the stimulator, in words, for each program of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tensplan.protocol.program import Program
from tensplan.protocol.timing import Burst, Modulation, Step
from tensplan.report.numbers import shown
from tensplan.report.wording import named, say
from tensplan.session_plan.titration import TARGET_WORDS


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
    """Yield what is set, line by line."""
    labels = named("set.lines")
    cap = shown(program.amplitude_cap_ma)
    up, down = shown(program.ramp.up_s), shown(program.ramp.down_s)
    yield labels["rate"], rate_words(program)
    yield labels["width"], width_words(program)
    yield labels["amplitude"], say("set.amplitude", cap=cap, moves=_share_words(program))
    yield labels["target"], TARGET_WORDS[program.target]
    yield labels["time"], say("set.time", minutes=shown(program.duration_min), up=up, down=down)
    yield labels["shape"], say(f"set.shapes.{program.waveform.shape}")
    if program.waveform.cathode is not None:
        yield labels["polarity"], polarity_words(program.waveform.cathode, channels)


def polarity_words(cathode: int, channels: list[str]) -> str:
    """Return which pads are cathode and anode.

    Examples
    --------
    >>> polarity_words(2, ["A"])
    'cathode (negative in the leading phase): A2; anode: A1'
    """
    first = ", ".join(f"{channel}{cathode}" for channel in channels)
    second = ", ".join(f"{channel}{3 - cathode}" for channel in channels)
    return say("set.polarity", first=first, second=second)


def rate_words(program: Program) -> str:
    """Return the pulse rate of a program in words.

    Examples
    --------
    >>> import tensplan
    >>> rate_words(tensplan.load_protocol("sciatic-path-conventional").programs["conventional"])
    'rises from 60 Hz to 100 Hz and falls back, every 8 s'
    """
    if program.steps:
        return say("set.loop", steps=say("set.then").join(map(_step_words, program.steps)))
    modulation = program.modulated("pulse_rate")
    if modulation is not None:
        rate = modulation_words(modulation)
    else:
        rate = say("set.rate", rate=shown(program.pulse_rate_hz))
    if program.burst is None:
        return rate
    return say("set.in_bursts", bursts=_burst_words(program.burst), rate=rate)


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
    return say("set.then").join(
        f"{shown(own if width is None else width)} µs" for width in widths or [own]
    )


def modulation_words(modulation: Modulation) -> str:
    """Return how a parameter moves.

    Examples
    --------
    >>> modulation_words(Modulation(parameter="pulse_width", form="step", low_us=50, high_us=200,
    ...                             period_s=6.0))
    'jumps between 50 µs and 200 µs, half of every 6 s at each'
    """
    low, high = (_bound(modulation, value) for value in modulation.bounds)
    again = modulation.form == "exponential" and modulation.period_s is not None
    return say(
        f"set.forms.{modulation.form}{'_again' if again else ''}",
        low=low,
        high=high,
        period=shown(modulation.period_s),
        constant=shown(modulation.time_constant_s),
    )


def _bound(modulation: Modulation, value: float | None) -> str:
    if modulation.parameter == "amplitude":
        return f"{shown(None if value is None else 100 * value)} %"
    return f"{shown(value)} {'Hz' if modulation.parameter == 'pulse_rate' else 'µs'}"


def _share_words(program: Program) -> str:
    """Return how the amplitude moves, if it does."""
    modulation = program.modulated("amplitude")
    return "" if modulation is None else say("set.moves", how=modulation_words(modulation))


def _step_words(step: Step) -> str:
    rate, on = shown(step.pulse_rate_hz), shown(step.duration_s)
    if step.off_s is None or not step.off_s > 0:
        return say("set.step", rate=rate, on=on)
    return say("set.step_off", rate=rate, on=on, off=shown(step.off_s))


def _burst_words(burst: Burst) -> str:
    if burst.counts_pulses:
        pulses = burst.pulses_per_burst
        return say("set.bursts_counted", bursts=shown(burst.bursts_per_s), pulses=pulses)
    return say("set.bursts_timed", on=shown(burst.on_s), off=shown(burst.off_s))
