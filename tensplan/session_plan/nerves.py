"""Asking the nerves of the person whom a plan is for."""

from __future__ import annotations

from simulator.properties import DeviceProfile
from tensplan.nerve_response.person import NOBODY, nerve_person
from tensplan.nerve_response.response import NOTHING, NerveResponse, nerve_response
from tensplan.patient.model import Patient
from tensplan.protocol.model import Protocol
from tensplan.safety.limits import Limits
from tensplan.session_plan.person_layout import stature_of


def nerves_of(
    protocol: Protocol,
    patient: Patient | None,
    profile: DeviceProfile,
    limits: Limits,
    *,
    is_sound: bool,
) -> NerveResponse:
    """Return the nerves' answer, scaled to what the person felt; nothing for a plan with errors.

    Parameters
    ----------
    protocol : Protocol
        What is asked.
    patient : Patient or None
        Whom it is for; the reference body without one.
    profile : DeviceProfile
        The device.
    limits : Limits
        What the caps are judged by.
    is_sound : bool
        Whether nothing electrical blocks the plan.

    Examples
    --------
    >>> import tensplan
    >>> from simulator.properties import device
    >>> from tensplan.safety.limits import own_limits
    >>> protocol = tensplan.load_protocol("distal-nerve-sural")
    >>> nerves_of(protocol, None, device("generic-tens"), own_limits(), is_sound=False).rows
    ()
    """
    if not is_sound:
        return NOTHING
    person = NOBODY if patient is None else nerve_person(patient, stature_of(patient))
    return nerve_response(protocol, profile=profile, limits=limits, person=person)
