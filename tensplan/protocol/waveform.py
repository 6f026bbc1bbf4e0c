"""The keys of one pulse."""

from __future__ import annotations

from typing import Literal

from tensplan.protocol.field import Model, key

Shape = Literal["monophasic", "symmetric-biphasic", "asymmetric-biphasic"]

PMS_TERMS = (
    "FDA, Guidance Document for Powered Muscle Stimulator 510(k)s, 9 June 1999 "
    "(waveform and pulse terms)"
)


class Waveform(Model):
    """One pulse: its shape and the times of its phases."""

    shape: Shape = key(
        "shape",
        "Monophasic, symmetric biphasic, or asymmetric biphasic (charge balanced).",
        source=PMS_TERMS,
    )
    pulse_width_us: int | None = key(
        "pulse width",
        "Width of the leading phase, in whole microseconds; left out when it is modulated "
        "or when each step gives its own.",
        unit="us",
        source=PMS_TERMS,
        default=None,
        gt=0,
        le=100_000,
    )
    interphase_interval_us: int | None = key(
        "interphase interval",
        "Time between the two phases of a pulse, in whole microseconds; required for "
        "biphasic shapes.",
        unit="us",
        source=PMS_TERMS,
        default=None,
        ge=0,
        le=100_000,
    )
    recharge_ratio: float | None = key(
        "recharge ratio",
        "Width of the second phase over the width of the first; required for the asymmetric shape.",
        unit="",
        default=None,
        ge=1,
        le=1000,
    )
    cathode: Literal[1, 2] | None = key(
        "cathode",
        "Number of the pad that is negative in the leading phase; required for monophasic "
        "and asymmetric shapes.",
        default=None,
    )

    @property
    def is_balanced(self) -> bool:
        """Whether the two phases carry the same charge."""
        return self.shape != "monophasic"
