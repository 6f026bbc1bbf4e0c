"""Plan a TENS and heat/cold session, judge it, and say what leaves the building.

Investigational; not a medical device.

Examples
--------
>>> import tensplan
>>> plan = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
>>> plan.modalities["tens"].verdict
'warn'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from tensplan.api import load_patient, load_protocol, plan
    from tensplan.finding import Finding
    from tensplan.session_plan.plan import Plan

__all__ = ["Finding", "Plan", "load_patient", "load_protocol", "plan"]

_HOMES = {
    "load_patient": "tensplan.api",
    "load_protocol": "tensplan.api",
    "plan": "tensplan.api",
    "Finding": "tensplan.finding",
    "Plan": "tensplan.session_plan.plan",
}


def __getattr__(name: str) -> Any:
    """Import the public names only when they are used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tensplan' has no attribute {name!r}")
    from importlib import import_module

    from tensplan.own_simulator import check_simulator

    check_simulator()
    return getattr(import_module(_HOMES[name]), name)
