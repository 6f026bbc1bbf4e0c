"""Counting starts by arithmetic, against making every start."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensplan.safety.onset_count import CountedBurst, Group, Loop, Part, Run, WindowedBurst

SECOND = 1_000_000

RATES = st.builds(Fraction, st.integers(1, 400), st.sampled_from([1, 2, 3, 10]))


def starts(group: Group) -> list[int]:
    """Make every start of a group, one by one."""
    if isinstance(group, Run):
        return _run(group.rate, group.length_us)
    if isinstance(group, WindowedBurst):
        period = group.run.length_us + group.off_us
        one = _run(group.run.rate, group.run.length_us)
        begins = range(0, group.length_us, period)
        return [b + t for b in begins for t in one if b + t < group.length_us]
    found, burst = [], 0
    while (begin := floor(burst * SECOND / group.bursts_per_s)) < group.length_us:
        pulses = [floor(k * SECOND / group.rate) for k in range(group.pulses)]
        found += [begin + t for t in pulses if begin + t < group.length_us]
        burst += 1
    return found


def _run(rate: Fraction, length: int) -> list[int]:
    found, k = [], 0
    while (t := floor(k * SECOND / rate)) < length:
        found.append(t)
        k += 1
    return found


def fullest_second(times: list[int]) -> int:
    """Count the starts of the fullest half-open second that begins at a start."""
    made = np.array(sorted(times))
    return int(np.max(np.searchsorted(made, made + SECOND) - np.arange(made.size)))


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """Draw a run or a burst whose bursts do not run into each other."""
    length = draw(st.integers(1, 4 * SECOND))
    rate = draw(RATES)
    kind = draw(st.sampled_from(["run", "windowed", "counted"]))
    if kind == "run":
        return Run(rate, length)
    if kind == "windowed":
        run = Run(rate, draw(st.integers(1, SECOND)))
        return WindowedBurst(run, draw(st.integers(0, SECOND)), length)
    pulses = draw(st.integers(1, 12))
    slowest = rate / (pulses + 1)
    bursts = min(
        slowest, draw(st.builds(Fraction, st.integers(1, 60), st.sampled_from([1, 5, 10])))
    )
    return CountedBurst(rate, bursts, pulses, length)


@given(groups(), st.lists(st.integers(0, 5 * SECOND), min_size=1, max_size=5))
def test_count_before_a_time(group: Group, times: list[int]) -> None:
    """The count before any time is that of the starts made one by one."""
    made = np.array(starts(group))
    expected = [int(np.sum(made < time)) for time in times]
    assert expected == group.before(np.array(times, dtype=np.int64)).tolist()


@given(groups())
def test_fullest_second(group: Group) -> None:
    """The anchors include a start at which the fullest second begins."""
    loop = Loop((Part(group, 1.0),), group.length_us)
    assert fullest_second(starts(group)) == loop.worst_second_on_time()


@given(
    st.lists(
        st.tuples(RATES, st.integers(1, 1_500_000), st.integers(0, SECOND)), min_size=1, max_size=3
    )
)
def test_fullest_second_of_a_loop(steps: list[tuple[Fraction, int, int]]) -> None:
    """Steps with pauses, over three loops, agree with counting one by one."""
    parts = tuple(Part(Run(rate, length), 1.0, off) for rate, length, off in steps)
    total = sum(length + off for _, length, off in steps)
    made, begin = [], 0
    for _ in range(3):
        for rate, length, off in steps:
            made += [begin + t for t in _run(rate, length)]
            begin += length + off
    assert fullest_second(made) == Loop(parts, 3 * total).worst_second_on_time()


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(Fraction(5, 2), 3), (Fraction(100), 100), (Fraction(1001, 10), 101), (Fraction(1, 2), 1)],
)
def test_a_second_holds_whole_pulses(rate: Fraction, expected: int) -> None:
    """At 2.5 Hz the worst second holds 3 pulses (electrical reference, FDA one-second average)."""
    loop = Loop((Part(Run(rate, 60 * SECOND), 1.0),), 60 * SECOND)
    assert expected == loop.worst_second_on_time()


def test_products_beyond_64_bits_are_exact() -> None:
    """A rate with six decimals over an hour does not overflow."""
    rate = Fraction(149_999_999, 1_000_000) * Fraction(6, 5)
    hour = 3600 * SECOND
    expected = -((-hour * rate.numerator) // (rate.denominator * SECOND))
    assert expected == int(Run(rate, hour).before(np.array([hour]))[0])
