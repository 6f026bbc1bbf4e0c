"""Figures of a simulation, as SVG and PNG; matplotlib is imported only here."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

import matplotlib as mpl
import numpy as np

mpl.use("Agg")

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.train import Train
from tensplan.simulation.nerve_figures import draw_recruitment, draw_thresholds
from tensplan.simulation.simulation import Simulated

SECOND_US: Final = 1_000_000
MOST_POINTS: Final = 2000
SHOWN_PATTERN_US: Final = 60 * SECOND_US
STYLE: Any = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "lines.linewidth": 1.4,
    "svg.hashsalt": "tensplan",
    "svg.fonttype": "none",
}
LINES: Final = ("-", "--", "-.", ":")


def figure_files(found: Simulated) -> dict[str, bytes]:
    """Return every figure of one channel and program, by file name.

    Parameters
    ----------
    found : Simulated
        From `simulate_protocol`.

    Returns
    -------
    files : dict
        ``pulse``, ``second``, ``rate``, ``envelope`` and ``loads``, and where nerves were predicted
        ``thresholds`` and ``recruitment``, each as svg and png. The same simulation gives the same
        bytes.
    """
    drawings: dict[str, Callable[[Simulated], Figure]] = {
        "pulse": _pulse,
        "second": _second,
        "rate": _rate,
        "envelope": _envelope,
        "loads": _loads,
        **_nerve_drawings(found),
    }
    files = {}
    with mpl.rc_context(STYLE):
        for name, draw in drawings.items():
            figure = draw(found)
            figure.suptitle(f"Channel {found.channel}, {found.program}: {_TITLES[name]}", size=11)
            for ending in ("svg", "png"):
                files[f"{found.channel}-{found.program}-{name}.{ending}"] = figure_bytes(
                    figure, ending
                )
    return files


_TITLES: Final = {
    "pulse": "the widest pulse at the cap",
    "second": "current in the worst second",
    "rate": "pulse rate",
    "envelope": "amplitude, with the ramps",
    "loads": "voltage at each load, at the cap",
    "thresholds": "predicted thresholds, 5 to 95 % of people",
    "recruitment": "predicted recruitment",
}


def _nerve_drawings(found: Simulated) -> dict[str, Callable[[Simulated], Figure]]:
    """Return the drawings of the nerves' answer, as far as there is one."""
    rows, windows = found.data["nerve"], found.data["nerve_windows"]
    window = windows[0] if windows else None
    drawings: dict[str, Callable[[Simulated], Figure]] = {}
    if rows:
        drawings["thresholds"] = lambda _: draw_thresholds(rows, window)
    if window is not None and window["recruitment"]:
        curves, cap = window["recruitment"], window["cap_ma"]
        drawings["recruitment"] = lambda _: draw_recruitment(curves, cap)
    return drawings


def figure_bytes(figure: Figure, ending: str) -> bytes:
    """Return a figure as svg or png, without a date, so that it is the same every time."""
    stream = io.BytesIO()
    no_date = {"Date": None} if ending == "svg" else {"Software": None}
    figure.savefig(stream, format=ending, dpi=120, metadata=no_date)
    return stream.getvalue()


def _paper(rows: int = 1) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(7.2, 3.0 + 1.9 * (rows - 1)), layout="constrained")
    axes = figure.subplots(rows, 1, sharex=True, squeeze=False)
    return figure, [row[0] for row in axes]


def _pulse(found: Simulated) -> Figure:
    """Draw current and voltage of the widest pulse into 500 ohm and into dry skin."""
    figure, (upper, lower) = _paper(2)
    chosen = [row for row in _load_rows(found) if row["load"] in ("500 ohm", "dry skin")]
    for row, line in zip(chosen, LINES, strict=False):
        wave = row["waveform"]
        upper.plot(wave["time_us"], wave["current_ma"], line, label=row["load"])
        lower.plot(wave["time_us"], wave["voltage_v"], line, label=row["load"])
    upper.set_ylabel("current (mA)")
    lower.set(xlabel="time (us)", ylabel="voltage (V)")
    upper.legend(frameon=False)
    return figure


def _loads(found: Simulated) -> Figure:
    """Draw the voltage into every load, clipped where the device clips."""
    figure, (axes,) = _paper()
    figure.set_size_inches(7.2, 4.4)
    for index, row in enumerate(_load_rows(found)):
        wave = row["waveform"]
        label = row["load"] + (" (clips)" if row["clips"] else "")
        axes.plot(wave["time_us"], wave["voltage_v"], LINES[index % len(LINES)], label=label)
    compliance = found.data["output"]["compliance_voltage_v"]
    if compliance is not None:
        for sign in (-1, 1):
            axes.axhline(sign * compliance, color="0.4", lw=0.8)
    axes.set(xlabel="time (us)", ylabel="voltage (V)")
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


def _second(found: Simulated) -> Figure:
    """Draw one second of pulses, each as a stem of its leading and of its second phase."""
    figure, (axes,) = _paper()
    train = found.train.without_ramps()
    start = round(found.data["timing"]["worst_second_start_s"] * SECOND_US)
    pulses = train.window(start, start + SECOND_US)
    time = (pulses.onset_us - start) / SECOND_US
    phases = train.pulse(int(pulses.width_us[0])).phases if len(pulses) else ()
    for _, _, height in phases:
        axes.vlines(time, 0, pulses.gain * train.amplitude * 1e3 * height, lw=0.7)
    axes.axhline(0, color="0.3", lw=0.8)
    axes.set(xlabel=f"time after {start / SECOND_US:g} s (s)", ylabel="current (mA)", xlim=(0, 1))
    return figure


def _rate(found: Simulated) -> Figure:
    """Draw the rate from pulse to pulse at first, and how many pulses each second holds."""
    train = found.train
    figure = Figure(figsize=(7.2, 3.0), layout="constrained")
    first, whole = figure.subplots(1, 2)
    pattern = train.pattern_us if train.pattern_us is not None else SHOWN_PATTERN_US
    stop = min(train.duration_us, max(2 * SECOND_US, min(3 * pattern, SHOWN_PATTERN_US)))
    onsets = train.window(0, stop).onset_us
    if onsets.size > 1:
        first.step(onsets[:-1] / SECOND_US, SECOND_US / np.diff(onsets), where="post", lw=0.9)
    first.set(xlabel="session time (s)", ylabel="one over the interval (Hz)", ylim=(0, None))
    seconds, counts = _per_second(train)
    edges = np.linspace(0, seconds.size, min(60, seconds.size) + 1).astype(int)
    low, high = (
        np.array([choose(counts[a:b]) for a, b in pairwise(edges)]) for choose in (np.min, np.max)
    )
    middle = seconds[edges[:-1]] / 60
    whole.fill_between(middle, low, high, step="post", alpha=0.3, lw=0)
    whole.step(middle, high, where="post", lw=1)
    whole.step(middle, low, where="post", lw=1)
    whole.set(xlabel="session time (min)", ylabel="pulses in a second", ylim=(0, None))
    return figure


def _envelope(found: Simulated) -> Figure:
    """Draw the amplitude pulse by pulse at the start and the end, by seconds between them."""
    train = found.train
    figure = Figure(figsize=(7.2, 3.0), layout="constrained")
    start, whole, end = figure.subplots(1, 3, sharey=True, width_ratios=[1, 2, 1])
    seconds, peaks = _peaks(train)
    whole.step(seconds / 60, peaks, where="post")
    whole.set(xlabel="session time (min)", ylim=(0, None))
    up, down = (time + 2 * SECOND_US for time in (train.ramp.up_us, train.ramp.down_us))
    for axes, first, last in (
        (start, 0, min(up, train.duration_us)),
        (end, max(0, train.duration_us - down), train.duration_us),
    ):
        pulses = train.window(first, last)
        time = pulses.onset_us / SECOND_US - (0 if axes is start else train.duration_us / SECOND_US)
        axes.plot(time, pulses.gain * train.amplitude * 1e3, ".", ms=2)
        axes.set_xlabel("from start (s)" if axes is start else "before end (s)")
    start.set_ylabel("peak of each pulse (mA)")
    return figure


def _per_second(train: Train) -> tuple[Any, Any]:
    """Return the session's seconds, thinned, and the pulses that start in each."""
    seconds = _seconds(train)
    starts = seconds * SECOND_US
    counts = [
        len(train.window(start, min(start + SECOND_US, train.duration_us)))
        for start in starts.tolist()
    ]
    return seconds, np.array(counts)


def _peaks(train: Train) -> tuple[Any, Any]:
    """Return the session's seconds, thinned, and the largest amplitude in each. [mA]"""
    seconds = _seconds(train)
    peaks = []
    for start in (seconds * SECOND_US).tolist():
        gain = train.window(start, min(start + SECOND_US, train.duration_us)).gain
        peaks.append(float(gain.max()) * train.amplitude * 1e3 if gain.size else 0.0)
    return seconds, np.array(peaks)


def _seconds(train: Train) -> Any:
    """Return whole seconds of the session: all of a short one, the ends and a sample of a long one."""
    length = -(-train.duration_us // SECOND_US)
    if length <= MOST_POINTS:
        return np.arange(length)
    ends = np.r_[np.arange(60), np.arange(length - 60, length)]
    return np.union1d(ends, np.linspace(0, length - 1, MOST_POINTS).astype(np.int64))


def _load_rows(found: Simulated) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found.data["output"]["loads"]
    return rows
