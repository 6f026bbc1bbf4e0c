"""The report as data: sections of a few kinds of blocks, which HTML and PDF lay out alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tensplan.report.spans import Text

TableLook = Literal["stack", "scroll", "settings", "facts", "calendar"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; small for what is beside the point, boxed for what must not be missed."""

    text: Text
    look: Literal["plain", "small", "boxed"] = "plain"


@dataclass(frozen=True, slots=True)
class Listing:
    """Items one below the other; dense ones may stand in several columns."""

    items: tuple[Text, ...]
    look: Literal["bullets", "steps", "dense"] = "bullets"


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; numbers are set to the right."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; the bar is a share of a limit in per cent, from 0 to 100."""

    text: Text
    bar: float | None = None
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of each row heads it.

    Parameters
    ----------
    caption : Text
        What it shows.
    columns : tuple of Column
        Heads; none in a table of facts.
    rows : tuple of tuple of Cell
        As many cells, with their spans, as there are columns.
    look : {"stack", "scroll", "settings", "facts", "calendar"}
        On a phone a stack puts the cells of a row below each other, the others scroll or fit.
    shows_caption : bool
        False where the heading above says the same; it is then read aloud only.
    """

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    look: TableLook = "scroll"
    shows_caption: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in SVG, the line below it, and what it shows in words."""

    svg: str
    caption: str
    description: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Pictures beside each other; a body is a drawing of pads."""

    pictures: tuple[Picture, ...]
    look: Literal["charts", "body"] = "charts"


@dataclass(frozen=True, slots=True)
class Answer:
    """May TENS, heat or cold be done: the verdict, the answer in words, and the reasons."""

    verdict: str
    mark: str
    name: str
    words: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers for TENS, heat and cold."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding: its severity, its message, hints below it, and rule and source at the end."""

    severity: str
    message: Text
    below: tuple[Text, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings, the worst first."""

    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks under a heading of their own within a section."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two groups beside each other where there is room; the share of the first in per cent."""

    groups: tuple[Group, Group]
    share: int = 50


Block = Paragraph | Listing | Table | Figures | Answers | Findings | Group | Beside


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with a heading; the key names it once in a report."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A whole report or refusal.

    Parameters
    ----------
    name : str
        Of the page, for the title bar and the file's properties.
    kicker, title, summary : str
        What it is and for whom; the protocol's title; one sentence.
    stamp : str
        Stands on every sheet; empty for a plan that is approved.
    notice : tuple of Text
        Who signed, or that nobody has.
    is_approved : bool
        Whether the approval holds.
    first, rest : tuple of Section
        What stands on the first sheet, and what follows.
    on : str
        Day of the plan, as 2026-11-22.
    digest : str
        Of the plan; empty in a refusal.
    end : tuple of Text
        Small lines before the closing sentence.
    closing : str
        The sentence at the end and at the foot of each sheet.
    """

    name: str
    kicker: str
    title: str
    summary: str
    stamp: str
    notice: tuple[Text, ...]
    is_approved: bool
    first: tuple[Section, ...]
    rest: tuple[Section, ...]
    on: str
    digest: str
    closing: str
    end: tuple[Text, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section in order."""
        return (*self.first, *self.rest)
