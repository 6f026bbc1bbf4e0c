"""A pack in numbers, and what time and heat do to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulator.bioheat.slab import FloatArray, require


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


class PackState:
    """Heat in the packs of many people, counted from solid at the melting point.

    Parameters
    ----------
    contact : Contact
        Fresh pack.
    people : int
        How many.
    """

    def __init__(self, contact: Contact, people: int) -> None:
        self.capacity = _each(contact.capacity, people)
        self.latent = _each(contact.latent, people)
        self.melting = _each(contact.melting, people)
        self.loss = _each(contact.loss, people)
        self.resistance = _each(contact.resistance, people)
        self._held = np.isinf(self.capacity)
        self._start = _each(contact.temperature, people)
        over = self._start - self.melting
        store = np.where(self._held, 0.0, self.capacity) * over
        self.heat = np.where(self._held, 0.0, store + self.latent * (over > 0))

    @property
    def pinned(self) -> FloatArray:
        """1.0 where heat does not change the temperature: held by a reaction, or melting."""
        melts = (self.heat >= 0) & (self.heat < self.latent)
        return (self._held | melts).astype(float)

    @property
    def temperature(self) -> FloatArray:
        """Temperature of each pack, shape (people,). [degC]"""
        over = np.minimum(self.heat, 0.0) + np.maximum(self.heat - self.latent, 0.0)
        return np.where(self._held, self._start, self.melting + over / self.capacity)


def _each(value: ArrayLike, people: int) -> FloatArray:
    """One value per person."""
    return np.broadcast_to(np.asarray(value, dtype=float), (people,)).copy()
