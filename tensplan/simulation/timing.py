"""The pulses of a train in numbers: how many, when, and when most."""

from __future__ import annotations

from typing import Any, Final

from simulator.exposure import measure
from simulator.load import Load
from simulator.train import Train
from tensplan.safety.workload import check_workload

SECOND_US: Final = 1_000_000
SHOWN_SECONDS: Final = 2
"""Seconds from the start whose onsets are listed."""
MOST_ONSETS: Final = 50
"""Onsets listed at most; the count of the seconds is always exact."""
ANY_AREA: Final = 1e-3
"""Area for a measurement of which only the times are read. [m2]"""


def timing_of(train: Train) -> dict[str, Any]:
    """Return the timing of a train as data; times in the units of their names.

    Parameters
    ----------
    train : Train
        Of a session.

    Raises
    ------
    ValueError
        If its pattern repeats too late to be expanded.

    Examples
    --------
    >>> train = Train(shape="monophasic", amplitude=0.01, width_us=50, pulse_rate=2,
    ...               duration_us=60_000_000)
    >>> found = timing_of(train)
    >>> found["pulses"], found["pattern_s"], found["onsets_us"]
    (120, 0.5, [0, 500000, 1000000, 1500000])
    """
    check_workload(train)
    pattern = train.pattern_us
    first = train.window(0, min(train.duration_us, SHOWN_SECONDS * SECOND_US))
    worst = measure(train.without_ramps(), Load(resistance=500.0, area=ANY_AREA))
    return {
        "pulses": train.pulse_count(),
        "session_s": train.duration_us / SECOND_US,
        "mean_pulse_rate_hz": train.pulse_count() / train.duration_us * SECOND_US,
        "pattern_s": None if pattern is None else pattern / SECOND_US,
        "pulses_in_pattern": _pulses_in_pattern(train),
        "first_seconds": SHOWN_SECONDS,
        "pulses_in_first_seconds": len(first),
        "onsets_us": first.onset_us[:MOST_ONSETS].tolist(),
        "worst_second_start_s": worst.worst_second_start_us / SECOND_US,
        "pulses_in_worst_second": worst.pulses_in_worst_second,
    }


def widest_us(train: Train) -> int:
    """Return the widest leading phase that a train plays. [us]

    Examples
    --------
    >>> widest_us(Train(shape="monophasic", amplitude=0.01, width_us=50, pulse_rate=2,
    ...                 duration_us=1_000_000))
    50
    """
    modulation = train.modulation("pulse_width")
    widths = [step.width_us for step in train.steps]
    widths += [train.width_us, None if modulation is None else int(modulation.high)]
    return max(width for width in widths if width is not None)


def _pulses_in_pattern(train: Train) -> int | None:
    """Return the pulses of one repeat of the pattern; None when it does not repeat."""
    pattern, begin = train.pattern_us, train.settled_us
    if pattern is None or begin + 2 * pattern > train.duration_us - train.ramp.down_us:
        return None
    return sum(len(pulses) for _, pulses in train.chunks(begin, begin + pattern))
