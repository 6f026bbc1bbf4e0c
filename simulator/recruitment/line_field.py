"""Potential of pads along a straight line in the tissue, as a sum of standing waves.

Far off, two pairs of insulating walls stand across and along the limb; their mirror images are the
only difference from `simulator.volume_conductor`. The waves of one body serve every pad and every
place, which makes many bodies cheap.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, pi

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.electrodes import half_length, half_width
from simulator.volume_conductor import Disc, Layers, Outline
from simulator.volume_conductor.bessel import isopotential_disc, uniform_disc
from simulator.volume_conductor.fourier import kernel
from simulator.volume_conductor.plate import isopotential, uniform

Array = NDArray[np.float64]

DECAY = 7.0
"""Exponent at which waves are left out: a thousandth of a wave that the pad damps as well."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Waves between the walls, for pads and one depth range.

    Parameters
    ----------
    sources : tuple of Source
        At least one.
    start, end : float
        Walls across the line. [m]
    along, across : ndarray
        Wavenumbers. [1/m]
    width : float
        Between the walls along the limb. [m]
    """

    sources: tuple[Source, ...]
    start: float
    end: float
    along: Array
    across: Array
    width: float

    def flux(self, weighting: str, pads: int) -> Array:
        """Weight of each wave for the first so many pads, on the line through their centres."""
        total = np.zeros((self.along.size, self.across.size))
        kx, ky = np.meshgrid(self.along, self.across, indexing="ij")
        for source in self.sources[:pads]:
            spread = _transform(source.outline, weighting, kx.ravel(), ky.ravel())
            phase = np.cos(self.along * (source.x - self.start))
            total += source.current * phase[:, None] * spread.reshape(kx.shape)
        counts = [np.where(k > 0, 2.0, 1.0) for k in (self.along, self.across)]
        area = (self.end - self.start) * self.width
        return np.asarray(total * np.multiply.outer(*counts) / area)

    def amplitudes(self, layers: Layers, depth: float, offset: float, flux: Array) -> Array:
        """Amplitude of each wave along a line at a depth, beside the pads' centres."""
        top = DECAY / depth
        along, across = self.along[self.along <= top], self.across[self.across <= top]
        rest = np.multiply.outer(along**2, np.ones_like(across)) + across**2 <= top**2
        rest[0, 0] = False
        row, column = np.nonzero(rest)
        found = kernel(
            along[row], across[column], np.array([depth]), layers, beside_half_space=NONE
        )
        beside = np.cos(across * offset)
        shares = found[0] * flux[row, column] * beside[column]
        return np.asarray(np.bincount(row, shares, minlength=self.along.size), dtype=float)

    def waves(self, x: Array) -> Array:
        """Waves at places along the line; times amplitudes it is the potential."""
        return np.asarray(np.cos(np.multiply.outer(x - self.start, self.along)))


def line(sources: tuple[Source, ...], shallowest: float, deepest: float, offset: float) -> Line:
    """Place the walls and count the waves for nerves between two depths.

    Examples
    --------
    >>> pad = Source(Disc(0.016), 0.0, 1.0)
    >>> at = line((pad,), 8e-3, 8e-3, 0.0)
    >>> round(at.end - at.start, 3), at.along.size
    (0.192, 55)
    """
    behind, beside = (room + deepest * times for room, times in (BEHIND, BESIDE))
    start = min(s.x - half_length(s.outline) for s in sources) - behind
    end = max(s.x + half_length(s.outline) for s in sources) + behind
    width = 2 * (max(half_width(s.outline) for s in sources) + abs(offset) + beside)
    top = DECAY / shallowest
    along = pi / (end - start) * np.arange(ceil(top * (end - start) / pi) + 1)
    across = 2 * pi / width * np.arange(ceil(top * width / (2 * pi)) + 1)
    return Line(sources, start, end, np.asarray(along), np.asarray(across), width)


def _transform(outline: Outline, weighting: str, kx: Array, ky: Array) -> Array:
    """Transform of the flux of one ampere."""
    if isinstance(outline, Disc):
        form = uniform_disc if weighting == "uniform" else isopotential_disc
        return form(np.hypot(kx, ky) * outline.radius)
    plate = uniform if weighting == "uniform" else isopotential
    return plate(outline.length, outline.width).transform(kx, ky)
