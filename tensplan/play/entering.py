"""From the log of a played session to the store: at its end, or the next time after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tensplan.errors import TensplanError
from tensplan.play.play_log import PLAYED, PLAYING, is_being_written, read_log
from tensplan.session_plan.session_record import SessionRecord, StopReason
from tensplan.store.sessions import Logged, add_session, sessions_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """What became of one log.

    Parameters
    ----------
    path : Path
        Where it lies now.
    record : SessionRecord or None
        What was entered; None when nobody got any current.
    number : int
        Which session of its day it was; 0 when nothing was entered.
    was_cut_off : bool
        Whether the player died before its end.
    fault : str
        Why it could not be entered; empty when it was.
    """

    path: Path
    record: SessionRecord | None = None
    number: int = 0
    was_cut_off: bool = False
    fault: str = ""


def extent(lines: list[dict[str, Any]]) -> tuple[SessionRecord | None, bool]:
    """Return how a session went by its log, and whether the log was cut off.

    Parameters
    ----------
    lines : list of dict
        As `read_log` gives them, the first one there.

    Returns
    -------
    record : SessionRecord or None
        None when no channel was ever above 0.
    was_cut_off : bool
        Whether the log has no end; then the last line says how far the session came.

    Examples
    --------
    >>> begin = {"kind": "plan", "on": "2026-11-22"}
    >>> line = {"kind": "progress", "stimulated_s": 90.0, "highest_ma": {"A": 12.0}}
    >>> record, was_cut_off = extent([begin, line])
    >>> record.minutes, record.amplitude_ma, record.stop_reason, was_cut_off
    (1.5, (('A', 12.0),), 'device', True)
    """
    told = [line for line in lines if "stimulated_s" in line]
    end = next((line for line in lines if line["kind"] == "end"), None)
    last = told[-1] if told else {"highest_ma": {}}
    if not any(ma > 0 for ma in last["highest_ma"].values()):
        return None, end is None
    because: StopReason = "device" if end is None else end["because"]
    record = SessionRecord(
        on=lines[0]["on"],
        minutes=last["stimulated_s"] / 60,
        amplitude_ma=tuple((name, float(ma)) for name, ma in last["highest_ma"].items() if ma > 0),
        pain_before=None,
        pain_during=None,
        pain_after=None,
        felt=None,
        skin=None,
        stop_reason=because,
    )
    return record, end is None


def enter(path: Path, store: str) -> Entered:
    """Enter one finished log into the store and put it aside; once more changes nothing.

    Parameters
    ----------
    path : Path
        A log that nobody is writing.
    store : str
        Folder of the store.

    Raises
    ------
    TensplanError
        If the log or the store cannot be read or written, or the store does not take the session.
    """
    lines = read_log(path)
    if not lines:  # died before the first line was out
        return _aside(path, store, None, 0, was_cut_off=True)
    try:
        record, was_cut_off = extent(lines)
    except (ValueError, KeyError, TypeError) as error:
        raise TensplanError(f"the log says no session: {error}", where=str(path)) from None
    number = 0
    if record is not None:
        plan, at = lines[0]["plan"], lines[0]["at"]
        before = _found(store, plan, at)
        logged = add_session(store, plan, record, recorded_at=at) if before is None else before
        number = logged.number
    return _aside(path, store, record, number, was_cut_off=was_cut_off)


def _found(store: str, plan: dict[str, Any], at: str) -> Logged | None:
    """Session that this log has given before."""
    entries = sessions_of(store, plan["patient"]["code"])
    same = [e for e in entries if (e.recorded_at, e.plan_digest) == (at, plan["digest"])]
    return same[0] if same else None


def _aside(
    path: Path, store: str, record: SessionRecord | None, number: int, *, was_cut_off: bool
) -> Entered:
    """Move a log to those that are done with."""
    place = Path(store) / PLAYED / path.name
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.replace(place)
    return Entered(path=place, record=record, number=number, was_cut_off=was_cut_off)


def recover(store: str) -> Iterator[Entered]:
    """Enter every log whose player has died; one that cannot be entered stays and is named.

    Parameters
    ----------
    store : str
        Folder of the store.

    Yields
    ------
    Entered
        One for each.

    Examples
    --------
    >>> list(recover("no-such-folder"))
    []
    """
    for path in sorted((Path(store) / PLAYING).glob("*.jsonl")):
        if is_being_written(path):
            continue
        try:
            yield enter(path, store)
        except TensplanError as error:
            yield Entered(path=path, fault=error.what)
