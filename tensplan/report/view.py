"""A plan, or its refusal, as one document that every form of the report lays out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from tensplan.approval.wording import DRAFT_STAMP
from tensplan.report.blocks import Report, Section
from tensplan.report.calendar import calendar
from tensplan.report.refusal import made_line, refusal_sections
from tensplan.report.sections.course import (
    course_section,
    history_section,
    stop_again_section,
    titration_section,
)
from tensplan.report.sections.electrical import (
    contact_section,
    exposure_section,
    output_section,
    waveform_section,
)
from tensplan.report.sections.evidence import beside_section, evidence_again_section
from tensplan.report.sections.findings import findings_section
from tensplan.report.sections.first_page import (
    evidence_section,
    may_section,
    set_section,
    stop_section,
    where_section,
)
from tensplan.report.sections.heat import heat_section
from tensplan.report.sections.nerve import nerve_section
from tensplan.report.sections.placement import placement_section
from tensplan.report.sections.received import received_section
from tensplan.report.sections.signatures import draft_notice, made_section, notice
from tensplan.report.sections.sources import assumed_section, sources_section
from tensplan.report.setting import settings
from tensplan.report.wording import say
from tensplan.session_plan.disclaimer import DISCLAIMER
from tensplan.session_plan.plan import may_stimulate

if TYPE_CHECKING:
    from tensplan.approval.gate import Delivery

STAMP: Final = say("page.specimen")
"""Stands on every sheet that is for nobody."""

Plan = Mapping[str, Any]


def report_view(
    data: dict[str, Any], *, delivery: Delivery | None = None, draft: bool = False
) -> Report:
    """Return the report of a plan as a document.

    Parameters
    ----------
    data : dict
        The content of a plan.json; nothing else of the plan is needed.
    delivery : Delivery or None
        Who approved it, and whether its protocol was approved too; None when nobody asked, which
        counts as not approved.
    draft : bool
        Stamp every sheet as not approved and ask for no signature.

    Raises
    ------
    ValueError
        If a program of the plan cannot be read or drawn.

    Examples
    --------
    >>> import tensplan
    >>> plan = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    >>> report_view(plan.as_json()).stamp
    'SPECIMEN, for no person; DRAFT, not approved, not for delivery'
    """
    programs = settings(data)
    course = calendar(data, programs)
    is_approved = delivery is not None and delivery.is_allowed and not draft
    stimulates = may_stimulate(data)
    first = (
        may_section(data),
        where_section(data),
        set_section(data, programs, course),
        stop_section(data),
        evidence_section(data),
    )
    rest = (
        received_section(data, programs, is_approved=is_approved),
        placement_section(data),
        waveform_section(programs),
        exposure_section(data),
        contact_section(data, many=len(programs) > 1),
        output_section(data),
        nerve_section(data),
        heat_section(data),
        course_section(data, course, programs) if stimulates else None,
        history_section(data),
        titration_section(data) if stimulates else None,
        stop_again_section(data),
        findings_section(data),
        evidence_again_section(data),
        beside_section(data),
        assumed_section(data),
        sources_section(data),
        made_section(data, None if draft else delivery),
    )
    protocol = data["protocol"]["content"]
    return Report(
        name=say("page.name", title=protocol["title"]),
        kicker=_kicker(data["patient"]),
        title=protocol["title"],
        summary=protocol["summary"],
        stamp=_stamp(data, is_approved=is_approved),
        notice=(draft_notice(),) if draft else notice(data, delivery),
        is_approved=is_approved,
        first=first,
        rest=tuple(section for section in rest if section is not None),
        on=data["provenance"]["on"],
        digest=data["digest"],
        closing=DISCLAIMER,
    )


def refusal_view(data: dict[str, Any], older_plan: str) -> Report:
    """Return the refusal of a plan as a document.

    Parameters
    ----------
    data : dict
        What plan.json would have held.
    older_plan : str
        Digest of a plan that already lies in the folder, ``"unreadable"``, or empty for none.
    """
    title = data["protocol"]["content"]["title"]
    patient = data["patient"]
    sections: tuple[Section, ...] = refusal_sections(data, older_plan)
    return Report(
        name=say("refused.name", title=title),
        kicker=say("refused.kicker")
        if patient is None
        else say("refused.kicker_person", code=patient["code"]),
        title=say("refused.title", title=title),
        summary=say("refused.summary"),
        stamp=STAMP if patient is None else "",
        notice=(),
        is_approved=False,
        first=(),
        rest=sections,
        on=data["provenance"]["on"],
        digest="",
        end=(made_line(data),),
        closing=DISCLAIMER,
    )


def _kicker(patient: Plan | None) -> str:
    """Return what the report is and for whom."""
    if patient is None:
        return say("page.kicker")
    words = say("page.kicker_person", code=patient["code"])
    if patient.get("side"):
        words = say("page.kicker_side", kicker=words, side=patient["side"])
    if patient.get("invented"):
        words = say("page.kicker_invented", kicker=words)
    return words


def _stamp(data: Plan, *, is_approved: bool) -> str:
    """Return what stands on every sheet: for nobody, or not approved."""
    specimen = STAMP if data["patient"] is None else ""
    draft = "" if is_approved else DRAFT_STAMP
    return "; ".join(filter(None, (specimen, draft)))
