"""One predicted threshold: who fires, where, at which amplitude, and how sure that is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from tensplan.finding import finite

Sense = Literal["sensation", "motor", "pain"]

DIGITS: Final = 3
"""Significant digits of a predicted amplitude; a model that is out by a factor has no more."""

SKIN: Final = "skin"
"""What a row names instead of a nerve when the fibres end in the skin under the pad."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NerveRow:
    """A threshold of one kind of fibre, of one nerve, under one pad.

    Parameters
    ----------
    channel, program, pad : str
        Where: channel id, program name, and pad name such as ``"A1"``.
    nerve : str
        Id of the nerve, or ``"skin"`` for the endings under the pad.
    fibre : str
        A-beta, A-alpha, A-delta or C.
    sense : {"sensation", "motor", "pain"}
        What a person notices.
    target : bool
        Whether the pad is placed for this nerve.
    threshold_ma, threshold_low_ma, threshold_high_ma : float
        Median, and the amplitudes that 5 % and 95 % of people need, for the widest pulse; infinite
        where no current fires the fibre. [mA]
    threshold_narrowest_ma : float or None
        Median for the narrowest pulse of a program whose width changes. [mA]
    threshold_uniform_ma, threshold_isopotential_ma : float or None
        Medians with the same flux everywhere under the pad and with the pad at one potential, for the
        endings under it; None for nerves, which hardly tell the two apart. [mA]
    cap_ma : float
        The program's amplitude cap. [mA]
    pulse_width_us : int
        The widest pulse width. [us]
    reachable : bool
        Whether the low end does not pass the cap.
    confidence : str
        The weakest among the inputs.
    weak : tuple of str
        Inputs that are recalled or chosen by the project.
    """

    channel: str
    program: str
    pad: str
    nerve: str
    fibre: str
    sense: Sense
    target: bool
    threshold_ma: float
    threshold_low_ma: float
    threshold_high_ma: float
    threshold_narrowest_ma: float | None
    cap_ma: float
    pulse_width_us: int
    reachable: bool
    confidence: str
    weak: tuple[str, ...]
    threshold_uniform_ma: float | None = None
    threshold_isopotential_ma: float | None = None

    @property
    def is_known(self) -> bool:
        """Whether the three amplitudes are an interval above 0; infinite where nothing fires."""
        return 0 < self.threshold_low_ma <= self.threshold_ma <= self.threshold_high_ma

    def as_json(self) -> dict[str, Any]:
        """Return the row as plan.json holds it; null where no current fires the fibre."""
        found = {
            key: finite(value) if key.endswith("_ma") else value
            for key, value in asdict(self).items()
        }
        return without_empty(found, "threshold_uniform_ma", "threshold_isopotential_ma")


def without_empty(content: dict[str, Any], *names: str) -> dict[str, Any]:
    """Leave out keys that have no value; plans of earlier versions do not have them either.

    Examples
    --------
    >>> without_empty({"nerve": None, "selectivity": None}, "selectivity")
    {'nerve': None}
    """
    return {key: value for key, value in content.items() if key not in names or value is not None}


def rounded(value: float) -> float:
    """Return an amplitude with the digits that a prediction deserves.

    Examples
    --------
    >>> rounded(12.3456)
    12.3
    """
    return float(f"{value:.{DIGITS}g}")
