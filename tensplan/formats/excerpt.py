"""The line of a file that a finding is about, with carets under the characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tensplan.formats.visible import visible, width

if TYPE_CHECKING:
    from tensplan.finding import Finding

BEFORE: Final = 60
"""Characters of a long line that are kept before the carets."""
AFTER: Final = 60
"""Characters of a long line that are kept after the first caret."""
TAB: Final = 4
"""Columns between tab stops."""
CUT: Final = "…"
# the breaks of YAML 1.1, which is what the reader counts lines by
_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def source_lines(text: str) -> list[str]:
    r"""Split a text at the line breaks that the YAML reader counts.

    Examples
    --------
    >>> source_lines("a\r\nb\rc")
    ['a', 'b', 'c']
    """
    return _BREAK.split(text)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a line and the carets below it, of equal indent on a terminal.

    Parameters
    ----------
    number : int
        Line number, 1-based.
    source : str
        The piece, every character drawn; a cut end is marked with an ellipsis.
    carets : str
        Spaces and carets.
    """

    number: int
    source: str
    carets: str


def excerpt(finding: Finding, lines: list[str]) -> Excerpt | None:
    r"""Cut the excerpt of a finding; None when the file has no such line or it is blank.

    Parameters
    ----------
    finding : Finding
        With a line and a column.
    lines : list of str
        The lines of its file.

    Examples
    --------
    >>> from tensplan.finding import Finding
    >>> fault = Finding(rule="a/b", severity="error", message="", line=1, column=5, length=2)
    >>> piece = excerpt(fault, ["id: 足裏"])
    >>> print(piece.source, piece.carets, sep="\n")
    id: 足裏
        ^^^^
    """
    if not 0 < finding.line <= len(lines):
        return None
    line = lines[finding.line - 1].rstrip()
    if not line.strip():
        return None
    column = min(max(finding.column, 1) - 1, len(line))
    end = min(column + max(finding.length, 1), len(line))
    first, last = max(column - BEFORE, 0), min(column + AFTER, len(line))
    first, last = _without_small_cuts(first, last, len(line))
    before = (CUT if first else "") + _spaced(line[first:column])
    marked = _spaced(line[column : min(end, last)], start=width(before))
    after = _spaced(line[min(end, last) : last], start=width(before + marked))
    source = before + marked + after + (CUT if last < len(line) else "")
    return Excerpt(finding.line, source, " " * width(before) + "^" * max(width(marked), 1))


def _without_small_cuts(first: int, last: int, length: int) -> tuple[int, int]:
    """Keep a line whole that fits into the window."""
    return (0, length) if length <= BEFORE + AFTER else (first, last)


def _spaced(text: str, *, start: int = 0) -> str:
    """Return the text drawn, its tabs as spaces up to the next stop."""
    drawn = ""
    for index, part in enumerate(text.split("\t")):
        if index:
            drawn += " " * (TAB - (start + width(drawn)) % TAB)
        drawn += visible(part)
    return drawn
