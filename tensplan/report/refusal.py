"""Why there is no plan, as the same kind of document as a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tensplan.patient.clearance import role_words
from tensplan.patient.screening import URGENCY_WORDS
from tensplan.report.blocks import Answer, Block, Listing, Paragraph, Section
from tensplan.report.numbers import sentence
from tensplan.report.sections.findings import findings_block
from tensplan.report.sections.placement import layout_blocks
from tensplan.report.spans import Text, joined, plain
from tensplan.report.verdict import answers
from tensplan.report.wording import rich, say

Plan = Mapping[str, Any]


def refusal_sections(data: Plan, older_plan: str) -> tuple[Section, ...]:
    """Return what stopped a plan, how urgent it is, and what may still be done.

    Parameters
    ----------
    data : mapping
        What plan.json would have held.
    older_plan : str
        Digest of a plan that already lies in the folder, ``"unreadable"``, or empty for none.
    """
    errors = [one for one in data["findings"] if one["severity"] == "error"]
    others = [one for one in data["findings"] if one["severity"] != "error"]
    sections = [
        Section("why", say("refused.why"), (findings_block(errors),)),
        Section("urgent", say("refused.urgent"), tuple(_urgency(data))),
        Section("still", say("refused.still"), tuple(_still(data, errors))),
    ]
    layout = layout_blocks(data)
    if layout:
        sections.append(Section("layout", say("placement.layout"), layout))
    if older_plan:
        sections.append(Section("older", say("refused.older"), (_older(older_plan),)))
    if others:
        items = tuple(map(_other, others))
        sections.append(Section("also", say("refused.also"), (Listing(items, "dense"),)))
    return tuple(sections)


def made_line(data: Plan) -> Text:
    """Return in one line for whom and with what the plan was asked."""
    patient, made = data["patient"], data["provenance"]
    return rich(
        "refused.made",
        person="" if patient is None else say("refused.person", code=patient["code"]),
        protocol=data["protocol"]["id"],
        version=data["protocol"]["version"],
        device=data["device"],
        setting=data["setting"],
        on=made["on"],
        tensplan=made["tensplan"],
    )


def _urgency(data: Plan) -> Iterator[Block]:
    """Yield how urgent it is and whom to ask."""
    screening = data["screening"] or {}
    if data["verdict"] == "stop":
        yield Paragraph(rich("refused.red_flag"))
        yield Listing(tuple(map(_flag, screening["red_flags"])))
    elif data["patient"] is None:
        yield Paragraph(rich("refused.specimen"))
    else:
        asked = [f"the {role_words(role)}" for role in screening.get("ask", ())]
        yield Paragraph(rich("refused.ask", whom=", ".join(asked) or say("refused.giver")))


def _flag(flag: Plan) -> Text:
    urgency = sentence(URGENCY_WORDS[flag["urgency"]])
    words = {key: flag[key] for key in ("call", "act", "code")}
    return rich("refused.flag", urgency=urgency, title=sentence(flag["title"]), **words)


def _still(data: Plan, errors: list[Plan]) -> Iterator[Block]:
    """Yield what may still be done."""
    if data["verdict"] == "stop":
        yield Paragraph(rich("refused.nothing"))
        return
    items = [plain(text) for text in (data["screening"] or {}).get("still", ())]
    if any(one["hint"] for one in errors):
        items.append(rich("refused.hints"))
    items.append(rich("refused.other"))
    items += _alone(data)
    yield Listing(tuple(items))


def _alone(data: Plan) -> Iterator[Text]:
    """Yield what each modality comes to by itself."""
    is_specimen = data["patient"] is None
    for answer in answers(data):
        if answer.verdict in ("pass", "warn"):
            yield rich("refused.alone", name=answer.name, words=answer.words)
        elif answer.verdict == "not-planned":
            yield rich("refused.not_planned", name=answer.name)
        elif answer.name != say("may.names.tens"):
            yield _not_either(answer, is_specimen)


def _not_either(answer: Answer, is_specimen: bool) -> Text:
    if not is_specimen:
        return rich("refused.not_either", name=answer.name)
    reasons = " ".join(f"{sentence(reason)}." for reason in answer.reasons)
    return rich("refused.not_allowed", name=answer.name, reasons=reasons)


def _older(older_plan: str) -> Paragraph:
    if older_plan == "unreadable":
        which = rich("refused.older_unreadable")
    else:
        which = rich("refused.older_digest", digest=older_plan)
    return Paragraph(rich("refused.older_words", which=which), "boxed")


def _other(finding: Plan) -> Text:
    hint = f": {finding['hint']}" if finding["hint"] else ""
    return joined(
        [
            rich("refused.noted", severity=say(f"findings.severities.{finding['severity']}")),
            plain(f"{sentence(finding['message'])}{hint}"),
            rich("refused.rule", rule=finding["rule"]),
        ]
    )
