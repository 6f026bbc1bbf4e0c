"""One part of a session: a pack, a pause, or stimulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.bioheat.cover import Cover
from simulator.bioheat.heating import Heating
from simulator.bioheat.pack import Pack
from simulator.bioheat.pack import pack as pack_by_id
from simulator.bioheat.slab import require

MOST_MINUTES = 1440.0


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a session; without a pack and heating it is a pause with bare skin.

    Parameters
    ----------
    name : str
        Not empty; no two parts of a session share it.
    minutes : float
        Above 0 to 1440. [min]
    pack : str or Pack or None
        A fresh pack, by the id of the data or an own one.
    cover : Cover or None
        Towels under a fresh pack; None for a bare one.
    pack_temperature : float or None
        When it is laid on, -30 to 100; None for what is usual for this pack. [degC]
    again : bool
        Whether the pack before is laid on again, as warm or cold as it is by now.
    heating : Heating or None
        Electrical heat under a pad, which covers the skin; never under a pack.

    Raises
    ------
    ValueError
        If a number is out of its range, a pack is unknown, or two things would lie on the skin.

    Examples
    --------
    >>> Part(name="warm-up", minutes=15.0, pack="wheat-bag", cover=Cover(dry_towels=2)).again
    False
    >>> Part(name="warm-up", minutes=15.0, pack="wheat-bag", again=True)
    Traceback (most recent call last):
    ...
    ValueError: part 'warm-up' must have one of pack, again and heating, got pack and again
    """

    name: str
    minutes: float
    pack: str | Pack | None = None
    cover: Cover | None = None
    pack_temperature: float | None = None
    again: bool = False
    heating: Heating | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError(f"name of a part must not be empty, got {self.name!r}")
        require("minutes", self.minutes, "min", above=0.0, most=MOST_MINUTES)
        given = {"pack": self.pack is not None, "again": self.again}
        given |= {"heating": self.heating is not None}
        lies = [word for word, there in given.items() if there]
        if len(lies) > 1:
            raise ValueError(
                f"part {self.name!r} must have one of pack, again and heating, "
                f"got {' and '.join(lies)}"
            )
        if self.pack is None and not (self.cover is None and self.pack_temperature is None):
            raise ValueError(
                f"part {self.name!r} has a cover or pack_temperature and no fresh pack"
            )
        if self.pack is not None:
            require("pack_temperature", self.temperature, "degC", least=-30.0, most=100.0)

    @property
    def thing(self) -> Pack | None:
        """Fresh pack of this part."""
        return pack_by_id(self.pack) if isinstance(self.pack, str) else self.pack

    @property
    def temperature(self) -> float:
        """Temperature of the fresh pack when it is laid on. [degC]

        Raises
        ------
        ValueError
            If there is none.
        """
        if self.thing is None:
            raise ValueError(f"part {self.name!r} has no fresh pack")
        usual = self.thing.temperature.value
        return usual if self.pack_temperature is None else self.pack_temperature


def check_parts(parts: Sequence[Part]) -> None:
    """Refuse parts that cannot follow each other.

    Raises
    ------
    ValueError
        If there is none, two share a name, or a pack is laid on again before there was one.

    Examples
    --------
    >>> check_parts([Part(name="again", minutes=5.0, again=True)])
    Traceback (most recent call last):
    ...
    ValueError: part 'again' lays a pack on again before there was one
    """
    if not parts:
        raise ValueError("a session must have at least 1 part, got 0")
    names = [part.name for part in parts]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"parts of a session must have names of their own, got {name!r} twice")
    for number, part in enumerate(parts):
        if part.again and all(before.pack is None for before in parts[:number]):
            raise ValueError(f"part {part.name!r} lays a pack on again before there was one")
