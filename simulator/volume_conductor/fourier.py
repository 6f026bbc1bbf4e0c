"""Any pad on layers that may conduct better along the limb: a Fourier integral over the skin.

The potential of one ampere is

    V(x, y, z) = 1/(4 pi^2) int int S(kx, ky) K(kx, ky, z) exp(i (kx x + ky y)) dkx dky,

taken in polar wavenumbers, where the integrand is smooth at 0 and periodic in the angle. In a layer
of conductivity s across and s m^2 along x the wave falls with g = sqrt((m kx)^2 + ky^2) and has the
admittance s g; the layers are joined from the bottom up as sections of a line. Nothing but the
nodes is shared with the Hankel route.

References
----------
.. [1] D. Farina, A. Rainoldi, "Compensation of the effect of sub-cutaneous tissue layers on surface
   EMG", Med. Eng. Phys. 21:487-497, 1999, the reciprocal problem in two dimensions of wavenumber.
.. [2] J. R. Wait, "Electromagnetic Waves in Stratified Media", Pergamon, 1962: layers as lines.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from simulator.volume_conductor import bessel, half_space, plate
from simulator.volume_conductor.layers import Layers
from simulator.volume_conductor.pad import Disc, Outline
from simulator.volume_conductor.quadrature import DECAY, NODES, PHASE, edges, nodes, octaves

Array = NDArray[np.float64]

BLOCK = 256
"""Points that share one set of nodes."""

MOST_TURNS = 20_000.0
"""Largest product of wavenumber and distance [rad]; beyond it the integral would take minutes."""


def potential(
    x: Array, y: Array, z: Array, outline: Outline, layers: Layers, weighting: str
) -> Array:
    """Potential of a pad of one ampere on layers that may have a direction.

    Parameters
    ----------
    x, y, z : ndarray, shape (n,)
        Points from the middle of the pad; z at least 0, down. [m]
    outline : Disc or Rectangle
        The pad.
    layers : Layers
        Any.
    weighting : {"uniform", "isopotential"}
        How the flux is spread over the pad.

    Returns
    -------
    potential : ndarray, shape (n,)
        Zero at infinity. [V/A]

    Raises
    ------
    ValueError
        If a point lies so near the skin, for its distance, that the integral would need too
        many nodes.

    Examples
    --------
    Muscle that conducts better along x carries the potential farther that way:

    >>> from simulator.volume_conductor.layers import Layer
    >>> from simulator.volume_conductor.pad import Rectangle
    >>> fat, muscle = Layer(conductivity=0.03, thickness=0.01), Layer(
    ...     conductivity=0.1, conductivity_along=0.4)
    >>> pad, far, depth = Rectangle(0.05, 0.05), np.array([0.06, 0.0]), np.full(2, 0.02)
    >>> along, across = potential(far, far[::-1], depth, pad, Layers((fat, muscle)), "uniform")
    >>> bool(along > across)
    True
    """
    first = layers.stack[0]
    shallow = (z < first.thickness) & _has_closed_form(outline, first.stretch)
    total = np.zeros_like(x)
    closed = _half_space(x[shallow], y[shallow], z[shallow], outline, first.stretch, weighting)
    total[shallow] = closed / first.conductivity
    if len(layers.stack) == 1 and bool(np.all(shallow)):
        return total
    decay = np.empty_like(z)
    decay[shallow] = _decay(np.full(shallow.sum(), first.thickness), layers) * 2
    decay[shallow] -= z[shallow] * min(first.stretch, 1.0)
    decay[~shallow] = _decay(z[~shallow], layers)
    transform = _transform(outline, weighting)
    for points in _blocks(decay):
        spot = (x[points], y[points], z[points], shallow[points])
        total[points] += _integral(*spot, decay[points], outline.reach, layers, transform)
    return total


def _blocks(decay: Array) -> Iterator[NDArray[np.intp]]:
    """Octaves of decay length, in blocks that keep memory bounded."""
    for group in octaves(decay):
        yield from np.array_split(group, math.ceil(group.size / BLOCK))


def _has_closed_form(outline: Outline, stretch: float) -> bool:
    """Whether the half space of the first layer has one: a stretched disc is an ellipse."""
    return stretch == 1.0 or not isinstance(outline, Disc)


def _half_space(
    x: Array, y: Array, z: Array, outline: Outline, stretch: float, weighting: str
) -> Array:
    """Give the closed form for a half space of 1 S/m across, stretched along x."""
    if isinstance(outline, Disc):
        forms = {
            "uniform": half_space.uniform_disc,
            "isopotential": half_space.isopotential_disc,
        }
        return forms[weighting](np.hypot(x, y), z, outline.radius)
    spread = _plate(outline.length, outline.width, weighting)
    shrunk = plate.Plate(spread.x / stretch, spread.y, spread.share)
    return shrunk.half_space(x / stretch, y, z) / stretch


def _plate(length: float, width: float, weighting: str) -> plate.Plate:
    """Give the spread of the flux over a rectangle."""
    if weighting == "uniform":
        return plate.uniform(length, width)
    return plate.isopotential(length, width)


def _transform(outline: Outline, weighting: str) -> Callable[[Array, Array], Array]:
    """Fourier transform of the flux of one ampere."""
    if not isinstance(outline, Disc):
        return _plate(outline.length, outline.width, weighting).transform
    forms = {"uniform": bessel.uniform_disc, "isopotential": bessel.isopotential_disc}
    radius, form = outline.radius, forms[weighting]
    return lambda kx, ky: form(np.hypot(kx, ky) * radius)


def _decay(z: Array, layers: Layers) -> Array:
    """Length over which the wave to a depth falls, at its slowest."""
    total = np.zeros_like(z)
    for top, layer in zip(layers.tops, layers.stack, strict=True):
        total += np.clip(z - top, 0, layer.thickness) * min(layer.stretch, 1.0)
    if not np.all(total > 0):
        raise ValueError(
            "depth must be above 0 m under a disc on a first layer with a direction, got 0 m"
        )
    return total


def _integral(
    x: Array,
    y: Array,
    z: Array,
    shallow: NDArray[np.bool_],
    decay: Array,
    reach: float,
    layers: Layers,
    transform: Callable[[Array, Array], Array],
) -> Array:
    """Sum the transform for points of similar decay length, a ring of wavenumbers at a time."""
    along, at_x = np.unique(np.abs(x), return_inverse=True)
    across, at_y = np.unique(np.abs(y), return_inverse=True)
    depths, at_depth = np.unique(z, return_inverse=True)
    whole = shallow[np.unique(at_depth, return_index=True)[1]]
    distance = float(np.hypot(along[-1], across[-1])) + reach
    slope = max(abs(layer.stretch - 1) for layer in layers.stack) * float(decay.max())
    total = np.zeros_like(x)
    top = DECAY / float(decay.min())
    for k, angle, weight in _rings(top, distance + slope, float(decay.max()), layers):
        kx, ky = k * np.cos(angle), k * np.sin(angle)
        source = weight * transform(kx, ky) / np.pi**2
        waves = np.cos(np.multiply.outer(along, kx))[at_x]
        waves *= np.cos(np.multiply.outer(across, ky))[at_y]
        kernels = kernel(kx, ky, depths, layers, beside_half_space=whole) * (source * k)
        total += (
            waves @ kernels[0]
            if depths.size == 1
            else np.einsum("pk,pk->p", waves, kernels[at_depth])
        )
    return total


def _rings(
    top: float, distance: float, decay: float, layers: Layers
) -> Iterator[tuple[Array, Array, Array]]:
    """Nodes of one ring after the other: wavenumber, angle in the first quadrant, weight."""
    if not top * distance <= MOST_TURNS:
        raise ValueError(
            f"field needs {top * distance:.3g} rad, at most {MOST_TURNS:g}: distance along the "
            "skin over the depth, or over the first layer's thickness, is too large"
        )
    steepest = max(max(layer.stretch, 1 / layer.stretch) for layer in layers.stack)
    borders = edges(top, PHASE / (distance + 2 * decay), 4 * layers.smallest_wavenumber)
    for k, weight in zip(*nodes(borders), strict=True):
        count = math.ceil(float(k[-1]) * distance / 4 + 16 * steepest)
        angle = np.pi / 2 * (np.arange(count) + 0.5) / count
        spread = np.repeat(weight * (np.pi / 2 / count), count)
        yield np.repeat(k, count), np.tile(angle, NODES.size), spread


def kernel(
    kx: Array, ky: Array, depths: Array, layers: Layers, *, beside_half_space: NDArray[np.bool_]
) -> Array:
    """Potential at depths for a flux of unit transform on the skin.

    Parameters
    ----------
    kx, ky : ndarray, shape (m,)
        Wavenumbers, not both 0. [1/m]
    depths : ndarray, shape (n,)
        At least 0. [m]
    layers : Layers
        Any.
    beside_half_space : ndarray of bool, shape (n,)
        Whether to leave out what a half space of the first layer would give.

    Returns
    -------
    kernel : ndarray, shape (n, m)
        [ohm m2]

    Examples
    --------
    >>> from simulator.volume_conductor.layers import Layer
    >>> one = Layers((Layer(conductivity=0.5),))
    >>> k = np.array([10.0]), np.array([0.0])
    >>> kernel(*k, np.zeros(1), one, beside_half_space=np.array([False])).tolist()
    [[0.2]]
    """
    square, across = kx**2, ky**2
    by_stretch = {
        stretch: np.sqrt(stretch**2 * square + across)
        for stretch in {layer.stretch for layer in layers.stack}
    }
    falls = [by_stretch[layer.stretch] for layer in layers.stack]
    lines = [layer.conductivity * fall for layer, fall in zip(layers.stack, falls, strict=True)]
    fades = [
        np.exp(-fall * layer.thickness)
        for fall, layer in zip(falls, layers.stack[:-1], strict=False)
    ]
    loads = _loads(fades, lines)
    rows = np.empty((depths.size, kx.size))
    value = 1 / loads[0]
    for index, (top, layer) in enumerate(zip(layers.tops, layers.stack, strict=True)):
        fall, bottom = falls[index], top + layer.thickness
        if math.isinf(bottom):
            for row in np.flatnonzero(depths >= top):
                rows[row] = value * np.exp(-fall * (depths[row] - top))
            break
        load, whole = loads[index + 1] / lines[index], fades[index] ** 2
        value = value / (1 + whole + load * (1 - whole))
        for row in np.flatnonzero((depths >= top) & (depths < bottom)):
            here = np.exp(-2 * fall * (bottom - depths[row]))
            rows[row] = value * np.exp(-fall * (depths[row] - top)) * (1 + here + load * (1 - here))
        value = value * (2 * fades[index])
    for row in np.flatnonzero(beside_half_space):
        rows[row] -= np.exp(-falls[0] * depths[row]) / lines[0]
    return rows


def _loads(fades: list[Array], lines: list[Array]) -> list[Array]:
    """Admittance seen at the top of each layer and, last, that which ends the last one."""
    loads = [lines[-1], lines[-1]]
    for fade, line in zip(fades[::-1], lines[-2::-1], strict=True):
        whole = fade**2
        turn = (1 - whole) / (1 + whole)
        loads.insert(0, line * (loads[0] + line * turn) / (line + loads[0] * turn))
    return loads
