"""What the skin of one area meets in a whole session: packs, gaps, and current under pads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from simulator.bioheat import Part, Person, simulate_sequence, under_pad
from simulator.bioheat import site as site_of
from tensplan.protocol.model import Protocol
from tensplan.protocol.thermal import Thermal
from tensplan.safety.exposure import closed_form
from tensplan.thermal.reached import AFTER_MIN, Reached, cover_of, values_of
from tensplan.thermal.refusal import lies_in
from tensplan.units import to_si

Numbered = tuple[int, Thermal]


def companions(protocol: Protocol, area: str) -> tuple[Numbered, ...]:
    """Return the packs that share a session on an area, those before the stimulation first.

    Empty where a pack meets neither another one nor pads: then it was judged alone already.

    Examples
    --------
    >>> import tensplan
    >>> companions(tensplan.load_protocol("foot-bracket-sole"), "foot-sole")[0][0]
    0
    >>> companions(tensplan.load_protocol("sciatic-path-conventional"), "lumbar")
    ()
    """
    here = [
        (index, entry)
        for index, entry in enumerate(protocol.thermal or ())
        if entry.area == area and entry.when != "separate"
    ]
    alone = len(here) < 2 and _density(protocol, area) == 0
    ordered = sorted(here, key=lambda one: one[1].when == "after-stimulation")
    return () if alone else tuple(ordered)


def session_parts(protocol: Protocol, area: str) -> tuple[Part, ...]:
    """Return a session on an area: packs, gaps, stimulation at its cap, packs, and five minutes.

    Parameters
    ----------
    protocol : Protocol
        Its programs give length and current, its pads the area of skin.
    area : str
        With at least one of its `companions`.

    Raises
    ------
    ValueError
        If a cover is not said, or current and time are out of the simulator's range.
    """
    packs = companions(protocol, area)
    before = [one for one in packs if one[1].when == "before-stimulation"]
    after = [one for one in packs if one[1].when == "after-stimulation"]
    parts = [part for one in before for part in (_pack(*one), *_gap(*one))]
    parts.append(_stimulation(protocol, area))
    parts += [part for one in after for part in (*_gap(*one), _pack(*one))]
    return (*parts, Part(name="rest", minutes=AFTER_MIN))


def in_session(
    area: str, parts: tuple[Part, ...], person: Literal["normal", "worst"] | Person
) -> Reached:
    """Simulate a session on one person.

    Raises
    ------
    ValueError
        If the simulator refuses a number.
    """
    found = simulate_sequence(area, parts, person=person)
    return Reached(person=found.person, values=values_of(found), temperatures=found)


def _pack(index: int, entry: Thermal) -> Part:
    return Part(
        name=f"{entry.modality} {index + 1}",
        minutes=entry.duration_min,
        pack=entry.pack,
        cover=cover_of(entry),
        pack_temperature=entry.pack_temperature_c,
    )


def _gap(index: int, entry: Thermal) -> Iterator[Part]:
    if entry.gap_min > 0:
        yield Part(name=f"gap {index + 1}", minutes=entry.gap_min)


def _stimulation(protocol: Protocol, area: str) -> Part:
    """Return the stimulation: heat under the hottest pad of the area, or a pause without pads."""
    density = _density(protocol, area)
    minutes = max(program.duration_min for program in protocol.programs.values())
    heating = under_pad(site_of(area), density) if density > 0 else None
    return Part(name="stimulation", minutes=minutes, heating=heating)


def _density(protocol: Protocol, area: str) -> float:
    """Return the largest r.m.s. current density under a pad of the area, at the cap. [A/m2]"""
    found = [
        closed_form(protocol.programs[name], area_cm2=pad.conductive_cm2).values[
            "rms_current_density_ma_per_cm2"
        ]
        for channel in protocol.placement.channels
        for pad in channel.pads
        if lies_in(pad, area)
        for name in protocol.planned_programs[channel.id]
        if name in protocol.programs
    ]
    return to_si(max(found, default=0.0), "mA/cm2")
