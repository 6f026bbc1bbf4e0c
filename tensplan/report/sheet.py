"""The questions of ``tensplan new patient`` as one page to print and fill in by hand."""

from __future__ import annotations

from itertools import groupby

from tensplan.patient.questions import Question, minutes_left
from tensplan.protocol.model import Protocol
from tensplan.report.html import render


def render_sheet(asked: tuple[Question, ...], protocol: Protocol | None) -> str:
    """Return the examination sheet; its numbers are those of the questions on the terminal.

    Parameters
    ----------
    asked : tuple of Question
        In their order.
    protocol : Protocol or None
        What they are for; everything when None.

    Examples
    --------
    >>> from tensplan.patient.questions import questions
    >>> "Examination sheet" in render_sheet(questions(), None)
    True
    """
    numbered = list(enumerate(asked, start=1))
    parts = [
        {"title": title, "rows": list(rows)}
        for title, rows in groupby(numbered, key=lambda pair: pair[1].part)
    ]
    view = {
        "parts": parts,
        "minutes": minutes_left(asked),
        "title": "everything" if protocol is None else protocol.title,
        "stamp": "",
    }
    return render("sheet.html.j2", view)
