"""What lies under a pad: layers, and the nerves in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.recruitment.spread import Spread

Sense = Literal["sensation", "motor", "pain"]

SENSES: tuple[Sense, ...] = ("sensation", "motor", "pain")
"""What a person notices of a nerve: tingle, twitch, pain."""

DEEPEST = 0.15
"""Deepest nerve that flat layers are asked about. [m]"""

COOLEST, WARMEST = 15.0, 42.0
"""Temperatures that the fibre models take. [degC]"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tissue:
    """Layers under one pad, as they differ between people.

    Parameters
    ----------
    fat_thickness, skin_thickness : Spread
        Above 0. [m]
    skin_conductivity : Spread
        Of the whole skin taken as one layer, dry to soaked. [S/m]
    temperature : Spread
        Of the nerve fibres; a foot's lie near 28 to 32. [degC]

    Raises
    ------
    ValueError
        If a thickness or the conductivity is not lognormal, or the temperature leaves 15 to
        42 degC.

    Examples
    --------
    >>> from simulator.recruitment import fixed
    >>> of = lambda value: fixed(value, confidence="project-default", source="an example")
    >>> Tissue(fat_thickness=of(5e-3), skin_thickness=of(1.5e-3), skin_conductivity=of(7e-4),
    ...        temperature=of(30.0)).temperature.central
    30.0
    """

    fat_thickness: Spread
    skin_thickness: Spread
    skin_conductivity: Spread
    temperature: Spread

    def __post_init__(self) -> None:
        for name in ("fat_thickness", "skin_thickness", "skin_conductivity"):
            _check_lognormal(name, getattr(self, name))
        spread = self.temperature
        if not COOLEST <= spread.low <= spread.high <= WARMEST:
            raise ValueError(
                f"temperature must be within {COOLEST:g} to {WARMEST:g} degC, "
                f"got {spread.low} to {spread.high} degC"
            )

    @property
    def weak(self) -> tuple[str, ...]:
        """Names of what is remembered or chosen."""
        return tuple(name for name in self.__slots__ if getattr(self, name).is_weak)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A nerve that passes under a pad, along the limb.

    Parameters
    ----------
    nerve : str
        Its name.
    pad : int
        1 or 2: the pad that it passes under.
    depth : Spread
        From the skin to its middle, above 0 to 0.15. [m]
    offset : Spread or None
        From the pad's centre around the limb; None straight under it. [m]
    senses : frozenset of str
        What it carries, of "sensation", "motor", "pain"; at least one.

    Raises
    ------
    ValueError
        If the pad is not 1 or 2, the depth is not above 0 or too large, a sense is unknown or none
        is given.

    Examples
    --------
    >>> from simulator.recruitment import lognormal
    >>> depth = lognormal(9.1e-3, 2.5e-3, confidence="quoted", source="a study")
    >>> Target(nerve="tibial", pad=1, depth=depth, senses=frozenset({"sensation", "motor"})).weak
    ()
    """

    nerve: str
    pad: int
    depth: Spread
    offset: Spread | None = None
    senses: frozenset[Sense] = frozenset({"sensation"})

    def __post_init__(self) -> None:
        if not self.nerve.strip():
            raise ValueError("nerve of a target must have a name, got none")
        check_pad(self.pad)
        _check_lognormal("depth", self.depth)
        if not self.depth.high <= DEEPEST:
            raise ValueError(f"depth must be at most {DEEPEST} m, got {self.depth.high} m")
        if not (self.senses and self.senses <= set(SENSES)):
            raise ValueError(
                f"senses must be some of {', '.join(SENSES)}, got {sorted(self.senses)}"
            )

    @property
    def weak(self) -> tuple[str, ...]:
        """Names of what is remembered or chosen."""
        given = {"depth": self.depth, "offset": self.offset}
        return tuple(name for name, spread in given.items() if spread and spread.is_weak)


def check_pad(pad: int) -> None:
    """Refuse a pad that is not 1 or 2.

    Raises
    ------
    ValueError
        If it is another.
    """
    if pad not in (1, 2):
        raise ValueError(f"pad must be 1 or 2, got {pad}")


def _check_lognormal(name: str, spread: Spread) -> None:
    """Refuse a length or a conductivity whose distribution may pass 0."""
    if spread.shape != "lognormal":
        raise ValueError(f"{name} must be a lognormal spread, above 0, got a {spread.shape} one")
