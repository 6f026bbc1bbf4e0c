"""A train as samples: the current at the sample instants, in blocks of constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from simulator.exact import MICROSECONDS, FloatArray, IntArray, rational
from simulator.pulses import Pulses
from simulator.train import Train
from simulator.waveform import second_amplitude


def render(
    train: Train,
    sample_rate: int | Fraction,
    start_us: int,
    stop_us: int,
    out: FloatArray | None = None,
) -> FloatArray:
    """Return the current at the sample instants n / sample_rate in [start_us, stop_us).

    A phase holds the samples in [its start, its end); each sample is exact, whatever the rate.

    Parameters
    ----------
    train : Train
        The pulse train.
    sample_rate : int or Fraction
        Samples per second. [Hz]
    start_us, stop_us : int
        Half-open window of session time; pulses still running at its start are included. [us]
    out : ndarray of float64, shape (n,), optional
        Array to fill.

    Returns
    -------
    ndarray of float64, shape (n,)
        Current, positive in the leading phase. [A]

    Raises
    ------
    ValueError
        If the window is reversed, `out` does not fit, a phase of a scaled train is no whole
        number of microseconds wide, or pulses overlap.

    Examples
    --------
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.01, width_us=2,
    ...               pulse_rate=Fraction(100), duration_us=1_000_000)
    >>> render(train, 1_000_000, 0, 6).tolist()
    [0.01, 0.01, -0.01, -0.01, 0.0, 0.0]
    """
    rate = rational("sample_rate", sample_rate, "Hz")
    if not 0 <= start_us <= stop_us:
        raise ValueError(f"window must run forward from 0 us or later, got {start_us} to {stop_us}")
    first, last = (int(_sample(np.array([time]), rate)[0]) for time in (start_us, stop_us))
    samples = _prepared(out, last - first)
    pulses = _running(train, start_us, stop_us)
    amplitude = train.amplitude * pulses.gain
    for phase_us, width_us, relative in _phases(train, pulses):
        begin = np.clip(_sample(pulses.onset_us + phase_us, rate) - first, 0, samples.size)
        end = np.clip(_sample(pulses.onset_us + phase_us + width_us, rate) - first, 0, samples.size)
        levels = (amplitude * relative).tolist()
        for left, right, level in zip(begin.tolist(), end.tolist(), levels, strict=True):
            samples[left:right] = level
    return samples


def render_blocks(
    train: Train, sample_rate: int | Fraction, block_s: float = 1.0
) -> Iterator[FloatArray]:
    """Yield the whole session as samples, block by block.

    Parameters
    ----------
    train : Train
        The pulse train.
    sample_rate : int or Fraction
        Samples per second. [Hz]
    block_s : float
        Length of a block; rounded to whole microseconds, at least one. [s]

    Yields
    ------
    ndarray of float64
        Samples of one block; the last ends with the session or with the last pulse, whichever
        is later. [A]

    Raises
    ------
    ValueError
        If the block is not longer than 0 s, or as `render`.

    Examples
    --------
    >>> train = Train(shape="monophasic", amplitude=0.01, width_us=50,
    ...               pulse_rate=Fraction(2), duration_us=1_500_000)
    >>> [block.size for block in render_blocks(train, 1000)]
    [1000, 500]
    """
    if not block_s > 0:
        raise ValueError(f"block_s must be above 0 s, got {block_s} s")
    length = max(1, round(block_s * MICROSECONDS))
    stop = end_us(train)
    for begin in range(0, stop, length):
        yield render(train, sample_rate, begin, min(begin + length, stop))


def end_us(train: Train) -> int:
    """Return when the last current has flowed: the session's end, or the last pulse's [us].

    Parameters
    ----------
    train : Train
        The pulse train.

    Returns
    -------
    int
        End. [us]
    """
    pulses = _running(train, train.duration_us, train.duration_us)
    if not len(pulses):
        return train.duration_us
    ends = [
        int((pulses.onset_us + offset + width).max()) for offset, width, _ in _phases(train, pulses)
    ]
    return max(train.duration_us, *ends)


def _prepared(out: FloatArray | None, size: int) -> FloatArray:
    """Return the array to fill, at zero."""
    if out is None:
        return np.zeros(size)
    if out.shape != (size,) or out.dtype != np.float64:
        raise ValueError(
            f"out must be float64 of shape ({size},), got {out.dtype} of shape {out.shape}"
        )
    out.fill(0.0)
    return out


def _sample(time_us: IntArray, rate: Fraction) -> IntArray:
    """Return the number of the first sample at or after each time."""
    scale = rate.denominator * MICROSECONDS
    wide = time_us
    if time_us.size and int(time_us.max()) * rate.numerator >= 2**62:
        wide = time_us.astype(object)
    return np.asarray(-(-wide * rate.numerator // scale), dtype=np.int64)


def _running(train: Train, start_us: int, stop_us: int) -> Pulses:
    """Pulses that start in the window, or before it and may still run."""
    reach = longest_pulse_us(train)
    return train.window(max(0, start_us - reach), stop_us)


def longest_pulse_us(train: Train) -> int:
    """Return the longest duration a pulse of this train can have [us].

    Parameters
    ----------
    train : Train
        The pulse train.

    Returns
    -------
    int
        Bound on the pulse durations, width scale included. [us]
    """
    modulation = train.modulation("pulse_width")
    widths = [step.width_us for step in train.steps]
    widths += [train.width_us, None if modulation is None else int(modulation.high)]
    longest = np.array([max(width for width in widths if width is not None)])
    return int(int(train.durations_us(longest)[0]) * max(1.0, train.width_scale)) + 1


def _phases(train: Train, pulses: Pulses) -> Iterator[tuple[IntArray, IntArray, float]]:
    """Offsets, widths and relative amplitude of each phase of each pulse."""
    leading = _scaled(pulses.width_us, train.width_scale)
    pulses.check_spacing(train.durations_us(leading))
    yield np.zeros_like(leading), leading, 1.0
    if train.shape != "monophasic":
        ratio = train.recharge_ratio
        second = leading * ratio.numerator // ratio.denominator
        yield leading + train.interphase_us, second, second_amplitude(ratio)


def _scaled(width_us: IntArray, factor: float) -> IntArray:
    """Widths times the factor, as whole microseconds, or an error."""
    if factor == 1.0:
        return width_us
    scaled = width_us * factor
    whole = np.rint(scaled)
    if not np.all(np.abs(scaled - whole) <= 1e-9 * scaled):
        raise ValueError(f"widths scaled by {factor:g} must stay whole microseconds to be rendered")
    return np.asarray(whole, dtype=np.int64)
