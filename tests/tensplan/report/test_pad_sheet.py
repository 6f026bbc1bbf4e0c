"""The pad sheet, measured in the PDF."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from clinics import NOW, make_clinic

import tensplan
from tensplan.approval.gate import Delivery, judge_delivery
from tensplan.approval.verification import Verification
from tensplan.errors import UsageError
from tensplan.finding import Finding
from tensplan.report.pad_sheet import pad_sheet
from tensplan.session_plan.canonical import canonical_bytes, digest

MM = 25.4 / 72
PRINTED_MM = 0.1
"""What a ruler on paper can tell."""


@pytest.fixture
def own_plan(plan_of: Any) -> Any:
    """Return a plan with pads on the top of the left foot of a person with a foot of 260 mm."""
    plan = plan_of("foot-bracket-dorsum")
    plan["patient"] = {"code": "P-07", "digest": "sha256:00", "side": "left", "invented": False}
    plan["foot_length_mm"] = 260
    return plan


@pytest.fixture
def clinic_plan(own_plan: Any, tmp_path: Path) -> Delivery:
    """Return a plan with pads on the foot and the approval that a clinic gave it."""
    clinic = make_clinic(tmp_path)
    own_plan["patient"]["digest"] = "sha256:" + "0" * 64
    path = tmp_path / "plan.json"
    path.write_bytes(canonical_bytes({**own_plan, "digest": digest(own_plan)}))
    limits = own_plan["provenance"]["limits_digest"]
    return judge_delivery(clinic.approve(path), store=clinic.store, limits_digest=limits, at=NOW)


def sizes(data: bytes, page: int = 0) -> list[tuple[float, float]]:
    """Return width and height of everything that is drawn on a page. [mm]"""
    objects = pypdfium2.PdfDocument(data)[page].get_objects(max_depth=8)
    bounds = [found.get_bounds() for found in objects if found.type == 2]
    return [((right - left) * MM, (top - low) * MM) for left, low, right, top in bounds]


def text(data: bytes) -> str:
    """Return the words of every page with single spaces."""
    pages = list(pypdfium2.PdfDocument(data))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def has(found: list[tuple[float, float]], wide: float, high: float) -> bool:
    """Whether something of a size is drawn."""
    return any(abs(w - wide) < PRINTED_MM and abs(h - high) < PRINTED_MM for w, h in found)


@pytest.mark.parametrize("foot_mm", [180, 260, 340])
def test_the_bar_is_a_hundred_millimetres(own_plan: Any, foot_mm: int) -> None:
    """The filled bar is 100 mm long on every sheet, whatever the foot."""
    own_plan["foot_length_mm"] = foot_mm
    data = pad_sheet(own_plan)
    pages = len(pypdfium2.PdfDocument(data))
    assert pages == (2 if foot_mm > 281 else 1)
    assert all(has(sizes(data, page), 1.0, 100.0) for page in range(pages))


@pytest.mark.parametrize("foot_mm", [180, 260])
def test_pads_have_their_size(own_plan: Any, foot_mm: int) -> None:
    """A pad of 40 x 50 mm is drawn so; its line of 0.6 mm is counted at both edges."""
    own_plan["foot_length_mm"] = foot_mm
    own_plan["channels"][0]["pads"][0]["width_mm"] = 50
    found = sizes(pad_sheet(own_plan))
    assert has(found, 41.2, 51.2)
    assert has(found, 41.2, 41.2)


@pytest.mark.parametrize("foot_mm", [180, 240, 281])
def test_heel_to_toe_is_the_length_of_the_foot(own_plan: Any, foot_mm: int) -> None:
    """The lines at heel and toe are as far apart as the foot is long."""
    own_plan["foot_length_mm"] = foot_mm
    page = pypdfium2.PdfDocument(pad_sheet(own_plan))[0]
    bounds = [found.get_bounds() for found in page.get_objects(max_depth=8) if found.type == 2]
    lines = sorted(
        (low + top) / 2 * MM for left, low, right, top in bounds if (right - left) * MM > 127
    )
    assert lines[-1] - lines[0] == pytest.approx(foot_mm, abs=PRINTED_MM)


def test_the_sheet_is_a4(own_plan: Any) -> None:
    """Two halves of a long foot are two A4 sheets."""
    own_plan["foot_length_mm"] = 345
    found = [page.get_size() for page in pypdfium2.PdfDocument(pad_sheet(own_plan))]
    expected = (pytest.approx(210, abs=0.01), pytest.approx(297, abs=0.01))
    assert [(w * MM, h * MM) for w, h in found] == [expected, expected]


def test_it_says_how_to_print_and_what_it_shows(own_plan: Any) -> None:
    """Foot, pads, gap, printing, what the outline rests on, digest and the disclaimer stand there."""
    words = text(pad_sheet(own_plan))
    for expected in (
        "Left foot, top",
        "Print at 100 %",
        "This bar is 100 mm long.",
        "A1 Front of the ankle (40 × 40 mm)",
        "A1 to A2: 59 mm between the edges.",
        "Outline for a foot of 260 mm",
        "(project default)",
        "Plan for P-07, made on 2026-11-22.",
        "Not a medical device.",
        own_plan["digest"][-30:],
        "Sheet 1 / 1",
    ):
        assert expected in words


def test_polarity_is_a_sign(own_plan: Any) -> None:
    """The cathode of a pulse that has one carries a minus."""
    own_plan["channels"][0]["program"]["waveform"]["cathode"] = 1
    words = text(pad_sheet(own_plan))
    assert "A1 − Front of the ankle" in words
    assert "A2 + Top of the forefoot" in words


def test_a_specimen_is_stamped_and_drawn_at_reference_size(plan_of: Any) -> None:
    """Nobody's foot is the reference foot, and the sheet says both."""
    words = text(pad_sheet(plan_of("foot-bracket-dorsum")))
    assert "SPECIMEN, for no person" in words
    assert "reference foot of 258 mm" in words


@pytest.mark.parametrize("is_asked", [False, True], ids=["not-asked", "does-not-hold"])
def test_what_nobody_approved_is_stamped_on_every_sheet(
    clinic_plan: Delivery, is_asked: bool
) -> None:
    """Both halves of a long foot say that the plan is a draft."""
    missing = Finding(rule="approval/missing", severity="error", message="nobody did")
    void = replace(clinic_plan, approval=Verification(findings=(missing,)))
    plan = {**clinic_plan.plan.content, "foot_length_mm": 345}
    words = text(pad_sheet(plan, delivery=void if is_asked else None))
    assert words.count("DRAFT, not approved, not for delivery") == 2


def test_an_approved_sheet_says_who_signed(clinic_plan: Delivery) -> None:
    """It carries the name, the role and the last day instead of the stamp."""
    words = text(pad_sheet(clinic_plan.plan.content, delivery=clinic_plan))
    assert "Plan: approved by Dr A. Reviewer, physician, on 2026-11-22, until" in words
    assert "DRAFT" not in words


def test_pads_on_the_other_foot_are_drawn_on_the_other_foot(plan_of: Any) -> None:
    """A plan for the left side with contralateral pads shows the right foot."""
    plan = plan_of("contralateral-dorsum")
    plan["patient"] = {"code": "P-07", "digest": "sha256:00", "side": "left", "invented": False}
    plan["foot_length_mm"] = 250
    assert "Right foot, top" in text(pad_sheet(plan))


def test_pads_elsewhere_are_named(plan_of: Any) -> None:
    """A sheet says which pads of the plan it does not show."""
    words = text(pad_sheet(plan_of("foot-bracket-dorsum-with-lumbar")))
    assert "only pads on the top or the sole of a foot. Not shown: B1" in words


def test_a_plan_without_pads_on_the_foot_is_refused(plan_of: Any) -> None:
    """There is nothing to draw."""
    with pytest.raises(UsageError, match="no pad of this plan lies on the top or the sole"):
        pad_sheet(plan_of("sciatic-path-conventional"))


def test_a_foot_that_was_not_measured_is_refused(own_plan: Any) -> None:
    """A person's sheet is never drawn at a guessed size; the hint says what to measure."""
    own_plan["foot_length_mm"] = None
    with pytest.raises(UsageError, match="length of this person's foot is not known") as caught:
        pad_sheet(own_plan)
    assert caught.value.hint.startswith("measure heel to longest toe")


def test_same_plan_same_bytes(own_plan: Any) -> None:
    """Nothing but the plan enters the file."""
    assert pad_sheet(own_plan) == pad_sheet(own_plan)


def test_it_is_tagged_and_titled(own_plan: Any) -> None:
    """A screen reader gets structure, a title, headings and the words of the drawing."""
    document = pypdfium2.PdfDocument(pad_sheet(own_plan))
    assert document.is_tagged()
    assert document.get_metadata_dict()["Title"] == "Pad sheet at true size"
    assert [item.get_title() for item in document.get_toc()] == [
        "Pad sheet at true size",
        "Left foot, top",
    ]


def test_the_length_comes_with_the_plan() -> None:
    """A plan for a person carries the length that its sheet needs; one for nobody carries none."""
    protocol = tensplan.load_protocol("foot-bracket-dorsum")
    person = tensplan.load_patient("example-intact")
    own = tensplan.plan(protocol, patient=person, on="2026-11-22").as_json()
    assert own["foot_length_mm"] == 260
    assert "Outline for a foot of 260 mm" in text(pad_sheet(own))
    assert tensplan.plan(protocol, on="2026-11-22").as_json()["foot_length_mm"] is None
