"""Round pads on layers without direction: an integral over J0 (Hankel transform).

The potential of one ampere is

    V(r, z) = 1/(2 pi) int_0^inf S(k a) K(k, z) J0(k r) dk,

where S is the transform of the pad and K that of the layers, found from the bottom up with one
reflection factor for each boundary. In the first layer the closed form of a half space is taken out
of K, so that points on the skin need no endless integral. The sum over wavenumbers is compiled.

References
----------
.. [1] E. D. Sunde, "Earth Conduction Effects in Transmission Systems", Van Nostrand, 1949: the
   recursion for horizontally layered earth.
.. [2] O. Koefoed, "Geosounding Principles 1", Elsevier, 1979, the same in reflection factors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.compiled import Compiled
from simulator.volume_conductor import bessel, half_space
from simulator.volume_conductor.layers import Layers
from simulator.volume_conductor.quadrature import DECAY, NODES, PHASE, WEIGHTS, edges, octaves

Array = NDArray[np.float64]

FLUX: Mapping[str, int] = {"uniform": 0, "isopotential": 1}
"""Numbers of the weightings in the kernel."""

CLOSED_FORM: Mapping[str, Callable[[Array, Array, float], Array]] = {
    "uniform": half_space.uniform_disc,
    "isopotential": half_space.isopotential_disc,
}
GAUSS = np.array([NODES, WEIGHTS])
ROWS, WAVES = 11, 4
"""What the kernel works on: rows of a block, and rows of a block for each layer."""

integrate = Compiled("simulator.volume_conductor.hankel_kernel", "integrate")


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
            r[points], z[points], decay[points], radius, layers, FLUX[weighting]
        )
    return total


def _integral(r: Array, z: Array, decay: Array, radius: float, layers: Layers, flux: int) -> Array:
    """Sum the transform for points of similar decay length."""
    width = PHASE / (r.max() + radius + 2 * decay.max())
    borders = edges(DECAY / decay.min(), width, 4 * layers.smallest_wavenumber)
    stack = np.array([[layer.conductivity for layer in layers.stack], layers.tops])
    total = np.zeros_like(r)
    work, waves = np.empty((ROWS, bessel.BLOCK)), np.empty((WAVES, len(layers.stack), bessel.BLOCK))
    tables = (*bessel.fitted(0), *bessel.fitted(1))
    integrate(flux, tables, GAUSS, borders, stack, float(radius), r, z, total, work, waves)
    return total
