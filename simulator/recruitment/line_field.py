"""Potential of pads along a straight line in the tissue, as a sum of standing waves.

Far off, two pairs of insulating walls stand across and along the limb; their mirror images are the
only difference from `simulator.volume_conductor`. Bodies whose nerve lies about as deep share walls and waves,
so that a body costs little more than what its layers do to each wave.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import ceil, pi

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.electrodes import half_length, half_width
from simulator.volume_conductor import Disc, Layers, Outline
from simulator.volume_conductor.bessel import uniform_disc
from simulator.volume_conductor.fourier import kernel

Array = NDArray[np.float64]

DECAY = 5.0
"""Exponent at which waves are left out: half a per cent of the drive, for the pad damps them as well."""

NONE = np.array([False])
"""No depth has its half space taken out."""

BEHIND, BESIDE = (0.04, 5.0), (0.03, 8.0)
"""Room from a pad's edge to the walls: this [m], and so many depths more."""


@dataclass(frozen=True, slots=True)
class Source:
    """One pad of a line: its outline, where its centre lies along the line, its current [A]."""

    outline: Outline
    x: float
    current: float


@dataclass(frozen=True, eq=False)
class Line:
    """Waves between the walls, for pads and one range of depths.

    Parameters
    ----------
    sources : tuple of Source
        At least one.
    shallowest : float
        Depth of the nearest nerve. [m]
    start, end : float
        Walls across the line. [m]
    along, across : ndarray
        Wavenumbers. [1/m]
    width : float
        Between the walls along the limb. [m]
    """

    sources: tuple[Source, ...]
    shallowest: float
    start: float
    end: float
    along: Array
    across: Array
    width: float

    @cached_property
    def _flux(self) -> Array:
        """Weight of each wave, on the line through the pads' centres."""
        total = np.zeros((self.along.size, self.across.size))
        for source in self.sources:
            phase = np.cos(self.along * (source.x - self.start))
            spread = _transform(source.outline, self.along, self.across)
            total += source.current * phase[:, None] * spread
        counts = [np.where(k > 0, 2.0, 1.0) for k in (self.along, self.across)]
        area = (self.end - self.start) * self.width
        return np.asarray(total * np.multiply.outer(*counts) / area)

    @cached_property
    def _rings(self) -> tuple[Array, NDArray[np.intp], NDArray[np.intp]]:
        """Wavenumbers in rising order, with the row and the column of each; without the mean."""
        length = np.hypot(*np.meshgrid(self.along, self.across, indexing="ij")).ravel()
        order = np.argsort(length)[1:]
        row, column = np.divmod(order, self.across.size)
        return length[order], row, column

    def amplitudes(self, layers: Layers, depth: float, offset: float) -> Array:
        """Amplitude of each wave along a line at a depth, beside the pads' centres. [V]"""
        length, rows, columns = self._rings
        count = int(np.searchsorted(length, DECAY / depth))
        row, column = rows[:count], columns[:count]
        found = kernel(
            self.along[row], self.across[column], np.array([depth]), layers, beside_half_space=NONE
        )
        shares = found[0] * (self._flux * np.cos(self.across * offset))[row, column]
        return np.asarray(np.bincount(row, shares, minlength=self.along.size), dtype=float)

    def waves(self, x: Array) -> Array:
        """Waves at places along the line; times amplitudes it is the potential."""
        return np.asarray(np.cos(np.multiply.outer(x - self.start, self.along)))


@dataclass(frozen=True, slots=True, eq=False)
class Waves:
    """Field of a body along a line.

    Parameters
    ----------
    line : Line
    heights : ndarray
        Of its waves. [V]
    """

    line: Line
    heights: Array

    def at(self, x: Array) -> Array:
        """Potential at places along the line [V]."""
        return np.asarray(self.line.waves(x) @ self.heights)


@lru_cache(maxsize=64)
def line(sources: tuple[Source, ...], shallowest: float, deepest: float, offset: float) -> Line:
    """Place the walls and count the waves for nerves between two depths, up to an offset.

    Examples
    --------
    >>> pad = Source(Disc(0.016), 0.0, 1.0)
    >>> at = line((pad,), 8e-3, 8e-3, 0.0)
    >>> round(at.end - at.start, 3), at.along.size
    (0.192, 40)
    """
    behind, beside = (room + deepest * times for room, times in (BEHIND, BESIDE))
    start = min(s.x - half_length(s.outline) for s in sources) - behind
    end = max(s.x + half_length(s.outline) for s in sources) + behind
    width = 2 * (max(half_width(s.outline) for s in sources) + abs(offset) + beside)
    top = DECAY / shallowest
    along = pi / (end - start) * np.arange(ceil(top * (end - start) / pi) + 1)
    across = 2 * pi / width * np.arange(ceil(top * width / (2 * pi)) + 1)
    return Line(sources, shallowest, start, end, np.asarray(along), np.asarray(across), width)


def _transform(outline: Outline, along: Array, across: Array) -> Array:
    """Transform of an even flux of one ampere, for each pair of wavenumbers."""
    if isinstance(outline, Disc):
        return uniform_disc(np.hypot(*np.meshgrid(along, across, indexing="ij")) * outline.radius)
    sides = (along, outline.length), (across, outline.width)
    return np.multiply.outer(*(np.sinc(k * side / (2 * pi)) for k, side in sides))
