"""Everything a page shows, taken from the content of a plan.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tensplan.approval.wording import DRAFT_STAMP, in_words
from tensplan.patient.clearance import role_words
from tensplan.patient.screening import URGENCY_WORDS
from tensplan.report.calendar import calendar, free_days
from tensplan.report.exposure import contacts, exposure_tables
from tensplan.report.layout import layout_drawing
from tensplan.report.nerve import CAUTION, LIMITS_OF_THE_MODEL, nerve_tables
from tensplan.report.output import output_answers
from tensplan.report.pads import drawings, pad_words, treated_side
from tensplan.report.setting import Setting, settings, side_by_side
from tensplan.report.sourcing import source_groups, tolerance_words
from tensplan.report.thermal import packs
from tensplan.report.verdict import tiles
from tensplan.report.waveforms import waveforms

if TYPE_CHECKING:
    from tensplan.approval.gate import Delivery

STAMP = "SPECIMEN, for no person"


def report_view(
    data: dict[str, Any], *, delivery: Delivery | None = None, draft: bool = False
) -> dict[str, Any]:
    """Return what the report's templates read."""
    programs = settings(data)
    return {
        **_frame(data, draft=draft),
        "signatures": _signatures(delivery),
        "tiles": tiles(data),
        "drawings": drawings(data),
        "pads": pad_words(data),
        "side": treated_side(data),
        "programs": programs,
        "program_groups": [
            {"programs": pair, "rows": side_by_side(pair)} for pair in _pairs(programs)
        ],
        "evidence_share": _evidence_share(data["evidence"]),
        "course": calendar(data, programs),
        "free_days": free_days(data),
        "stop_sources": _distinct(data["stop"], "source"),
        "exposure": exposure_tables(data),
        "contacts": contacts(data),
        "tolerance": tolerance_words(data),
        "output": output_answers(data),
        "waveforms": waveforms(programs),
        "thermal": packs(data),
        "nerve": nerve_tables(data),
        "nerve_caution": CAUTION,
        "nerve_limits": LIMITS_OF_THE_MODEL,
        "source_groups": source_groups(data["sources"]),
        **_layout(data),
    }


def refusal_view(data: dict[str, Any], older_plan: str) -> dict[str, Any]:
    """Return what the refusal's templates read."""
    findings = data["findings"]
    errors = [finding for finding in findings if finding["severity"] == "error"]
    screening = data["screening"] if data["screening"] is not None else {}
    return {
        **_frame(data),
        "tiles": tiles(data),
        "errors": errors,
        "others": [finding for finding in findings if finding["severity"] != "error"],
        "has_hints": any(finding["hint"] for finding in errors),
        "is_urgent": data["verdict"] == "stop",
        "urgency": URGENCY_WORDS,
        "asked": [role_words(role) for role in screening.get("ask", ())],
        "may_still": screening.get("still", ()),
        "older_plan": older_plan,
        **_layout(data),
    }


def _layout(data: dict[str, Any]) -> dict[str, Any]:
    """Return the layout for the person, drawn where it is not what the protocol has."""
    layout = data.get("layout", {})
    return {"layout": layout, "layout_drawing": layout_drawing(layout)}


def _frame(data: dict[str, Any], *, draft: bool = False) -> dict[str, Any]:
    """Return what every page carries."""
    stamps = [STAMP] if data["patient"] is None else []
    return {
        "data": data,
        "protocol": data["protocol"]["content"],
        "stamp": "; ".join([*stamps, *([DRAFT_STAMP] if draft else [])]),
    }


def _signatures(delivery: Delivery | None) -> list[str]:
    """Say who approved the plan and its protocol."""
    if delivery is None:
        return []
    return [in_words("plan", delivery.approval), in_words("protocol", delivery.protocol)]


def _pairs(programs: Sequence[Setting]) -> list[Sequence[Setting]]:
    """Return the programs two by two, so that a table stays readable."""
    return [programs[start : start + 2] for start in range(0, len(programs), 2)]


def _evidence_share(entries: Sequence[Mapping[str, Any]]) -> int:
    """Return the width in per cent of the column "for", by the length of its text."""
    lengths = {True: 0, False: 0}
    for entry in entries:
        lengths[entry["for"]] += sum(len(text) for text in entry.values() if isinstance(text, str))
    total = sum(lengths.values())
    return min(max(round(100 * lengths[True] / total), 35), 60) if total else 50


def _distinct(entries: Sequence[Mapping[str, str]], key: str) -> list[str]:
    return list(dict.fromkeys(entry[key] for entry in entries))
