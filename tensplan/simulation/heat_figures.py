"""Figures of heat and cold, as SVG and PNG: one panel for each person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import matplotlib as mpl

mpl.use("Agg")

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tensplan.simulation.figures import STYLE, figure_bytes

TRACES: Final = {"skin_c": "-", "basal_c": "--", "deep_c": ":", "pack_c": "-."}
BOUNDS: Final = {"heat": "peak_basal_c", "cold": "min_skin_c"}
"""The quantity whose limits are drawn in."""


def heat_figure_files(entry: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the figure of one use of heat or cold, by file name.

    Parameters
    ----------
    entry : mapping
        One of `ThermalPart.entries`.

    Returns
    -------
    files : dict
        As svg and png; the same entry gives the same bytes. Empty where nothing was simulated.
    """
    if not entry["traces"]:
        return {}
    name = f"{entry['modality']}-{entry['entry'] + 1}-{entry['area']}"
    with mpl.rc_context(STYLE):
        figure = _drawn(entry)
        return {f"{name}.{ending}": figure_bytes(figure, ending) for ending in ("svg", "png")}


def _drawn(entry: Mapping[str, Any]) -> Figure:
    """Draw skin, basal layer, depth and pack of every person."""
    traces = entry["traces"]
    figure = Figure(figsize=(3.6 * len(traces), 3.4), layout="constrained")
    panels = figure.subplots(1, len(traces), sharey=True, squeeze=False)[0]
    for axes, trace in zip(panels, traces, strict=True):
        _panel(axes, trace, entry)
    panels[0].set_ylabel("temperature (degC)")
    panels[0].legend(frameon=False, fontsize=8)
    figure.suptitle(f"{entry['modality'].capitalize()} on the {entry['area']}", size=11)
    return figure


def _panel(axes: Axes, trace: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    names = {"skin_c": "skin", "basal_c": "basal layer", "deep_c": f"{entry['deep_mm']:g} mm deep"}
    time = trace["time_min"]
    for key, name in {**names, "pack_c": "pack"}.items():
        values = trace[key]
        axes.plot(time[: len(values)], values, TRACES[key], label=name)
    for one in entry["judged"]:
        if one["quantity"] == BOUNDS[entry["modality"]]:
            axes.axhline(one["limit"], color="0.3", lw=0.9, ls=(0, (8, 3)))
    axes.axvline(time[len(trace["pack_c"]) - 1], color="0.6", lw=0.8)
    axes.set(xlabel="time (min)", title=trace["person"])
