"""You got this file: how to read it, what to check, how to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tensplan.report.blocks import Beside, Group, Listing, Paragraph, Section
from tensplan.report.numbers import sentence, share, shown
from tensplan.report.pads import PadWords, pad_words
from tensplan.report.setting import Setting
from tensplan.report.spans import Text
from tensplan.report.tags import tag
from tensplan.report.thermal import thermal_words
from tensplan.report.wording import named, rich, say
from tensplan.session_plan.plan import allowed_packs, may_stimulate

Plan = Mapping[str, Any]

DIGEST_SIGNS = 12
"""As many signs of a digest tell two plans apart in a letter."""


def received_section(data: Plan, programs: Sequence[Setting], *, is_approved: bool) -> Section:
    """Return what a clinician does who got the report by mail and has nothing installed."""
    read = Group(say("received.read"), (Listing(tuple(_reading())),))
    check = Group(say("received.check"), (Listing(tuple(_checks(data, programs)), "steps"),))
    answer = Group(say("received.answer"), (Listing(tuple(_answering(data)), "steps"),))
    why = say("received.for_use" if is_approved else "received.for_judgement")
    what = rich("received.what", packs=_packs(data), whom=_whom(data), why=why)
    return Section(
        "received", say("received.title"), (Paragraph(what), Beside((check, answer), 55), read)
    )


def _packs(data: Plan) -> str:
    return say("received.packs") if data["protocol"]["content"].get("thermal") else ""


def _whom(data: Plan) -> str:
    patient = data["patient"]
    if patient is None:
        return say("received.specimen")
    return say("received.person", code=patient["code"])


def _reading() -> Iterator[Text]:
    tags = {"tag_default": tag("project-default"), "tag_recalled": tag("recalled")}
    for name in named("received.reading"):
        yield rich(f"received.reading.{name}", **tags)


def _checks(data: Plan, programs: Sequence[Setting]) -> Iterator[Text]:
    """Yield what can be checked in five minutes, with what this plan says of it."""
    yield rich("received.checks.person", whom=_person(data))
    if may_stimulate(data):
        yield rich("received.checks.pads", pads="; ".join(map(_pad, pad_words(data))))
        yield rich("received.checks.set", set="; ".join(map(_program, programs)))
        yield rich("received.checks.limits", nearest=_nearest(data))
    else:
        yield rich("received.checks.blocked")
    warnings = [one["message"] for one in data["findings"] if one["severity"] != "note"]
    if warnings:
        yield rich("received.checks.warnings", number=len(warnings), first=warnings[0])
    else:
        yield rich("received.checks.no_warnings")
    asked = data["protocol"]["content"].get("thermal", ())
    shown = asked if data["patient"] is None else allowed_packs(data).values()
    packs = [thermal_words(one) for one in shown]
    if packs:
        yield rich("received.checks.heat", packs=" ".join(packs).removesuffix("."))
    yield rich("received.checks.stop")


def _person(data: Plan) -> str:
    patient = data["patient"]
    if patient is None:
        return say("received.specimen")
    side = patient.get("side")
    return say("received.side", code=patient["code"], side=side) if side else str(patient["code"])


def _pad(pad: PadWords) -> str:
    return f"{pad.label} {pad.title[:1].lower()}{pad.title[1:]}"


def _program(setting: Setting) -> str:
    return say(
        "received.program",
        name=setting.name,
        cap=shown(setting.program.amplitude_cap_ma),
        minutes=shown(setting.program.duration_min),
    )


def _nearest(data: Plan) -> str:
    """Return the quantity that comes nearest to its limit."""
    rows = [row for row in data["exposure"] if row["limit"]]
    if not rows:
        return say("received.no_nearest")
    row = max(rows, key=lambda row: row["worst_case"] / row["limit"])
    quantity = named("exposure.quantities").get(row["quantity"], row["quantity"])
    used = share(row["worst_case"] / row["limit"])
    return say("received.nearest", quantity=sentence(quantity), share=used, rule=row["rule"])


def _answering(data: Plan) -> Iterator[Text]:
    digest = data["digest"].removeprefix("sha256:")[:DIGEST_SIGNS]
    for name in named("received.answering"):
        yield rich(f"received.answering.{name}", digest=digest)
