"""Where the trouble may sit: what findings are consistent with, and what they do not explain.

Never a diagnosis, and nothing is allowed or refused because of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tensplan.protocol.document import read_document

Verdict = Literal["consistent with", "partly consistent with", "not explained by", "open"]
_ORDER: tuple[Verdict, ...] = (
    "consistent with",
    "partly consistent with",
    "not explained by",
    "open",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """One place where the trouble may sit, held against the findings.

    Attributes
    ----------
    id, title : str
        Word id and readable name.
    verdict : str
        Consistent with all findings, with some, with none; open when there is no finding.
    score : float
        Sum of the weights of the findings that it explains (project default).
    explained, unexplained : tuple of str
        Findings that go with it, and those that do not.
    expected : tuple of str
        Strong signs of it that were looked for and are not there.
    unknown : tuple of str
        Strong signs of it that nobody looked for.
    """

    id: str
    title: str
    verdict: Verdict
    score: float
    explained: tuple[str, ...]
    unexplained: tuple[str, ...]
    expected: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caveat:
    """What limits every such reading, with its source."""

    says: str
    source: str
    confidence: str


def localise(findings: Mapping[str, bool | None]) -> tuple[Seat, ...]:
    """Hold findings against each place, the best explanation first.

    Parameters
    ----------
    findings : mapping
        Id of a finding to whether it is there; None or absent for not looked for.

    Raises
    ------
    ValueError
        If a finding is unknown.

    Examples
    --------
    >>> foot_drop = {"weak-ankle-dorsiflexion": True, "weak-hip-abduction": True}
    >>> [(seat.id, seat.verdict) for seat in localise(foot_drop)][:2]
    [('l5', 'consistent with'), ('common-peroneal', 'partly consistent with')]
    >>> localise({})[0].verdict
    'open'
    """
    known = {row["id"] for row in table()["findings"]}
    for name in findings:
        if name not in known:
            raise ValueError(f"finding {name!r} is unknown; listed are {', '.join(sorted(known))}")
    seats = [_seat(index, place, findings) for index, place in enumerate(table()["places"])]
    return tuple(sorted(seats, key=lambda seat: (_ORDER.index(seat.verdict), -seat.score)))


def caveats() -> tuple[Caveat, ...]:
    """Return what limits every localisation.

    Examples
    --------
    >>> caveats()[0].source
    'Tawa 2017, PMC5324296'
    """
    return tuple(Caveat(**row) for row in table()["caveats"])


@cache
def table() -> dict[str, Any]:
    """Return the table of findings and places; read it, never change it.

    Examples
    --------
    >>> len(table()["findings"]), len(table()["places"])
    (17, 6)
    """
    return dict(read_document(Path(__file__).with_name("localisation.yaml")).value)


def _seat(index: int, place: Mapping[str, str], findings: Mapping[str, bool | None]) -> Seat:
    """Hold the findings against one place."""
    weights = table()["weights"]
    cells = [(row["id"], row["says"], row["by"][index]) for row in table()["findings"]]
    there = [(says, cell) for name, says, cell in cells if findings.get(name) is True]
    explained = tuple(says for says, cell in there if weights[cell] > 0)
    unexplained = tuple(says for says, cell in there if weights[cell] == 0)
    strong = [(name, says) for name, says, cell in cells if cell == "strong"]
    return Seat(
        id=place["id"],
        title=place["title"],
        verdict=_verdict(explained, unexplained),
        score=float(sum(weights[cell] for _, cell in there)),
        explained=explained,
        unexplained=unexplained,
        expected=tuple(says for name, says in strong if findings.get(name) is False),
        unknown=tuple(says for name, says in strong if findings.get(name) is None),
    )


def _verdict(explained: tuple[str, ...], unexplained: tuple[str, ...]) -> Verdict:
    """Say in how far a place explains what was found."""
    if not explained and not unexplained:
        return "open"
    if not explained:
        return "not explained by"
    return "partly consistent with" if unexplained else "consistent with"
