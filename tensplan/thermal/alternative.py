"""The nearest change that would pass: searched, simulated again for everybody, or said not to exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Final, Literal, get_args

from simulator.bioheat import Person
from simulator.bioheat import pack as pack_of
from simulator.bioheat import site as site_of
from tensplan.finding import has_errors
from tensplan.protocol.model import Protocol
from tensplan.protocol.thermal import Area, Cover, Thermal
from tensplan.safety.judge_dose import judge_thermal
from tensplan.safety.limits import Limits
from tensplan.thermal.judgement import Standing, standings
from tensplan.thermal.person import Skin, ThermalPerson
from tensplan.thermal.reached import Reached, reached
from tensplan.thermal.refusal import judge_minutes, refusals
from tensplan.thermal.session import companions, in_session, session_parts

LEAST_MIN: Final = 5
MOST_LAYERS: Final = 12
"""Fewest minutes and most layers of dry towel that are still worth doing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternative:
    """One change of an entry that passes.

    Parameters
    ----------
    change : str
        minutes, towels, temperature, minutes and towels, or site.
    words : str
        The change, as said to people.
    entry : Thermal
        The entry with the change.
    people : tuple of Reached
        Everybody, simulated with the change.
    """

    change: str
    words: str
    entry: Thermal
    people: tuple[Reached, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """What an entry has to pass, and for whom.

    Parameters
    ----------
    limits : Limits
        What to judge by.
    setting : {"home", "supervised"}
        Where the sessions take place.
    person : ThermalPerson or None
        Whom it is for; None for nobody in particular, on intact skin.
    protocol, index : Protocol or None, int
        Where the entry stands, so that its whole session counts; None for a pack on its own.
    """

    limits: Limits
    setting: str
    person: ThermalPerson | None = None
    protocol: Protocol | None = None
    index: int = 0

    def skin(self, area: str) -> Skin:
        """Return by which limits an area is judged."""
        return "intact" if self.person is None else self.person.skin(area)

    def who(self, area: str) -> tuple[Literal["normal", "worst"] | Person, ...]:
        """Return who is simulated: the person given, normal circulation, the worst."""
        if self.person is None:
            return ("normal", "worst")
        return (self.person.simulated(area), "normal", "worst")

    def people(self, entry: Thermal) -> tuple[Reached, ...]:
        """Return everybody under the pack.

        Raises
        ------
        ValueError
            If the simulator refuses a number.
        """
        return tuple(reached(entry, one) for one in self.who(entry.area))

    def in_session(self, entry: Thermal) -> tuple[Reached, ...]:
        """Return everybody through the session that an entry would be part of; empty without one.

        Raises
        ------
        ValueError
            If the simulator refuses a number.
        """
        if self.protocol is None:
            return ()
        packs = list(self.protocol.thermal or ())
        packs[self.index] = entry
        changed = self.protocol.model_copy(update={"thermal": tuple(packs)})
        if not any(index == self.index for index, _ in companions(changed, entry.area)):
            return ()
        parts = session_parts(changed, entry.area)
        return tuple(in_session(entry.area, parts, one) for one in self.who(entry.area))

    def standings(self, area: str, people: tuple[Reached, ...]) -> tuple[Standing, ...]:
        """Return how people stand to every limit that applies on an area."""
        return standings(people, self.limits, setting=self.setting, skin=self.skin(area))

    def passes(self, entry: Thermal) -> bool:
        """Say whether no limit is broken for anybody, minutes and skin checks included."""
        for people in (self.people(entry), self.in_session(entry)):
            if any(one.level == "error" for one in self.standings(entry.area, people)):
                return False
        stated = [*judge_thermal(0, entry, self.limits)]
        if self.person is not None:
            stated += [*judge_minutes(0, entry, self.person, self.limits)]
        return not has_errors(stated)


def alternatives(entry: Thermal, bar: Bar) -> tuple[Alternative, ...]:
    """Return the smallest changes that pass: towels, minutes, both, temperature, at last the site.

    Parameters
    ----------
    entry : Thermal
        One that was refused.
    bar : Bar
        What it has to pass.

    Returns
    -------
    found : tuple of Alternative
        Empty where nothing that was tried passes.

    Examples
    --------
    >>> from tensplan.safety.limits import own_limits
    >>> hot = Thermal(modality="heat", area="lumbar", pack="hot-water-bottle", duration_min=20.0,
    ...     pack_temperature_c=60.0, cover=Cover(dry_towel_layers=2), when="separate", gap_min=0.0,
    ...     skin_check_every_min=5.0)
    >>> bar = Bar(limits=own_limits(), setting="home")
    >>> [found.change for found in alternatives(hot, bar)]
    ['towels', 'minutes', 'temperature']
    """
    found = [*_towels(entry, bar), *_minutes(entry, bar)]
    found = [*(found if found else _both(entry, bar)), *_temperature(entry, bar)]
    return tuple(
        Alternative(change=change, words=words, entry=changed, people=bar.people(changed))
        for change, words, changed in (found if found else _site(entry, bar))
    )


def alternative_words(found: tuple[Alternative, ...]) -> str:
    """Return what would pass as one hint."""
    if not found:
        return (
            f"choose another pack: neither {LEAST_MIN} min, {MOST_LAYERS} layers of dry towel, "
            "another temperature of this pack nor another site would pass"
        )
    listed = "; or ".join(one.words for one in found)
    return f"use one of these, each simulated and passing: {listed}"


def _towels(entry: Thermal, bar: Bar) -> Iterator[tuple[str, str, Thermal]]:
    """Yield the fewest more layers of dry towel."""
    now = _dry(entry)
    count = _first(now + 1, MOST_LAYERS, lambda n: bar.passes(_covered(entry, n)))
    if count is not None:
        yield "towels", _layers(entry, count), _covered(entry, count)


def _minutes(entry: Thermal, bar: Bar) -> Iterator[tuple[str, str, Thermal]]:
    """Yield the most minutes."""
    most = int(entry.duration_min - 1e-9)
    less = _first(-most, -LEAST_MIN, lambda n: bar.passes(_timed(entry, -n)))
    if less is not None:
        yield "minutes", f"{-less} minutes", _timed(entry, -less)


def _temperature(entry: Thermal, bar: Bar) -> Iterator[tuple[str, str, Thermal]]:
    """Yield the nearest temperature of a pack that can have another one."""
    pack = pack_of(entry.pack)
    if pack.holds_its_temperature or pack.latent_heat is not None:
        return
    start, skin = entry.pack_temperature_c, site_of(entry.area).skin_temperature.value
    sign = -1 if start > skin else 1  # counts towards the skin
    low, high = floor(sign * start) + 1, ceil(sign * skin) - 3
    step = _first(low, high, lambda n: bar.passes(_tempered(entry, sign * n)))
    if step is not None:
        yield "temperature", f"a pack at {sign * step} degC", _tempered(entry, sign * step)


def _both(entry: Thermal, bar: Bar) -> Iterator[tuple[str, str, Thermal]]:
    """Yield the most minutes with as many more towels as it takes."""
    covered = _covered(entry, max(_dry(entry), MOST_LAYERS))
    most = int(entry.duration_min)
    less = _first(-most, -LEAST_MIN, lambda n: bar.passes(_timed(covered, -n)))
    if less is None:
        return
    timed = _timed(entry, -less)
    count = _first(_dry(entry), MOST_LAYERS, lambda n: bar.passes(_covered(timed, n)))
    if count is not None:
        words = f"{-less} minutes with {_layers(entry, count)}"
        yield "minutes and towels", words, _covered(timed, count)


def _site(entry: Thermal, bar: Bar) -> Iterator[tuple[str, str, Thermal]]:
    """Yield the first other area where the same pack passes."""
    for area in get_args(Area):
        moved = entry.model_copy(update={"area": area})
        stopped = bar.person is not None and any(refusals(0, moved, bar.person))
        if area != entry.area and not stopped and bar.passes(moved):
            yield "site", f"the same pack on the {moved.area_words}", moved
            return


def _first(low: int, high: int, passes: Callable[[int], bool]) -> int | None:
    """Return the lowest number that passes, where all above it pass too; None where none does."""
    if low > high or not passes(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if passes(middle) else (middle + 1, high)
    return high


def _dry(entry: Thermal) -> int:
    return entry.cover.dry_towel_layers if entry.cover.dry_towel_layers is not None else 0


def _layers(entry: Thermal, count: int) -> str:
    """Return so many layers of dry towel in words, beside the damp ones that stay."""
    damp = entry.cover.damp_towel_layers
    beside = "" if damp is None or damp == 0 else " beside the damp"
    return f"{count} layer{'' if count == 1 else 's'} of dry towel{beside}"


def _covered(entry: Thermal, dry: int) -> Thermal:
    cover = Cover(dry_towel_layers=dry, damp_towel_layers=entry.cover.damp_towel_layers)
    return entry.model_copy(update={"cover": cover})


def _timed(entry: Thermal, minutes: float) -> Thermal:
    return entry.model_copy(update={"duration_min": float(minutes)})


def _tempered(entry: Thermal, degrees: float) -> Thermal:
    return entry.model_copy(update={"pack_temperature_c": float(degrees)})
