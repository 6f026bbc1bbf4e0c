"""The truth of one pair of electrodes: every pulse that passed, repeated ones written once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import fsum, sqrt
from typing import Any

import numpy as np

from simulator.device.beat import Beat
from simulator.exact import FloatArray, IntArray
from simulator.exposure import SECOND_US, Exposure

COLUMNS = ("peak", "phase_charge", "net", "absolute", "square", "energy", "voltage")
"""Rows of the values of an entry, as in `Beat`."""

SILENCE_US = 2_000_000
"""Time without pulses, longer than the interval of any rate in use, that a person takes for an end;
a project choice. [us]"""

_TIE = 1e-12


@dataclass(frozen=True, eq=False)
class Entry:
    """Consecutive pulses, given `repeats` times, each `period_us` after the last.

    Parameters
    ----------
    onset_us : ndarray of int64, shape (n,)
        Device time of each pulse of the first time. [us]
    values : ndarray, shape (7, n)
        `COLUMNS` of each pulse.
    areas : tuple of float
        What each pad touched. [m2]
    period_us, repeats : int
        Of the repetition.
    """

    onset_us: IntArray
    values: FloatArray
    areas: tuple[float, float]
    period_us: int
    repeats: int

    @property
    def pulses(self) -> int:
        """How many pulses these are."""
        return self.onset_us.size * self.repeats

    @property
    def stop_us(self) -> int:
        """Device time of the last onset [us]."""
        return int(self.onset_us[-1]) + (self.repeats - 1) * self.period_us

    def joined(self, other: Entry) -> Entry | None:
        """Return both as one entry; None when the other is not further repeats of this one."""
        step_us = int(other.onset_us[0] - self.onset_us[0])
        period_us = step_us if self.repeats == 1 else self.period_us
        if (
            step_us != period_us * self.repeats
            or (other.repeats > 1 and other.period_us != period_us)
            or self.areas != other.areas
            or not np.array_equal(self.onset_us + step_us, other.onset_us)
            or not np.array_equal(self.values, other.values)
        ):
            return None
        return replace(self, period_us=period_us, repeats=self.repeats + other.repeats)

    def ends(self) -> Iterator[tuple[IntArray, FloatArray]]:
        """Yield its pulses, without those of repeats that no other second is judged by.

        A second that begins in the first repeat is whole within the yielded ones; the last ones
        are there for the seconds that reach into the next entry.
        """
        kept = SECOND_US // max(self.period_us, 1) + 2
        head = min(self.repeats, kept)
        for number in (*range(head), *range(max(head, self.repeats - kept), self.repeats)):
            yield self.onset_us + number * self.period_us, self.values


def column(values: FloatArray, name: str) -> FloatArray:
    """Return one row of the values of an entry."""
    return np.asarray(values[COLUMNS.index(name)])


def table(beats: list[Beat]) -> FloatArray:
    """Return the values of an entry; shape (7, n)."""
    return np.array([[getattr(done, name) for done in beats] for name in COLUMNS])


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """Sums over a session: pulses, charges [C], energy [J], and the largest peak [A]."""

    pulses: int = 0
    charge: float = 0.0
    net_charge: float = 0.0
    energy: float = 0.0
    peak: float = 0.0


class Ledger:
    """Every pulse of one pair of electrodes.

    Examples
    --------
    >>> Ledger().totals().pulses
    0
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """Take one entry; its pulses come after those before.

        One that only goes on with the last is counted there, so that a session that is played in
        small steps is written down as one that is played at once.
        """
        if not entry.pulses:
            return
        joined = self.entries[-1].joined(entry) if self.entries else None
        if joined is None:
            self.entries.append(entry)
        else:
            self.entries[-1] = joined

    def totals(self) -> Totals:
        """Return the sums, exact in number and to rounding in charge."""
        sums = [
            (entry.repeats * entry.values.sum(axis=1), entry.values[0].max())
            for entry in self.entries
        ]
        each = {
            name: fsum(total[COLUMNS.index(name)] for total, _ in sums)
            for name in ("absolute", "net", "energy")
        }
        return Totals(
            pulses=sum(entry.pulses for entry in self.entries),
            charge=each["absolute"],
            net_charge=each["net"],
            energy=each["energy"],
            peak=max((float(peak) for _, peak in sums), default=0.0),
        )

    def exposure(self, pad: int) -> Exposure:
        """Return what one pad's skin got, with the definitions of `simulator.measure`.

        Parameters
        ----------
        pad : int
            0 or 1.

        Returns
        -------
        Exposure
            Densities use the area that touched at the time of each pulse.
        """
        pulses = self._judged(pad)
        return Exposure(
            phase_charge=self._largest("phase_charge"),
            net_charge=self._largest("net"),
            pulse_energy=self._largest("energy"),
            peak_voltage=self._largest("voltage"),
            **_worst(*pulses),
        )

    def largest_rise(self) -> float:
        """Return the largest step of the peak from one pulse up to the next. [A]

        The first pulse, and one after a silence of `SILENCE_US`, steps up from nothing.
        """
        last, stop_us, largest = 0.0, 0, 0.0
        for entry in self.entries:
            if entry.onset_us[0] - stop_us >= SILENCE_US:
                last = 0.0
            stop_us = entry.stop_us
            peak = column(entry.values, "peak")
            steps = np.diff(np.concatenate(([last], peak)))
            largest = max(largest, float(steps.max()))
            if entry.repeats > 1:
                largest = max(largest, float(peak[0] - peak[-1]))
            last = float(peak[-1])
        return largest

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the entries as data, one for each pulse of a pattern, with its repeats."""
        for entry in self.entries:
            for onset, values in zip(entry.onset_us.tolist(), entry.values.T.tolist(), strict=True):
                named = dict(zip(COLUMNS, values, strict=True))
                repeat = {"period_us": entry.period_us, "repeats": entry.repeats}
                yield {"at_us": onset} | repeat | {"areas": list(entry.areas)} | named

    def _largest(self, name: str) -> float:
        """Largest magnitude of one column."""
        sizes = (float(np.abs(column(entry.values, name)).max()) for entry in self.entries)
        return max(sizes, default=0.0)

    def _judged(self, pad: int) -> tuple[IntArray, FloatArray]:
        """Onsets and seven sums: square, absolute, net, those by area, energy by area."""
        onsets, columns = [np.zeros(0, dtype=np.int64)], [np.zeros((6, 0))]
        for entry in self.entries:
            rows = _by_area(entry, pad)
            for onset_us, _ in entry.ends():
                onsets.append(onset_us)
                columns.append(rows)
        return np.concatenate(onsets), np.concatenate(columns, axis=1)


def _by_area(entry: Entry, pad: int) -> FloatArray:
    """Square, absolute and net, then square by area squared, net and energy by area."""
    area = entry.areas[pad]
    square, absolute, net, energy = (
        column(entry.values, name) for name in ("square", "absolute", "net", "energy")
    )
    if area == 0:  # the pad is off: nothing passed its skin
        nothing = np.zeros_like(square)
        return np.stack((square, absolute, net, nothing, nothing, nothing))
    return np.stack((square, absolute, net, square / area**2, net / area, energy / area))


def _worst(onset_us: IntArray, columns: FloatArray) -> dict[str, Any]:
    """Averages over the worst second of the current, and of its density."""
    if not onset_us.size:
        names = ("rms_current", "mean_absolute_current", "net_dc", "rms_current_density")
        more = ("dc_density", "mean_power_density")
        return dict.fromkeys((*names, *more), 0.0) | {
            "worst_second_start_us": 0,
            "pulses_in_worst_second": 0,
        }
    first, stop = _window(onset_us, columns[0])
    square, absolute, net = columns[:3, first:stop].sum(axis=1)
    dense, until = _window(onset_us, columns[3])
    density, dc_density, power = columns[3:, dense:until].sum(axis=1)
    return {
        "rms_current": sqrt(square),
        "mean_absolute_current": float(absolute),
        "net_dc": abs(float(net)),
        "rms_current_density": sqrt(density),
        "dc_density": abs(float(dc_density)),
        "mean_power_density": float(power),
        "worst_second_start_us": int(onset_us[first]),
        "pulses_in_worst_second": stop - first,
    }


def _window(onset_us: IntArray, values: FloatArray) -> tuple[int, int]:
    """First pulse of the worst second, and the first after it; of equal seconds the first."""
    mean = values.mean()
    running = np.concatenate(([0.0], np.cumsum(values - mean)))
    ends = np.searchsorted(onset_us, onset_us + SECOND_US)
    counts = ends - np.arange(onset_us.size)
    sums = running[ends] - running[:-1] + mean * counts
    first = int(np.argmax(sums >= sums.max() * (1 - _TIE)))
    return first, int(ends[first])
