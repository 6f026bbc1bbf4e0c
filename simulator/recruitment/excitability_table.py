"""Builds the table of excitability from the exact solver; nothing here runs in a plan.

`python benchmarks/excitability_table.py` writes the data file anew.

A fibre in a field is taken as a passive cable of one length constant that fires at one polarisation. Both are
fitted to exact thresholds in fields of Gaussian shape, from a few internodes wide to many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.nerve import Fibre, Phase, mrg, sundt, thresholds

Array = NDArray[np.float64]

KINDS: Mapping[str, tuple[float, ...]] = {
    "alone": (-1.0,),
    "leading": (-1.0, 1.0),
    "trailing": (1.0, -1.0),
}
"""Relative currents of equal phases; the fibre is depolarised by the negative one."""

WIDTHS = {
    "myelinated": (50e-6, 100e-6, 200e-6, 400e-6, 1000e-6),
    "bare": (200e-6, 400e-6, 1000e-6),
}
TEMPERATURES = (24.0, 31.0, 38.0)
MODELS: Mapping[str, tuple[float, ...]] = {
    "myelinated": (2e-6, 3e-6, 4.5e-6, 6.5e-6, 9e-6, 12e-6, 16e-6),
    "bare": (0.4e-6, 0.7e-6, 1.2e-6, 2.0e-6),
}
KINDS_OF = {"myelinated": tuple(KINDS), "bare": ("alone",)}
"""Bare fibres have one kind and no short pulses: they need over 500 mV there, which is refused."""
NODES = {"myelinated": 201, "bare": 401}
BREADTHS = {"myelinated": (3.0, 5.0, 10.0, 20.0), "bare": (20.0, 30.0, 45.0)}
"""Standard deviation of the Gaussian fields, in node spacings."""
WAITS = {"myelinated": 1.5e-3, "bare": 5e-3}
DETECT = {"myelinated": 12, "bare": 60}
"""Nodes from the middle at which the action potential is waited for."""


def fibre_of(model: str, diameter: float, nodes: int, temperature: float) -> Fibre:
    """Fibre of a model of the table."""
    if model == "bare":
        return sundt(diameter, nodes, temperature=temperature)
    return mrg(diameter, nodes, temperature=temperature)


def exact(model: str, diameter: float, width: float, kind: str, temperature: float) -> Array:
    """Thresholds in the Gaussian fields, as the potential at their middle. [V]"""
    nodes = NODES[model]
    fibre = fibre_of(model, diameter, nodes, temperature)
    x = fibre.positions - fibre.length / 2
    fields = [np.exp(-((x / (n * fibre.spacing)) ** 2) / 2) for n in BREADTHS[model]]
    phases = [Phase(i * width, width, sign) for i, sign in enumerate(KINDS[kind])]
    found = thresholds(
        [fibre] * len(fields),
        fields,
        phases,
        tolerance=1e-4,
        wait=WAITS[model],
        detect_node=nodes // 2 + DETECT[model],
    )
    return np.array([row.current for row in found])


def peak(breadth: Array, length: float) -> Array:
    """Largest polarisation of a passive cable in Gaussian fields of 1 V, as a share of it."""
    k = np.linspace(0, 8, 2001)[:, None] / breadth
    ripple = (length * k) ** 2
    spectrum = breadth * np.exp(-((k * breadth) ** 2) / 2) * np.sqrt(2 / np.pi)
    return np.asarray(np.trapezoid(spectrum * ripple / (1 + ripple), k, axis=0))


def fit(breadth: Array, currents: Sequence[Array]) -> tuple[float, Array, float]:
    """Length constant and critical polarisations that serve all thresholds best.

    Parameters
    ----------
    breadth : ndarray
        Of the fields. [m]
    currents : sequence of ndarray
        Thresholds in these fields, one array for each temperature. [V]

    Returns
    -------
    length : float
        [m]
    critical : ndarray
        One for each temperature. [V]
    miss : float
        Largest relative difference.
    """
    lengths = np.geomspace(breadth.min() / 8, breadth.max(), 200)
    logs = [[np.log(row * peak(breadth, length)) for row in currents] for length in lengths]
    misses = [max(float(np.ptp(row)) / 2 for row in log) for log in logs]
    best = int(np.argmin(misses))
    critical = [np.exp((row.max() + row.min()) / 2) for row in logs[best]]
    return float(lengths[best]), np.array(critical), misses[best]


def entry(model: str, diameter: float, width: float, kind: str) -> dict[str, Any]:
    """One row of the table: a diameter, a pulse width and a kind of phase."""
    spacing = fibre_of(model, diameter, 11, 37.0).spacing
    found = [exact(model, diameter, width, kind, t) for t in TEMPERATURES]
    length, critical, miss = fit(np.array(BREADTHS[model]) * spacing, found)
    return {
        "diameter": diameter,
        "width": width,
        "kind": kind,
        "length": float(f"{length:.4g}"),
        "critical": [float(f"{value:.5g}") for value in critical],
        "miss": round(miss, 4),
    }


def build(models: Sequence[str] = tuple(MODELS)) -> dict[str, Any]:
    """Build the whole table; about two minutes."""
    rows = {
        m: [entry(m, d, w, kind) for kind in KINDS_OF[m] for d in MODELS[m] for w in WIDTHS[m]]
        for m in models
    }
    return {
        "about": "Length constant [m] and critical polarisation [V] by temperature, fitted to "
        "thresholds of the exact solver at a step of 5 us; see "
        "simulator/recruitment/excitability_table.py",
        "confidence": "derived",
        "source": "computed by simulator.nerve from the models it names",
        "temperatures": list(TEMPERATURES),
        "models": rows,
    }
