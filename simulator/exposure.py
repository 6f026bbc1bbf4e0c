"""What a train does to the skin, measured on its pulses one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np

from simulator.exact import FloatArray, IntArray
from simulator.load import Load
from simulator.pulses import Pulses
from simulator.train import Train
from simulator.waveform import second_amplitude

SECOND_US = 1_000_000
ROUNDING = 4 * np.finfo(float).eps
"""A net charge below this part of the gross charge is what rounding leaves of zero.

The net charge of a balanced pulse is a difference of two products of two rounded factors each;
every rounding contributes at most half an eps of the phase charge, eight of them 4 eps.
"""

_TIE = 1e-12


@dataclass(frozen=True)
class Exposure:
    """Exposure at the train's amplitude, in SI. Averages are over the worst second.

    Parameters
    ----------
    phase_charge : float
        Largest charge of one phase. [C]
    net_charge : float
        Largest magnitude of a pulse's net charge. [C]
    pulse_energy : float
        Largest energy of one pulse in the load. [J]
    peak_voltage : float
        Largest voltage across the load. [V]
    rms_current, mean_absolute_current, net_dc : float
        Root mean square, mean of the magnitude and mean of the current. [A]
    rms_current_density, dc_density : float
        Per conductive area of the smaller pad. [A/m2]
    mean_power_density : float
        Mean power in the load per conductive area. [W/m2]
    worst_second_start_us : int
        The half-open second that begins here, at an onset, has the largest integral of the
        squared current; of equal ones this is the first. [us]
    pulses_in_worst_second : int
        Pulses that start inside it.
    """

    phase_charge: float
    net_charge: float
    pulse_energy: float
    peak_voltage: float
    rms_current: float
    mean_absolute_current: float
    net_dc: float
    rms_current_density: float
    dc_density: float
    mean_power_density: float
    worst_second_start_us: int
    pulses_in_worst_second: int


def measure(train: Train, load: Load) -> Exposure:
    """Expand the pulses of a train and measure its exposure.

    Each pulse is integrated by itself from its own width and gain; no rate or duty enters. A
    pulse belongs whole to the second in which it starts, and a train shorter than a second is
    still divided by one second. A repeating train is expanded over its pattern and one second.

    Parameters
    ----------
    train : Train
        The pulse train.
    load : Load
        Resistance and conductive area.

    Returns
    -------
    Exposure
        The measured quantities.

    Raises
    ------
    ValueError
        If pulses overlap (unless the train is scaled).

    Examples
    --------
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.05, width_us=200,
    ...               pulse_rate=Fraction(150), duration_us=60_000_000)
    >>> exposure = measure(train, Load(resistance=500.0, area=25e-4))
    >>> round(exposure.rms_current * 1000, 4), exposure.pulses_in_worst_second
    (12.2474, 150)
    """
    integrals = PulseIntegrals(train)
    peaks, worst = _Peaks(), _WorstSecond()
    last_start_us, chunks = _relevant(train)
    for final, stop_us, pulses in chunks:
        of_pulses = integrals(pulses)
        peaks.see(pulses, of_pulses)
        worst.see(pulses, of_pulses, None if final else stop_us, last_start_us)
    resistance, area = load.resistance, load.area
    rms, net_dc = sqrt(worst.square), abs(worst.net)
    return Exposure(
        phase_charge=peaks.charge,
        net_charge=peaks.net,
        pulse_energy=peaks.square * resistance,
        peak_voltage=peaks.current * resistance,
        rms_current=rms,
        mean_absolute_current=worst.absolute,
        net_dc=net_dc,
        rms_current_density=rms / area,
        dc_density=net_dc / area,
        mean_power_density=resistance * worst.square / area,
        worst_second_start_us=worst.start_us,
        pulses_in_worst_second=worst.pulses,
    )


@dataclass(frozen=True, eq=False)
class Integrals:
    """Integrals over each pulse: charge of the leading phase, net, absolute [C], square [A2 s]."""

    peak: FloatArray
    charge: FloatArray
    net: FloatArray
    absolute: FloatArray
    square: FloatArray


class PulseIntegrals:
    """Integrates pulses of one train phase by phase.

    Examples
    --------
    >>> train = Train(shape="monophasic", amplitude=0.01, width_us=100,
    ...               pulse_rate=Fraction(1), duration_us=1_000_000)
    >>> float(PulseIntegrals(train)(train.window(0, 1)).charge[0])
    1e-06
    """

    def __init__(self, train: Train) -> None:
        self._amplitude = train.amplitude
        self._second = train.width_scale * 1e-6
        self._ratio: Fraction | None = None
        if train.shape != "monophasic":
            self._ratio = train.recharge_ratio

    def __call__(self, pulses: Pulses) -> Integrals:
        """Return the integrals of each pulse."""
        peak = self._amplitude * pulses.gain
        charge = peak * (pulses.width_us * self._second)
        square = peak * charge
        if self._ratio is None:
            return Integrals(peak, charge, charge, charge, square)
        lower = peak * second_amplitude(self._ratio)
        width = pulses.width_us * self._ratio.numerator // self._ratio.denominator
        back = lower * (width * self._second)
        net, absolute = charge + back, charge - back
        net[np.abs(net) <= ROUNDING * absolute] = 0.0
        return Integrals(peak, charge, net, absolute, square + lower * back)


class _Peaks:
    """Largest values of single pulses seen so far."""

    def __init__(self) -> None:
        self.current = self.charge = self.net = self.square = 0.0

    def see(self, pulses: Pulses, integrals: Integrals) -> None:
        """Take more pulses into account."""
        if len(pulses):
            self.current = max(self.current, float(integrals.peak.max()))
            self.charge = max(self.charge, float(integrals.charge.max()))
            self.net = max(self.net, float(np.abs(integrals.net).max()))
            self.square = max(self.square, float(integrals.square.max()))


class _WorstSecond:
    """The second with the largest integral of the squared current seen so far."""

    def __init__(self) -> None:
        self.square = self.absolute = self.net = 0.0
        self.start_us = self.pulses = 0
        self._seen = False
        self._onsets: IntArray = np.zeros(0, dtype=np.int64)
        self._columns: FloatArray = np.zeros((3, 0))

    def see(
        self, pulses: Pulses, integrals: Integrals, known_to_us: int | None, last_start_us: int
    ) -> None:
        """Judge the seconds that are complete before `known_to_us` (None: all of them)."""
        columns = np.stack((integrals.square, integrals.absolute, integrals.net))
        onsets = np.concatenate((self._onsets, pulses.onset_us))
        columns = np.concatenate((self._columns, columns), axis=1)
        stop = last_start_us
        if known_to_us is not None:
            stop = min(stop, known_to_us - SECOND_US + 1)
        starts = int(np.searchsorted(onsets, stop))
        if starts:
            self._judge(onsets, columns, starts)
        self._onsets, self._columns = onsets[starts:], columns[:, starts:]

    def _judge(self, onsets: IntArray, columns: FloatArray, starts: int) -> None:
        """Compare the seconds that begin at the first `starts` onsets with the best so far.

        Running sums of the difference from the mean stay small, so little is lost in them.
        """
        mean = columns[0].mean()
        running = np.concatenate(([0.0], np.cumsum(columns[0] - mean)))
        ends = np.searchsorted(onsets, onsets[:starts] + SECOND_US)
        counts = ends - np.arange(starts)
        sums = running[ends] - running[:starts] + mean * counts
        first = int(np.argmax(sums >= sums.max() * (1 - _TIE)))
        square, absolute, net = columns[:, first : ends[first]].sum(axis=1)
        if not self._seen or square > self.square * (1 + _TIE):
            self._seen = True
            self.square, self.absolute, self.net = float(square), float(absolute), float(net)
            self.start_us, self.pulses = int(onsets[first]), int(ends[first]) - first


def _relevant(train: Train) -> tuple[int, Iterator[tuple[bool, int, Pulses]]]:
    """Return the end of the starts to judge, and (is last, end, pulses) of what decides.

    Ramps only lower a pulse and the rest repeats, so no second of a repeating train passes those
    that start within one pattern after it has settled, as long as they end before the last ramp.
    """
    pattern, settled = train.pattern_us, train.settled_us
    begin, stop = 0, train.duration_us
    last_start = stop
    if pattern is not None and settled + pattern + SECOND_US <= stop - train.ramp.down_us:
        begin = 0 if any(step.pauses for step in train.steps) else settled
        last_start = settled + pattern
        stop = last_start + SECOND_US
    return last_start, ((end == stop, end, pulses) for end, pulses in train.chunks(begin, stop))
