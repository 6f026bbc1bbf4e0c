"""Judging rates, widths, minutes, days and packs against the project's caps."""

from __future__ import annotations

from collections.abc import Iterator

from tensplan.finding import Finding
from tensplan.protocol.course import Course
from tensplan.protocol.document import Path
from tensplan.protocol.program import Program
from tensplan.protocol.pulse_times import widths_us
from tensplan.protocol.thermal import Thermal
from tensplan.safety.bound_finding import judge_value
from tensplan.safety.limits import Limits


def judge_program(name: str, program: Program, limits: Limits) -> Iterator[Finding]:
    """Yield findings on a program's rates, widths and minutes."""
    path: Path = ("programs", name)
    for rate, where in _rates(program):
        yield from judge_value(
            "pulse_rate_hz", rate, limits, what=f"the pulse rate of {name}", path=(*path, *where)
        )
    for width, key in widths_us(program):
        where = ("waveform", key) if key == "pulse_width_us" else _width_place(program, key, width)
        yield from judge_value(
            "pulse_width_us", width, limits, what=f"the pulse width of {name}", path=(*path, *where)
        )
    yield from judge_value(
        "session_min",
        program.duration_min,
        limits,
        what=f"the session of {name}",
        path=(*path, "duration_min"),
    )


def judge_course(course: Course, limits: Limits) -> Iterator[Finding]:
    """Yield findings on sessions, days and weeks."""
    values = {
        "sessions_per_day": ("sessions_per_day", course.sessions_per_day, "the number of sessions"),
        "days_per_week": ("days_per_week", course.days_per_week, "the number of treatment days"),
        "weeks": ("course_weeks", course.weeks, "the course"),
    }
    for key, (quantity, value, what) in values.items():
        yield from judge_value(quantity, value, limits, what=what, path=("course", key))
    if course.sessions_per_day > 1:
        yield from judge_value(
            "minimum_gap_h",
            course.minimum_gap_h,
            limits,
            what="the gap between sessions",
            path=("course", "minimum_gap_h"),
        )


def judge_thermal(index: int, entry: Thermal, limits: Limits) -> Iterator[Finding]:
    """Yield findings on the minutes, gap and skin checks of a pack."""
    path: Path = ("thermal", index)
    place = "_foot" if entry.is_on_foot else ""
    yield from judge_value(
        f"{entry.modality}{place}_min",
        entry.duration_min,
        limits,
        what=f"{entry.modality} on the {entry.area_words}",
        path=(*path, "duration_min"),
    )
    if entry.when == "before-stimulation":
        yield from judge_value(
            f"{entry.modality}_gap_min",
            entry.gap_min,
            limits,
            what=f"the gap between {entry.modality} and stimulation",
            path=(*path, "gap_min"),
        )
    yield from judge_value(
        "skin_check_every_min",
        entry.skin_check_every_min,
        limits,
        what="the time between skin checks",
        path=(*path, "skin_check_every_min"),
    )


def _rates(program: Program) -> Iterator[tuple[float, Path]]:
    if program.pulse_rate_hz is not None:
        yield program.pulse_rate_hz, ("pulse_rate_hz",)
    for index, entry in enumerate(program.modulation or ()):
        for key, rate in (("low_hz", entry.low_hz), ("high_hz", entry.high_hz)):
            if rate is not None:
                yield rate, ("modulation", index, key)
    for index, step in enumerate(program.steps or ()):
        yield step.pulse_rate_hz, ("steps", index, "pulse_rate_hz")


def _width_place(program: Program, key: str, width: int) -> Path:
    if key == "steps":
        widths = [step.pulse_width_us for step in program.steps or ()]
        return ("steps", widths.index(width), "pulse_width_us")
    entries = [entry.parameter for entry in program.modulation or ()]
    return ("modulation", entries.index("pulse_width"), key)
