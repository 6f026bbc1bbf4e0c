"""What a new plan asks more of than an older one: each rise needs a new approval."""

from __future__ import annotations

from math import inf

from tensplan.explanation.program_words import width_bounds
from tensplan.protocol.model import Protocol
from tensplan.protocol.program import Program


def rises(old: Protocol, new: Protocol) -> list[str]:
    """Return each rise of cap, width, minutes or sessions from an older protocol to a new one.

    Programs are compared channel by channel, the strongest of the old with the strongest of the
    new. Lower values, and the same ones, are no rise.

    Parameters
    ----------
    old, new : Protocol
        What was followed, and what is asked now.

    Examples
    --------
    >>> import tensplan
    >>> old = tensplan.load_protocol("sciatic-path-conventional")
    >>> rises(old, old)
    []
    >>> rises(old, tensplan.load_protocol("foot-bracket-dorsum"))
    []
    """
    found = []
    before, now = _doses(old), _doses(new)
    for (channel, what), (value, unit) in now.items():
        was = before.get((channel, what))
        if was is None:
            found.append(f"channel {channel} is new")
        elif value > was[0]:
            found.append(f"{what} of channel {channel} rises from {was[0]:g} to {value:g} {unit}")
    for what, (value, unit) in _course(new).items():
        earlier = _course(old)[what][0]
        if value > earlier:
            found.append(f"{what} rise from {earlier:g} to {value:g}{unit}")
    return list(dict.fromkeys(found))


def _doses(protocol: Protocol) -> dict[tuple[str, str], tuple[float, str]]:
    """Return the highest dose of each channel over the programs that it plays."""
    found = {}
    for channel, names in protocol.planned_programs.items():
        programs = [protocol.programs[name] for name in names]
        cap = max(program.amplitude_cap_ma for program in programs)
        width = max(_widest(program) for program in programs)
        minutes = max(program.duration_min for program in programs)
        found[channel, "amplitude cap"] = (cap, "mA")
        found[channel, "pulse width"] = (width, "us")
        found[channel, "session length"] = (minutes, "min")
    return found


def _widest(program: Program) -> float:
    """Return the widest pulse; a width that nobody states counts as without end. [us]"""
    bounds = width_bounds(program)
    return inf if bounds is None else float(bounds[1])


def _course(protocol: Protocol) -> dict[str, tuple[float, str]]:
    """Return how often and how long."""
    course = protocol.course
    return {
        "sessions per day": (float(course.sessions_per_day), ""),
        "days per week": (float(course.days_per_week), ""),
        "weeks": (float(course.weeks), ""),
    }
