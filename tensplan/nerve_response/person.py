"""What a patient file says that moves a prediction: size, fat, and the person's own currents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tensplan.patient.body import Measured
from tensplan.patient.model import Patient
from tensplan.patient.places import sites_of
from tensplan.placement.sites import site
from tensplan.placement.stature import REFERENCE, Stature
from tensplan.protocol.placement import Channel


@dataclass(frozen=True, kw_only=True, slots=True)
class NervePerson:
    """What is known of a person; what is not stays that of the population.

    Attributes
    ----------
    stature : Stature
        Body size.
    fat_mm : mapping of str to float
        Measured fat under the skin, by site. [mm]
    measured : tuple of Measured
        Currents at which the person felt something.
    """

    stature: Stature = REFERENCE
    fat_mm: Mapping[str, float] = field(default_factory=dict)
    measured: tuple[Measured, ...] = ()

    def on(self, channel: Channel) -> Measured | None:
        """Return the last measurement on the two sites of a channel, in whichever order."""
        own = [site(pad.site).id for pad in channel.pads]
        fitting = [entry for entry in self.measured if _fits(entry, own)]
        return max(fitting, key=lambda entry: entry.measured_on, default=None)


NOBODY = NervePerson()
"""The reference body, of whom nothing was measured."""


def nerve_person(patient: Patient, stature: Stature) -> NervePerson:
    """Return what a patient file says of the body.

    Examples
    --------
    >>> import tensplan
    >>> nerve_person(tensplan.load_patient("example-intact"), REFERENCE).stature.height_mm
    1700.0
    """
    fat = {} if patient.body is None else patient.body.fat_thickness_mm or {}
    return NervePerson(
        stature=stature,
        fat_mm={name: mm for place, mm in fat.items() for name in sites_of(place)},
        measured=patient.measured or (),
    )


def _fits(entry: Measured, own: list[str]) -> bool:
    """Say whether a measurement was made on these two sites."""
    first, second = (sites_of(place) for place in entry.sites)
    return (own[0] in first and own[1] in second) or (own[1] in first and own[0] in second)
