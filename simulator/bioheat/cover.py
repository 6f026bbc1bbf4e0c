"""Towels between a pack and the skin."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

from simulator.bioheat.pack import Pack
from simulator.bioheat.tables import constant

MOST_LAYERS = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """Layers of towel.

    Parameters
    ----------
    dry_towels, damp_towels : int
        Layers, 0 to 30.

    Raises
    ------
    ValueError
        If a count is no whole number or outside 0 to 30.

    Examples
    --------
    >>> from simulator.bioheat.pack import pack
    >>> round(Cover(dry_towels=1).conductance(pack("frozen-peas")), 1)
    14.8
    >>> Cover(dry_towels=-1)
    Traceback (most recent call last):
    ...
    ValueError: dry_towels must be a whole number from 0 to 30 layers, got -1
    """

    dry_towels: int = 0
    damp_towels: int = 0

    def __post_init__(self) -> None:
        for name in ("dry_towels", "damp_towels"):
            count = getattr(self, name)
            whole = isinstance(count, Integral) and not isinstance(count, bool)
            if not (whole and 0 <= count <= MOST_LAYERS):
                raise ValueError(
                    f"{name} must be a whole number from 0 to {MOST_LAYERS} layers, got {count!r}"
                )

    def conductance(self, pack: Pack) -> float:
        """Conductance from a pack through the towels to the skin. [W/(m2 K)]"""
        own = pack.own_towel_resistance
        dry = constant("dry_towel_resistance") if own is None else own.value
        towels = self.dry_towels * dry + self.damp_towels * constant("damp_towel_resistance")
        return 1 / (1 / pack.contact_conductance.value + towels)
