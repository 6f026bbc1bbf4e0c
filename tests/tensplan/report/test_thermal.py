"""Heat and cold in words."""

from __future__ import annotations

import pytest

from tensplan.report.thermal import thermal_words
from tensplan.report.view import report_view

ENTRY = {
    "modality": "heat",
    "area": "foot-sole",
    "pack": "wheat-bag",
    "pack_temperature_c": 45,
    "cover": {"dry_towel_layers": 2, "damp_towel_layers": 1},
    "duration_min": 15,
    "when": "after-stimulation",
    "gap_min": 10,
    "skin_check_every_min": 5,
}


def test_entry_says_all_its_numbers():
    """Pack, temperature, place, cover, time, order, gap and skin check."""
    assert thermal_words(ENTRY) == (
        "Wheat bag at 45 °C on the sole of the foot, over 2 layers of dry towel and 1 layer of "
        "damp towel, for 15 minutes, after the stimulation, at least 10 minutes between them. "
        "Look at the skin every 5 minutes."
    )


@pytest.mark.parametrize("cover", [{}, {"dry_towel_layers": 0}], ids=["absent", "zero"])
def test_bare_pack_is_said(cover):
    """No towel is said, never left out."""
    assert "with no towel between" in thermal_words({**ENTRY, "cover": cover})


def test_heat_of_a_specimen_is_described_and_not_allowed(plan):
    """The entry carries the verdict and the reasons of its modality."""
    (entry,) = report_view(plan)["thermal"]
    assert entry["verdict"] == "blocked"
    assert "described but not allowed" in entry["reasons"][0]
