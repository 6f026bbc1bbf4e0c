"""A pack in numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulator.bioheat.slab import require


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A pack as the solver sees it; each number may have one value per person.

    Parameters
    ----------
    temperature : array_like
        When it is laid on. [degC]
    resistance : array_like
        From pack to skin, cover included; 0 holds the skin at the pack. [m2 K/W]
    capacity : array_like
        Infinite for a pack that holds its temperature. [J/(m2 K)]
    latent : array_like
        Heat that it takes to melt. [J/m2]
    melting : array_like
        [degC]
    loss : array_like
        From its back to the room. [W/(m2 K)]

    Raises
    ------
    ValueError
        If a number is out of its range.
    """

    temperature: ArrayLike
    resistance: ArrayLike
    capacity: ArrayLike = np.inf
    latent: ArrayLike = 0.0
    melting: ArrayLike = 0.0
    loss: ArrayLike = 0.0

    def __post_init__(self) -> None:
        require("pack temperature", self.temperature, "degC", least=-50.0, most=120.0)
        require("contact resistance", self.resistance, "m2 K/W", least=0.0)
        require("latent heat", self.latent, "J/m2", least=0.0)
        require("melting temperature", self.melting, "degC", least=-30.0, most=100.0)
        require("room loss", self.loss, "W/(m2 K)", least=0.0)
        if not np.all(np.asarray(self.capacity, dtype=float) > 0):
            raise ValueError(f"pack capacity must be above 0 J/(m2 K), got {self.capacity}")
