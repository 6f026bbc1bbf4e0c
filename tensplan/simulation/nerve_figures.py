"""Figures of the nerves' answer, for the files that a simulation writes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from matplotlib.figure import Figure

MARKERS: Final = {"sensation": "o", "motor": "s", "pain": "D"}
"""Signs that differ in shape, so that colour is not needed."""


def draw_thresholds(rows: Sequence[Mapping[str, Any]], window: Mapping[str, Any] | None) -> Figure:
    """Return every predicted interval of a channel, with its window and its cap.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of plan.json for one channel and program; those without an amplitude are named in
        the margin.
    window : mapping or None
        The window of the same channel and program.
    """
    figure = Figure(figsize=(7.2, 1.4 + 0.34 * max(len(rows), 3)), layout="constrained")
    axes = figure.subplots()
    for place, row in enumerate(reversed(rows)):
        low, middle, high = (row[f"threshold{end}_ma"] for end in ("_low", "", "_high"))
        if middle is None or low is None:
            continue
        end = math.inf if high is None else high
        axes.plot([low, min(end, 1e3)], [place, place], color="0.2", lw=2)
        axes.plot([middle], [place], MARKERS[row["sense"]], color="0.2", mfc="white")
    axes.set_yticks(range(len(rows)), [_label(row) for row in reversed(rows)])
    if rows:
        axes.axvline(rows[0]["cap_ma"], color="0.2", ls=":", label="cap")
    if window is not None and window["upper_ma"] is not None:
        edges = window["first_tingle_ma"], window["upper_ma"]
        axes.axvspan(*edges, alpha=0.15, lw=0, label="comfort window")
    axes.set(xlabel="amplitude (mA)", xscale="log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.legend(frameon=False, fontsize=8)
    return figure


def draw_recruitment(curves: Sequence[Mapping[str, Any]], cap_ma: float) -> Figure:
    """Return how many fibres fire as the amplitude rises, a line style for each curve."""
    figure = Figure(figsize=(7.2, 3.0), layout="constrained")
    axes = figure.subplots()
    for curve, style in zip(curves, ("-", "--", ":", "-."), strict=False):
        label = f"{curve['nerve']}, {curve['fibre']}, {curve['pad']}"
        axes.plot(curve["amplitudes_ma"], [100 * s for s in curve["shares"]], style, label=label)
    axes.axvline(cap_ma, color="0.2", ls=":", label="cap")
    axes.set(xlabel="amplitude (mA)", ylabel="fibres that fire (%)", ylim=(0, 102))
    axes.legend(frameon=False, fontsize=8)
    return figure


def _label(row: Mapping[str, Any]) -> str:
    beyond = "" if row["threshold_low_ma"] is not None else " (no amplitude)"
    return f"{row['nerve']} {row['fibre']}, {row['pad']}{beyond}"
