"""Expanded pulses, as arrays, and blocks of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.exact import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Pulses:
    """Pulses in time order.

    Parameters
    ----------
    onset_us : ndarray of int64, shape (n,)
        Onsets in session time. [us]
    width_us : ndarray of int64, shape (n,)
        Pulse widths (leading phase). [us]
    gain : ndarray of float64, shape (n,)
        Amplitude as a fraction of the train's, 0 to 1.

    Examples
    --------
    >>> len(Pulses.empty())
    0
    """

    onset_us: IntArray
    width_us: IntArray
    gain: FloatArray

    @classmethod
    def empty(cls) -> Pulses:
        """Return no pulses."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))

    def __len__(self) -> int:
        return self.onset_us.size

    def part(self, start: int, stop: int | None) -> Pulses:
        """Return the pulses of a slice."""
        cut = slice(start, stop)
        return Pulses(self.onset_us[cut], self.width_us[cut], self.gain[cut])

    def shifted(self, time_us: int) -> Pulses:
        """Return the same pulses, this much later [us]."""
        return Pulses(self.onset_us + time_us, self.width_us, self.gain)

    def check_spacing(self, duration_us: IntArray) -> None:
        """Raise if a pulse runs past the next onset.

        Parameters
        ----------
        duration_us : ndarray of int64, shape (n,)
            Pulse durations. [us]

        Raises
        ------
        ValueError
            For the first such pulse.
        """
        intervals = np.diff(self.onset_us)
        short = intervals < duration_us[:-1]
        if short.any():
            place = int(np.argmax(short))
            raise ValueError(
                f"pulse at {self.onset_us[place]} us lasts {duration_us[place]} us, but the next "
                f"pulse starts {intervals[place]} us after it: pulses must not overlap"
            )


@dataclass(frozen=True, eq=False)
class Block:
    """Pulses from start_us on, given `repeats` times, each period_us after the last.

    The onsets of `pulses` are session times of the first time.
    """

    pulses: Pulses
    start_us: int
    period_us: int
    repeats: int

    def expand(self) -> Pulses:
        """Return every pulse of every repeat."""
        return join(
            [self.pulses.shifted(number * self.period_us) for number in range(self.repeats)]
        )


def join(parts: Sequence[Pulses]) -> Pulses:
    """Return pulses one after the other.

    Parameters
    ----------
    parts : sequence of Pulses
        In time order.

    Returns
    -------
    Pulses
        All of them.
    """
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Pulses.empty()
    return Pulses(
        np.concatenate([part.onset_us for part in parts]),
        np.concatenate([part.width_us for part in parts]),
        np.concatenate([part.gain for part in parts]),
    )
