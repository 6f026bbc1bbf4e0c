"""How far a value may be trusted, as a tag beside it."""

from __future__ import annotations

from typing import Final

from tensplan.report.spans import Span, Text
from tensplan.report.wording import named

WEAK: Final = ("project-default", "recalled")
"""Confidences that need a second look, the weakest first."""


def tag(confidence: str) -> Text:
    """Return a confidence as a tag; nothing for none.

    Examples
    --------
    >>> tag("quoted-secondary")[0].text
    'second hand'
    """
    words = named("tags").get(confidence, confidence)
    return (Span(words, "tag", confidence),) if confidence else ()


def weak_tag(confidence: str) -> Text:
    """Return the tag of a weak confidence only.

    Examples
    --------
    >>> weak_tag("quoted"), weak_tag("recalled")[0].kind
    ((), 'recalled')
    """
    return tag(confidence) if confidence in WEAK else ()
