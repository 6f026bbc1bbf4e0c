"""From fibre to person: which nerves fire under two pads, at which amplitude, in how many people.

Names are imported when first used; the compiled fibre kernel only when a prediction is made.

Examples
--------
>>> from simulator.recruitment import lognormal
>>> round(lognormal(9.1e-3, 2.5e-3, confidence="quoted", source="a study").low * 1e3, 1)
5.6
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.recruitment.body import Target, Tissue
    from simulator.recruitment.calibration import Calibration, calibrate
    from simulator.recruitment.channel import predict
    from simulator.recruitment.comfort import Window, first_tingle, selectivity, window
    from simulator.recruitment.curves import Curve, WidthChoice, pulse_widths, recruitment, shifted
    from simulator.recruitment.electrodes import Electrodes
    from simulator.recruitment.known_miss import Reach, reach
    from simulator.recruitment.prediction import Prediction
    from simulator.recruitment.spread import Spread, fixed, lognormal

_HOMES = {
    "Calibration": "calibration",
    "Curve": "curves",
    "Electrodes": "electrodes",
    "Prediction": "prediction",
    "Reach": "known_miss",
    "Spread": "spread",
    "Target": "body",
    "Tissue": "body",
    "WidthChoice": "curves",
    "Window": "comfort",
    "calibrate": "calibration",
    "first_tingle": "comfort",
    "fixed": "spread",
    "lognormal": "spread",
    "predict": "channel",
    "pulse_widths": "curves",
    "reach": "known_miss",
    "recruitment": "curves",
    "selectivity": "comfort",
    "shifted": "curves",
    "window": "comfort",
}

__all__ = [
    "Calibration",
    "Curve",
    "Electrodes",
    "Prediction",
    "Reach",
    "Spread",
    "Target",
    "Tissue",
    "WidthChoice",
    "Window",
    "calibrate",
    "first_tingle",
    "fixed",
    "lognormal",
    "predict",
    "pulse_widths",
    "reach",
    "recruitment",
    "selectivity",
    "shifted",
    "window",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'simulator.recruitment' has no attribute {name!r}")
    value = getattr(import_module(f"simulator.recruitment.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
