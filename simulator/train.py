"""Pulses in time: what a stimulator is told to give, and every pulse that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import isfinite
from typing import Any

import numpy as np

from simulator.blocks import blocks, chunks
from simulator.exact import FloatArray, IntArray, rational, whole
from simulator.modulation import Modulation
from simulator.pulses import Block, Pulses, join
from simulator.schedule import (
    Burst,
    BurstCount,
    BurstWindow,
    Ramp,
    Segment,
    Step,
    settled_us,
)
from simulator.timing import Timing
from simulator.waveform import Pulse, check_shape

__all__ = ["Block", "BurstCount", "BurstWindow", "Pulses", "Ramp", "Step", "Train"]


@dataclass(frozen=True, kw_only=True)
class Train:
    """A pulse train: one waveform, its timing, and how they change during the session.

    Parameters
    ----------
    shape : str
        Pulse shape, see `Pulse`.
    amplitude : float
        Amplitude: peak of the leading phase, from zero, before modulation and ramps. [A]
    width_us : int or None
        Pulse width; None when modulated or when every step has its own. [us]
    interphase_us : int
        Interphase interval. [us]
    recharge_ratio : Fraction
        Second phase width over leading phase width.
    pulse_rate : Fraction or None
        Pulse rate (inside bursts, the rate in the burst); None when modulated or when every step
        has its own. [Hz] Floats are taken as the decimal they print as.
    modulations : tuple of Modulation
        At most one for each parameter.
    burst : BurstCount or BurstWindow, optional
        Bursts, starting again at each step.
    steps : tuple of Step
        Repeated in a loop.
    ramp : Ramp
        Rise and fall of the amplitude, inside the duration.
    duration_us : int
        Session length; pulses start inside it. [us]
    width_scale : float
        Factor on the phase widths in integrals, for a device's width tolerance.

    Raises
    ------
    ValueError
        If a value leaves its range, a rate or width is missing or given twice, or a burst is
        longer than its interval. Pulses that overlap are found, and raise, on expansion.

    Examples
    --------
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.025, width_us=100,
    ...               pulse_rate=Fraction(150), duration_us=60_000_000)
    >>> train.pulse_count()
    9000
    >>> train.window(0, 21_000).onset_us.tolist()
    [0, 6666, 13333, 20000]
    >>> train.pattern_us
    20000
    """

    shape: str
    amplitude: float
    width_us: int | None = None
    interphase_us: int = 0
    recharge_ratio: Fraction = Fraction(1)
    pulse_rate: Fraction | None = None
    modulations: tuple[Modulation, ...] = ()
    burst: Burst | None = None
    steps: tuple[Step, ...] = ()
    ramp: Ramp = field(default_factory=Ramp)
    duration_us: int
    width_scale: float = 1.0
    _scaled: bool = field(init=False, default=False, repr=False)

    def __post_init__(self) -> None:
        if not (self.amplitude >= 0 and isfinite(self.amplitude)):
            raise ValueError(f"amplitude must be finite and at least 0 A, got {self.amplitude} A")
        if not (self.width_scale > 0 and isfinite(self.width_scale)):
            raise ValueError(f"width_scale must be finite and above 0, got {self.width_scale}")
        whole("duration_us", self.duration_us, 1)
        check_shape(self.shape, self.interphase_us, self.recharge_ratio)
        ratio = rational("recharge_ratio", self.recharge_ratio, "")
        object.__setattr__(self, "recharge_ratio", ratio)
        if self.pulse_rate is not None:
            rate = rational("pulse_rate", self.pulse_rate, "Hz")
            object.__setattr__(self, "pulse_rate", rate)
        for name in ("modulations", "steps"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        parameters = [modulation.parameter for modulation in self.modulations]
        if len(set(parameters)) < len(parameters):
            raise ValueError(f"each parameter takes one modulation, got {', '.join(parameters)}")
        self._check_widths()
        self._timing  # noqa: B018  (built now, so that its faults show now)

    @cached_property
    def _timing(self) -> Timing:
        """The onsets of this train."""
        return Timing(
            self.pulse_rate, self.modulation("pulse_rate"), self.burst, self.steps, self.duration_us
        )

    def modulation(self, parameter: str) -> Modulation | None:
        """Return the modulation of a parameter, or None.

        Parameters
        ----------
        parameter : str
            "pulse_rate", "pulse_width" or "amplitude".

        Returns
        -------
        Modulation or None
            The modulation, if there is one.
        """
        return next((m for m in self.modulations if m.parameter == parameter), None)

    def _check_widths(self) -> None:
        """Raise unless each pulse has exactly one width, and that width is possible."""
        modulation = self.modulation("pulse_width")
        if self.width_us is not None and modulation is not None:
            raise ValueError("width_us must be absent when pulse_width is modulated")
        own = [step.width_us for step in self.steps]
        needed = not own or None in own
        if needed and self.width_us is None and modulation is None:
            raise ValueError("width_us is required: it is neither modulated nor given by each step")
        for width in (self.width_us, *own):
            if width is not None:
                self.pulse(width)
        if modulation is not None and modulation.low < self.recharge_ratio.denominator:
            raise ValueError(
                f"modulated pulse_width must stay at or above {self.recharge_ratio.denominator} us "
                f"for a recharge_ratio of {self.recharge_ratio}, got {modulation.low} us"
            )

    def pulse(self, width_us: int) -> Pulse:
        """Return the pulse of this train that has this width.

        Parameters
        ----------
        width_us : int
            Pulse width. [us]

        Returns
        -------
        Pulse
            Shape, widths and phases.
        """
        return Pulse(self.shape, width_us, self.interphase_us, self.recharge_ratio)

    def durations_us(self, width_us: IntArray) -> IntArray:
        """Return the pulse durations that belong to pulse widths.

        Parameters
        ----------
        width_us : ndarray of int64
            Pulse widths. [us]

        Returns
        -------
        ndarray of int64
            Durations over all phases, without `width_scale`. [us]
        """
        if self.shape == "monophasic":
            return width_us
        ratio = self.recharge_ratio
        return width_us + self.interphase_us + width_us * ratio.numerator // ratio.denominator

    def window(self, start_us: int, stop_us: int) -> Pulses:
        """Return the pulses that start in a half-open window of session time.

        Parameters
        ----------
        start_us, stop_us : int
            Window; pulses exist from 0 to the session's end only. [us]

        Returns
        -------
        Pulses
            Onsets, widths and gains, in time order. Any window costs its own pulses.

        Raises
        ------
        ValueError
            If the window ends before it starts, or a pulse runs past the next onset.

        Examples
        --------
        >>> train = Train(shape="monophasic", amplitude=0.01, width_us=50,
        ...               pulse_rate=Fraction(4), duration_us=2_000_000, ramp=Ramp(1_000_000, 0))
        >>> train.window(0, 1_000_000).gain.tolist()
        [0.0, 0.25, 0.5, 0.75]
        """
        if not start_us <= stop_us:
            raise ValueError(
                f"window must not end before it starts, got {start_us} to {stop_us} us"
            )
        parts = [
            self._expand(segment, onset_us)
            for segment, onset_us in self._timing.onsets(start_us, stop_us)
        ]
        pulses = join(parts)
        self.check_spacing(pulses)
        return pulses

    def _expand(self, segment: Segment, onset_us: IntArray) -> Pulses:
        """Give the onsets of one segment their widths and gains."""
        own = None if segment.step is None else segment.step.width_us
        width = self.width_us if own is None else own
        modulation = self.modulation("pulse_width")
        if width is not None or modulation is None:
            width_us = np.full(onset_us.shape, width, dtype=np.int64)
        else:
            index = self._index(modulation, onset_us)
            width_us = modulation.widths(onset_us, index, self.recharge_ratio.denominator)
        return Pulses(onset_us, width_us, self._gains(segment, onset_us))

    def _gains(self, segment: Segment, onset_us: IntArray) -> FloatArray:
        """Amplitude modulation times the smaller ramp."""
        ramp = self.ramp
        gain = np.ones(onset_us.shape)
        if onset_us.size and ramp.up_us and onset_us[0] < segment.resumed_us + ramp.up_us:
            np.minimum(gain, (onset_us - segment.resumed_us) / ramp.up_us, out=gain)
        if onset_us.size and ramp.down_us and onset_us[-1] > self.duration_us - ramp.down_us:
            np.minimum(gain, (self.duration_us - onset_us) / ramp.down_us, out=gain)
        modulation = self.modulation("amplitude")
        if modulation is not None:
            gain *= modulation.gains(onset_us, self._index(modulation, onset_us))
        return gain

    def _index(self, modulation: Modulation, onset_us: IntArray) -> IntArray | None:
        """Pulse numbers within the modulation's period, when it draws by pulse."""
        if modulation.form != "random" or modulation.period_us is None:
            return None
        return self._timing.index_in_period(onset_us, modulation.period_us)

    @cached_property
    def pattern_us(self) -> int | None:
        """Time after which onsets, widths and gains outside ramps repeat exactly [us].

        None when that is no shorter than the session.
        """
        return self._timing.pattern_us(self._used_periods())

    def _used_periods(self) -> list[int | None]:
        """Periods of the width and amplitude modulations that act on some pulse."""
        modulated = [self.modulation("amplitude")]
        if not self.steps or any(step.width_us is None for step in self.steps):
            modulated.append(self.modulation("pulse_width"))
        return [modulation.period_us for modulation in modulated if modulation is not None]

    @property
    def settled_us(self) -> int:
        """Session time from which the pattern repeats, ramps included, until the last ramp [us]."""
        return settled_us(self.steps, self.ramp)

    def pulse_count(self) -> int:
        """Return the exact number of pulses in the session.

        Returns
        -------
        int
            Pulses, those of gain 0 included.
        """
        return self._timing.count(self.duration_us)

    def chunks(self, start_us: int, stop_us: int) -> Iterator[tuple[int, Pulses]]:
        """Yield (end [us], pulses) of consecutive bounded windows, see `simulator.blocks`."""
        return chunks(self, start_us, stop_us)

    def blocks(self) -> Iterator[Block]:
        """Yield the whole session as blocks, the repeated ones once, see `simulator.blocks`.

        Yields
        ------
        Block
            In time order: what comes before the pattern settles, the pattern with its number of
            repeats, what is left. A train without a pattern comes in chunks of bounded size.

        Examples
        --------
        >>> train = Train(shape="monophasic", amplitude=0.01, width_us=50,
        ...               pulse_rate=Fraction(100), duration_us=3_600_000_000)
        >>> [(len(block.pulses), block.repeats) for block in train.blocks()]
        [(1, 360000)]
        """
        return blocks(self)

    def check_spacing(self, pulses: Pulses) -> None:
        """Raise if one of these consecutive pulses runs past the next onset.

        Parameters
        ----------
        pulses : Pulses
            Pulses of this train. In a scaled train they may overlap.

        Raises
        ------
        ValueError
            For the first pulse that does.
        """
        if not self._scaled:
            pulses.check_spacing(self.durations_us(pulses.width_us))

    @property
    def fastest_rate(self) -> Fraction:
        """Bound on the rate at which pulses can start [Hz]."""
        return self._timing.fastest

    def without_ramps(self) -> Train:
        """Return the same train at full gain from the first pulse to the last."""
        return self._changed(ramp=Ramp())

    def _changed(self, **changes: Any) -> Train:
        """Return a copy with other fields that stays scaled if this is."""
        changed = replace(self, **changes)
        object.__setattr__(changed, "_scaled", self._scaled)
        return changed

    def scaled(
        self, amplitude: float = 1.0, width: float = 1.0, pulse_rate: Fraction = Fraction(1)
    ) -> Train:
        """Return the train as a device at its tolerances would give it.

        Parameters
        ----------
        amplitude, width : float
            Factors on the amplitude and on the phase widths.
        pulse_rate : Fraction
            Factor on every rate: in the run, in bursts, of bursts, of steps, modulated or not.

        Returns
        -------
        Train
            Its pulses may overlap; exposure is still the sum over pulses.

        Examples
        --------
        >>> train = Train(shape="monophasic", amplitude=0.01, width_us=50,
        ...               pulse_rate=Fraction(100), duration_us=1_000_000)
        >>> train.scaled(amplitude=1.5, pulse_rate=Fraction(6, 5)).pulse_count()
        120
        """
        factor = rational("pulse_rate factor", pulse_rate, "")
        burst = self.burst
        if isinstance(burst, BurstCount):
            burst = replace(burst, bursts_per_s=burst.bursts_per_s * factor)
        scaled = self._changed(
            amplitude=self.amplitude * amplitude,
            width_scale=self.width_scale * width,
            pulse_rate=None if self.pulse_rate is None else self.pulse_rate * factor,
            modulations=tuple(_faster(modulation, factor) for modulation in self.modulations),
            steps=tuple(
                step
                if step.pulse_rate is None
                else replace(step, pulse_rate=step.pulse_rate * factor)
                for step in self.steps
            ),
            burst=burst,
        )
        object.__setattr__(scaled, "_scaled", True)
        return scaled


def _faster(modulation: Modulation, factor: Fraction) -> Modulation:
    """Scale a rate modulation; leave the others."""
    if modulation.parameter != "pulse_rate":
        return modulation
    return replace(modulation, low=modulation.low_rate * factor, high=modulation.high_rate * factor)
