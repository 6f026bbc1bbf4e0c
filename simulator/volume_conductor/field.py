"""The potential that pads on the skin give at points in the tissue under them."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.volume_conductor import fourier, hankel
from simulator.volume_conductor.layers import Layers
from simulator.volume_conductor.pad import Disc, Outline, Pad

Array = NDArray[np.float64]
Weighting = Literal["uniform", "isopotential"]
Route = Literal["auto", "hankel", "fourier"]

WEIGHTINGS: tuple[Weighting, ...] = ("uniform", "isopotential")
"""Two ways for the flux to leave a pad; a gel pad lies between them."""


def potential(
    points: ArrayLike,
    pads: tuple[Pad, ...] | list[Pad],
    layers: Layers,
    *,
    weighting: Weighting = "uniform",
    route: Route = "auto",
) -> Array:
    """Potential at points, as along the path of a fibre, from all pads together.

    Parameters
    ----------
    points : array_like, shape (n, 3)
        x along the limb, y around it, z depth under the skin, at least 0. [m]
    pads : sequence of Pad
        At least one. Currents that do not add up to 0 return at infinity.
    layers : Layers
        Tissue from the skin down.
    weighting : {"uniform", "isopotential"}
        Same flux everywhere under a pad, or that of a pad at one potential on a half space.
    route : {"auto", "hankel", "fourier"}
        How it is computed; "auto" takes Hankel for discs on layers without direction.

    Returns
    -------
    potential : ndarray, shape (n,)
        Zero at infinity. [V]

    Raises
    ------
    ValueError
        If the points have another shape, are not finite or lie above the skin; if there is no
        pad; if weighting or route is unknown or does not fit; if the integral would need too many
        nodes.

    Examples
    --------
    One milliampere between two discs 10 cm apart; the middle of a fibre 2 cm deep is at 0 V:

    >>> from simulator.volume_conductor import Disc, Layer, Layers, Pad
    >>> layers = Layers((Layer(conductivity=0.03, thickness=0.01), Layer(conductivity=0.25)))
    >>> pads = [Pad(outline=Disc(0.016), current=1e-3, x=-0.05),
    ...         Pad(outline=Disc(0.016), current=-1e-3, x=0.05)]
    >>> fibre = [(x, 0.0, 0.02) for x in (-0.05, 0.0, 0.05)]
    >>> (1e3 * potential(fibre, pads, layers)).round(3).tolist()
    [29.2..., 0.0, -29.2...]

    References
    ----------
    .. [1] E. D. Sunde, "Earth Conduction Effects in Transmission Systems", Van Nostrand, 1949.
    """
    places = _checked_points(points)
    if not pads:
        raise ValueError("pads must have at least one pad, got none")
    if weighting not in WEIGHTINGS:
        raise ValueError(f"weighting must be one of {', '.join(WEIGHTINGS)}, got {weighting!r}")
    total = np.zeros(len(places))
    for outline in dict.fromkeys(pad.outline for pad in pads):
        same = [pad for pad in pads if pad.outline == outline]
        offsets = np.concatenate([places - (pad.x, pad.y, 0.0) for pad in same])
        currents = np.array([pad.current for pad in same])
        per_ampere = _one_outline(offsets, outline, layers, weighting, route)
        total += currents @ per_ampere.reshape(len(same), -1)
    return _checked_result(total)


def both_weightings(
    points: ArrayLike, pads: tuple[Pad, ...] | list[Pad], layers: Layers
) -> tuple[Array, Array]:
    """Potential for uniform flux and for isopotential pads, between which a gel pad lies.

    Parameters
    ----------
    points : array_like, shape (n, 3)
        As for `potential`. [m]
    pads : sequence of Pad
        At least one.
    layers : Layers
        Tissue from the skin down.

    Returns
    -------
    uniform, isopotential : ndarray, shape (n,)
        [V]

    Raises
    ------
    ValueError
        As for `potential`.

    Examples
    --------
    >>> from simulator.volume_conductor import Disc, Layer, Layers, Pad
    >>> layers = Layers((Layer(conductivity=1.0),))
    >>> even, one = both_weightings([(0, 0, 0)], [Pad(outline=Disc(1.0), current=1.0)], layers)
    >>> even.round(4).tolist(), one.round(4).tolist()
    ([0.3183], [0.25])
    """
    even, one = (potential(points, pads, layers, weighting=word) for word in WEIGHTINGS)
    return even, one


def _one_outline(
    offsets: Array, outline: Outline, layers: Layers, weighting: Weighting, route: Route
) -> Array:
    """Potential of one ampere at offsets from the middle of a pad."""
    x, y, z = offsets.T
    fits = isinstance(outline, Disc) and layers.is_isotropic
    if route not in ("auto", "hankel", "fourier"):
        raise ValueError(f"route must be one of auto, hankel, fourier, got {route!r}")
    if route == "fourier" or (route == "auto" and not fits):
        return fourier.potential(x, y, z, outline, layers, weighting)
    if not isinstance(outline, Disc):
        raise ValueError("the Hankel route needs a disc, got a rectangle")
    return hankel.disc_potential(np.hypot(x, y), z, outline.radius, layers, weighting)


def _checked_points(points: ArrayLike) -> Array:
    """Points as an array, refused where no tissue is."""
    places = np.asarray(points, dtype=float)
    if places.ndim != 2 or places.shape[1] != 3 or len(places) == 0:
        raise ValueError(f"points must have shape (n, 3) with n at least 1, got {places.shape}")
    if not np.all(np.isfinite(places)):
        raise ValueError("points must be finite, got NaN or infinity")
    if not np.all(places[:, 2] >= 0):
        raise ValueError(
            f"depth of a point must be at least 0 m, got {places[:, 2].min()} m, above the skin"
        )
    return places


def _checked_result(values: Array) -> Array:
    """Refuse to hand out a field with a hole in it."""
    if not np.all(np.isfinite(values)):
        raise ValueError(f"potential must be finite, got {values[~np.isfinite(values)][0]} V")
    return values
