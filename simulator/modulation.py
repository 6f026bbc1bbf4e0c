"""A parameter that changes in time: its form, its range, and its value at any moment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from simulator.exact import FloatArray, IntArray, rational, whole

PARAMETERS = ("pulse_rate", "pulse_width", "amplitude")
"""What can be modulated."""

FORMS = ("step", "triangle", "sine", "exponential", "random")
"""How it can be modulated."""

WIDTH_TIE_US = 1e-9
"""A sine or exponential width this close below a whole microsecond is that microsecond [us]."""


@dataclass(frozen=True)
class Modulation:
    """A modulated parameter, running on session time from its low value at time 0.

    Parameters
    ----------
    parameter : str
        "pulse_rate", "pulse_width" or "amplitude".
    low, high : Fraction, int or float
        Range: rates in Hz (kept as exact rationals), widths in whole us, amplitude as a fraction
        of the train's amplitude, above 0 and at most 1.
    form : str
        "step" (low in the first half of the period, high in the second), "triangle" (up in the
        first half, down in the second), "sine" (mid - half cos(2 pi t / period)), "exponential"
        (low + (high - low)(1 - exp(-t / time constant)), starting again each period if there is
        one) or "random" (uniform in [low, high], one draw a pulse).
    period_us : int, optional
        Period; required except for "exponential". [us]
    time_constant_us : int, optional
        Time constant, for "exponential" only. [us]
    seed : int, optional
        Seed of numpy's PCG64, for "random" only; draw k belongs to pulse k of each period.

    Raises
    ------
    ValueError
        If a name is unknown, a value leaves its range, or the form lacks what it needs.

    Examples
    --------
    >>> sweep = Modulation("pulse_width", 100, 200, "triangle", period_us=8_000_000)
    >>> sweep.widths(np.array([0, 2_000_000, 4_000_000, 6_000_000])).tolist()
    [100, 150, 200, 150]
    """

    parameter: str
    low: Fraction | int | float
    high: Fraction | int | float
    form: str
    period_us: int | None = None
    time_constant_us: int | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        _check_names(self.parameter, self.form)
        for name in ("low", "high"):
            object.__setattr__(self, name, _bound(self.parameter, name, getattr(self, name)))
        if not self.low <= self.high:
            raise ValueError(
                f"modulated {self.parameter} must not fall from low to high, "
                f"got {self.low} to {self.high}"
            )
        _check_timing(self)

    @property
    def low_rate(self) -> Fraction:
        """Lowest pulse rate of a rate modulation [Hz]."""
        return Fraction(self.low)

    @property
    def high_rate(self) -> Fraction:
        """Highest pulse rate of a rate modulation [Hz]."""
        return Fraction(self.high)

    def draws(self, index: IntArray) -> FloatArray:
        """Return the uniform draws of the pulses with these numbers in their period.

        Parameters
        ----------
        index : ndarray of int64, shape (n,)
            Pulse number within its period.

        Returns
        -------
        ndarray of float64, shape (n,)
            Draws in [0, 1); the generator is advanced, so any pulse costs the same.
        """
        if index.size == 0:
            return np.zeros(0)
        first, last = int(index.min()), int(index.max())
        generator = np.random.Generator(np.random.PCG64(self.seed).advance(first))
        return generator.random(last - first + 1)[index - first]

    def fractions(self, time_us: IntArray, index: IntArray | None = None) -> FloatArray:
        """Return where between low (0) and high (1) the parameter stands.

        Parameters
        ----------
        time_us : ndarray of int64, shape (n,)
            Session times. [us]
        index : ndarray of int64, shape (n,), optional
            Pulse numbers within their period, needed for "random".

        Returns
        -------
        ndarray of float64, shape (n,)
            Values in [0, 1].

        Raises
        ------
        ValueError
            If the form is "random" and no pulse numbers are given.
        """
        phase = time_us if self.period_us is None else time_us % self.period_us
        if self.form == "random":
            if index is None:
                raise ValueError("a random modulation needs the pulse numbers in the period")
            return self.draws(index)
        if self.form == "exponential":
            risen: FloatArray = -np.expm1(-phase / float(self.time_constant_us or math.nan))
            return risen
        period = float(self.period_us or math.nan)
        if self.form == "step":
            return (2 * phase >= period).astype(np.float64)
        if self.form == "triangle":
            rising: FloatArray = 1.0 - np.abs(2.0 * phase / period - 1.0)
            return rising
        return np.asarray(0.5 * (1.0 - np.cos(2 * math.pi * phase / period)), dtype=np.float64)

    def gains(self, time_us: IntArray, index: IntArray | None = None) -> FloatArray:
        """Return the amplitude factor at session times (see `fractions` for the arguments)."""
        low, high = float(self.low), float(self.high)
        gain: FloatArray = low + (high - low) * self.fractions(time_us, index)
        return gain

    def widths(
        self, time_us: IntArray, index: IntArray | None = None, multiple: int = 1
    ) -> IntArray:
        """Return the modulated pulse widths, floored to whole microseconds.

        Parameters
        ----------
        time_us : ndarray of int64, shape (n,)
            Onsets. [us]
        index : ndarray of int64, shape (n,), optional
            Pulse numbers within their period, needed for "random".
        multiple : int
            Widths are floored to multiples of this, so that a second phase stays whole. [us]

        Returns
        -------
        ndarray of int64, shape (n,)
            Pulse widths. [us] Exact for "step" and "triangle"; a sine or exponential value within
            1e-9 us below a whole microsecond is taken as that microsecond.
        """
        low, span = int(self.low), int(self.high) - int(self.low)
        if self.form == "triangle" and self.period_us is not None:
            phase = time_us % self.period_us
            floor = low + span * 2 * np.minimum(phase, self.period_us - phase) // self.period_us
        else:
            tie = 0.0 if self.form == "random" else WIDTH_TIE_US
            values = low + span * self.fractions(time_us, index) + tie
            floor = np.floor(values).astype(np.int64)
        widths: IntArray = floor // multiple * multiple
        return widths


def _check_names(parameter: str, form: str) -> None:
    """Raise unless parameter and form are known."""
    if parameter not in PARAMETERS:
        raise ValueError(f"parameter must be one of {', '.join(PARAMETERS)}, got {parameter!r}")
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}, got {form!r}")


def _bound(parameter: str, name: str, value: Fraction | int | float) -> Fraction | int | float:
    """Return one end of the range in its own kind of number."""
    if parameter == "pulse_rate":
        return rational(f"pulse_rate {name}", value, "Hz")
    if parameter == "pulse_width":
        return whole(f"pulse_width {name}", value, 1)
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError(f"amplitude {name} must be 0 to 1, got {value}")
    return number


def _check_timing(modulation: Modulation) -> None:
    """Raise unless the form has exactly the times and the seed it needs."""
    form, period = modulation.form, modulation.period_us
    if period is not None:
        whole("period_us", period, 2)
    elif form != "exponential":
        raise ValueError(f"period_us is required for the form {form}")
    if (modulation.time_constant_us is not None) != (form == "exponential"):
        raise ValueError(f"time_constant_us belongs to the form exponential, form is {form}")
    if modulation.time_constant_us is not None:
        whole("time_constant_us", modulation.time_constant_us, 1)
    if (modulation.seed is not None) != (form == "random"):
        raise ValueError(f"seed belongs to the form random, form is {form}")
    if modulation.seed is not None:
        whole("seed", modulation.seed, 0, 2**63 - 1, "")
