"""What a temperature does in time: thermal dose, injury, cold."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from simulator.bioheat.slab import FloatArray, require
from simulator.bioheat.tables import constant

KELVIN = 273.15


def injury_rate(
    temperature: ArrayLike, *, ln_rate: float | None = None, activation: float | None = None
) -> FloatArray:
    """Rate of the injury integral of Henriques and Moritz.

    Parameters
    ----------
    temperature : array_like
        Of the basal layer, -30 to 100. [degC]
    ln_rate, activation : float or None
        Natural logarithm of the rate constant [1/s], and activation [K]; None for 3.1e98 and
        75,000 K.

    Returns
    -------
    rate : ndarray, shape of temperature
        [1/s]

    Raises
    ------
    ValueError
        If a temperature is not finite or out of range.

    Notes
    -----
    The pair 3.1e98 1/s with 6.28e5 J/mol over 8.314 J/(mol K), 75,535 K, is widespread and
    about five times too slow.

    Examples
    --------
    >>> round(float(1 / injury_rate(44.0) / 3600), 1)
    4.5

    References
    ----------
    .. [1] F. C. Henriques, A. R. Moritz, Studies of thermal injury, Am. J. Pathol. 23, 1947.
    """
    require("temperature", temperature, "degC", least=-30.0, most=100.0)
    top = constant("injury_ln_rate") if ln_rate is None else ln_rate
    steep = constant("injury_activation") if activation is None else activation
    return np.exp(top - steep / (np.asarray(temperature, dtype=float) + KELVIN))


def cem43_rate(temperature: ArrayLike) -> FloatArray:
    """Equivalent minutes at 43 degC per minute; none below 37 degC.

    Parameters
    ----------
    temperature : array_like
        -30 to 100. [degC]

    Returns
    -------
    rate : ndarray, shape of temperature
        [1]

    Raises
    ------
    ValueError
        If a temperature is not finite or out of range.

    Examples
    --------
    >>> cem43_rate([36.0, 41.0, 43.0, 45.0]).tolist()
    [0.0, 0.0625, 1.0, 4.0]
    """
    require("temperature", temperature, "degC", least=-30.0, most=100.0)
    above = np.asarray(temperature, dtype=float) - 43.0
    high, low = (np.log2(constant(f"cem43_factor_{side}")) for side in ("above", "below"))
    rate = np.exp2(-above * np.where(above >= 0, high, low))
    return np.where(above >= constant("cem43_from") - 43.0, rate, 0.0)


def integrate(time: FloatArray, rate: FloatArray) -> FloatArray:
    """Integral of a rate that grows exponentially between the samples.

    Parameters
    ----------
    time : ndarray, shape (n,)
        Never falling. [s]
    rate : ndarray, shape (n, people)
        [1/s]

    Returns
    -------
    total : ndarray, shape (people,)

    Examples
    --------
    >>> time = np.array([0.0, 1.0])
    >>> float(integrate(time, np.array([[1.0], [np.e]]))[0].round(12)) == round(np.e - 1, 12)
    True
    """
    a, b = rate[:-1], rate[1:]
    apart = (a > 0) & (b > 0) & (np.abs(b - a) > 1e-6 * np.maximum(a, b))
    grows = np.log(
        np.divide(b, a, where=apart, out=np.ones_like(a)), where=apart, out=np.ones_like(a)
    )
    mean = np.where(apart, (b - a) / grows, (a + b) / 2)
    total: FloatArray = (mean * np.diff(time)[:, None]).sum(axis=0)
    return total


@dataclass(frozen=True, kw_only=True)
class Dose:
    """What skin and basal layer have met, shape (people,) each.

    Parameters
    ----------
    max_skin, min_skin, peak_basal, min_basal, coldest : ndarray
        Coldest at any depth. [degC]
    cem43 : ndarray
        Of the basal layer; not meant for peaks below 39 degC, nor for cold. [min]
    omega : ndarray
        Injury integral of the basal layer: 0.53 first, 1 second, 10,000 third degree.
    seconds_below_pain, seconds_below_numbness, seconds_below_frostbite : ndarray
        Time of the skin below 15, 7 and 0 degC. [s]
    """

    max_skin: FloatArray
    min_skin: FloatArray
    peak_basal: FloatArray
    min_basal: FloatArray
    coldest: FloatArray
    cem43: FloatArray
    omega: FloatArray
    seconds_below_pain: FloatArray
    seconds_below_numbness: FloatArray
    seconds_below_frostbite: FloatArray

    def worst(self) -> Dose:
        """Worst of each quantity over all these people, whoever has it; arrays of one value.

        Examples
        --------
        >>> time, skin = np.array([0.0, 60.0]), np.array([[33.0, 33.0], [45.0, 5.0]])
        >>> worst = dose(time, skin, skin).worst()
        >>> worst.max_skin.tolist(), worst.min_skin.tolist()
        ([45.0], [5.0])
        """
        lowest = {"min_skin", "min_basal", "coldest"}
        arrays = {f.name: getattr(self, f.name) for f in fields(self)}
        return Dose(
            **{
                name: np.array([found.min() if name in lowest else found.max()])
                for name, found in arrays.items()
            }
        )


def dose(
    time: FloatArray, skin: FloatArray, basal: FloatArray, *, deep: ArrayLike = np.inf
) -> Dose:
    """Sum up what skin and basal layer have met.

    Parameters
    ----------
    time : ndarray, shape (n,)
        [s]
    skin, basal : ndarray, shape (n, people)
        [degC]
    deep : array_like
        Lowest temperature of all depths, where they were followed. [degC]

    Returns
    -------
    dose : Dose

    Raises
    ------
    ValueError
        If a temperature is not finite or outside -30 to 100 degC.

    Examples
    --------
    >>> half_hour, warm = np.array([0.0, 1800.0]), np.full((2, 1), 43.0)
    >>> found = dose(half_hour, warm, warm)
    >>> round(float(found.cem43[0]), 6), round(float(found.omega[0]), 3)
    (30.0, 0.052)
    """
    require("skin temperature", skin, "degC", least=-30.0, most=100.0)
    return Dose(
        max_skin=skin.max(axis=0),
        min_skin=skin.min(axis=0),
        peak_basal=basal.max(axis=0),
        min_basal=basal.min(axis=0),
        coldest=np.minimum(np.minimum(skin, basal).min(axis=0), deep),
        cem43=integrate(time, cem43_rate(basal)) / 60,
        omega=integrate(time, injury_rate(basal)),
        seconds_below_pain=time_below(time, skin, constant("cold_pain")),
        seconds_below_numbness=time_below(time, skin, constant("cold_numbness")),
        seconds_below_frostbite=time_below(time, skin, constant("cold_frostbite")),
    )


def time_below(time: FloatArray, temperature: FloatArray, bound: float) -> FloatArray:
    """Time below a bound, with straight lines between the samples, shape (people,). [s]

    Examples
    --------
    >>> float(time_below(np.array([0.0, 10.0]), np.array([[20.0], [10.0]]), 15.0)[0])
    5.0
    """
    if temperature.min() >= bound:
        return np.zeros(temperature.shape[1])
    low = np.minimum(temperature[:-1], temperature[1:])
    high = np.maximum(temperature[:-1], temperature[1:])
    span = high - low
    crossing = np.divide(bound - low, span, out=(low < bound).astype(float), where=span > 0)
    total: FloatArray = (np.clip(crossing, 0.0, 1.0) * np.diff(time)[:, None]).sum(axis=0)
    return total


def longest_above(time: FloatArray, temperature: FloatArray, bound: float) -> FloatArray:
    """Longest time without a break above a bound, with straight lines between the samples.

    Parameters
    ----------
    time : ndarray, shape (n,)
        Never falling. [s]
    temperature : ndarray, shape (n, people)
        [degC]
    bound : float
        A temperature at the bound is not above it. [degC]

    Returns
    -------
    longest : ndarray, shape (people,)
        [s]

    Examples
    --------
    >>> time, skin = np.array([0.0, 10.0, 20.0, 30.0]), np.array([[42.0], [44.0], [44.0], [42.0]])
    >>> float(longest_above(time, skin, 43.0)[0])
    20.0
    """
    low = np.minimum(temperature[:-1], temperature[1:])
    high = np.maximum(temperature[:-1], temperature[1:])
    share = np.divide(high - bound, high - low, out=(low > bound).astype(float), where=high > low)
    part = np.clip(share, 0.0, 1.0) * np.diff(time)[:, None]
    run, longest = np.zeros(temperature.shape[1]), np.zeros(temperature.shape[1])
    for above, start, end in zip(part, temperature[:-1], temperature[1:], strict=True):
        run = np.where(start > bound, run, 0.0) + above
        longest = np.maximum(longest, run)
        run = np.where(end > bound, run, 0.0)
    return longest
