"""A protocol in words: where the pads go, how it is set, heat and cold, course, evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

from tensplan.explanation.program_words import (
    TARGET_WORDS,
    burst_words,
    modulation_words,
    ramp_words,
    rate_words,
    waveform_words,
    width_bounds,
    width_words,
)
from tensplan.explanation.pulse_sketch import pulse_sketch
from tensplan.placement.sites import find_site
from tensplan.protocol.course import Course
from tensplan.protocol.model import Protocol
from tensplan.protocol.placement import Pad
from tensplan.protocol.program import Program
from tensplan.protocol.thermal import Thermal


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading, labelled sentences, and a picture of characters above them."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    picture: list[str] = field(default_factory=list)


def sections(protocol: Protocol) -> list[Section]:
    """Return a protocol as sections in reading order.

    Examples
    --------
    >>> import tensplan
    >>> [part.title for part in sections(tensplan.load_protocol("sciatic-path-conventional"))][:2]
    ['Where the pads go', 'How to set conventional (channel A)']
    """
    return [
        _pads(protocol),
        *(_program(protocol, name, program) for name, program in protocol.programs.items()),
        *_thermal(protocol),
        Section(title="Days and weeks", facts=[("course", course_words(protocol.course))]),
        _evidence(protocol),
    ]


def pad_words(pad: Pad) -> str:
    """Return the size of a pad.

    Examples
    --------
    >>> pad_words(Pad(site="POP", diameter_mm=50.0))
    '50 mm round'
    """
    width, height = pad.box_mm
    return f"{width:g} mm round" if pad.diameter_mm is not None else f"{width:g} x {height:g} mm"


def thermal_words(entry: Thermal) -> str:
    """Return one use of heat or cold."""
    cover = entry.cover
    layers = [
        f"{count} {kind} towel layer{'' if count == 1 else 's'}"
        for count, kind in ((cover.dry_towel_layers, "dry"), (cover.damp_towel_layers, "damp"))
        if count is not None
    ]
    return (
        f"{entry.pack.replace('-', ' ')} at {entry.pack_temperature_c:g} degC over "
        f"{' and '.join(layers) or 'an unknown cover'}, {entry.duration_min:g} min, "
        f"{entry.when.replace('-', ' ')}, {entry.gap_min:g} min apart; look at the skin every "
        f"{entry.skin_check_every_min:g} min"
    )


def course_words(course: Course) -> str:
    """Return the course.

    Examples
    --------
    >>> course_words(Course(sessions_per_day=2, days_per_week=5, weeks=4, minimum_gap_h=2.0))
    '2 sessions a day, at least 2 h apart; 5 days a week for 4 weeks'
    """
    sessions = (
        f"{course.sessions_per_day} session{'' if course.sessions_per_day == 1 else 's'} a day"
    )
    gap = f", at least {course.minimum_gap_h:g} h apart" if course.sessions_per_day > 1 else ""
    weeks = f"{course.weeks} week{'' if course.weeks == 1 else 's'}"
    rotation = course.rotation or ()
    turns = f"; day by day {', '.join(rotation)}" if len(rotation) > 1 else ""
    return f"{sessions}{gap}; {course.days_per_week} days a week for {weeks}{turns}"


def _pads(protocol: Protocol) -> Section:
    facts = []
    for channel in protocol.placement.channels:
        for number, pad in enumerate(channel.pads, start=1):
            site = find_site(pad.site)
            where = pad.site if site is None else f"{site.title} ({site.id}). {site.find}"
            other = " on the other limb" if pad.side == "other" else ""
            facts.append((f"{channel.id}{number}", f"{pad_words(pad)}{other}: {where}"))
    return Section(title="Where the pads go", facts=facts)


def _program(protocol: Protocol, name: str, program: Program) -> Section:
    playing = [c for c, names in protocol.planned_programs.items() if name in names]
    channels = f" (channel {', '.join(playing)})" if playing else " (played by no channel)"
    facts = [
        ("pulse", waveform_words(program.waveform)),
        ("pulse rate", rate_words(program)),
        ("pulse width", width_words(program)),
    ]
    if program.burst is not None:
        facts.append(("burst", burst_words(program.burst)))
    moved = program.modulated("amplitude")
    if moved is not None:
        facts.append(("amplitude", modulation_words(moved)))
    goal = (
        f"from 0 up to {TARGET_WORDS[program.target]}; never above {program.amplitude_cap_ma:g} mA"
    )
    facts += [("raise it", goal), ("ramp", ramp_words(program))]
    facts.append(("session", f"{program.duration_min:g} min"))
    bounds = width_bounds(program)
    picture = (
        []
        if bounds is None
        else pulse_sketch(
            program.waveform, width_us=bounds[1], amplitude_ma=program.amplitude_cap_ma
        )
    )
    return Section(title=f"How to set {name}{channels}", facts=facts, picture=picture)


def _thermal(protocol: Protocol) -> list[Section]:
    if not protocol.thermal:
        return []
    facts = [(f"{e.modality}, {e.area}", thermal_words(e)) for e in protocol.thermal]
    return [
        Section(title="Heat and cold (only after a hot and cold test of the person)", facts=facts)
    ]


def _evidence(protocol: Protocol) -> Section:
    facts = [
        (
            "for",
            f"{e.citation}: {e.supports} ({e.applies}, {e.certainty} certainty; {e.population})",
        )
        for e in protocol.evidence
    ]
    facts += [("against", f"{e.citation}: {e.says}") for e in protocol.evidence_against]
    return Section(title="What is known", facts=facts)
