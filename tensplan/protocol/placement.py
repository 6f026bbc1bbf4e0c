"""The keys of where the pads go."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tensplan.protocol.field import Identifier, Model, key

Strategy = Literal[
    "sciatic-path",
    "foot-bracket",
    "distal-nerve",
    "sciatic-proximal",
    "lumbar-segmental",
    "contralateral",
]

Millimetres = Annotated[float, Field(gt=0, le=1000)]

CONDUCTIVE_SHARE = 0.8
"""Conductive share of a pad's outline when it is not stated (project default, shown)."""


class Pad(Model):
    """One pad: where it goes and how large it is."""

    site: Identifier | str = key("site", "Word id or short code of an electrode site.")
    size_mm: (
        Annotated[tuple[Millimetres, ...], Field(strict=False, min_length=2, max_length=2)] | None
    ) = key(
        "size", "Outline of a rectangular pad: across and along the limb.", unit="mm", default=None
    )
    diameter_mm: Millimetres | None = key(
        "diameter", "Outline of a round pad.", unit="mm", default=None
    )
    conductive_area_cm2: float | None = key(
        "conductive area",
        "Area that carries current; 0.8 of the outline (project default) when not stated.",
        unit="cm2",
        default=None,
        gt=0,
    )
    side: Literal["treated", "other"] = key(
        "side",
        "The treated limb, or the other one (contralateral strategy only).",
        default="treated",
    )

    @property
    def outline_cm2(self) -> float:
        """Area of the outline. [cm2]"""
        if self.diameter_mm is not None:
            return math.pi * self.diameter_mm**2 / 400
        width, height = self.size_mm or (math.nan, math.nan)
        return width * height / 100

    @property
    def conductive_cm2(self) -> float:
        """Area that carries current: as stated, else the project's share of the outline. [cm2]"""
        if self.conductive_area_cm2 is not None:
            return self.conductive_area_cm2
        return CONDUCTIVE_SHARE * self.outline_cm2

    @property
    def box_mm(self) -> tuple[float, float]:
        """Width and height of the outline's box. [mm]"""
        if self.diameter_mm is not None:
            return self.diameter_mm, self.diameter_mm
        width, height = self.size_mm or (math.nan, math.nan)
        return width, height


class Channel(Model):
    """Two pads and the program that they play."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]{0,7}$")] = key(
        "channel", "One letter, or a short word that begins with a capital."
    )
    pads: Annotated[tuple[Pad, ...], Field(strict=False, min_length=2, max_length=2)] = key(
        "pads", "Pad 1 and pad 2; pad 1 is negative in the leading phase."
    )
    program: str = key("program", "Name of one of the programs below.")


class Placement(Model):
    """The strategy and its channels."""

    strategy: Strategy = key("strategy", "Where along the nerve the pads go.")
    channels: Annotated[tuple[Channel, ...], Field(strict=False, min_length=1, max_length=4)] = key(
        "channels", "One to four channels."
    )
