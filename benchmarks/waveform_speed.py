"""One second of samples at 1 MHz, against copying the same bytes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from benchmarks.timing import Row, growth, median, side_by_side
from simulator.rendering import render
from simulator.train import Train

SAMPLE_RATE_HZ = 1_000_000
WIDTH_US = 200
AMPLITUDE_A = 0.05
INNER = 20


def train(rate_hz: int) -> Train:
    """Return a symmetric train."""
    return Train(
        shape="symmetric-biphasic",
        amplitude=AMPLITUDE_A,
        width_us=WIDTH_US,
        pulse_rate=Fraction(rate_hz),
        duration_us=60_000_000,
    )


def _many(work: object, *arguments: object) -> object:
    def repeated() -> None:
        for _ in range(INNER):
            work(*arguments)  # type: ignore[operator]

    return repeated


def waveform() -> tuple[Row, str]:
    """Measure rendering at 100 Hz, and its growth with the number of pulses."""
    samples = np.zeros(SAMPLE_RATE_HZ)
    source = np.ones(SAMPLE_RATE_HZ)
    target = np.zeros(SAMPLE_RATE_HZ)
    ours_s, peer_s = side_by_side(
        _many(render, train(100), SAMPLE_RATE_HZ, 0, 1_000_000, samples),
        _many(np.copyto, target, source),
        repeats=9,
    )
    row = Row(
        "waveform, 1 s at 1 MHz, 100 Hz",
        ours_s / INNER,
        "numpy.copyto of the same bytes",
        peer_s / INNER,
        peer_s / ours_s,
        "bandwidth at least 0.3",
        peer_s >= 0.3 * ours_s,
        f"{_wrong_samples(render(train(97), SAMPLE_RATE_HZ, 0, 1_000_000))} of 1,000,000 samples differ",
    )
    rates = (10, 100, 1000)
    times = [
        median(_many(render, train(rate), SAMPLE_RATE_HZ, 0, 1_000_000, samples)) / INNER
        for rate in rates
    ]
    return row, "waveform " + growth("pulses", rates, times)


def _wrong_samples(samples: np.ndarray) -> int:
    """Count samples that differ from the definition, evaluated instant by instant at 97 Hz."""
    time_us = np.arange(SAMPLE_RATE_HZ)
    number = (time_us * 97 + 96) // 1_000_000
    number = np.where(number * 1_000_000 // 97 > time_us, number - 1, number)
    since = time_us - number * 1_000_000 // 97
    expected = np.where(since < WIDTH_US, AMPLITUDE_A, 0.0)
    expected[(since >= WIDTH_US) & (since < 2 * WIDTH_US)] = -AMPLITUDE_A
    return int(np.count_nonzero(samples != expected))
