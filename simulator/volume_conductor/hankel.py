"""Round pads on layers without direction: an integral over J0 (Hankel transform).

The potential of one ampere is

    V(r, z) = 1/(2 pi) int_0^inf S(k a) K(k, z) J0(k r) dk,

where S is the transform of the pad and K that of the layers, found from the bottom up with one
reflection factor for each boundary. In the first layer the closed form of a half space is taken out
of K, so that points on the skin need no endless integral.

References
----------
.. [1] E. D. Sunde, "Earth Conduction Effects in Transmission Systems", Van Nostrand, 1949: the
   recursion for horizontally layered earth.
.. [2] O. Koefoed, "Geosounding Principles 1", Elsevier, 1979, the same in reflection factors.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.volume_conductor import bessel, half_space
from simulator.volume_conductor.layers import Layers
from simulator.volume_conductor.quadrature import DECAY, PHASE, edges, nodes, octaves

Array = NDArray[np.float64]

TRANSFORM: Mapping[str, Callable[[Array], Array]] = {
    "uniform": bessel.uniform_disc,
    "isopotential": bessel.isopotential_disc,
}
CLOSED_FORM: Mapping[str, Callable[[Array, Array, float], Array]] = {
    "uniform": half_space.uniform_disc,
    "isopotential": half_space.isopotential_disc,
}
CHUNK = 2_000_000
"""Numbers held at once."""


def disc_potential(r: Array, z: Array, radius: float, layers: Layers, weighting: str) -> Array:
    """Potential of a disc of one ampere on isotropic layers.

    Parameters
    ----------
    r, z : ndarray, shape (n,)
        Distance from the axis, and depth, both at least 0. [m]
    radius : float
        Above 0. [m]
    layers : Layers
        Isotropic.
    weighting : {"uniform", "isopotential"}
        How the flux is spread over the disc.

    Returns
    -------
    potential : ndarray, shape (n,)
        Zero at infinity. [V/A]

    Raises
    ------
    ValueError
        If the layers have a direction, or the integral would need too many nodes.

    Examples
    --------
    >>> from simulator.volume_conductor.layers import Layer
    >>> skin = Layer(conductivity=0.005, thickness=1.5e-3)
    >>> fat = Layer(conductivity=0.03, thickness=8.5e-3)
    >>> layers = Layers((skin, fat, Layer(conductivity=0.25)))
    >>> r, z = np.array([0.0, 0.04]), np.array([0.02, 0.02])
    >>> disc_potential(r, z, 0.016, layers, "uniform").round(3).tolist()
    [36.777, 15.798]
    """
    if not layers.is_isotropic:
        raise ValueError("the Hankel route needs layers without direction")
    first = layers.stack[0]
    shallow = z < first.thickness
    total = np.zeros_like(r)
    if np.any(shallow):
        closed = CLOSED_FORM[weighting](r[shallow], z[shallow], radius)
        total[shallow] = closed / first.conductivity
    if len(layers.stack) == 1:
        return total
    decay = np.where(shallow, 2 * first.thickness - z, z)
    for points in octaves(decay):
        total[points] += _integral(
            r[points], z[points], decay[points], radius, layers, TRANSFORM[weighting]
        )
    return total


def _integral(
    r: Array,
    z: Array,
    decay: Array,
    radius: float,
    layers: Layers,
    transform: Callable[[Array], Array],
) -> Array:
    """Sum the transform for points of similar decay length, a chunk of panels at a time."""
    distances, at_distance = _distinct(r)
    depths, at_depth = _distinct(z)
    width = PHASE / (distances[-1] + radius + 2 * decay.max())
    borders = edges(DECAY / decay.min(), width, 4 * layers.smallest_wavenumber)
    step = max(1, CHUNK // (16 * r.size))
    total = np.zeros_like(r)
    for start in range(0, borders.size - 1, step):
        k, weight = (part.ravel() for part in nodes(borders[start : start + step + 1]))
        waves = bessel.j0(np.multiply.outer(distances, k))
        kernels = kernel(k, depths, layers) * (weight * transform(k * radius) / (2 * np.pi))
        if depths.size == 1:
            total += (waves @ kernels[0])[at_distance]
        else:
            total += np.einsum("pk,pk->p", waves[at_distance], kernels[at_depth])
    return total


def _distinct(values: Array) -> tuple[Array, NDArray[np.intp] | slice]:
    """Values without repeats, and where each was; equal or rising ones cost no sort."""
    steps = values[1:] - values[:-1]
    if not steps.any():
        return values[:1], np.zeros(values.size, dtype=np.intp)
    if steps.min() > 0:
        return values, slice(None)
    return np.unique(values, return_inverse=True)


def kernel(k: Array, depths: Array, layers: Layers) -> Array:
    """Transform of the layers, without the half-space part where the depth is in the first layer.

    Parameters
    ----------
    k : ndarray, shape (m,)
        Wavenumber, above 0. [1/m]
    depths : ndarray, shape (n,)
        At least 0. [m]
    layers : Layers
        Isotropic, at least two.

    Returns
    -------
    kernel : ndarray, shape (n, m)
        Times the wavenumber. [ohm m]

    Examples
    --------
    Two equal layers are one: nothing is left beside the half space.

    >>> from simulator.volume_conductor.layers import Layer
    >>> same = Layers((Layer(conductivity=0.2, thickness=0.01), Layer(conductivity=0.2)))
    >>> kernel(np.array([50.0]), np.array([0.002]), same).tolist()
    [[0.0]]
    """
    heights = [layer.thickness for layer in layers.stack[:-1]]
    fades = [np.exp(-height * k) for height in heights]
    echoes, factors = _reflections(k, layers, fades)
    first = 1 / layers.stack[0].conductivity / (1 - echoes[0])
    at_top = first
    rows = np.empty((depths.size, k.size))
    for index, top in enumerate(layers.tops):
        bottom = layers.tops[index + 1] if index < len(heights) else math.inf
        inside = np.flatnonzero((depths >= top) & (depths < bottom))
        if index == 0:
            for row in inside:
                rows[row] = factors[0] * first * _mirrored(k, bottom, depths[row])
        elif inside.size:
            rows[inside] = at_top * np.exp(np.multiply.outer(top - depths[inside], k))
            if index < len(heights):
                echo = np.exp(np.multiply.outer(2 * (depths[inside] - bottom), k))
                rows[inside] *= 1 + factors[index] * echo
        if index < len(heights):
            at_top = at_top * fades[index] * (1 + factors[index]) / (1 + echoes[index + 1])
    return rows


def _mirrored(k: Array, bottom: float, depth: float) -> Array:
    """Give the two waves that a boundary sends back into the first layer, the second by the skin."""
    return np.asarray(np.exp(-k * (2 * bottom - depth)) + np.exp(-k * (2 * bottom + depth)))


def _reflections(k: Array, layers: Layers, fades: list[Array]) -> tuple[list[Array], list[Array]]:
    """Reflection factor at the bottom of each layer, seen from its top and there; the last has none."""
    none = np.zeros_like(k)
    echoes, factors = [none], [none]
    impedance = np.full_like(k, 1 / layers.stack[-1].conductivity)
    for layer, fade in zip(layers.stack[-2::-1], fades[::-1], strict=True):
        matched = layer.conductivity * impedance
        factor = (matched - 1) / (matched + 1)
        echo = factor * fade * fade
        factors.insert(0, factor)
        echoes.insert(0, echo)
        impedance = (1 + echo) / ((1 - echo) * layer.conductivity)
    return echoes, factors
