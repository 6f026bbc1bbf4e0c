"""The two entry points for programs: load a protocol, plan a session."""

from __future__ import annotations

import os
from datetime import date

from tensplan.protocol.catalogue import load_protocol
from tensplan.protocol.model import Protocol
from tensplan.safety.limits import load_limits
from tensplan.session_plan.compose import Setting, compose
from tensplan.session_plan.plan import Plan

__all__ = ["load_protocol", "plan"]


def plan(
    protocol: Protocol,
    *,
    device: str = "generic-tens",
    setting: Setting = "home",
    limits: str | os.PathLike[str] | None = None,
    on: date | str | None = None,
) -> Plan:
    """Judge a protocol and return its plan, or the reasons for its refusal.

    Without a patient the plan is a specimen: at most ``warn``, never approvable, never playable.

    Parameters
    ----------
    protocol : Protocol
        From `load_protocol`.
    device : str
        Id of a device profile.
    setting : {"home", "supervised"}
        Where the sessions take place.
    limits : path-like, optional
        A clinic's file that tightens the limits.
    on : date or str, optional
        Day of the plan; today when left out.

    Returns
    -------
    Plan
        Its ``verdict`` is ``blocked`` when nothing of it may be done.

    Raises
    ------
    ValueError
        If the device is unknown.
    LimitsError
        If the limits file loosens a limit.

    Examples
    --------
    >>> import tensplan
    >>> tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22").verdict
    'warn'
    """
    day = date.today() if on is None else on
    return compose(protocol, on=day, device_id=device, setting=setting, limits=load_limits(limits))
