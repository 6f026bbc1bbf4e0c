"""The sources behind the tables of this room."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from tensplan.placement.records import load

Confidence = Literal["quoted", "quoted-secondary", "recalled", "derived", "project-default"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """One source.

    Attributes
    ----------
    id : str
        Key used by the tables.
    text : str
        Authors, year and where it was published.
    kind : str
        What sort of source it is: paper, abstract, standard, guidance, manual, web page,
        or the honest words ``recalled`` and ``project``.
    doi, url : str or None
        Where to find it, when known.
    """

    id: str
    text: str
    kind: str
    doi: str | None = None
    url: str | None = None

    def __str__(self) -> str:
        """Return the text followed by the DOI when there is one."""
        return f"{self.text}, doi:{self.doi}" if self.doi else self.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A statement of the literature with its confidence word and its source."""

    says: str
    confidence: Confidence
    source: Citation


def citation(key: str) -> Citation:
    """Return the source with this key.

    Parameters
    ----------
    key : str
        Key of the source, as the tables write it.

    Raises
    ------
    ValueError
        If the key names no source.

    Examples
    --------
    >>> citation("kim-2014").doi
    '10.5535/arm.2014.38.1.46'
    """
    found = _citations().get(key)
    if found is None:
        raise ValueError(f"source {key!r} is not listed; {len(_citations())} sources are")
    return found


def fact(row: dict[str, Any]) -> Fact:
    """Build a fact from its row in a table.

    Examples
    --------
    >>> fact({"says": "x", "confidence": "recalled", "source": "recalled"}).confidence
    'recalled'
    """
    return Fact(says=row["says"], confidence=row["confidence"], source=citation(row["source"]))


@cache
def _citations() -> dict[str, Citation]:
    """All sources by key."""
    return {
        key: Citation(
            id=key,
            text=row["citation"],
            kind=row["kind"],
            doi=row.get("doi"),
            url=row.get("url"),
        )
        for key, row in load("sources").items()
    }
