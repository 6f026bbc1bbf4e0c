"""The two entry points for programs: load a protocol, plan a session."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import get_args

from tensplan.errors import UsageError
from tensplan.patient.file import default_day, load_patient
from tensplan.patient.model import Patient
from tensplan.protocol.catalogue import load_protocol
from tensplan.protocol.model import Protocol
from tensplan.safety.clinic_limits import load_limits
from tensplan.session_plan.compose import Setting, compose
from tensplan.session_plan.history import History
from tensplan.session_plan.plan import Plan

__all__ = ["load_patient", "load_protocol", "plan"]


def _day(on: date | str | None, patient: Patient | None) -> date:
    if on is None:
        return default_day(patient, date.today())
    if isinstance(on, str):
        return date.fromisoformat(on)
    return on.date() if isinstance(on, datetime) else on


def plan(
    protocol: Protocol,
    *,
    patient: Patient | None = None,
    history: History | None = None,
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
    patient : Patient or None
        From `load_patient`.
    history : History or None
        The person's logged sessions, from `tensplan.store.past.history_of`.
    device : str
        Id of a device profile.
    setting : {"home", "supervised"}
        Where the sessions take place.
    limits : path-like, optional
        A clinic's file that tightens the limits.
    on : date or str, optional
        Day of the plan; today when left out, for an invented person the day of its examination.

    Returns
    -------
    Plan
        Its ``verdict`` is ``blocked`` when nothing of it may be done, ``stop`` on a red flag.

    Raises
    ------
    ValueError
        If the device or the setting is unknown, or the day is no date.
    UsageError
        If the patient is anything but a `Patient`.
    LimitsError
        If the limits file loosens a limit.

    Examples
    --------
    >>> import tensplan
    >>> tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22").verdict
    'warn'
    """
    if patient is not None and not isinstance(patient, Patient):
        raise UsageError(
            f"patient is a {type(patient).__name__}, not a Patient",
            hint="use tensplan.load_patient, which reads a file or a shipped example",
        )
    if setting not in get_args(Setting):
        raise ValueError(f"setting must be home or supervised, got {setting!r}")
    return compose(
        protocol,
        on=_day(on, patient),
        patient=patient,
        history=history,
        device_id=device,
        setting=setting,
        limits=load_limits(limits),
    )
