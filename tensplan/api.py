"""The two entry points for programs: load a protocol, plan a session."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import get_args

from tensplan.errors import UsageError
from tensplan.patient.file import load_patient
from tensplan.protocol.catalogue import load_protocol
from tensplan.protocol.model import Protocol
from tensplan.safety.clinic_limits import load_limits
from tensplan.session_plan.compose import Setting, compose
from tensplan.session_plan.plan import Plan

__all__ = ["load_patient", "load_protocol", "plan"]


def refuse_patient(patient: object) -> None:
    """Stop when a patient is given: patient files are not read yet.

    Raises
    ------
    UsageError
        If it is anything but None.
    """
    if patient is not None:
        raise UsageError(
            "patient files are not read yet, so a plan is a specimen, for no person",
            hint="leave the patient out",
        )


def _day(on: date | str | None) -> date:
    if on is None:
        return date.today()
    if isinstance(on, str):
        return date.fromisoformat(on)
    return on.date() if isinstance(on, datetime) else on


def plan(
    protocol: Protocol,
    *,
    patient: None = None,
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
    patient : None
        Patient files are not read yet, so there is nothing else to give.
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
        If the device or the setting is unknown, or the day is no date.
    UsageError
        If a patient is given.
    LimitsError
        If the limits file loosens a limit.

    Examples
    --------
    >>> import tensplan
    >>> tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22").verdict
    'warn'
    """
    refuse_patient(patient)
    if setting not in get_args(Setting):
        raise ValueError(f"setting must be home or supervised, got {setting!r}")
    return compose(
        protocol, on=_day(on), device_id=device, setting=setting, limits=load_limits(limits)
    )
