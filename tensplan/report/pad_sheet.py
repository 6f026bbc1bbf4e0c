"""The pads on the foot at true size, on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tensplan.approval.wording import DRAFT_STAMP, in_words
from tensplan.errors import UsageError
from tensplan.placement.panels import Side
from tensplan.placement.records import load
from tensplan.placement.true_foot import FOOT_VIEWS, VIEW_WORDS, TrueFoot, true_feet
from tensplan.report.pads import PadWords, drawn_pads, pad_words, treated_side
from tensplan.report.typesetting import typeset
from tensplan.report.wording import named, say
from tensplan.session_plan.disclaimer import DISCLAIMER
from tensplan.session_plan.plan import may_stimulate

if TYPE_CHECKING:
    from tensplan.approval.gate import Delivery

ROOM_MM: Final = 283.0
"""Height of an A4 sheet between margins of 7 mm. [mm]"""


def pad_sheet(data: Mapping[str, Any], *, delivery: Delivery | None = None) -> bytes:
    """Return the pads on the foot at true size as PDF: a sheet for each foot and view.

    Parameters
    ----------
    data : mapping
        The content of a plan.json.
    delivery : Delivery or None
        Who approved it; without an approval that holds, each sheet is stamped as a draft.

    Returns
    -------
    bytes
        The same plan always gives the same bytes.

    Raises
    ------
    UsageError
        If no pad lies on the top or the sole of a foot, or the person's foot was not measured.

    Examples
    --------
    >>> import tensplan
    >>> plan = tensplan.plan(tensplan.load_protocol("foot-bracket-dorsum"), on="2026-11-22")
    >>> pad_sheet(plan.as_json())[:5]
    b'%PDF-'
    """
    day = date.fromisoformat(data["provenance"]["on"])
    return typeset("pad_sheet.typ", pad_sheet_view(data, delivery=delivery), on=day)


def pad_sheet_view(data: Mapping[str, Any], *, delivery: Delivery | None = None) -> dict[str, Any]:
    """Return what the template of the pad sheet reads."""
    if not may_stimulate(data):
        raise UsageError(
            "TENS is blocked in this plan: no pad is laid",
            hint="read what is allowed in its report",
        )
    feet = _feet(data)
    code = None if data["patient"] is None else data["patient"]["code"]
    is_approved = delivery is not None and delivery.is_allowed
    stamps = (say("page.specimen") if code is None else "", "" if is_approved else DRAFT_STAMP)
    made = {"code": code, "on": data["provenance"]["on"]}
    plan = say("pad_sheet.plan")
    return {
        "title": say("pad_sheet.title"),
        "stamp": "; ".join(filter(None, stamps)),
        "signed": "" if delivery is None else in_words(plan, delivery.approval),
        "person": say("pad_sheet.nobody" if code is None else "pad_sheet.person", **made),
        "protocol": data["protocol"]["content"]["title"],
        "disclaimer": DISCLAIMER,
        "digest": data["digest"],
        "bar": say("pad_sheet.bar"),
        "print": list(named("pad_sheet.print").values()),
        "page": say("pad_sheet.page"),
        "sheets": [sheet for foot in feet for sheet in _sheets(foot, data, feet)],
    }


def _feet(data: Mapping[str, Any]) -> list[TrueFoot]:
    """Return the views of the treated foot, then of the other one, that carry pads."""
    treated: Side = treated_side(data) or "right"
    other: Side = "left" if treated == "right" else "right"
    pads = {treated: drawn_pads(data, "treated"), other: drawn_pads(data, "other")}
    if not any(pad.view in FOOT_VIEWS for own in pads.values() for pad in own):
        raise UsageError(
            "no pad of this plan lies on the top or the sole of a foot",
            hint="use the drawing and the words of the report",
        )
    length = _length_mm(data)
    return [
        foot for side, own in pads.items() for foot in true_feet(own, side=side, length_mm=length)
    ]


def _length_mm(data: Mapping[str, Any]) -> float:
    """Return the length of the person's foot; that of the reference adult for nobody."""
    if data["patient"] is None:
        return float(load("sites")["reference"]["foot_length_mm"])
    length = data.get("foot_length_mm")
    if length is None:
        raise UsageError(
            "the length of this person's foot is not known, so no sheet can have its size",
            hint="measure heel to longest toe, write it as body.foot_length_mm in mm, plan again",
        )
    return float(length)


def _sheets(
    foot: TrueFoot, data: Mapping[str, Any], feet: list[TrueFoot]
) -> Iterator[dict[str, Any]]:
    """Yield the sheets of one foot: one, or two halves that are joined."""
    windows = foot.windows(ROOM_MM)
    about = f"{foot.side.capitalize()} foot, {VIEW_WORDS[foot.view]}"
    pads = _pads(foot, data)
    for window, part in zip(windows, named("pad_sheet.parts").values(), strict=False):
        title = about if len(windows) == 1 else say("pad_sheet.part", foot=about, part=part)
        yield {
            "title": title,
            "svg": foot.svg(window),
            "alt": say("pad_sheet.alt", foot=title, length=f"{foot.length_mm:g}"),
            "pads": pads,
            "notes": list(_notes(foot, data, feet, is_split=len(windows) > 1)),
        }


def _pads(foot: TrueFoot, data: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the pads of a foot in words."""
    found = {pad.label: pad for pad in pad_words(data)}
    return [_pad(found[f"{pad.channel}{pad.number}"], pad.label) for pad in foot.pads]


def _pad(pad: PadWords, label: str) -> dict[str, str]:
    """Return one pad in words, its label with the sign of its polarity."""
    return {"label": label, "title": pad.title, "size": pad.size, "find": pad.find}


def _notes(
    foot: TrueFoot, data: Mapping[str, Any], feet: list[TrueFoot], *, is_split: bool
) -> Iterator[str]:
    """Yield what else stands on a sheet: gaps, how it was drawn, and which pads are not there."""
    length = f"{foot.length_mm:g}"
    for pads, gap in foot.gaps_mm().items():
        yield say("pad_sheet.gap", pads=pads, gap=f"{gap:.0f}")
    if is_split:
        yield say("pad_sheet.joined")
    is_reference = data["patient"] is None
    yield say("pad_sheet.reference" if is_reference else "pad_sheet.outline", length=length)
    shown = {f"{pad.channel}{pad.number}" for one in feet for pad in one.pads}
    rest = [pad for pad in pad_words(data) if pad.label not in shown]
    if rest:
        names = "; ".join(f"{pad.label}, {pad.title}" for pad in rest)
        yield say("pad_sheet.elsewhere", pads=names)
