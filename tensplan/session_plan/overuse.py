"""Sessions in which more was done than the plan that was followed allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tensplan.finding import Finding
from tensplan.protocol.model import Protocol
from tensplan.session_plan.history import PROJECT, History
from tensplan.session_plan.session_record import SessionRecord


def judge_overuse(history: History) -> Iterator[Finding]:
    """Yield a warning for each session beyond its plan: amplitude, minutes, sessions of a day.

    Parameters
    ----------
    history : History
        What was logged, each session with the protocol that was followed.

    Examples
    --------
    >>> list(judge_overuse(History()))
    []
    """
    for record, protocol in history.entries:
        yield from _amplitudes(record, protocol)
        longest = max(program.duration_min for program in protocol.programs.values())
        if record.minutes > longest:
            yield _over(record, "session length", record.minutes, longest, "min")
    days = Counter(record.on for record in history.records)
    for record, protocol in {
        record.on: (record, protocol) for record, protocol in history.entries
    }.values():
        allowed = protocol.course.sessions_per_day
        if days[record.on] > allowed:
            yield _over(record, "number of sessions", days[record.on], allowed, "")


def _amplitudes(record: SessionRecord, protocol: Protocol) -> Iterator[Finding]:
    """Yield a warning for each amplitude above the cap of its channel."""
    for channel, amplitude in record.amplitude_ma:
        names = protocol.planned_programs.get(channel, ())
        caps = [protocol.programs[name].amplitude_cap_ma for name in names]
        if caps and amplitude > max(caps):
            yield _over(record, f"amplitude of channel {channel}", amplitude, max(caps), "mA")


def _over(record: SessionRecord, what: str, value: float, allowed: float, unit: str) -> Finding:
    """Return the finding on one excess."""
    return Finding(
        rule="log/more-than-planned",
        severity="warning",
        message=f"on {record.on} the {what} was {value:g} {unit}".rstrip()
        + f"; the plan that was followed allows {allowed:g} {unit}".rstrip(),
        hint="ask why, and how the skin and the pain were",
        value=float(value),
        limit=float(allowed),
        unit=unit,
        source=PROJECT,
    )
