"""Rheobase and chronaxie of thresholds over pulse width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FEWEST_WIDTHS = 3
"""Two parameters fit two points exactly and say nothing of the misfit. [1]"""


@dataclass(frozen=True, slots=True)
class StrengthDuration:
    """Fitted strength-duration curve.

    Parameters
    ----------
    rheobase : float
        Threshold of an infinitely long pulse. [A]
    chronaxie : float
        Width whose threshold is twice the rheobase. [s]
    worst_miss : float
        Largest relative difference of the fit to a threshold; a fit says nothing beyond it. [1]
    """

    rheobase: float
    chronaxie: float
    worst_miss: float


def weiss(widths: Sequence[float], currents: Sequence[float]) -> StrengthDuration:
    r"""Fit Weiss's law to thresholds by least squares of the relative differences.

    Parameters
    ----------
    widths : sequence of float, at least three different ones
        Widths of rectangular monophasic pulses, above 0. [s]
    currents : sequence of float
        Their thresholds, above 0. [A]

    Returns
    -------
    fit : StrengthDuration

    Raises
    ------
    ValueError
        If there are too few, one is not above 0 and finite, or no positive curve fits.

    Notes
    -----
    .. math:: I(w) = I_\mathrm{rh} (1 + c / w)

    Examples
    --------
    >>> fit = weiss([1e-4, 2e-4, 1e-3], [6e-3, 4e-3, 2.4e-3])
    >>> round(fit.rheobase * 1e3, 6), round(fit.chronaxie * 1e6, 3)
    (2.0, 200.0)
    """
    w, i = _checked(widths, currents)
    (rheobase, charge), *_ = np.linalg.lstsq(
        np.stack([1 / i, 1 / (w * i)], axis=1), np.ones_like(w), rcond=None
    )
    return _fit(float(rheobase), float(charge / rheobase), rheobase + charge / w, i)


def lapicque(widths: Sequence[float], currents: Sequence[float]) -> StrengthDuration:
    r"""Fit Lapicque's law to thresholds by least squares of the relative differences.

    Parameters
    ----------
    widths, currents : sequence of float
        As for `weiss`. [s], [A]

    Returns
    -------
    fit : StrengthDuration

    Raises
    ------
    ValueError
        As `weiss`.

    Notes
    -----
    .. math:: I(w) = I_\mathrm{rh} / (1 - e^{-w / \tau}), \quad c = \tau \ln 2

    Examples
    --------
    >>> import numpy as np
    >>> w = np.array([1e-4, 2e-4, 1e-3])
    >>> fit = lapicque(w, 2e-3 / (1 - np.exp(-w / 300e-6)))
    >>> round(fit.rheobase * 1e3, 6), round(fit.chronaxie * 1e6, 2)
    (2.0, 207.94)
    """
    w, i = _checked(widths, currents)

    def shape(log_tau: float) -> Array:
        return np.asarray(-1 / np.expm1(-w / np.exp(log_tau)))

    def misfit(log_tau: float) -> float:
        share = shape(log_tau) / i
        best = share.sum() / (share @ share)
        return float(((best * share - 1) ** 2).sum())

    log_tau = _lowest(misfit, log(w.min() / 100), log(w.max() * 100))
    share = shape(log_tau) / i
    rheobase = float(share.sum() / (share @ share))
    return _fit(rheobase, log(2) * float(np.exp(log_tau)), rheobase * shape(log_tau), i)


def _lowest(misfit: Callable[[float], float], low: float, high: float) -> float:
    """Place of the lowest value: a grid, refined around its best point."""
    for _ in range(14):
        grid = np.linspace(low, high, 41)
        best = int(np.argmin([misfit(float(x)) for x in grid]))
        low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, 40)])
    return (low + high) / 2


def _fit(rheobase: float, chronaxie: float, fitted: Array, currents: Array) -> StrengthDuration:
    """Curve with its worst miss, refused where it is no curve."""
    if not (rheobase > 0 and chronaxie > 0):
        raise ValueError(
            f"rheobase and chronaxie must be above 0, got {rheobase} A and {chronaxie} s: "
            "these thresholds do not fall with the pulse width as the law says"
        )
    return StrengthDuration(rheobase, chronaxie, float(np.abs(fitted / currents - 1).max()))


def _checked(widths: Sequence[float], currents: Sequence[float]) -> tuple[Array, Array]:
    """Both as arrays, refused where they are no thresholds."""
    w, i = np.asarray(widths, dtype=float), np.asarray(currents, dtype=float)
    if w.shape != i.shape or not np.unique(w).size >= FEWEST_WIDTHS:
        raise ValueError(
            f"widths must be at least {FEWEST_WIDTHS} different ones, one for each current, "
            f"got {w.size} widths and {i.size} currents"
        )
    for name, row, unit in (("pulse width", w, "s"), ("current", i, "A")):
        if not ((row > 0) & np.isfinite(row)).all():
            raise ValueError(f"{name} must be above 0 {unit} and finite, got {row.tolist()}")
    return w, i
