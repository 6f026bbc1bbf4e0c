"""Pieces of running text: what they say and how they look, for every form of the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Look = Literal["plain", "strong", "soft", "code", "chip", "tag", "mark"]

_MARKED: Final = re.compile(r"\*\*(?P<strong>.+?)\*\*|~(?P<soft>.+?)~|`(?P<code>.+?)`")
_PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text.

    Parameters
    ----------
    text : str
        As it is read; never markup.
    look : {"plain", "strong", "soft", "code", "chip", "tag", "mark"}
        A chip is a short name in a frame, a tag says how far a value may be trusted, a mark is a
        sign that repeats the words beside it and is not read aloud.
    kind : str
        Of a tag the confidence, of a mark the severity or verdict.
    """

    text: str
    look: Look = "plain"
    kind: str = ""


Text = tuple[Span, ...]
"""Running text."""


def plain(text: str) -> Text:
    """Return text of one look.

    Examples
    --------
    >>> plain("30 minutes")[0].look
    'plain'
    """
    return (Span(text),) if text else ()


def marked(template: str, values: dict[str, object]) -> Text:
    """Return a template as spans: its marks are read first, so that no value becomes markup.

    Parameters
    ----------
    template : str
        ``**strong**``, ``~soft~`` and `` `code` ``; ``{name}`` is the place of a value.
    values : dict
        Texts, numbers or spans; spans keep their own look.

    Examples
    --------
    >>> [(span.text, span.look) for span in marked("**Call {who}.** ~Soon~", {"who": "**me**"})]
    [('Call **me**.', 'strong'), (' ', 'plain'), ('Soon', 'soft')]
    """
    return merged(span for look, part in _parts(template) for span in _filled(look, part, values))


def merged(spans: Iterable[Span]) -> Text:
    """Return spans with neighbours of one look joined and nothing empty.

    Examples
    --------
    >>> len(merged([Span("a"), Span("b"), Span("", "code")]))
    1
    """
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and _joins(last, span):
            found[-1] = Span(last.text + span.text, last.look, last.kind)
        elif span.text:
            found.append(span)
    return tuple(found)


def joined(texts: Iterable[Text], between: str = " ") -> Text:
    """Return several texts as one, those that are empty left out.

    Examples
    --------
    >>> joined([plain("one"), (), plain("two")], "; ")[0].text
    'one; two'
    """
    found: list[Span] = []
    for text in filter(None, texts):
        found += [Span(between), *text] if found else text
    return merged(found)


def words_of(text: Text) -> str:
    """Return the words alone, without marks.

    Examples
    --------
    >>> words_of((Span("!", "mark"), Span("Warning", "strong")))
    'Warning'
    """
    return "".join(span.text for span in text if span.look != "mark").strip()


def _joins(one: Span, two: Span) -> bool:
    """Whether two neighbours are one piece; chips, tags and marks stay apart."""
    alone = ("chip", "tag", "mark")
    return one.look == two.look and one.kind == two.kind and one.look not in alone


def _parts(template: str) -> Iterator[tuple[Look, str]]:
    """Yield the parts of a template with their looks."""
    end = 0
    for found in _MARKED.finditer(template):
        yield "plain", template[end : found.start()]
        look: Look = "strong" if found["strong"] else "soft" if found["soft"] else "code"
        yield look, found[look]
        end = found.end()
    yield "plain", template[end:]


def _filled(look: Look, part: str, values: dict[str, object]) -> Iterator[Span]:
    """Yield a part with its values in place."""
    for index, piece in enumerate(_PLACE.split(part)):
        value: object = values[piece] if index % 2 else piece
        if isinstance(value, tuple):
            yield from (Span(s.text, look) if s.look == "plain" else s for s in value)
        else:
            yield Span(str(value), look)
