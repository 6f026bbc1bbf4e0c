"""Places of the body that are no electrode site, each refused for a stated reason."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from tensplan.placement.citations import Citation, Confidence, citation
from tensplan.placement.records import load


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A place where no pad may go.

    Attributes
    ----------
    id, title : str
        Word id and readable name.
    aliases : tuple of str
        Other words that name the same place.
    reason : str
        Why it is refused, in one line.
    rule : {'standard', 'project'}
        Whether a standard or labelling rule refuses it, or this project does.
    confidence : str
        How the reason is known.
    sources : tuple of Citation
        What the reason rests on.
    """

    id: str
    title: str
    aliases: tuple[str, ...]
    reason: str
    rule: Literal["standard", "project"]
    confidence: Confidence
    sources: tuple[Citation, ...]

    @property
    def refusal(self) -> str:
        """One line that says what is refused, why, and on whose word."""
        words = "; ".join(str(source) for source in self.sources)
        return f"{self.title} is no electrode site: {self.reason} ({words})"


def region(name: str) -> Region | None:
    """Return the refused place with this name, or None when the name is none.

    Case, blanks and underscores do not matter.

    Parameters
    ----------
    name : str
        Word id or alias.

    Examples
    --------
    >>> region("Carotid sinus").id
    'front-of-neck'
    >>> region("popliteal-upper") is None
    True
    """
    return _by_name().get(plain(name))


def region_ids() -> tuple[str, ...]:
    """Return the ids of all refused places, in table order.

    Examples
    --------
    >>> "chest" in region_ids()
    True
    """
    return tuple(item.id for item in _regions())


def plain(name: str) -> str:
    """Return a name in lower case with single hyphens between its words.

    Examples
    --------
    >>> plain(" Front of_neck ")
    'front-of-neck'
    """
    return "-".join(name.lower().replace("_", " ").replace("-", " ").split())


@cache
def _regions() -> tuple[Region, ...]:
    """All refused places."""
    return tuple(
        Region(
            id=row["id"],
            title=row["title"],
            aliases=tuple(row["aliases"]),
            reason=row["reason"],
            rule=row["rule"],
            confidence=row["confidence"],
            sources=tuple(citation(key) for key in row["sources"]),
        )
        for row in load("regions")["regions"]
    )


@cache
def _by_name() -> dict[str, Region]:
    """All refused places by id and alias."""
    return {plain(name): item for item in _regions() for name in (item.id, *item.aliases)}
