"""Layers cut into finite volumes, for many people at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulator.bioheat.slab import FloatArray, Slab, each, require


@dataclass(frozen=True, kw_only=True)
class Medium:
    """Finite volumes below one area of skin; all heats are per area of skin.

    Parameters
    ----------
    depth : ndarray, shape (cells, people)
        Of the middle of each cell. [m]
    capacity : ndarray, shape (cells, people)
        [J/(m2 K)]
    outer, inner : ndarray, shape (cells, people)
        Resistance from the middle of a cell to its outer and its inner face. [m2 K/W]
    blood : ndarray, shape (cells, people)
        Heat that resting blood brings per kelvin. [W/(m2 K)]
    source : ndarray, shape (cells, people)
        [W/m2]
    volume : ndarray, shape (cells, people)
        Per area of skin. [m]
    response : tuple of str
        One per cell.
    basal : int
        Number of the first cell below the first layer: its outer face is the basal layer.
    arterial : ndarray, shape (people,)
        [degC]
    core : ndarray, shape (people,) or None
        Temperature held at the innermost face; None where no heat passes it. [degC]
    """

    depth: FloatArray
    capacity: FloatArray
    outer: FloatArray
    inner: FloatArray
    blood: FloatArray
    source: FloatArray
    volume: FloatArray
    response: tuple[str, ...]
    basal: int
    arterial: FloatArray
    core: FloatArray | None

    @property
    def people(self) -> int:
        """How many people are solved at once."""
        return int(self.depth.shape[1])

    @property
    def links(self) -> FloatArray:
        """Conductance between neighbouring cells, shape (cells - 1, people). [W/(m2 K)]"""
        return 1 / (self.inner[:-1] + self.outer[1:])

    @property
    def core_link(self) -> FloatArray:
        """Conductance from the last cell to the core; 0 where no heat passes. [W/(m2 K)]"""
        return np.zeros(self.people) if self.core is None else 1 / self.inner[-1]


def build(
    slabs: Sequence[Slab],
    *,
    arterial: ArrayLike = 37.0,
    radius: ArrayLike | None = None,
    core: ArrayLike | None = None,
    people: int = 1,
) -> Medium:
    """Cut layers into finite volumes.

    Parameters
    ----------
    slabs : sequence of Slab
        From the skin inwards.
    arterial : array_like
        Temperature of the blood that arrives. [degC]
    radius : array_like or None
        Of a limb as a cylinder, at least as large as all layers together; None for flat. [m]
    core : array_like or None
        Temperature held below the last layer of flat tissue; None for no heat flow. [degC]
    people : int
        How many people; numbers with one value are the same for all.

    Returns
    -------
    medium : Medium
        Arrays of shape (cells, people).

    Raises
    ------
    ValueError
        If the layers do not fit into the radius, or a cylinder has a core.

    Examples
    --------
    >>> medium = build([Slab(thickness=0.01, conductivity=0.5, volumetric_heat=4e6, cells=5)])
    >>> medium.depth.shape, float(medium.volume.sum())
    ((5, 1), 0.01)
    """
    width = np.concatenate([np.broadcast_to(s.widths(), (s.cells, people)) for s in slabs])
    edge = np.concatenate([np.zeros((1, people)), np.cumsum(width, axis=0)])
    middle = (edge[1:] + edge[:-1]) / 2
    lead = _spread(slabs, "conductivity", people)
    outer, inner, volume = _shape(edge, middle, lead, radius, core)
    require("arterial temperature", arterial, "degC", least=-30.0, most=60.0)
    return Medium(
        depth=middle,
        capacity=_spread(slabs, "volumetric_heat", people) * volume,
        outer=outer,
        inner=inner,
        blood=_spread(slabs, "blood_heat", people) * volume,
        source=_spread(slabs, "source", people) * volume,
        volume=volume,
        response=tuple(slab.response for slab in slabs for _ in range(slab.cells)),
        basal=slabs[0].cells,
        arterial=each(arterial, people),
        core=None if core is None else each(core, people),
    )


def _spread(slabs: Sequence[Slab], name: str, people: int) -> FloatArray:
    """Give every cell the number of its layer, shape (cells, people)."""
    return np.concatenate(
        [np.tile(each(getattr(slab, name), people), (slab.cells, 1)) for slab in slabs]
    )


def _shape(
    edge: FloatArray,
    middle: FloatArray,
    lead: FloatArray,
    radius: ArrayLike | None,
    core: ArrayLike | None,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Resistance to both faces and volume of each cell, flat or round."""
    if radius is None:
        return (middle - edge[:-1]) / lead, (edge[1:] - middle) / lead, np.diff(edge, axis=0)
    around = each(radius, edge.shape[1])
    if core is not None or not np.all(edge[-1] <= around * (1 + 1e-12)):
        raise ValueError("layers of a cylinder must fit into its radius, and it has no core")
    r = np.maximum(around - edge, 0.0)
    r[-1] = np.where(around - edge[-1] < 1e-9 * around, 0.0, r[-1])
    centre = around - middle
    with np.errstate(divide="ignore"):  # the axis is infinitely far for heat
        inner = around * np.log(centre / r[1:]) / lead
    outer = around * np.log(r[:-1] / centre) / lead
    return outer, inner, (r[:-1] ** 2 - r[1:] ** 2) / (2 * around)
