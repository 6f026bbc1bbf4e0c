"""One pack on one site: temperature by depth and time, for one kind of person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.bioheat.body import at_rest, body, flow_of
from simulator.bioheat.contact import Contact
from simulator.bioheat.cover import Cover
from simulator.bioheat.dose import Dose, dose, longest_above
from simulator.bioheat.medium import Medium
from simulator.bioheat.pack import Pack
from simulator.bioheat.pack import pack as pack_by_id
from simulator.bioheat.person import NORMAL, Modality, Person, worst_people
from simulator.bioheat.site import Site
from simulator.bioheat.site import site as site_by_id
from simulator.bioheat.slab import FloatArray, require
from simulator.bioheat.solver import Room, Stage, solve
from simulator.bioheat.steps import Steps
from simulator.bioheat.tables import constant, constants
from simulator.bioheat.trace import Trace

MOST_MINUTES = 1440.0
HOTTEST_KNOWN = 70.0
"""Top of the contact temperatures of Moritz and Henriques 1947, remembered. [degC]"""


@dataclass(frozen=True, kw_only=True)
class Heating:
    """Electrical heat in tissue: density at some depths, straight lines between, none below.

    Parameters
    ----------
    depth : sequence of float
        Rising, from 0. [m]
    density : sequence of float
        From 0. [W/m3]

    Raises
    ------
    ValueError
        If the two differ in length, depths do not rise, or a number is out of its range.
    """

    depth: Sequence[float]
    density: Sequence[float]

    def __post_init__(self) -> None:
        require("depth of heating", self.depth, "m", least=0.0)
        require("density of heating", self.density, "W/m3", least=0.0)
        if len(self.depth) != len(self.density) or not np.all(np.diff(self.depth) > 0):
            raise ValueError(
                f"heating needs one density for each rising depth, got {len(self.density)} for "
                f"{len(self.depth)}"
            )

    def per_area(self, medium: Medium) -> FloatArray:
        """Heat in each cell, shape (cells, people). [W/m2]"""
        density = np.interp(medium.depth, self.depth, self.density, right=0.0)
        return np.asarray(density * medium.volume, dtype=float)


@dataclass(frozen=True, kw_only=True)
class Temperatures:
    """Temperature of one person by depth and time, and the dose of whoever may be the worst.

    Parameters
    ----------
    person : str
        "given", "normal" or "worst".
    time, skin, basal : ndarray, shape (steps,)
        Every step: surface of the skin, and face of epidermis to dermis. [s], [degC]
    pack : ndarray, shape (steps,)
        [degC]
    marks : ndarray, shape (marks,)
        Instants of the profiles. [s]
    depth : ndarray, shape (cells,)
        [m]
    profile : ndarray, shape (marks, cells)
        [degC]
    skins : ndarray, shape (steps, candidates)
        Skin of everybody who may be the worst; one column for "given" and "normal". [degC]
    dose : Dose
        Worst of each quantity over all candidates, whoever has it: the coldest muscle is rarely
        under the coldest skin. Arrays of one value.
    case : Person
        Whose traces and profiles these are.
    weak : tuple of str
        Names of the numbers used that are remembered or chosen by the project.
    outside : tuple of str
        Sentences on what the model was asked that lies outside what it knows.
    """

    person: str
    time: FloatArray
    skin: FloatArray
    basal: FloatArray
    pack: FloatArray
    marks: FloatArray
    depth: FloatArray
    profile: FloatArray
    skins: FloatArray
    dose: Dose
    case: Person
    weak: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def coldest(self) -> float:
        """Lowest temperature of any depth and candidate. [degC]"""
        return float(self.dose.coldest[0])

    def longest_above(self, bound: float) -> float:
        """Longest time without a break that the skin of a candidate lies above a bound. [s]

        Parameters
        ----------
        bound : float
            Finite. [degC]

        Raises
        ------
        ValueError
            If the bound is not finite.

        Examples
        --------
        >>> warm = simulate("calf", pack="heat-wrap", minutes=30.0)
        >>> warm.longest_above(34.0) > 1200, warm.longest_above(43.0)
        (True, 0.0)
        """
        require("bound", bound, "degC")
        return float(longest_above(self.time, self.skins, bound).max())

    def at(self, depth: float) -> FloatArray:
        """Temperature at a depth, shape (marks,). [degC]

        Parameters
        ----------
        depth : float
            Between the first and the last cell. [m]

        Raises
        ------
        ValueError
            If the depth lies outside the tissue.
        """
        require("depth", depth, "m", least=0.0, most=float(self.depth[-1]))
        return np.array([np.interp(depth, self.depth, row) for row in self.profile])


def simulate(
    site: str | Site,
    *,
    pack: str | Pack,
    cover: Cover | None = None,
    minutes: float,
    person: Literal["normal", "worst"] | Person = "normal",
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
        Time followed with bare skin after the pack, 0 to 1440. [min]
    heating : Heating or None
        Electrical heat in the tissue after the pack is off; never under a pack.
    steps : Steps or None
        None for the usual steps.

    Returns
    -------
    temperatures : Temperatures
        Traces of one person; for "worst" of the candidate with the hottest basal layer under heat
        and the coldest skin under cold, and the dose of the worst of all candidates.

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
    place = site_by_id(site) if isinstance(site, str) else site
    thing = pack_by_id(pack) if isinstance(pack, str) else pack
    require("minutes", minutes, "min", above=0.0, most=MOST_MINUTES)
    require("minutes_after", minutes_after, "min", least=0.0, most=MOST_MINUTES)
    stated = thing.temperature.value if pack_temperature is None else pack_temperature
    require("pack_temperature", stated, "degC", least=-30.0, most=100.0)
    modality = direction(place, stated)
    name, people = _people(person, place, modality)
    medium = body(place, people)
    contact = _contact(thing, Cover() if cover is None else cover, stated, people)
    stages = [Stage(seconds=60 * minutes, contact=contact)]
    if minutes_after > 0:
        heat = None if heating is None else heating.per_area(medium)
        stages.append(Stage(seconds=60 * minutes_after, heating=heat))
    elif heating is not None:
        raise ValueError("heating needs minutes_after above 0 min: there is none under a pack")
    room = Room(temperature=constant("room_temperature"), conductance=constant("room_conductance"))
    start = at_rest(medium, place, people)
    trace = solve(medium, stages, start, flow=flow_of(place, people), room=room, steps=steps)
    return _pick(trace, people, modality, name, place, thing)


def direction(site: Site, pack_temperature: float) -> Modality:
    """Return whether a pack warms or cools the resting skin, whatever it is called.

    Examples
    --------
    >>> direction(site_by_id("calf"), 45.0), direction(site_by_id("calf"), 20.0)
    ('heat', 'cold')
    """
    return "heat" if pack_temperature > site.skin_temperature.value else "cold"


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


def weak_numbers(site: Site, pack: Pack) -> tuple[str, ...]:
    """Names of the numbers of a simulation that are remembered or chosen by the project.

    Examples
    --------
    >>> "constriction_floor" in weak_numbers(site_by_id("calf"), pack_by_id("gel-pack"))
    True
    """
    rows = {**constants()}
    rows |= {f"{site.id}/{key}": row for key, row in site.properties().items()}
    rows |= {f"{pack.id}/{key}": row for key, row in pack.properties().items()}
    for layer in site.layers:
        rows |= {f"{layer.tissue.id}/{k}": row for k, row in layer.tissue.properties().items()}
    return tuple(sorted(key for key, row in rows.items() if row.is_weak))


def _people(
    person: Literal["normal", "worst"] | Person, site: Site, modality: Modality
) -> tuple[str, tuple[Person, ...]]:
    """Return the name of a kind of person, and the candidates for it."""
    if isinstance(person, Person):
        return "given", (person,)
    if person == "normal":
        return person, (NORMAL,)
    if person == "worst":
        return person, worst_people(site, modality)
    raise ValueError(f"person must be normal, worst or a Person, got {person!r}")


def _contact(pack: Pack, cover: Cover, stated: float, people: Sequence[Person]) -> Contact:
    """Return the pack in numbers, one for each person."""
    scale = np.array([p.conductance_scale for p in people])
    latent = pack.latent_heat.value if pack.latent_heat is not None else 0.0
    melting = pack.melting_temperature.value if pack.melting_temperature is not None else 0.0
    return Contact(
        temperature=stated + np.array([p.pack_offset for p in people]),
        resistance=1 / (scale * cover.conductance(pack)),
        capacity=np.inf if pack.holds_its_temperature else pack.heat_capacity.value,
        latent=latent,
        melting=melting,
        loss=pack.room_loss.value,
    )


def _pick(
    trace: Trace,
    people: Sequence[Person],
    modality: Modality,
    name: str,
    site: Site,
    pack: Pack,
) -> Temperatures:
    """Return whoever is worst under this pack: hottest basal layer, or coldest skin."""
    doses = dose(trace.time, trace.skin, trace.basal, deep=trace.coldest)
    harm = doses.peak_basal if modality == "heat" else -doses.min_skin
    lane = int(np.argmax(harm))
    worst = doses.worst()
    return Temperatures(
        person=name,
        time=trace.time,
        skin=trace.skin[:, lane],
        basal=trace.basal[:, lane],
        pack=trace.pack[:, lane],
        marks=trace.marks,
        depth=trace.depth[:, lane],
        profile=trace.profile[:, :, lane],
        skins=trace.skin,
        dose=worst,
        case=people[lane],
        weak=weak_numbers(site, pack),
        outside=outside(site, worst),
    )
