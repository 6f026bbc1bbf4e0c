"""The course by week and day, how it went so far, how the amplitude is raised, when to stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tensplan.report.blocks import Block, Cell, Column, Group, Listing, Paragraph, Section, Table
from tensplan.report.calendar import Calendar, free_days
from tensplan.report.numbers import sentence, shown
from tensplan.report.setting import Setting
from tensplan.report.spans import Span, Text, joined, plain
from tensplan.report.tags import tag
from tensplan.report.wording import counted, named, rich, say

Plan = Mapping[str, Any]


def course_section(data: Plan, course: Calendar, programs: Sequence[Setting]) -> Section:
    """Return the calendar, the free days and the reviews."""
    blocks: list[Block] = [Paragraph(_course(course, programs)), _calendar(course)]
    if free_days(data):
        blocks.append(Paragraph(rich("course.free", days=free_days(data))))
    blocks += [Paragraph(_review(review)) for review in data.get("reviews", ())]
    return Section("course", say("course.title"), tuple(blocks))


def _course(course: Calendar, programs: Sequence[Setting]) -> Text:
    """Return the course in a sentence, and which short name is which program."""
    words = rich("course.words", words=sentence(course.words))
    names = [
        rich("course.program", chip=(Span(one.letter, "chip"),), name=one.name) for one in programs
    ]
    return joined([words, joined(names, ", ")])


def _calendar(course: Calendar) -> Table:
    heads = [Column(say("course.day", number=day)) for day in course.days]
    rows = [
        (Cell(plain(str(week.number))), *(Cell(plain(cell or "–")) for cell in week.days))
        for week in course.weeks
    ]
    return Table(
        caption=rich("course.caption"),
        columns=(Column(say("course.week")), *heads),
        rows=tuple(rows),
        look="calendar",
    )


def _review(review: Plan) -> Text:
    keys = ("after", "on", "go_on", "source")
    otherwise, mark = sentence(review["otherwise"]), tag(review["confidence"])
    words = {key: review[key] for key in keys}
    return rich("course.review", otherwise=otherwise, tag=mark, **words)


def history_section(data: Plan) -> Section | None:
    """Return how the logged sessions went; None without any."""
    history = data.get("history")
    if not history:
        return None
    lines = [
        _logged(history),
        *map(_tolerance, history["tolerance"]),
        *map(_week, history["reviews"]),
    ]
    return Section("history", say("history.title"), tuple(Paragraph(plain(line)) for line in lines))


def _logged(history: Plan) -> str:
    adherence = history["adherence"]
    return say(
        "history.logged",
        sessions=counted("count.logged", history["sessions"]),
        first=history["first_on"],
        last=history["last_on"],
        adherence=""
        if adherence is None
        else say("history.adherence", percent=round(100 * adherence)),
    )


def _tolerance(item: Plan) -> str:
    amounts = {"borne": item["borne_ma"], "hurt": item["hurt_ma"]}
    parts = [
        say(f"history.{name}", ma=shown(amount))
        for name, amount in amounts.items()
        if amount is not None
    ]
    what = ", ".join(parts) or say("history.unknown")
    return say("history.tolerance", channel=item["channel"], what=what)


def _week(item: Plan) -> str:
    relief = item["relief_points"]
    return say(
        "history.week",
        week=item["week"],
        sessions=counted("count.session", item["sessions"]),
        relief=say("history.relief_unknown")
        if relief is None
        else say("history.relief", points=shown(relief)),
        adequate=say("history.adequate" if item["adequate"] else "history.inadequate"),
    )


def titration_section(data: Plan) -> Section:
    """Return the steps of raising the amplitude, by program."""
    groups: list[Block] = []
    for entry in data["titration"]:
        steps = Listing(tuple(_steps(entry["steps"])), "steps")
        groups.append(Group(entry["program"], (steps,)) if len(data["titration"]) > 1 else steps)
    return Section("titration", say("titration.title"), tuple(groups))


def _steps(steps: Sequence[Plan]) -> Iterator[Text]:
    """Yield the steps; what is no project choice names its source."""
    for step in steps:
        is_own = step["confidence"] == "project-default"
        yield rich(
            "titration.step" if is_own else "titration.step_source",
            do=step["do"],
            tag=tag(step["confidence"]),
            source=step["source"],
        )


def stop_again_section(data: Plan) -> Section:
    """Return the stop rules as a table to go through with the person, and their sources."""
    heads = named("stop.columns")
    table = Table(
        caption=rich("stop.caption"),
        columns=tuple(map(Column, heads.values())),
        rows=tuple((Cell(plain(r["do"])), Cell(plain(sentence(r["who"])))) for r in data["stop"]),
    )
    sources = dict.fromkeys(rule["source"] for rule in data["stop"])
    lines = [Paragraph(rich("stop.source", source=source), "small") for source in sources]
    return Section("stop-again", say("stop.again"), (Paragraph(rich("stop.say_it")), table, *lines))
