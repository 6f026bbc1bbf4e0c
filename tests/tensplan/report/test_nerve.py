"""The nerves' answer in words."""

import copy

import pytest

from tensplan.report.nerve import nerve_tables

ROW = {
    "channel": "A",
    "program": "main",
    "pad": "A1",
    "nerve": "tibial",
    "fibre": "A-beta",
    "sense": "sensation",
    "target": True,
    "threshold_ma": 20.0,
    "threshold_low_ma": 12.0,
    "threshold_high_ma": 34.0,
    "threshold_narrowest_ma": None,
    "cap_ma": 40.0,
    "pulse_width_us": 100,
    "reachable": True,
    "confidence": "recalled",
    "weak": ["depth", "skin_thickness"],
}
SKIN = ROW | {"nerve": "skin", "target": False, "threshold_ma": 8.0, "threshold_low_ma": 5.0}
DEEP = ROW | {
    "nerve": "sciatic",
    "pad": "A2",
    "threshold_ma": None,
    "threshold_low_ma": None,
    "threshold_high_ma": None,
    "reachable": False,
}
WINDOW = {
    "channel": "A",
    "program": "main",
    "cap_ma": 40.0,
    "step_ma": 1.0,
    "first_tingle_ma": 8.0,
    "first_tingle_low_ma": 5.0,
    "first_tingle_high_ma": 14.0,
    "first_tingle_pad": "A1",
    "nerve": "tibial",
    "nerve_tingle_ma": 20.0,
    "nerve_tingle_low_ma": 12.0,
    "nerve_tingle_high_ma": 34.0,
    "upper_ma": 42.0,
    "upper_low_ma": 24.0,
    "upper_high_ma": 73.0,
    "upper_basis": "2.1 times the nerve's threshold (Sharan 2018)",
    "advice_ma": 40.0,
    "charge_uc": 2.0,
    "best_pulse_width_us": 60,
    "shift_10mm": 1.31,
    "before": None,
    "recruitment": [
        {
            "nerve": "tibial",
            "fibre": "A-beta",
            "pad": "A1",
            "amplitudes_ma": [0.0, 40.0],
            "shares": [0.0, 0.9],
        }
    ],
}


def table(*rows, **changes):
    """Return the one table of these rows, with a changed window."""
    data = {"nerve": copy.deepcopy(list(rows)), "nerve_windows": [WINDOW | changes]}
    (found,) = nerve_tables(data)
    return found


def test_a_threshold_is_shown_with_its_interval_and_weak_inputs():
    """Median, 5 to 95 %, whether the cap reaches it, and what is recalled."""
    line = table(ROW, SKIN | {"weak": ["skin_thickness"]}).lines[0]
    assert (line.who, line.pad, line.felt) == ("tibial nerve, A-beta", "A1", "tingle")
    assert (line.median, line.span, line.below_cap) == ("20", "12 to 34", "yes")
    assert (line.confidence, line.weak) == ("recalled", "depth")


def test_weak_inputs_of_every_row_are_said_once():
    """What is recalled or chosen for all rows stands under the table, not in each row."""
    found = table(ROW, SKIN | {"weak": ["skin_thickness"]})
    assert found.weak == "skin thickness"
    assert [line.weak for line in found.lines] == ["depth", ""]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "yes"),
        ({"threshold_ma": 45.0}, "in few people"),
        ({"threshold_ma": 90.0, "reachable": False}, "no"),
    ],
)
def test_reach_is_said_in_words(changes, words):
    """Reached by most, by few, by nobody."""
    assert table(ROW | changes).lines[0].below_cap == words


def test_no_amplitude_is_a_word():
    """A nerve that nothing fires shows no number."""
    line = table(DEEP).lines[0]
    assert (line.median, line.span, line.below_cap) == ("none", "none to none", "no")


def test_ladder_begins_at_zero_and_warns_of_the_skin():
    """Start, step, either pad, the way along the nerve, and where to stop."""
    other = SKIN | {"pad": "A2", "threshold_ma": 9.0}
    first, tingle, along, stop = table(ROW, other, SKIN).ladder
    assert first.startswith("Start at 0 mA; raise by 1 mA")
    assert "under pad A1 at 8 mA (5 to 34), under pad A2 at 9 mA (5 to 34)" in tingle
    assert "either pad" in tingle and "no proof that the nerve was reached" in tingle
    assert "in the heel and the sole" in along
    assert "at the latest at 40 mA" in stop


def test_a_nerve_above_the_cap_is_not_promised():
    """Predicted above the cap, the tingle may not come, and the cap stays the cap."""
    row = ROW | {"threshold_ma": 104.0, "threshold_high_ma": 182.0}
    along = table(row, nerve_tingle_ma=104.0, nerve_tingle_high_ma=182.0).ladder[2]
    assert "predicted at 104 mA (12 to 182), above the cap of 40 mA" in along
    assert "may not come. Never pass the cap for it." in along


def test_an_unstated_step_is_not_invented():
    """Without a step of the device the ladder names none."""
    assert "by the smallest step of the device" in table(ROW, step_ma=None).ladder[0]


def test_no_intended_nerve_leaves_out_its_rung():
    """A channel whose nerve is not predicted says nothing about a tingle along it."""
    assert len(table(SKIN, nerve="", nerve_tingle_ma=None).ladder) == 3


def test_window_says_where_its_upper_edge_comes_from():
    """The basis of the upper edge stands beside it."""
    sentence = table(ROW).sentences[0]
    assert sentence.startswith("From 8 mA to 42 mA (24 to 73)")
    assert "Sharan 2018" in sentence


def test_what_is_not_known_is_left_out():
    """No upper edge, width, shift or charge: no sentence with a dash."""
    found = table(
        ROW, upper_ma=None, charge_uc=None, best_pulse_width_us=None, shift_10mm=None
    ).sentences
    assert found == ("No upper edge of comfort is predicted.",)


def test_both_cases_of_a_pad_are_said_for_the_earliest():
    """First tingle under even flux and under one potential; a plan without them says nothing."""
    both = {"threshold_uniform_ma": 9.0, "threshold_isopotential_ma": 7.1}
    late = SKIN | {"pad": "A2", "threshold_ma": 9.5, **both}
    (said,) = [text for text in table(ROW, late, SKIN | both).sentences if "gel pad" in text]
    assert "under pad A1, at 9 mA with the same flux" in said and "at 7.1 mA with the pad" in said
    assert not any("gel pad" in text for text in table(ROW, SKIN).sentences)


def test_selectivity_is_said_where_there_is_another_nerve():
    """One number for how much later the first other nerve answers."""
    assert any(
        "at 1.4 times the amplitude" in text for text in table(ROW, selectivity=1.4).sentences
    )


def test_calibration_shows_before_and_after():
    """What a person's own currents changed is said with both numbers."""
    found = table(ROW, before={"first_tingle_ma": 12.0, "nerve_tingle_ma": 30.0})
    assert any("12 mA" in text and "8 mA" in text for text in found.sentences)


def test_each_nerve_and_sense_has_one_bar_the_earliest():
    """Two pads over one nerve are one bar; the table keeps both."""
    late = ROW | {"pad": "A2", "threshold_ma": 30.0}
    found = table(ROW, late, SKIN)
    assert len(found.lines) == 3
    assert found.figures[0].svg.count('class="span"') == 2


def test_curves_are_drawn_only_where_there_are_some():
    """Without recruitment there is one figure."""
    assert len(table(ROW).figures) == 2
    assert len(table(ROW, recruitment=[]).figures) == 1
