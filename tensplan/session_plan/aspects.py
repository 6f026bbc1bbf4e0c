"""What is compared of programs, pads, packs and courses, and which way is worse."""

from __future__ import annotations

from tensplan.explanation.program_words import (
    TARGET_WORDS,
    burst_words,
    modulation_words,
    rate_bounds,
    rate_words,
    waveform_words,
    width_bounds,
    width_words,
)
from tensplan.explanation.protocol_words import pad_words
from tensplan.placement.sites import find_site
from tensplan.protocol.course import Course
from tensplan.protocol.placement import Pad
from tensplan.protocol.program import Program
from tensplan.protocol.thermal import Thermal
from tensplan.session_plan.change import Aspect

Aspects = dict[str, Aspect]


def program_aspects(program: Program) -> Aspects:
    """Return what is compared of a program.

    Examples
    --------
    >>> import tensplan
    >>> program = tensplan.load_protocol("sciatic-path-conventional").programs["conventional"]
    >>> program_aspects(program)["session"].words
    '30 min'
    """
    moved = program.modulated("amplitude")
    high = 1.0 if moved is None or moved.high_fraction is None else moved.high_fraction
    targets = list(TARGET_WORDS)
    return {
        "amplitude cap": _number(program.amplitude_cap_ma, "mA", "higher", 10),
        "pulse": Aspect(
            words=waveform_words(program.waveform),
            worse="higher",
            measure=(0.0 if program.waveform.is_balanced else 1.0, 0.5),
            rank=11,
        ),
        "pulse width": Aspect(
            words=width_words(program),
            worse="higher",
            measure=_high_first(width_bounds(program)),
            rank=12,
        ),
        "pulse rate": Aspect(
            words=rate_words(program), worse="higher", measure=_rate_measure(program), rank=13
        ),
        "burst": Aspect(
            words=burst_words(program.burst),
            worse="higher",
            measure=(_pulses_per_second(program),) if program.burst else (_top_rate(program),),
            rank=14,
        ),
        "modulation of the amplitude": Aspect(
            words="none" if moved is None else modulation_words(moved),
            worse="higher",
            measure=(high,),
            rank=15,
        ),
        "target": Aspect(
            words=TARGET_WORDS[program.target],
            worse="higher",
            measure=(float(targets.index(program.target)), 0.0),
            rank=16,
        ),
        "session": _number(program.duration_min, "min", "higher", 17),
        "ramp-up": _number(program.ramp.up_s, "s", "lower", 18),
        "ramp-down": _number(program.ramp.down_s, "s", "lower", 19),
    }


def pad_aspects(pad: Pad) -> Aspects:
    """Return what is compared of a pad.

    Examples
    --------
    >>> pad_aspects(Pad(site="POP", size_mm=(50.0, 50.0)))["outline"].measure
    (25.0,)
    """
    site = find_site(pad.site)
    stated = pad.conductive_area_cm2
    area = "0.8 of the outline (assumed)" if stated is None else f"{stated:.4g} cm2"
    return {
        "site": Aspect(
            words=pad.site if site is None else f"{site.id} ({site.title})", worse="any", rank=20
        ),
        "limb": Aspect(words=f"the {pad.side} limb", worse="any", rank=20),
        "outline": Aspect(words=pad_words(pad), worse="lower", measure=(pad.outline_cm2,), rank=21),
        "conductive area": Aspect(
            words=area,
            worse="lower",
            measure=(pad.conductive_cm2,),
            rank=22,
        ),
    }


def thermal_aspects(entry: Thermal) -> Aspects:
    """Return what is compared of one use of heat or cold."""
    cover = entry.cover
    layers = [count for count in (cover.dry_towel_layers, cover.damp_towel_layers) if count]
    return {
        "pack": Aspect(words=entry.pack.replace("-", " "), worse="unclear", rank=30),
        "pack temperature": _number(
            entry.pack_temperature_c, "degC", "higher" if entry.modality == "heat" else "lower", 30
        ),
        "cover": Aspect(
            words=f"dry {cover.dry_towel_layers}, damp {cover.damp_towel_layers} towel layers",
            worse="lower",
            measure=(float(sum(layers)),),
            rank=31,
        ),
        "time on the skin": _number(entry.duration_min, "min", "higher", 32),
        "gap to the stimulation": _number(entry.gap_min, "min", "lower", 33),
        "skin check every": _number(entry.skin_check_every_min, "min", "higher", 34),
        "when": Aspect(words=entry.when.replace("-", " "), worse="unclear", rank=35),
    }


def course_aspects(course: Course) -> Aspects:
    """Return what is compared of a course."""
    rotation = course.rotation or ()
    turns = ", ".join(rotation) if len(rotation) > 1 else "none"
    return {
        "sessions a day": _number(course.sessions_per_day, "", "higher", 40),
        "days a week": _number(course.days_per_week, "", "higher", 41),
        "weeks": _number(course.weeks, "", "higher", 42),
        "gap between sessions": _number(course.minimum_gap_h, "h", "lower", 43),
        "rotation": Aspect(words=turns, worse="unclear", rank=44),
    }


def _number(value: float, unit: str, worse: str, rank: int) -> Aspect:
    return Aspect(
        words=f"{value:g} {unit}".rstrip(),
        worse="higher" if worse == "higher" else "lower",
        measure=(float(value),),
        rank=rank,
    )


def _high_first(bounds: tuple[float, float] | None) -> tuple[float, ...]:
    if bounds is None:
        return ()
    low, high = bounds
    return (float(high), float(low))


def _rate_measure(program: Program) -> tuple[float, ...]:
    """Return the highest rate, then how many pulses a loop gives on average, then the lowest."""
    if not program.steps:
        return _high_first(rate_bounds(program))
    pulses = sum(step.pulse_rate_hz * step.duration_s for step in program.steps)
    pauses = [step.off_s for step in program.steps if step.off_s is not None]
    time = sum(step.duration_s for step in program.steps) + sum(pauses)
    return (_top_rate(program), pulses / time)


def _top_rate(program: Program) -> float:
    bounds = rate_bounds(program)
    return 0.0 if bounds is None else bounds[1]


def _pulses_per_second(program: Program) -> float:
    """Return the mean number of pulses per second that the burst lets through."""
    burst = program.burst
    rate = _top_rate(program)
    if burst is None:
        return rate
    if burst.bursts_per_s is not None and burst.pulses_per_burst is not None:
        return burst.bursts_per_s * burst.pulses_per_burst
    if burst.on_s is not None and burst.off_s is not None:
        return rate * burst.on_s / (burst.on_s + burst.off_s)
    return rate
