"""Judging what a program does to the nerves under one channel.

A predicted threshold is out by a factor between people, so it warns and never blocks; only a
prediction that is missing, or a rule that does not rest on one, is an error.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from tensplan.finding import Finding, finite
from tensplan.nerve_response.anatomy import Crossing, nerve
from tensplan.nerve_response.row import SKIN, NerveRow, Sense
from tensplan.protocol.document import Path
from tensplan.safety.bound_finding import judge_value
from tensplan.safety.limits import Limits
from tensplan.units import to_si

if TYPE_CHECKING:
    from simulator.properties import Property

_NOTICED: Final[dict[Sense, str]] = {"sensation": "tingle", "motor": "twitch", "pain": "pain"}


def judge_nerve(
    rows: Sequence[NerveRow], *, target: str, path: Path, limits: Limits
) -> Iterator[Finding]:
    """Yield findings on the predictions of one channel and program.

    Parameters
    ----------
    rows : sequence of NerveRow
        All of one channel and program, at least one.
    target : str
        The program's target; ``"motor-twitch"`` looks at motor fibres, the others at sensation.
    path : tuple
        Place of the program's amplitude cap in the file.
    limits : Limits
        What to judge the cap by.

    Raises
    ------
    ValueError
        If there is no row.

    Examples
    --------
    >>> from tensplan.nerve_response.row import NerveRow
    >>> row = NerveRow(channel="A", program="main", pad="A1", nerve="sciatic", fibre="A-beta",
    ...     sense="sensation", target=True, threshold_ma=900.0, threshold_low_ma=600.0,
    ...     threshold_high_ma=1400.0, threshold_narrowest_ma=None, cap_ma=50.0,
    ...     pulse_width_us=200, reachable=False, confidence="recalled", weak=())
    >>> from tensplan.safety.limits import own_limits
    >>> [f.rule for f in judge_nerve([row], target="sensory", path=(), limits=own_limits())]
    ['nerve/not-reached']
    """
    if not rows:
        raise ValueError("rows must be at least 1, got 0")
    unknown = [row for row in rows if not row.is_known]
    yield from (_unknown(row, path) for row in unknown)
    if unknown:
        return
    sense: Sense = "motor" if target == "motor-twitch" else "sensation"
    yield from _judge_reach(rows, sense, path)
    yield from _judge_order(rows, path)
    yield from _judge_cap(rows, path, limits)


def judge_depth(crossing: Crossing, *, pad: str, path: Path) -> Finding:
    """Return the note on a nerve whose depth nobody states.

    Examples
    --------
    >>> from tensplan.nerve_response.anatomy import crossings
    >>> judge_depth(crossings("lumbar-s1")[0], pad="A2", path=()).message
    'how deep the lumbar dorsal ramus nerve lies under pad A2 is not known: nothing is predicted ...'
    """
    return Finding(
        rule="nerve/depth-not-known",
        severity="note",
        message=(
            f"how deep the {crossing.nerve.title} nerve lies under pad {pad} is not known: nothing "
            "is predicted for it"
        ),
        hint="go by what the person feels, or choose a site with a known depth",
        path=path,
        unit="mm",
    )


def _unknown(row: NerveRow, path: Path) -> Finding:
    """Return the error of a prediction that is no number."""
    return Finding(
        rule="nerve/not-known",
        severity="error",
        message=(
            f"the {row.sense} threshold of {_name(row)} under pad {row.pad} is "
            f"{row.threshold_low_ma:g} to {row.threshold_ma:g} to {row.threshold_high_ma:g} mA, "
            "which is no interval above 0 mA"
        ),
        hint="report it: a prediction must be a number or be refused",
        path=path,
        value=finite(row.threshold_ma),
        unit="mA",
    )


def _judge_reach(rows: Sequence[NerveRow], sense: Sense, path: Path) -> Iterator[Finding]:
    """Yield what cannot be expected below the cap, nerve by nerve."""
    meant = [row for row in rows if row.target]
    answers = [row for row in meant if row.sense == sense]
    if meant and not answers:
        yield _no_motor(meant[0], path)
    for name in dict.fromkeys(row.nerve for row in answers):
        best = min((row for row in answers if row.nerve == name), key=lambda row: row.threshold_ma)
        if not best.reachable:
            yield _doubtful(best, path) if _is_doubtful(best) else _not_reached(best, path)
        elif best.threshold_ma > best.cap_ma:
            yield _rarely_reached(best, path)


def _no_motor(row: NerveRow, path: Path) -> Finding:
    return Finding(
        rule="nerve/no-motor-fibres",
        severity="warning",
        message=(
            f"channel {row.channel} ({row.program}) asks for a twitch, but the {_name(row)} has no "
            f"motor fibres under pad {row.pad}"
        ),
        hint="choose a site over a mixed nerve, or the target sensory",
        path=(*path[:-1], "target"),
        source=str(nerve(row.nerve).source),
    )


def _not_reached(row: NerveRow, path: Path) -> Finding:
    return Finding(
        rule="nerve/not-reached",
        severity="warning",
        message=(
            f"{row.channel}, {row.program}: the {_name(row)} is not reachable below the cap of "
            f"{row.cap_ma:g} mA, its {_NOTICED[row.sense]} predicted at {_span(row)}, more than "
            f"{_known_miss().high:g} times the cap at the median; expect local tingling only"
        ),
        hint="choose a site where the nerve lies nearer to the skin",
        note=_DOUBT,
        path=path,
        value=finite(row.threshold_low_ma),
        limit=row.cap_ma,
        unit="mA",
        source=row.confidence,
    )


def _is_doubtful(row: NerveRow) -> bool:
    """Say whether the median could lie below the cap if the model missed as far as it is known to."""
    from simulator.recruitment import reach

    found = finite(row.threshold_ma)
    return (
        found is not None and reach(to_si(found, "mA"), to_si(row.cap_ma, "mA")) != "out-of-reach"
    )


def _doubtful(row: NerveRow, path: Path) -> Finding:
    miss = _known_miss()
    return Finding(
        rule="nerve/reach-doubtful",
        severity="note",
        message=(
            f"{row.channel}, {row.program}: whether the {_name(row)} fires below {row.cap_ma:g} mA "
            f"cannot be told: its {_NOTICED[row.sense]} is predicted at {_span(row)}, and the model is "
            f"known to put leg nerves {miss.low:g} to {miss.high:g} times too high"
        ),
        hint="if no tingle runs along the nerve at the cap, change site or pads; never pass the cap",
        note=_DOUBT,
        path=path,
        value=finite(row.threshold_low_ma),
        limit=row.cap_ma,
        unit="mA",
        source=str(miss.source),
    )


def _known_miss() -> Property:
    """Return how far too high the model is known to put leg nerves."""
    from simulator.properties import table

    return table("human_thresholds")["known_miss"]


def _rarely_reached(row: NerveRow, path: Path) -> Finding:
    what = _NOTICED[row.sense]
    return Finding(
        rule="nerve/reached-in-few",
        severity="note",
        message=(
            f"fewer than half of people are predicted to reach the {what} of the {_name(row)} below "
            f"the cap of {row.cap_ma:g} mA ({_where(row)}): {_span(row)}"
        ),
        hint="if no tingle runs along the nerve, move the pad before raising the amplitude",
        note=_DOUBT,
        path=path,
        value=row.threshold_ma,
        limit=row.cap_ma,
        unit="mA",
        source=row.confidence,
    )


def _judge_order(rows: Sequence[NerveRow], path: Path) -> Iterator[Finding]:
    """Yield a finding for each other nerve that is predicted to fire before the intended ones."""
    felt = [row for row in rows if row.sense == "sensation" and row.nerve != SKIN]
    meant = {row.nerve for row in felt if row.target}
    if not meant:
        return
    first = min((row for row in felt if row.nerve in meant), key=lambda row: row.threshold_ma)
    for name in dict.fromkeys(row.nerve for row in felt if row.nerve not in meant):
        other = min((row for row in felt if row.nerve == name), key=lambda row: row.threshold_ma)
        if other.reachable and other.threshold_ma < first.threshold_ma:
            yield _other_first(other, first, path)


def _other_first(other: NerveRow, first: NerveRow, path: Path) -> Finding:
    is_clear = other.threshold_high_ma < first.threshold_low_ma
    return Finding(
        rule="nerve/other-nerve-first",
        severity="warning" if is_clear else "note",
        message=(
            f"under pad {other.pad} the {_name(other)} is predicted to fire first, at {_span(other)}, "
            f"before the {_name(first)} at {_span(first)} ({other.program})"
        ),
        hint=f"a tingle {nerve(other.nerve).felt} comes from the wrong nerve: move pad {other.pad}",
        note=_DOUBT,
        path=path,
        value=other.threshold_ma,
        limit=first.threshold_ma,
        unit="mA",
        source=other.confidence,
    )


def _judge_cap(rows: Sequence[NerveRow], path: Path, limits: Limits) -> Iterator[Finding]:
    """Yield a finding where the cap is far above the nerve's threshold, or above that of pain."""
    cap = rows[0].cap_ma
    nerves = [row for row in rows if row.target and row.sense == "sensation"]
    pains = [row for row in rows if row.sense == "pain"]
    for quantity, found in (
        ("cap_over_nerve_threshold", nerves),
        ("cap_over_pain_threshold", pains),
    ):
        if not found:
            continue
        first = min(found, key=lambda row: row.threshold_ma)
        yield from judge_value(
            quantity,
            cap / first.threshold_ma,
            limits,
            what=f"the cap of {cap:g} mA ({_where(first)})",
            path=path,
            hint=f"predicted at {_span(first)}: raise slowly and stop before discomfort",
        )


_DOUBT: Final = (
    "thresholds differ between people by a factor, and the model is better at ranking than at mA"
)


def _name(row: NerveRow) -> str:
    return f"{SKIN}" if row.nerve == SKIN else f"{nerve(row.nerve).title} nerve"


def _where(row: NerveRow) -> str:
    return f"{row.channel}, {row.program}"


def _span(row: NerveRow) -> str:
    if math.isinf(row.threshold_ma):
        return "no amplitude"
    return f"{row.threshold_ma:g} mA ({row.threshold_low_ma:g} to {row.threshold_high_ma:g})"
