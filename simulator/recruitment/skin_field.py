"""Potential of a round pad in the skin under it, of many bodies side by side.

The integral of `simulator.volume_conductor.hankel` for layers without direction, at depths in the
dermis only. All bodies share the wavenumbers, so that the pad is transformed once and each body is a row of a
matrix product.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import pi

import numpy as np
from numpy.typing import NDArray

from simulator.volume_conductor import WEIGHTINGS, Layers
from simulator.volume_conductor.bessel import isopotential_disc, j0, uniform_disc
from simulator.volume_conductor.quadrature import edges, nodes

Array = NDArray[np.float64]

DECAY = 3.0
"""Exponent at which waves are left out at the ending; the pad's own edge damps them as well.

With `TURN` it costs a thousandth of the steepest slope.
"""

TURN = 40.0
"""Radians that the integrand may turn in a panel of wavenumbers."""

BESIDE = 16
"""Bodies whose waves stay in near memory. [1]"""

LOWEST = 5.0
"""Widest first panel of wavenumbers. [1/m]"""


def potentials(
    radius: float,
    layers: Sequence[Layers],
    endings: Array,
    places: tuple[float, ...],
    *,
    down: int,
) -> Array:
    """Potential of one ampere down from each ending to the fat, and there at other distances.

    Parameters
    ----------
    radius : float
        Of the pad, above 0. [m]
    layers : sequence of Layers
        One for each body: barrier, dermis, fat and muscle, without direction.
    endings : ndarray, shape (bodies,)
        Depths in the dermis. [m]
    places : tuple of float
        Distances from the pad's middle, the first that of the ending. [m]
    down : int
        Depths from each ending to the fat, both included, at least 2.

    Returns
    -------
    potentials : ndarray, shape (weightings, bodies, down + places - 1)
        Even and isopotential flux: first down, then inward. [V]

    Examples
    --------
    >>> from simulator.recruitment.skin_layers import skin_layers
    >>> one = skin_layers(fat_thickness=5e-3, skin_thickness=1.5e-3, skin_conductivity=7e-4,
    ...                   directed=False)
    >>> potentials(0.02, [one], np.array([5e-4]), (0.018, 0.0), down=3).shape
    (2, 1, 4)
    """
    rounded = 2.0 ** np.floor(np.log2(endings.min()))
    k, fluxes, waves = _waves(radius, float(rounded), places)
    ending, inward = (waves[0] * fluxes).T, waves[1:].T
    found = np.empty((len(fluxes), len(layers), down + len(places) - 1))
    for first in range(0, len(layers), BESIDE):
        some = slice(first, first + BESIDE)
        falling, rising, step = _dermis(k, layers[some], endings[some], down)
        for i in range(down):
            row = falling + rising
            found[:, some, i] = (row @ ending).T
            falling *= step
            rising /= step
        found[:, some, down:] = (fluxes[:, None] * row) @ inward
    return found


def _dermis(
    k: Array, layers: Sequence[Layers], endings: Array, down: int
) -> tuple[Array, Array, Array]:
    """Waves that go down and up at the endings, and what one step down does to them; (bodies, waves)."""
    stacks = [body.stack for body in layers]
    skin, dermis, fat, muscle = (
        np.array([stack[i].conductivity for stack in stacks])[:, None] for i in range(4)
    )
    thick = np.array([[layer.thickness for layer in stack[:3]] for stack in stacks]).T[..., None]
    fade = [np.exp(-k * height) for height in thick]
    echo = np.zeros_like(fade[2])
    impedance = 1 / muscle
    factors: list[Array] = []
    for conductivity, faded in ((fat, fade[2]), (dermis, fade[1]), (skin, fade[0])):
        matched = conductivity * impedance
        factors.insert(0, (matched - 1) / (matched + 1))
        echo = factors[0] * faded**2
        impedance = (1 + echo) / (1 - echo) / conductivity
    top = fade[0] * (1 + factors[0]) / (skin * (1 - echo) * (1 + factors[1] * fade[1] ** 2))
    inside = endings[:, None] - thick[0]
    step = np.exp(-k * ((thick[1] - inside) / (down - 1)))
    falling = top * np.exp(-k * inside)
    rising = top * factors[1] * np.exp(-k * (2 * thick[1] - inside))
    return falling, rising, step


@lru_cache(maxsize=16)
def _waves(
    radius: float, shallowest: float, places: tuple[float, ...]
) -> tuple[Array, Array, Array]:
    """Wavenumbers, transforms of the pad by weighting, and J0 at the places along the plexus."""
    borders = edges(DECAY / shallowest, TURN / (2 * radius), LOWEST)
    k, weight = (part.ravel() for part in nodes(borders))
    forms = {"uniform": uniform_disc, "isopotential": isopotential_disc}
    fluxes = np.array([weight * forms[name](k * radius) / (2 * pi) for name in WEIGHTINGS])
    return k, fluxes, j0(np.multiply.outer(np.array(places), k))
