"""One pulse: its phases, their widths and their relative heights."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from simulator.exact import rational, whole

SHAPES = ("monophasic", "symmetric-biphasic", "asymmetric-biphasic")
"""The three rectangular pulse shapes."""

Phase = tuple[int, int, float]
"""Offset from the onset [us], width [us], amplitude relative to the leading phase (signed)."""


@dataclass(frozen=True)
class Pulse:
    """A rectangular current pulse.

    Current is positive in the leading phase, in which pad 1 is the negative electrode. The second
    phase of a biphasic pulse has the opposite sign and the same charge: it is `recharge_ratio`
    times as wide and 1 / `recharge_ratio` as high.

    Parameters
    ----------
    shape : str
        "monophasic", "symmetric-biphasic" or "asymmetric-biphasic".
    width_us : int
        Pulse width, that is, the width of the leading phase. [us], at least 1
    interphase_us : int
        Interphase interval, at zero current. [us], at least 0
    recharge_ratio : Fraction
        Second phase width over leading phase width; at least 1, and 1 unless asymmetric.

    Raises
    ------
    ValueError
        If the shape is unknown, a time is not a whole number of microseconds in its range, or
        the second phase would not be a whole number of microseconds wide.

    Examples
    --------
    >>> pulse = Pulse("asymmetric-biphasic", 100, 50, Fraction(4))
    >>> pulse.phases
    ((0, 100, 1.0), (150, 400, -0.25))
    >>> pulse.duration_us
    550
    """

    shape: str
    width_us: int
    interphase_us: int = 0
    recharge_ratio: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        check_shape(self.shape, self.interphase_us, self.recharge_ratio)
        object.__setattr__(self, "width_us", whole("width_us", self.width_us, 1))
        ratio = rational("recharge_ratio", self.recharge_ratio, "")
        object.__setattr__(self, "recharge_ratio", ratio)
        if self.width_us % ratio.denominator:
            raise ValueError(
                f"second phase of {self.width_us} us times {ratio} is not a whole number of us: "
                f"width_us must be a multiple of {ratio.denominator} us"
            )

    @property
    def biphasic(self) -> bool:
        """Whether there is a second phase."""
        return self.shape != "monophasic"

    @property
    def second_width_us(self) -> int:
        """Width of the second phase, 0 when there is none [us]."""
        ratio = self.recharge_ratio
        return self.width_us * ratio.numerator // ratio.denominator if self.biphasic else 0

    @property
    def duration_us(self) -> int:
        """Pulse duration: both phases and the interval between them [us]."""
        return self.width_us + self.interphase_us + self.second_width_us

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases in time order, each (offset [us], width [us], relative amplitude)."""
        leading: Phase = (0, self.width_us, 1.0)
        if not self.biphasic:
            return (leading,)
        offset = self.width_us + self.interphase_us
        return (leading, (offset, self.second_width_us, second_amplitude(self.recharge_ratio)))


def second_amplitude(recharge_ratio: Fraction) -> float:
    """Return the signed height of a balanced second phase relative to the leading phase.

    Parameters
    ----------
    recharge_ratio : Fraction
        Second phase width over leading phase width.

    Returns
    -------
    float
        -1 / recharge_ratio.

    Examples
    --------
    >>> second_amplitude(Fraction(4))
    -0.25
    """
    return -recharge_ratio.denominator / recharge_ratio.numerator


def check_shape(shape: str, interphase_us: int, recharge_ratio: Fraction) -> None:
    """Raise unless shape, interphase interval and recharge ratio fit together.

    Parameters
    ----------
    shape : str
        Name of the pulse shape.
    interphase_us : int
        Interphase interval. [us]
    recharge_ratio : Fraction
        Second phase width over leading phase width.

    Raises
    ------
    ValueError
        If they do not fit together.

    Examples
    --------
    >>> check_shape("symmetric-biphasic", 100, Fraction(1))
    """
    if shape not in SHAPES:
        raise ValueError(f"shape must be one of {', '.join(SHAPES)}, got {shape!r}")
    ratio = rational("recharge_ratio", recharge_ratio, "")
    if ratio < 1:
        raise ValueError(f"recharge_ratio must be at least 1, got {ratio}")
    if shape != "asymmetric-biphasic" and ratio != 1:
        raise ValueError(f"recharge_ratio of a {shape} pulse must be 1, got {ratio}")
    if whole("interphase_us", interphase_us, 0) and shape == "monophasic":
        raise ValueError(
            f"interphase_us of a monophasic pulse must be 0 us, got {interphase_us} us"
        )
