"""Packs, pauses and stimulation on one site, one after the other, for one kind of person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from simulator.bioheat.body import at_rest, body, flow_of
from simulator.bioheat.contact import Contact
from simulator.bioheat.cover import Cover
from simulator.bioheat.dose import Dose, dose
from simulator.bioheat.heating import Heating
from simulator.bioheat.medium import Medium
from simulator.bioheat.pack import Pack
from simulator.bioheat.part import MOST_MINUTES, Part, check_parts
from simulator.bioheat.person import NORMAL, Modality, Person, worst_people
from simulator.bioheat.site import Site
from simulator.bioheat.site import site as site_by_id
from simulator.bioheat.slab import require
from simulator.bioheat.solver import Room, Stage, solve
from simulator.bioheat.steps import Steps
from simulator.bioheat.tables import constant, constants
from simulator.bioheat.temperatures import Span, Temperatures

HOTTEST_KNOWN = 70.0
"""Top of the contact temperatures of Moritz and Henriques 1947, remembered. [degC]"""

Who = Literal["normal", "worst"] | Person


def simulate(
    site: str | Site,
    *,
    pack: str | Pack,
    cover: Cover | None = None,
    minutes: float,
    person: Who = "normal",
    pack_temperature: float | None = None,
    minutes_after: float = 0.0,
    heating: Heating | None = None,
    steps: Steps | None = None,
) -> Temperatures:
    """Follow the tissue under a pack, and after it.

    Parameters
    ----------
    site, pack : str, or Site and Pack
        Ids of the data, or own ones.
    cover : Cover or None
        Towels; None for a bare pack.
    minutes : float
        Time of the pack on the skin, above 0 to 1440. [min]
    person : {"normal", "worst"} or Person
        Circulation as in the data; everything harmful at once; or a given person.
    pack_temperature : float or None
        When it is laid on, -30 to 100; None for what is usual for this pack. [degC]
    minutes_after : float
        Time followed after the pack, 0 to 1440: with bare skin, or with pads. [min]
    heating : Heating or None
        Electrical heat under pads after the pack is off; never under a pack.
    steps : Steps or None
        None for the usual steps.

    Returns
    -------
    temperatures : Temperatures
        Traces of one person; for "worst" of the candidate with the hottest basal layer under heat
        and the coldest skin under cold, and the dose of the worst of all candidates. Its parts are
        called "pack" and "after".

    Raises
    ------
    ValueError
        If a name is unknown, or a number is not finite or out of its range.

    Examples
    --------
    >>> from simulator.bioheat import Cover, simulate
    >>> cold = simulate("calf", pack="frozen-peas", cover=Cover(damp_towels=1), minutes=15)
    >>> 9 < float(cold.dose.min_skin[0]) < 20
    True
    """
    require("minutes_after", minutes_after, "min", least=0.0, most=MOST_MINUTES)
    on = Part(
        name="pack", minutes=minutes, pack=pack, cover=cover, pack_temperature=pack_temperature
    )
    parts = [on]
    if minutes_after > 0:
        parts.append(Part(name="after", minutes=minutes_after, heating=heating))
    elif heating is not None:
        raise ValueError("heating needs minutes_after above 0 min: there is none under a pack")
    return simulate_sequence(site, parts, person=person, steps=steps)


def simulate_sequence(
    site: str | Site,
    parts: Sequence[Part],
    *,
    person: Who = "normal",
    steps: Steps | None = None,
) -> Temperatures:
    """Follow the tissue through packs, pauses and stimulation, as one session.

    Parameters
    ----------
    site : str or Site
        Id of the data, or an own one.
    parts : sequence of Part
        In their order; each with a name of its own.
    person : {"normal", "worst"} or Person
        As `simulate` has it. Where some packs warm and others cool, "worst" is looked for among
        those whom heat may harm most and those whom cold may.
    steps : Steps or None
        None for the usual steps.

    Returns
    -------
    temperatures : Temperatures
        Tissue, cooled packs and closed vessels are carried from part to part; the dose is of all
        parts together.

    Raises
    ------
    ValueError
        If parts cannot follow each other, a name is unknown, or a number is out of its range.

    Examples
    --------
    A pack, a pause, and TENS with 6.4 A/m2 r.m.s. under its pads:

    >>> from simulator.bioheat import Cover, Part, site, under_pad
    >>> parts = [
    ...     Part(name="warm", minutes=15.0, pack="wheat-bag", cover=Cover(dry_towels=2)),
    ...     Part(name="gap", minutes=10.0),
    ...     Part(name="tens", minutes=30.0, heating=under_pad(site("calf"), 6.4)),
    ... ]
    >>> found = simulate_sequence("calf", parts)
    >>> float(found.skin[found.during("tens")].max()) > float(found.skin[found.during("gap")][-1])
    True
    """
    place = site_by_id(site) if isinstance(site, str) else site
    check_parts(parts)
    towards = directions(place, parts)
    name, people = _people(person, place, towards)
    medium = body(place, people)
    trace = solve(
        medium,
        _stages(parts, medium, people),
        at_rest(medium, place, people),
        flow=flow_of(place, people),
        room=Room(
            temperature=constant("room_temperature"), conductance=constant("room_conductance")
        ),
        steps=steps,
    )
    doses = dose(trace.time, trace.skin, trace.basal, deep=trace.coldest)
    harm = doses.peak_basal if "heat" in towards else -doses.min_skin
    return Temperatures(
        person=name,
        trace=trace,
        people=people,
        lane=int(np.argmax(harm)),
        dose=doses.worst(),
        spans=_spans(parts),
        weak=weak_numbers(place, parts),
        outside=outside(place, doses.worst()),
    )


def directions(site: Site, parts: Sequence[Part]) -> tuple[Modality, ...]:
    """Return which ways the fresh packs of a session go, whatever they are called.

    Examples
    --------
    >>> warm, cool = (
    ...     Part(name=str(at), minutes=5.0, pack="gel-pack", pack_temperature=at)
    ...     for at in (45.0, 20.0)
    ... )
    >>> directions(site_by_id("calf"), [warm]), directions(site_by_id("calf"), [cool, warm])
    (('heat',), ('heat', 'cold'))

    Electrical heat alone warms:

    >>> directions(site_by_id("calf"), [Part(name="tens", minutes=30.0)])
    ('heat',)
    """
    skin = site.skin_temperature.value
    fresh = [part.temperature for part in parts if part.thing is not None]
    found: list[Modality] = []
    if not fresh or max(fresh) > skin:
        found.append("heat")
    if fresh and min(fresh) <= skin:
        found.append("cold")
    return tuple(found)


def outside(site: Site, worst: Dose) -> tuple[str, ...]:
    """Return what lies outside what the model knows.

    Parameters
    ----------
    site : Site
        Where.
    worst : Dose
        Worst of all candidates.

    Returns
    -------
    sentences : tuple of str
    """
    found = []
    if worst.coldest[0] < constant("tissue_freezing"):
        found.append(
            f"tissue reaches {worst.coldest[0]:.1f} degC; freezing of tissue is not modelled"
        )
    if worst.peak_basal[0] > HOTTEST_KNOWN:
        found.append(
            f"basal layer reaches {worst.peak_basal[0]:.1f} degC; injury is known to "
            f"{HOTTEST_KNOWN:g} degC for contact"
        )
    if site.glabrous:
        found.append("no measurement of hot or cold packs on hairless skin of the foot was found")
    return tuple(found)


def weak_numbers(site: Site, parts: Sequence[Part]) -> tuple[str, ...]:
    """Names of the numbers of a simulation that are remembered or chosen by the project.

    Examples
    --------
    >>> cool = Part(name="cool", minutes=10.0, pack="gel-pack")
    >>> "constriction_floor" in weak_numbers(site_by_id("calf"), [cool])
    True
    """
    rows = {**constants()}
    rows |= {f"{site.id}/{key}": row for key, row in site.properties().items()}
    for layer in site.layers:
        rows |= {f"{layer.tissue.id}/{k}": row for k, row in layer.tissue.properties().items()}
    for part in parts:
        if part.thing is not None:
            rows |= {f"{part.thing.id}/{k}": row for k, row in part.thing.properties().items()}
    electric = {name for part in parts if part.heating is not None for name in part.heating.weak}
    return tuple(sorted(electric | {key for key, row in rows.items() if row.is_weak}))


def _people(person: Who, site: Site, towards: Sequence[Modality]) -> tuple[str, tuple[Person, ...]]:
    """Return the name of a kind of person, and the candidates for it."""
    if isinstance(person, Person):
        return "given", (person,)
    if person == "normal":
        return person, (NORMAL,)
    if person == "worst":
        return person, tuple(who for way in towards for who in worst_people(site, way))
    raise ValueError(f"person must be normal, worst or a Person, got {person!r}")


def _stages(parts: Sequence[Part], medium: Medium, people: Sequence[Person]) -> list[Stage]:
    """Return the parts as the solver sees them; a pad covers the skin."""
    stages: list[Stage] = []
    contact: Contact | None = None
    for part in parts:
        if part.thing is not None:
            contact = _contact(part, part.thing, people)
        stages.append(
            Stage(
                seconds=60 * part.minutes,
                contact=contact if part.again or part.thing is not None else None,
                fresh=not part.again,
                heating=None if part.heating is None else part.heating.per_area(medium),
                covered=part.heating is not None,
            )
        )
    return stages


def _contact(part: Part, pack: Pack, people: Sequence[Person]) -> Contact:
    """Return the pack in numbers, one for each person."""
    scale = np.array([p.conductance_scale for p in people])
    cover = Cover() if part.cover is None else part.cover
    latent = pack.latent_heat.value if pack.latent_heat is not None else 0.0
    melting = pack.melting_temperature.value if pack.melting_temperature is not None else 0.0
    return Contact(
        temperature=part.temperature + np.array([p.pack_offset for p in people]),
        resistance=1 / (scale * cover.conductance(pack)),
        capacity=np.inf if pack.holds_its_temperature else pack.heat_capacity.value,
        latent=latent,
        melting=melting,
        loss=pack.room_loss.value,
    )


def _spans(parts: Sequence[Part]) -> tuple[Span, ...]:
    """Return when each part begins and ends."""
    ends = np.cumsum([0.0, *(60 * part.minutes for part in parts)])
    return tuple(
        Span(part.name, float(start), float(end))
        for part, start, end in zip(parts, ends[:-1], ends[1:], strict=True)
    )
