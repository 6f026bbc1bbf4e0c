"""Who signed: at the head of the first sheet, and in full at the end with every digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tensplan.report.blocks import Cell, Column, Group, Paragraph, Section, Table
from tensplan.report.numbers import sentence
from tensplan.report.spans import Text, joined, plain
from tensplan.report.wording import named, rich, say

if TYPE_CHECKING:
    from tensplan.approval.gate import Delivery
    from tensplan.approval.statement import Approval
    from tensplan.approval.verification import Verification

Plan = Mapping[str, Any]


def notice(data: Plan, delivery: Delivery | None) -> tuple[Text, ...]:
    """Return who signed the plan and whether its protocol was approved too."""
    approval = None if delivery is None else delivery.approval
    if delivery is None or approval is None or not approval.is_valid or approval.approval is None:
        return (_not_approved(data, approval),)
    signed = approval.approval
    first = rich(
        "signed.approved",
        who=_who(signed),
        on=f"{signed.at:%Y-%m-%d}",
        until=signed.expires_on,
        reason=signed.reason,
    )
    return first, _protocol(delivery.protocol)


def draft_notice() -> Text:
    """Return what stands at the head of a copy for which no signature was asked."""
    return rich("signed.draft")


def _not_approved(data: Plan, approval: Verification | None) -> Text:
    if data["patient"] is None:
        return rich("signed.specimen")
    if approval is None or [one.rule for one in approval.findings] == ["approval/missing"]:
        return rich("signed.nobody")
    return rich("signed.void", why="; ".join(one.message for one in approval.findings))


def _protocol(protocol: Verification) -> Text:
    if protocol.is_valid and protocol.approval is not None:
        signed = protocol.approval
        return rich("signed.protocol_approved", who=_who(signed), until=signed.expires_on)
    why = "; ".join(one.message for one in protocol.findings)
    return rich("signed.protocol_not", why=why)


def _who(signed: Approval) -> str:
    by = signed.reviewer
    key = "signed.by" if by.clinic else "signed.by_alone"
    return say(key, name=by.name, role=by.role, clinic=by.clinic)


def made_section(data: Plan, delivery: Delivery | None) -> Section:
    """Return the signatures in full, and every digest and version behind the plan."""
    rows = (
        _signature("made.plan", None if delivery is None else delivery.approval),
        _signature("made.protocol", None if delivery is None else delivery.protocol),
    )
    table = Table(
        caption=rich("made.approval_caption"),
        columns=tuple(map(Column, named("made.columns").values())),
        rows=rows,
        look="stack",
    )
    return Section(
        "made",
        say("made.title"),
        (table, Paragraph(rich("made.void"), "small"), Group(say("made.facts"), (_facts(data),))),
    )


def _signature(name: str, found: Verification | None) -> tuple[Cell, ...]:
    """Return one row of signatures: the signature, or why there is none."""
    head = Cell(plain(say(name)))
    if found is not None and found.is_valid and found.approval is not None:
        signed = found.approval
        keyid = "" if found.reviewer is None else found.reviewer.keyid
        texts = (
            plain(_who(signed)),
            rich("made.at", time=f"{signed.at:%Y-%m-%d %H:%M}"),
            plain(str(signed.expires_on)),
            plain(signed.reason),
            rich("made.digest_value", digest=keyid),
        )
        return (head, *map(Cell, texts))
    why = () if found is None else found.findings
    reason = "; ".join(one.message for one in why)
    empty = (plain("–"),) * 2
    texts = (plain(say("made.nobody")), *empty, plain(sentence(reason) or "–"), plain("–"))
    return (head, *map(Cell, texts))


def _facts(data: Plan) -> Table:
    values = _values(data)
    rows = tuple(
        (Cell(plain(title)), Cell(values[key])) for key, title in named("made.names").items()
    )
    return Table(caption=rich("made.facts"), columns=(), rows=rows, look="facts")


def _values(data: Plan) -> dict[str, Text]:
    protocol, patient, made = data["protocol"], data["patient"], data["provenance"]
    by = made["limits_tightened_by"]
    return {
        "plan": rich("made.digest_value", digest=data["digest"]),
        "protocol": rich(
            "made.protocol_value",
            id=protocol["id"],
            version=protocol["version"],
            status=protocol["content"]["status"],
            digest=protocol["digest"],
        ),
        "person": rich("made.no_person")
        if patient is None
        else rich("made.person_value", code=patient["code"], digest=patient["digest"]),
        "device": plain(data["device"]),
        "setting": plain(data["setting"]),
        "limits": joined(
            [
                rich("made.digest_value", digest=made["limits_digest"]),
                plain(say("made.tightened", by=by)) if by else (),
            ],
            "",
        ),
        "on": plain(made["on"]),
        "versions": rich(
            "made.versions_value",
            tensplan=made["tensplan"],
            numpy=made["numpy"],
            schema=data["schema"],
        ),
    }
