"""Reasons that lie in the person or in the order of things, and not in a temperature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tensplan.finding import Finding
from tensplan.patient.places import areas
from tensplan.placement.sites import find_site
from tensplan.protocol.model import Protocol
from tensplan.protocol.placement import Pad
from tensplan.protocol.thermal import Thermal
from tensplan.safety.bound_finding import judge_value
from tensplan.safety.limits import Limits
from tensplan.thermal.person import FOOT, AreaFacts, ThermalPerson

DEFAULT: Final = "project default, needs clinical sign-off"
LABEL: Final = "DeRoyal, hot and cold therapy: decreased skin sensitivity"

TESTED: Final = {
    "reduced": "hot and cold are felt less",
    "failed": "hot and cold are not told apart",
    "unknown": "hot and cold were not tested today",
}
ASKED: Final = {
    "swelling": "acute swelling",
    "topical": "creams and patches",
    "regenerating_nerve": "a regenerating nerve",
    "bare_implant": "an implant close under the skin",
}
"""What has to be known of an area, in words."""


def refusals(index: int, entry: Thermal, person: ThermalPerson | None) -> Iterator[Finding]:
    """Yield what in a person stops one use of heat or cold.

    Parameters
    ----------
    index, entry : int, Thermal
        Which use of heat or cold.
    person : ThermalPerson or None
        None for nobody in particular, whose hot and cold test nobody knows.
    """
    if person is None:
        yield _person_unknown(index, entry)
        return
    facts = person.at(entry.area)
    if facts.hot_cold != "intact":
        yield _stop(
            index,
            entry,
            "thermal/sensation",
            TESTED[facts.hot_cold],
            hint="test hot and cold on this area on the same day, or choose an area that passes",
            source=f"{DEFAULT}; {LABEL}",
        )
    yield from _unanswered(index, entry, person, facts)
    yield from _on_the_skin(index, entry, facts)
    yield from _swelling(index, entry, facts)
    if person.circulation == "impaired" and entry.area in FOOT:
        yield _stop(
            index,
            entry,
            "thermal/circulation",
            "the circulation of the leg is impaired",
            hint="choose an area above the ankle",
            source=f"{DEFAULT}; DeRoyal, hot and cold therapy: poor circulation",
        )


def judge_minutes(
    index: int, entry: Thermal, person: ThermalPerson, limits: Limits
) -> Iterator[Finding]:
    """Yield findings on minutes that only some people may have."""
    skin = person.skin(entry.area)
    quantities = ["pack_impaired_min"] if skin == "impaired" else []
    quantities += ["pack_first_min"] if person.first_time != "no" else []
    for quantity in quantities:
        yield from judge_value(
            quantity,
            entry.duration_min,
            limits,
            what=f"{entry.modality} on the {entry.area_words}",
            path=("thermal", index, "duration_min"),
        )


def over_pads(index: int, entry: Thermal, protocol: Protocol) -> Iterator[Finding]:
    """Yield a finding where a pack would be laid over pads that are still on."""
    pads = pads_in(entry.area, protocol)
    if pads and entry.when == "after-stimulation" and not entry.gap_min > 0:
        yield Finding(
            rule="thermal/over-pads",
            severity="error",
            message=(
                f"{entry.modality} on the {entry.area_words} begins as the stimulation ends; pad "
                f"{', '.join(pads)} still lies there"
            ),
            hint="give gap_min above 0, take the pads off and look at the skin first",
            path=("thermal", index, "gap_min"),
            value=entry.gap_min,
            limit=0.0,
            unit="min",
            source="Cefar Direct TENS manual, p. 10 (heat and cold devices may impair electrodes and circulation)",
        )


def pads_in(area: str, protocol: Protocol) -> tuple[str, ...]:
    """Return the pads of a protocol that lie in the area of a pack.

    Examples
    --------
    >>> import tensplan
    >>> pads_in("lumbar", tensplan.load_protocol("lumbar-segmental-conventional"))
    ('A1', 'A2')
    """
    return tuple(
        f"{channel.id}{number}"
        for channel in protocol.placement.channels
        for number, pad in enumerate(channel.pads, start=1)
        if lies_in(pad, area)
    )


def lies_in(pad: Pad, area: str) -> bool:
    """Say whether a pad lies in the area of a pack; on no known site it lies nowhere.

    A pack lies on the treated limb; on the back it lies across both sides.
    """
    site = find_site(pad.site)
    here = site is not None and site.id in areas()[area]
    return here and (pad.side == "treated" or area == "lumbar")


def _person_unknown(index: int, entry: Thermal) -> Finding:
    return Finding(
        rule="thermal/person-unknown",
        severity="warning",
        message=(
            f"{entry.modality} on the {entry.area_words} is described but not allowed: "
            "no person's hot and cold test is known"
        ),
        hint="test hot and cold on the same day, at least 9 of 10 right, before any pack",
        path=("thermal", index),
        source=f"{DEFAULT}; {LABEL}",
    )


def _stop(index: int, entry: Thermal, rule: str, why: str, *, hint: str, source: str) -> Finding:
    return Finding(
        rule=rule,
        severity="error",
        message=f"{entry.modality} on the {entry.area_words}: {why}",
        hint=hint,
        path=("thermal", index),
        source=source,
    )


def _unanswered(
    index: int, entry: Thermal, person: ThermalPerson, facts: AreaFacts
) -> Iterator[Finding]:
    """Yield what was not asked; an answer that is missing is never a no."""
    missing = [words for key, words in ASKED.items() if getattr(facts, key) == "unknown"]
    missing += ["the circulation of the leg"] if person.circulation == "unknown" else []
    if missing:
        yield _stop(
            index,
            entry,
            "thermal/not-known",
            f"not known: {', '.join(missing)}",
            hint="ask and look, then plan again; what is not known blocks",
            source=DEFAULT,
        )


def _on_the_skin(index: int, entry: Thermal, facts: AreaFacts) -> Iterator[Finding]:
    if facts.topical not in ("none", "unknown"):
        yield _stop(
            index,
            entry,
            "thermal/topical",
            f"{facts.topical} is on the skin",
            hint="wait until it is off, then test hot and cold again",
            source="labels of lidocaine 5 % patches and capsaicin creams: no heat, no bandage over them",
        )
    if facts.regenerating_nerve == "yes":
        yield _stop(
            index,
            entry,
            "thermal/regenerating-nerve",
            "a nerve that grows again lies beneath",
            hint="choose another area",
            source=f"{DEFAULT}; FPnotebook, Local Cold Therapy (never over a regenerating nerve)",
        )
    if facts.bare_implant == "yes":
        yield _stop(
            index,
            entry,
            "thermal/implant",
            "metal or a device lies close under the skin",
            hint="choose another area",
            source=f"{DEFAULT}; AnesKey, physical modalities (metal in the area is a precaution)",
        )


def _swelling(index: int, entry: Thermal, facts: AreaFacts) -> Iterator[Finding]:
    if entry.modality == "cold" and facts.swelling == "no":
        yield _stop(
            index,
            entry,
            "thermal/no-swelling",
            "cold is only for acute, visible swelling, and there is none",
            hint="leave the cold out",
            source=DEFAULT,
        )
    if entry.modality == "heat" and facts.swelling == "yes":
        yield _stop(
            index,
            entry,
            "thermal/swelling",
            "the area is swollen",
            hint="leave the heat out until the swelling is gone",
            source=f"{DEFAULT}; AnesKey, physical modalities (heat can add to swelling)",
        )
