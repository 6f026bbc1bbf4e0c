"""One threshold from a flat description, as tables of reference values state theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import isfinite
from numbers import Real
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
from simulator.nerve.threshold_search import COARSEST, FINEST, thresholds_at_length

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

NUMBERS = (
    "diameter_um", "pw_ms", "gap_ms", "delay_ms", "dt_ms", "tstop_ms", "sigma_S_m",
    "z_offset_from_center_node_mm", "tol_rel", "temp_C",
)  # fmt: skip
COUNTS = ("n_nodes", "detect_node")
COLUMNS = ("distance in mm", "offset in mm", "weight")
"""What the value of each key must be; `r_mm` is a number too, where no sources are listed."""

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
        `r_mm` (not with `sources`); and where they differ from the default `n_nodes` (else as many as the sources'
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
        If a key is missing or unknown, a value is no number or outside its range, the fibre fires
        first at an end, or no threshold is found.

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
    wait = None if told["tstop_ms"] is None else 1e-3 * told["tstop_ms"] - end
    if wait is not None and not wait > 0:
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
    if not isinstance(case, Mapping):
        raise TypeError(f"case must be a mapping of keys, got {type(case).__name__}")
    unknown = sorted(str(key) for key in set(case) - {*NEEDED, *DEFAULTS, *ABOUT})
    if unknown:
        known = ", ".join((*NEEDED, *DEFAULTS))
        raise ValueError(
            f"case must have known keys only, got unknown {unknown}; known are {known}"
        )
    missing = [key for key in NEEDED if key not in case and not (key == "r_mm" and _many(case))]
    if missing:
        raise ValueError(f"case must name {', '.join(NEEDED)}; missing {missing}")
    for key, names in (("model", tuple(MODELS)), ("pulse", tuple(PULSES))):
        if case[key] not in names:
            raise ValueError(f"{key} must be one of {', '.join(names)}, got {case[key]!r}")
    return _checked({**DEFAULTS, **case})


def _many(case: Mapping[str, Any]) -> bool:
    """Whether a case lists its sources; then it needs no distance of its own."""
    listed = case.get("sources")
    if listed is not None and (isinstance(listed, str) or not isinstance(listed, Sequence)):
        raise ValueError(f"sources must be a list of rows of {', '.join(COLUMNS)}, got {listed!r}")
    return bool(listed)


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    """Return the case, refused where a value is none of a number."""
    for key in NUMBERS:
        if not (told[key] is None and key == "tstop_ms"):
            told[key] = _number(key, told[key])
    for key in COUNTS:
        if told[key] is not None:
            told[key] = _count(key, told[key])
    if not 4 * FINEST <= told["tol_rel"] <= COARSEST:
        raise ValueError(
            f"tol_rel must be within {4 * FINEST:g} to {COARSEST:g}, got {told['tol_rel']}"
        )
    told["sources"] = _rows(told)
    return told


def _number(key: str, value: Any) -> float:
    """Refuse what is no number, or has no end."""
    if isinstance(value, bool) or not isinstance(value, Real) or not isfinite(value):
        raise ValueError(f"{key} must be a finite number, got {value!r}")
    return float(value)


def _count(key: str, value: Any) -> int:
    """Refuse what is no whole number."""
    number = _number(key, value)
    if not number.is_integer():
        raise ValueError(f"{key} must be a whole number, got {value!r}")
    return int(number)


def _rows(told: Mapping[str, Any]) -> list[tuple[float, ...]]:
    """Perpendicular distance [mm], offset [mm] and weight of each source."""
    if not _many(told):
        distance = _number("r_mm", told["r_mm"])
        return [(distance, told["z_offset_from_center_node_mm"], 1.0)]
    for row in told["sources"]:
        if isinstance(row, str) or not isinstance(row, Sequence) or len(row) != len(COLUMNS):
            raise ValueError(f"sources must be rows of {', '.join(COLUMNS)}, got {row!r}")
    pairs = (zip(COLUMNS, row, strict=True) for row in told["sources"])
    return [tuple(_number(f"sources: {name}", value) for name, value in row) for row in pairs]


def _fibre(told: Mapping[str, Any], phases: Sequence[Phase]) -> Fibre:
    """Fibre of a case, of the nodes told or of as many as its sources ask for."""
    build, diameter, degrees = MODELS[told["model"]], 1e-6 * told["diameter_um"], told["temp_C"]
    nodes = told["n_nodes"]
    if nodes is None:
        sample = build(diameter, FEWEST_NODES, temperature=degrees)
        furthest = max(distance + abs(offset) for distance, offset, _ in told["sources"])
        nodes = nodes_for(sample, 1e-3 * furthest, phases)
    fibre = build(diameter, nodes, temperature=degrees)
    needed = 1e-3 * max(LEAST * distance + abs(offset) for distance, offset, _ in told["sources"])
    if fibre.length / 2 < needed:
        raise ValueError(
            f"fibre must reach at least {needed * 1e3:.4g} mm to each side of its middle for these "
            f"sources, got {fibre.length / 2 * 1e3:.4g} mm with n_nodes {nodes}"
        )
    return fibre


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
        for distance, offset, weight in told["sources"]
    ]
    return np.asarray(np.sum(parts, axis=0))
