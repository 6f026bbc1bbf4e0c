"""Where the pads go."""

from __future__ import annotations

import pytest

from tensplan.report.pads import drawings, pad_words, polarity, treated_side


def test_pads_are_said_with_place_size_and_area(plan):
    """A pad tells how to find its place, how large it is and what conducts."""
    first = pad_words(plan)[0]
    assert first.label == "A1"
    assert first.find.startswith("Five centimetres above the crease")
    assert (first.size, first.area) == ("50 × 50 mm", "20 of 25 cm², assumed, project default")


def test_round_pad_is_said_to_be_round(plan):
    """A diameter is said once."""
    plan["channels"][0]["pads"][0].update(round=True, conductive_is_stated=True)
    first = pad_words(plan)[0]
    assert (first.size, first.area) == ("50 mm across, round", "20 of 25 cm², as stated")


@pytest.mark.parametrize(
    ("patient", "side"),
    [(None, None), ({"code": "x"}, None), ({"side": "left"}, "left"), ({"side": "right"}, "right")],
    ids=["specimen", "no-side", "left", "right"],
)
def test_side_comes_from_the_person(patient, side, plan):
    """Only a person gives a side."""
    plan["patient"] = patient
    assert treated_side(plan) == side


@pytest.mark.parametrize(("patient", "side"), [(None, "left"), ({"side": "left"}, "right")])
def test_contralateral_pads_are_drawn_on_the_other_side(patient, side, plan_of):
    """Pads of the other limb are drawn opposite to the painful side."""
    plan = plan_of("contralateral-dorsum")
    plan["patient"] = patient
    assert [f"Pads on the {side} side" in drawing.svg for drawing in drawings(plan)] == [True]
    assert all(pad.is_other_side for pad in pad_words(plan))


def test_pads_on_both_sides_give_two_drawings(plan):
    """One picture for each side that carries pads."""
    plan["channels"][0]["pads"][1]["side"] = "other"
    assert len(drawings(plan)) == 2


@pytest.mark.parametrize(
    ("waveform", "number", "word"),
    [
        ({"shape": "symmetric-biphasic"}, 1, None),
        ({"shape": "monophasic", "cathode": 1}, 1, "cathode"),
        ({"shape": "monophasic", "cathode": 1}, 2, "anode"),
    ],
    ids=["none", "cathode", "anode"],
)
def test_polarity_follows_the_cathode(waveform, number, word):
    """The cathode is the pad that the waveform names; symmetric pulses have none."""
    assert polarity({"program": {"waveform": waveform}}, number) == word
