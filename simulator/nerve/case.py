"""One threshold from a flat description, as tables of reference values state theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.fibre import FEWEST_NODES, Fibre
from simulator.nerve.fibre_length import nodes_for
from simulator.nerve.gaines_fibre import gaines
from simulator.nerve.mrg_fibre import mrg
from simulator.nerve.point_field import point_source
from simulator.nerve.pulse import Phase
from simulator.nerve.rattay_fibre import rattay
from simulator.nerve.sundt_fibre import sundt
from simulator.nerve.thin_fibre import thin
from simulator.nerve.threshold_search import thresholds_at_length

Array = NDArray[np.float64]

MODELS: Mapping[str, Callable[..., Fibre]] = {
    "MRG_DISCRETE": partial(mrg, sizes="discrete"),
    "MRG_INTERPOLATION": partial(mrg, sizes="interpolated"),
    "MRG_THIN": thin,
    "PENA": thin,
    "GAINES_MOTOR": partial(gaines, kind="motor"),
    "GAINES_SENSORY": partial(gaines, kind="sensory"),
    "SUNDT": sundt,
    "RATTAY": rattay,
}
"""Models by name; PENA is another name of the thin fibre."""

PULSES: Mapping[str, tuple[float, ...]] = {
    "cathodic": (-1.0,),
    "anodic": (1.0,),
    "biphasic_cf": (-1.0, 1.0),
    "biphasic_af": (1.0, -1.0),
}
"""Relative current of each phase; cf is cathodic first, af anodic first."""

LEAST = 1.0
"""Distances of a source that lie on the fibre to each side of it; a cathodic threshold at one and a
half is 0.5 % off, and below one it is not computed. [1]"""

NEEDED = ("model", "diameter_um", "pulse", "pw_ms", "r_mm")

DEFAULTS: Mapping[str, Any] = {
    "n_nodes": None,
    "gap_ms": 0.0,
    "delay_ms": 0.0,
    "dt_ms": 0.005,
    "tstop_ms": None,
    "sigma_S_m": 0.25,
    "z_offset_from_center_node_mm": 0.0,
    "sources": None,
    "tol_rel": 1e-4,
    "detect_node": None,
    "temp_C": 37.0,
}

ABOUT = (
    "tag", "n_sections", "delta_z", "delta_z_um", "length_mm", "threshold_mA", "init_node", "center_node",
    "end_excitation", "v_rest_mV",
)  # fmt: skip
"""What a table may say of a case besides; results and what follows from the other keys."""


def threshold(case: Mapping[str, Any]) -> float:
    """Threshold current of one described case.

    Parameters
    ----------
    case : Mapping
        `model`, `diameter_um`, `pulse` (cathodic, anodic, biphasic_cf, biphasic_af), `pw_ms`,
        `r_mm`; and where they differ from the default `n_nodes` (else as many as the sources'
        distance asks for, see `nodes_for`), `gap_ms`, `delay_ms`, `dt_ms`,
        `tstop_ms`, `sigma_S_m`, `z_offset_from_center_node_mm`, `sources` (rows of perpendicular
        distance in mm, offset along the fibre from the middle node in mm, weight), `tol_rel`,
        `detect_node`, `temp_C`. Descriptive keys of a table of results are read over.

    Returns
    -------
    threshold : float
        Amplitude of one phase. [mA]

    Raises
    ------
    ValueError
        If a key is missing or unknown, a value is outside its range, the fibre fires first at an
        end, or no threshold is found.

    Examples
    --------
    >>> round(threshold({"model": "MRG_INTERPOLATION", "diameter_um": 10.0, "n_nodes": 21,
    ...                  "pulse": "cathodic", "pw_ms": 0.1, "r_mm": 1.0}), 3)
    0.154
    """
    told = _complete(case)
    dt = 1e-3 * told["dt_ms"]
    phases = _phases(told)
    fibre = _fibre(told, phases)
    end = phases[-1].start + phases[-1].width
    wait = _wait(told, fibre) if told["tstop_ms"] is None else 1e-3 * told["tstop_ms"] - end
    if not wait > 0:
        raise ValueError(
            f"tstop_ms must be after the end of the pulse at {1e3 * end:g} ms, "
            f"got {told['tstop_ms']} ms"
        )
    (found,) = thresholds_at_length(
        [fibre],
        [_field(told, fibre)],
        phases,
        dt=dt,
        tolerance=told["tol_rel"] / 4,
        wait=wait,
        detect_node=told["detect_node"],
    )
    return 1e3 * found.current


def _complete(case: Mapping[str, Any]) -> dict[str, Any]:
    """Keys checked and defaults filled in."""
    missing = [key for key in NEEDED if key not in case]
    unknown = sorted(set(case) - set(NEEDED) - set(DEFAULTS) - set(ABOUT))
    if missing or unknown:
        raise ValueError(
            f"case must name {', '.join(NEEDED)}; missing {missing}, unknown {unknown}"
        )
    if case["model"] not in MODELS:
        raise ValueError(f"model must be one of {', '.join(MODELS)}, got {case['model']!r}")
    if case["pulse"] not in PULSES:
        raise ValueError(f"pulse must be one of {', '.join(PULSES)}, got {case['pulse']!r}")
    return {**DEFAULTS, **case}


def _fibre(told: Mapping[str, Any], phases: Sequence[Phase]) -> Fibre:
    """Fibre of a case, of the nodes told or of as many as its sources ask for."""
    build, diameter, degrees = MODELS[told["model"]], 1e-6 * told["diameter_um"], told["temp_C"]
    nodes = told["n_nodes"]
    if nodes is None:
        sample = build(diameter, FEWEST_NODES, temperature=degrees)
        furthest = max(distance + abs(offset) for distance, offset, _ in _sources(told))
        nodes = nodes_for(sample, 1e-3 * furthest, phases)
    fibre = build(diameter, nodes, temperature=degrees)
    needed = 1e-3 * max(LEAST * distance + abs(offset) for distance, offset, _ in _sources(told))
    if fibre.length / 2 < needed:
        raise ValueError(
            f"fibre must reach at least {needed * 1e3:.4g} mm to each side of its middle for these "
            f"sources, got {fibre.length / 2 * 1e3:.4g} mm with n_nodes {nodes}"
        )
    return fibre


def _sources(told: Mapping[str, Any]) -> list[list[float]]:
    """Perpendicular distance [mm], offset [mm] and weight of each source."""
    alone = [[told["r_mm"], told["z_offset_from_center_node_mm"], 1.0]]
    return told["sources"] or alone


def _phases(told: Mapping[str, Any]) -> list[Phase]:
    """Phases of a case, one after the other."""
    width, gap, start = (1e-3 * told[key] for key in ("pw_ms", "gap_ms", "delay_ms"))
    if not gap >= 0:
        raise ValueError(f"gap_ms must be at least 0 ms, got {told['gap_ms']} ms")
    signs = PULSES[told["pulse"]]
    return [Phase(start + i * (width + gap), width, sign) for i, sign in enumerate(signs)]


def _field(told: Mapping[str, Any], fibre: Fibre) -> Array:
    """Field of the one source of a case, or of its several ones."""
    middle = fibre.spacing * ((fibre.nodes - 1) // 2)
    parts = [
        weight
        * point_source(
            fibre,
            distance=1e-3 * distance,
            conductivity=told["sigma_S_m"],
            along=middle + 1e-3 * offset,
        )
        for distance, offset, weight in _sources(told)
    ]
    return np.asarray(np.sum(parts, axis=0))


def _wait(told: Mapping[str, Any], fibre: Fibre) -> float:
    """Time that an action potential needs along the fibre, at half the slowest speed known [s]."""
    slowest = 2.0 * 1e6 * fibre.diameter if fibre.myelinated else 0.2
    return 2e-3 + fibre.length / slowest
