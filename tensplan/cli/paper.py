"""Plain text for a terminal: width, wrapping, aligned columns, colour only where it belongs."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Any, Final

import click

from tensplan.formats.visible import visible

NARROWEST: Final = 60
WIDEST: Final = 100
"""Columns: lines are never longer, however wide the terminal is."""

EFFECT_COLOURS: Final = {"error": "red", "warning": "yellow", "note": "cyan"}


def width() -> int:
    """Return the number of columns to fill: the terminal's, within reason; 100 in a pipe."""
    columns = shutil.get_terminal_size((WIDEST, 24)).columns if sys.stdout.isatty() else WIDEST
    return max(NARROWEST, min(WIDEST, columns))


def paint(text: str, **style: Any) -> str:
    """Return the text in a style; plain where NO_COLOR is set (a pipe strips it anyway)."""
    return text if os.environ.get("NO_COLOR") else click.style(text, **style)


def bold(text: str) -> str:
    """Return the text in bold."""
    return paint(text, bold=True)


def wrapped(text: str, *, indent: int = 0, first: str | None = None) -> str:
    """Return text folded to the width.

    Parameters
    ----------
    text : str
        One paragraph, unpainted: it may hold words of others.
    indent : int
        Columns before every line.
    first : str
        What stands before the first line instead of blanks; no longer than the indent.

    Examples
    --------
    >>> wrapped("Where the pads go.", indent=4, first="A1")
    'A1  Where the pads go.'
    """
    lead = " " * indent if first is None else first.ljust(indent)
    return textwrap.fill(
        visible(" ".join(text.split())),
        width(),
        initial_indent=lead,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def labelled(label: str, text: str, *, column: int = 14) -> str:
    """Return a label and its text, folded beside it.

    Examples
    --------
    >>> labelled("pulse rate", "80 Hz")
    '  pulse rate    80 Hz'
    """
    return wrapped(text, indent=column + 2, first=f"  {label}")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: str = "") -> list[str]:
    """Return aligned lines: a head, then the rows; the last column is folded to the width.

    Parameters
    ----------
    heads : sequence of str
        One for each column.
    rows : sequence of sequence of str
        Cells.
    right : str
        For each column ``r`` where it is set flush right; missing letters are ``l``.

    Examples
    --------
    >>> table(["id", "mA"], [["a", "40"], ["bb", "5"]], right="lr")
    ['id  mA', 'a   40', 'bb   5']
    """
    sides = right.ljust(len(heads), "l")
    widths = [
        max(len(head), *(len(row[i]) for row in rows)) if rows else len(head)
        for i, head in enumerate(heads)
    ]
    lines = []
    for row in (heads, *rows):
        cells = [
            cell.rjust(widths[i]) if sides[i] == "r" else cell.ljust(widths[i])
            for i, cell in enumerate(row)
        ]
        lines += _folded("  ".join(cells[:-1]), cells[-1].rstrip())
    return lines


def _folded(start: str, last: str) -> list[str]:
    """Fold the last cell of a row under itself."""
    lead = f"{start}  " if start else ""
    room = max(20, width() - len(lead))
    parts = textwrap.wrap(last, room, break_long_words=False, break_on_hyphens=False) or [""]
    return [
        (lead + part).rstrip() if index == 0 else " " * len(lead) + part
        for index, part in enumerate(parts)
    ]
