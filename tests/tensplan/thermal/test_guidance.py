"""What to do with a pack: towels, minutes, looks at the skin, gap and pads, each with a source."""

import pytest
from packs import bottle, peas

from simulator.properties import CONFIDENCES
from tensplan.thermal.guidance import check_times, doubts, guidance


def said(entry, pads=()):
    """Return the guidance as one text."""
    return " ".join(step["do"] for step in guidance(entry, pads))


@pytest.mark.parametrize(
    "words",
    ["2 layers of dry towel", "15 minutes by a timer", "at 3, 8, 13 and 15 minutes", "mottling"],
)
def test_heat_names_towels_minutes_checks_and_signs(words):
    """Each number of the entry and the signs to stop at are in the words."""
    assert words in said(bottle())


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (bottle(), "Pack off, then 10 minutes: dry the skin"),
        (
            peas(when="before-stimulation", gap_min=30.0),
            "Pack off, then 30 minutes, and test sharp and blunt",
        ),
        (bottle(when="after-stimulation", gap_min=5.0), "Pads off first, then 5 minutes"),
        (peas(), "Apart from the stimulation: at least 120 minutes"),
    ],
    ids=["heat before", "cold before", "heat after", "apart"],
)
def test_order_with_the_stimulation_is_said(entry, words):
    """Gap and the test in between follow from when the pack is used."""
    assert words in said(entry)


def test_pads_in_the_area_are_named():
    """Pads under a pack are said to be taken off; without any nothing is said of them."""
    assert "Pad A1 and A2 lies in this area: off before the pack" in said(bottle(), ("A1", "A2"))
    assert "lies in this area" not in said(bottle())


def test_bare_skin_is_said():
    """No towel is said and never left out."""
    assert "Lay nothing (bare skin, as stated)" in said(bottle(cover={"dry_towel_layers": 0}))


@pytest.mark.parametrize(
    ("minutes", "every", "times"),
    [(2.0, 5.0, [2.0]), (15.0, 3.0, [3.0, 6.0, 9.0, 12.0, 15.0]), (10.0, 5.0, [3.0, 8.0, 10.0])],
)
def test_looks_begin_early_and_end_with_the_pack(minutes, every, times):
    """The first look comes after three minutes at the latest, the last when the pack comes off."""
    assert check_times(bottle(duration_min=minutes, skin_check_every_min=every)) == times


@pytest.mark.parametrize("entry", [bottle(), peas()], ids=["heat", "cold"])
def test_every_sentence_has_its_source(entry):
    """Each step names where it comes from and how well that is known."""
    for step in guidance(entry, ("A1",)):
        assert len(step["source"]) > 15
        assert step["confidence"] in CONFIDENCES
        assert ("project default" in step["source"]) == (step["confidence"] == "project-default")


def test_sole_has_a_doubt_of_its_own():
    """That no pack on a sole was ever measured is said for the sole alone."""
    own = set(doubts(bottle(area="foot-sole"))) - set(doubts(bottle()))
    assert any("sole" in text for text in own)
    assert set(doubts(bottle())) != set(doubts(peas(area="lumbar")))
