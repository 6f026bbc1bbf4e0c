"""What the log of earlier sessions asks of the next plan: stop, look again, change, or go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tensplan.finding import Finding
from tensplan.protocol.model import Protocol
from tensplan.session_plan.response import number, review, source, tolerance_ma
from tensplan.session_plan.rise import rises
from tensplan.session_plan.session_record import SessionRecord

PROJECT = "project default, needs clinical sign-off"
STOP_SKIN = ("burn", "blister")
STOP_REASONS = ("spasm", "fainting", "new-weakness")
LOOK_SKIN = ("broken", "redness-that-stayed")
LOOK_REASONS = ("burning", "skin", "new-numbness")


@dataclass(frozen=True, slots=True)
class History:
    """The logged sessions of one person, each with the protocol that was followed.

    Parameters
    ----------
    entries : tuple of (SessionRecord, Protocol)
        By day.
    """

    entries: tuple[tuple[SessionRecord, Protocol], ...] = ()

    @property
    def records(self) -> tuple[SessionRecord, ...]:
        """The sessions alone."""
        return tuple(record for record, _ in self.entries)

    def on_pads(self, protocol: Protocol, channel: str) -> tuple[SessionRecord, ...]:
        """Return the sessions in which a channel lay where a protocol has it."""
        here = _sites(protocol).get(channel)
        return tuple(record for record, old in self.entries if _sites(old).get(channel) == here)


def _sites(protocol: Protocol) -> dict[str, tuple[str, ...]]:
    """Return the sites of each channel's pads."""
    return {c.id: tuple(pad.site for pad in c.pads) for c in protocol.placement.channels}


def judge_history(
    history: History, protocol: Protocol, *, on: date, examined_on: date | None
) -> Iterator[Finding]:
    """Yield what the log says about a new plan for the same person.

    Parameters
    ----------
    history : History
        What was logged, up to the day of the plan.
    protocol : Protocol
        What is asked now.
    on : date
        Day of the plan.
    examined_on : date or None
        Day of the last examination; an event after it, or on its day, is still open.

    Examples
    --------
    >>> import tensplan
    >>> asked = tensplan.load_protocol("foot-bracket-sole")
    >>> list(judge_history(History(), asked, on=date(2026, 11, 22), examined_on=None))
    []
    """
    if not history.entries:
        return
    yield from _events(history.records, examined_on)
    yield from _reviews(history, protocol, on)
    yield from _wash_out(history, protocol, on)
    yield from _amplitudes(history, protocol)
    for words in rises(history.entries[-1][1], protocol):
        yield Finding(
            rule="log/rise-needs-approval",
            severity="warning",
            message=f"{words} over the plan that was followed: this needs a new approval",
            hint="have it approved, or repeat or lower what was followed",
            source=PROJECT,
        )


def _events(records: Sequence[SessionRecord], examined_on: date | None) -> Iterator[Finding]:
    """Yield the events that nobody has looked at since."""
    for record in records:
        if examined_on is not None and examined_on > date.fromisoformat(record.on):
            continue
        if record.skin in STOP_SKIN or record.stop_reason in STOP_REASONS:
            what = record.skin if record.skin in STOP_SKIN else record.stop_reason
            yield _event("log/stop", record, str(what), "have the person examined; TENS stays off")
        elif record.skin in LOOK_SKIN or record.stop_reason in LOOK_REASONS:
            what = record.skin if record.skin in LOOK_SKIN else record.stop_reason
            yield _event("log/look-again", record, str(what), "test skin and sensation again first")


def _event(rule: str, record: SessionRecord, what: str, hint: str) -> Finding:
    """Return the finding on one event."""
    return Finding(
        rule=rule,
        severity="error",
        message=f"the session of {record.on} ended with: {what.replace('-', ' ')}; not examined since",
        hint=f"{hint}; write the day into examined_on",
        source=PROJECT,
    )


def _reviews(history: History, protocol: Protocol, on: date) -> Iterator[Finding]:
    """Yield what the two reviews say, once their weeks are over."""
    start = date.fromisoformat(min(record.on for record in history.records))
    first, second = int(number("first-review-week")), int(number("second-review-week"))
    missed: list[int] = []
    for week in (first, second):
        if on < start + timedelta(weeks=week):
            break
        found = review(history.records, week)
        if found is None or found.responded is None:
            yield _review_missing(week)
        elif not found.responded and not found.adequate:
            yield _too_weak(week)
        elif found.responded:
            missed.clear()
        else:
            missed.append(week)
    if missed == [first, second]:
        yield _end_of_trial()
    elif first in missed and _sites(protocol) == _sites(history.entries[0][1]):
        yield _change_layout(first)


def _wash_out(history: History, protocol: Protocol, on: date) -> Iterator[Finding]:
    """Say from when another program or layout can be judged."""
    record, last = history.entries[-1]
    clear = date.fromisoformat(record.on) + timedelta(days=number("wash-out"))
    if on >= clear or _kind(protocol) == _kind(last):
        return
    yield Finding(
        rule="log/wash-out",
        severity="warning",
        message=f"another program or layout was used on {record.on}: its effect may last, "
        f"so this one can be judged from {clear.isoformat()} on",
        hint="begin on that day, or leave the first days out of the review",
        source=source("wash-out"),
    )


def _kind(protocol: Protocol) -> tuple[Any, ...]:
    """Return what makes a stimulation another one: places, pulses and their timing, not the dose."""
    dose = {"amplitude_cap_ma", "duration_min", "ramp"}
    programs = {name: p.model_dump(exclude=dose) for name, p in protocol.programs.items()}
    return (_sites(protocol), programs)


def _review_missing(week: int) -> Finding:
    """Say that a review cannot be made."""
    return Finding(
        rule="log/review-missing",
        severity="warning",
        message=f"week {week} cannot be reviewed: no session with pain before and during is logged",
        hint="ask for pain before and during each session",
        source=source("first-review-week"),
    )


def _too_weak(week: int) -> Finding:
    """Say that a week without relief proves nothing."""
    return Finding(
        rule="log/too-weak-to-judge",
        severity="warning",
        message=f"week {week} brought no relief, but strong but comfortable was reached too seldom",
        hint="reach the target in at least 80 % of the sessions before judging",
        source=source("adequate-share"),
    )


def _change_layout(week: int) -> Finding:
    """Ask for another layout, once."""
    return Finding(
        rule="log/change-layout",
        severity="warning",
        message=f"week {week} brought less than 30 % and less than 2 points of relief: "
        "change the layout once, between foot or leg and back",
        hint="choose a protocol of another strategy, after 7 days without",
        source=source("relief-points"),
    )


def _end_of_trial() -> Finding:
    """End the trial."""
    return Finding(
        rule="log/end-of-trial",
        severity="error",
        message="neither review brought 30 % or 2 points of relief: the trial of TENS ends",
        hint="discuss referral with the person; another trial is a new decision",
        source=source("relief-points"),
    )


def _amplitudes(history: History, protocol: Protocol) -> Iterator[Finding]:
    """Yield a warning for each cap above an amplitude that hurt."""
    for index, channel in enumerate(protocol.placement.channels):
        _, hurt = tolerance_ma(history.on_pads(protocol, channel.id), channel.id)
        names = protocol.planned_programs[channel.id]
        cap = max(protocol.programs[name].amplitude_cap_ma for name in names)
        if cap > hurt:
            yield Finding(
                rule="log/cap-above-pain",
                severity="warning",
                message=f"the cap of channel {channel.id} is {cap:g} mA; {hurt:g} mA was painful",
                hint="lower amplitude_cap_ma below what was painful",
                path=("placement", "channels", index, "program"),
                value=cap,
                limit=hurt,
                unit="mA",
                source=PROJECT,
            )
