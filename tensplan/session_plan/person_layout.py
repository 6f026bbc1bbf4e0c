"""Where the pads could go on this person, and whether those of a protocol may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from tensplan.finding import Finding
from tensplan.patient.case import Setting
from tensplan.patient.evidence import red_flag_codes
from tensplan.patient.model import Patient
from tensplan.patient.verdict import short_words, site_verdict
from tensplan.placement.choice import Choice, Leg, Objections, Room, Step, choose
from tensplan.placement.pads import Pad
from tensplan.placement.records import load
from tensplan.placement.sites import find_site, site
from tensplan.placement.spacing import midline_clearance_mm
from tensplan.placement.stature import REFERENCE, Stature
from tensplan.protocol.model import Protocol
from tensplan.safety.limits import Limits

ORDER_SOURCE = "order of layouts: project default, needs clinical sign-off"


def stature_of(patient: Patient) -> Stature:
    """Return the body size that places the pads; what is unknown is that of the reference adult.

    Examples
    --------
    >>> import tensplan
    >>> stature_of(tensplan.load_patient("example-numb-sole"))
    Stature(height_mm=1650.0, foot_length_mm=245.0)
    """
    body = patient.body
    if body is None:
        return REFERENCE
    height = REFERENCE.height_mm if body.height_cm is None else 10 * body.height_cm
    return Stature(height_mm=height, foot_length_mm=body.foot_length_mm)


def objections_of(
    patient: Patient, *, on: date, setting: Setting = "home", motor: bool = False
) -> Objections:
    """Return what says why a pad may not lie on this person.

    Parameters
    ----------
    patient : Patient
        The person.
    on : date
        Day of the plan.
    setting : {"home", "supervised"}
        Where the sessions take place.
    motor : bool
        Whether the program aims at twitches.

    Examples
    --------
    >>> import tensplan
    >>> says = objections_of(tensplan.load_patient("example-numb-sole"), on=date(2026, 11, 22))
    >>> says(Pad(site="arch-lateral", width_mm=40, height_mm=40), "treated")[0]
    'P_SENS: nobody would feel it sting'
    """

    @cache
    def at(name: str, leg: Leg) -> tuple[str, ...]:
        found = site_verdict(patient, name, on=on, setting=setting, limb=leg, motor=motor)
        errors = (short_words(hit) for hit in found.hits if hit.severity == "error")
        return tuple(dict.fromkeys(errors))

    return lambda pad, leg: (*at(site(pad.site).id, leg), *_scar(patient, pad))


def _scar(patient: Patient, pad: Pad) -> tuple[str, ...]:
    """Say that a pad comes too near to a scar on the midline, in the weeks in which it counts.

    Unknown weeks count as few; somebody who had no operation has no scar.
    """
    rule = load("layouts")["scar"]
    surgery, weeks = patient.surgery, patient.weeks_since_surgery
    if site(pad.site).area != "lumbar" or (surgery is not None and surgery.procedure == "none"):
        return ()
    room = midline_clearance_mm(pad, stature=stature_of(patient))
    late = weeks is not None and weeks >= rule["until_weeks"]
    if late or room is None or room >= rule["value"]:
        return ()
    return (
        f"its edge lies {room:.1f} mm from the midline, {rule['value']:g} mm from the scar are "
        f"asked until week {rule['until_weeks']}",
    )


def choose_for(patient: Patient, objections: Objections, limits: Limits) -> Choice | None:
    """Choose a layout for a person; None with a red flag, or when nobody asked for them or for pain.

    A side that is unknown is drawn on the right, as everywhere.

    Parameters
    ----------
    patient : Patient
        The person.
    objections : callable
        From `objections_of`.
    limits : Limits
        Their gap and pad size are kept.

    Raises
    ------
    ValueError
        If the limits have no gap or no pad size.
    """
    regions = None if patient.pain is None else patient.pain.regions
    if red_flag_codes(patient) != () or not regions:
        return None
    return choose(
        regions,
        objections,
        side="right" if patient.side is None else patient.side,
        room=room_of(limits),
        stature=stature_of(patient),
    )


def room_of(limits: Limits) -> Room:
    """Return the gap and pad size that limits ask for.

    Raises
    ------
    ValueError
        If the limits have none.

    Examples
    --------
    >>> from tensplan.safety.limits import own_limits
    >>> room_of(own_limits())
    Room(gap_mm=25, outline_cm2=16)
    """
    return Room(
        gap_mm=_strictest(limits, "pad_gap_mm"), outline_cm2=_strictest(limits, "pad_outline_cm2")
    )


def _strictest(limits: Limits, quantity: str) -> float:
    """Return the largest lower bound of a quantity."""
    found = (limit.bound("error") for limit in limits.of(quantity))
    bounds = [bound for bound in found if bound is not None]
    if not bounds:
        raise ValueError(f"the limits have no bound on {quantity}")
    return max(bounds)


def given_objections(protocol: Protocol, objections: Objections) -> tuple[str, ...]:
    """Return what speaks against the pads of a protocol on this person, each with its site."""
    found = []
    for channel in protocol.placement.channels:
        for pad in channel.pads:
            named = find_site(pad.site)
            if named is not None:
                width, height = pad.box_mm
                placed = Pad(site=named.id, width_mm=width, height_mm=height)
                found += [f"{named.id}: {why}" for why in objections(placed, pad.side)]
    return tuple(dict.fromkeys(found))


def alternative_findings(
    protocol: Protocol, choice: Choice | None, against: Sequence[str], catalogue: Sequence[Protocol]
) -> list[Finding]:
    """Return what to do instead when the pads of a protocol may not lie on this person.

    Parameters
    ----------
    protocol : Protocol
        What was asked.
    choice : Choice or None
        The layout for this person.
    against : sequence of str
        What speaks against the protocol's pads; nothing to propose without it.
    catalogue : sequence of Protocol
        Where a protocol with the chosen pads is looked for.
    """
    if choice is None or not against:
        return []
    if choice.taken is None:
        return [
            Finding(
                rule="placement/no-layout",
                severity="warning",
                message=f"no layout for pain in the {_words(choice.region)} passes on this person",
                hint="discuss another way of relief; the reasons stand with each layout",
                source=ORDER_SOURCE,
            )
        ]
    return [_alternative(step, catalogue) for step in _proposals(choice)]


def _proposals(choice: Choice) -> list[Step]:
    """Return the chosen step, and those for further painful areas."""
    taken = [choice.taken, *(item.taken for item in choice.alternates)]
    return [step for step in taken if step is not None]


def _alternative(step: Step, catalogue: Sequence[Protocol]) -> Finding:
    """Return one proposal, with the protocols that have exactly these pads."""
    ids = [item.id for item in catalogue if step.leg == "treated" and _is_on(item, step.sites)]
    pads = " and ".join(site(name).title.lower() for name in step.sites)
    other = ", on the other foot" if step.leg == "other" else ""
    change = f" ({step.fit.words})" if step.fit is not None and step.fit.words else ""
    hint = f"plan {' or '.join(ids)}" if ids else "copy a protocol and give it these pads"
    return Finding(
        rule="placement/alternative",
        severity="note",
        message=f"would pass on this person: {step.layout.title.lower()}: {pads}{change}{other}",
        hint=hint,
        source=ORDER_SOURCE,
    )


def _is_on(protocol: Protocol, sites: tuple[str, str]) -> bool:
    """Whether a protocol has one channel, on these sites."""
    found = [{site(pad.site).id for pad in c.pads} for c in protocol.placement.channels]
    return found == [set(sites)]


def layout_content(
    choice: Choice | None, patient: Patient, against: Sequence[str]
) -> dict[str, Any]:
    """Return the choice as data for plan.json and the report.

    Parameters
    ----------
    choice : Choice or None
        None gives an empty mapping.
    patient : Patient
        The person.
    against : sequence of str
        What speaks against the protocol's own pads.
    """
    if choice is None:
        return {}
    return {
        "region": choice.region,
        "side": patient.side,
        "body": _body_words(patient),
        "given_passes": not against,
        "chosen": None if choice.taken is None else _step(choice.taken),
        "rejected": [_step(step) for step in choice.rejected],
        "alternates": [
            {"region": item.region, **_step(item.taken)}
            for item in choice.alternates
            if item.taken is not None
        ],
        "second": None if choice.second is None else _step(choice.second),
        "source": ORDER_SOURCE,
        "confidence": "project-default",
    }


def _step(step: Step) -> dict[str, Any]:
    """Return one step as data."""
    pads = () if step.fit is None else step.fit.pads
    return {
        "layout": step.layout.id,
        "code": step.layout.code,
        "title": step.layout.title,
        "leg": step.leg,
        "sites": list(step.sites),
        "change": "" if step.fit is None else step.fit.words,
        "pads": [
            {
                "site": pad.site,
                "title": site(pad.site).title,
                "width_mm": pad.width_mm,
                "height_mm": pad.height_mm,
                "shift_x_mm": pad.shift_x_mm,
                "shift_y_mm": pad.shift_y_mm,
            }
            for pad in pads
        ],
        "basis": step.layout.basis,
        "reasons": list(step.reasons),
    }


def _body_words(patient: Patient) -> str:
    """Say which size the gaps are computed for."""
    body = patient.body
    tall = None if body is None else body.height_cm
    foot = None if body is None else body.foot_length_mm
    known = [f"{tall:g} cm tall" if tall is not None else "height unknown, 170 cm taken"]
    known += [f"foot {foot:g} mm" if foot is not None else "foot in proportion to the height"]
    return ", ".join(known)


def _words(name: str) -> str:
    """Return an id as words."""
    return name.replace("-", " ")
