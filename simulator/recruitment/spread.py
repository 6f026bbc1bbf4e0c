"""How a number differs between people: 5 %, median and 95 %."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.properties import CONFIDENCES

Array = NDArray[np.float64]
Shape = Literal["lognormal", "normal"]

NINETY_FIVE = 1.6448536269514722
"""Standard deviations from the median to the 95 % point of a normal distribution."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """A number of a population, in two halves of a lognormal or normal distribution.

    Parameters
    ----------
    low, central, high : float
        5 %, median and 95 %; equal where nothing varies. [SI; temperatures in degC]
    confidence : str
        One of `simulator.properties.CONFIDENCES`.
    source : str
        Where it comes from.
    shape : {"lognormal", "normal"}
        "lognormal" needs numbers above 0; "normal" suits temperatures.

    Raises
    ------
    ValueError
        If the numbers are not finite and in order, a lognormal one is not above 0, the confidence
        is not one of the words or the source is empty.

    Examples
    --------
    >>> depth = Spread(low=5e-3, central=9e-3, high=14e-3, confidence="quoted", source="a study")
    >>> [round(float(depth.at(z)) * 1e3, 1) for z in (-NINETY_FIVE, 0.0, NINETY_FIVE)]
    [5.0, 9.0, 14.0]
    """

    low: float
    central: float
    high: float
    confidence: str
    source: str
    shape: Shape = "lognormal"

    def __post_init__(self) -> None:
        numbers = (self.low, self.central, self.high)
        ordered = self.low <= self.central <= self.high
        if not (all(map(math.isfinite, numbers)) and ordered):
            raise ValueError(f"spread must be finite and in order, got {numbers}")
        if self.shape not in ("lognormal", "normal"):
            raise ValueError(f"shape must be lognormal or normal, got {self.shape!r}")
        if self.shape == "lognormal" and not self.low > 0:
            raise ValueError(f"a lognormal spread must be above 0, got {self.low}")
        if self.confidence not in CONFIDENCES:
            raise ValueError(
                f"confidence must be one of {', '.join(CONFIDENCES)}, got {self.confidence!r}"
            )
        if not self.source.strip():
            raise ValueError(f"source of a spread around {self.central} must not be empty")

    @property
    def is_weak(self) -> bool:
        """Whether it is remembered or chosen by the project, not read in a source."""
        return self.confidence in ("recalled", "project-default")

    def at(self, score: ArrayLike) -> Array:
        """Give the number at standard normal scores; 0 is the median."""
        z = np.asarray(score, dtype=float) / NINETY_FIVE
        if self.shape == "normal":
            steps = np.where(z < 0, self.central - self.low, self.high - self.central)
            return np.asarray(self.central + z * steps)
        steps = np.where(
            z < 0, math.log(self.central / self.low), math.log(self.high / self.central)
        )
        return np.asarray(self.central * np.exp(z * steps))


def fixed(value: float, *, confidence: str, source: str, shape: Shape = "lognormal") -> Spread:
    """Give a number that does not vary, such as a measured one.

    Examples
    --------
    >>> fixed(0.009, confidence="quoted", source="ultrasound of this person").high
    0.009
    """
    return Spread(
        low=value, central=value, high=value, confidence=confidence, source=source, shape=shape
    )


def lognormal(mean: float, sd: float, *, confidence: str, source: str) -> Spread:
    """Spread of a lognormal distribution with this mean and standard deviation.

    Raises
    ------
    ValueError
        If the mean is not above 0 or the standard deviation is below 0.

    Examples
    --------
    >>> depth = lognormal(17.2e-3, 5.4e-3, confidence="quoted", source="a study of 110 people")
    >>> [round(1e3 * value, 1) for value in (depth.low, depth.central, depth.high)]
    [9.9, 16.4, 27.2]
    """
    if not (0 < mean < math.inf and 0 <= sd < math.inf):
        raise ValueError(f"mean must be above 0 and sd at least 0, got {mean} and {sd}")
    sigma = math.sqrt(math.log(1 + (sd / mean) ** 2))
    median = mean / math.sqrt(1 + (sd / mean) ** 2)
    reach = math.exp(NINETY_FIVE * sigma)
    return Spread(
        low=median / reach,
        central=median,
        high=median * reach,
        confidence=confidence,
        source=source,
    )
