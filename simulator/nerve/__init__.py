"""What a nerve fibre does in a field: models, thresholds, where and when it fires.

Names are imported when first used; the compiled kernel only when a fibre is run. The first run on a
machine compiles it, later processes load what that made.

Examples
--------
>>> from simulator.nerve import threshold
>>> round(threshold({"model": "MRG_DISCRETE", "diameter_um": 10.0, "n_nodes": 21,
...                  "pulse": "cathodic", "pw_ms": 0.1, "r_mm": 1.0}), 3)
0.153
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.nerve.case import threshold
    from simulator.nerve.conduction import conduction_velocity
    from simulator.nerve.fibre import Fibre
    from simulator.nerve.fibre_length import check_length, nodes_for
    from simulator.nerve.forked_fibre import forked
    from simulator.nerve.gaines_fibre import gaines
    from simulator.nerve.mrg_fibre import mrg
    from simulator.nerve.path import laid
    from simulator.nerve.point_field import point_source
    from simulator.nerve.pulse import Phase
    from simulator.nerve.rattay_fibre import rattay
    from simulator.nerve.response import Firing, phases_of, respond
    from simulator.nerve.second_pulse import Recovery, recovery
    from simulator.nerve.strength_duration import StrengthDuration, lapicque, weiss
    from simulator.nerve.sundt_fibre import sundt
    from simulator.nerve.thin_fibre import thin
    from simulator.nerve.threshold_search import (
        Threshold,
        thresholds,
        thresholds_at_length,
    )

__all__ = [
    "Fibre",
    "Firing",
    "Phase",
    "Recovery",
    "StrengthDuration",
    "Threshold",
    "check_length",
    "conduction_velocity",
    "forked",
    "gaines",
    "laid",
    "lapicque",
    "mrg",
    "nodes_for",
    "phases_of",
    "point_source",
    "rattay",
    "recovery",
    "respond",
    "sundt",
    "thin",
    "threshold",
    "thresholds",
    "thresholds_at_length",
    "weiss",
]

_HOMES = {
    "Fibre": "fibre",
    "Firing": "response",
    "Phase": "pulse",
    "Recovery": "second_pulse",
    "StrengthDuration": "strength_duration",
    "Threshold": "threshold_search",
    "check_length": "fibre_length",
    "conduction_velocity": "conduction",
    "forked": "forked_fibre",
    "gaines": "gaines_fibre",
    "laid": "path",
    "lapicque": "strength_duration",
    "mrg": "mrg_fibre",
    "nodes_for": "fibre_length",
    "phases_of": "response",
    "point_source": "point_field",
    "rattay": "rattay_fibre",
    "recovery": "second_pulse",
    "respond": "response",
    "sundt": "sundt_fibre",
    "thin": "thin_fibre",
    "threshold": "case",
    "thresholds": "threshold_search",
    "thresholds_at_length": "threshold_search",
    "weiss": "strength_duration",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'simulator.nerve' has no attribute {name!r}")
    value = getattr(import_module(f"simulator.nerve.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
