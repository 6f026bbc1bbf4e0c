"""What is found on predicted thresholds, and when nothing is."""

import math

import pytest

from tensplan.nerve_response.anatomy import crossings
from tensplan.nerve_response.judge_nerve import judge_depth, judge_nerve
from tensplan.nerve_response.row import NerveRow
from tensplan.safety.limits import own_limits

CAP = ("programs", "main", "amplitude_cap_ma")


def row(threshold=20.0, *, low=0.6, high=1.7, cap=30.0, **changes):
    """Build a row of the intended nerve around a median, reachable as the model would say."""
    values = {
        "channel": "A",
        "program": "main",
        "pad": "A1",
        "nerve": "tibial",
        "fibre": "A-beta",
        "sense": "sensation",
        "target": True,
        "threshold_ma": threshold,
        "threshold_low_ma": threshold * low,
        "threshold_high_ma": threshold * high,
        "threshold_narrowest_ma": None,
        "cap_ma": cap,
        "pulse_width_us": 100,
        "reachable": threshold * low <= cap,
        "confidence": "recalled",
        "weak": (),
    }
    return NerveRow(**(values | changes))


def skin(threshold, sense, **changes):
    """Build a row of the endings under the pad."""
    fibre = "A-delta" if sense == "pain" else "A-beta"
    return row(threshold, nerve="skin", sense=sense, fibre=fibre, target=False, **changes)


def other(threshold, **changes):
    """Build a row of a nerve that the pad is not meant for."""
    return row(threshold, nerve="common-peroneal", target=False, **changes)


def judged(*rows, target="strong-but-comfortable"):
    """Judge rows and return rule and severity."""
    findings = judge_nerve(rows, target=target, path=CAP, limits=own_limits())
    return [(f.rule, f.severity) for f in findings]


def test_an_ordinary_channel_is_silent():
    """Skin first, then the nerve, pain above the cap: nothing to say."""
    assert judged(skin(8.0, "sensation"), row(20.0), skin(45.0, "pain"), other(60.0)) == []


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        pytest.param(29.0, [], id="median-below-the-cap"),
        pytest.param(31.0, [("nerve/reached-in-few", "note")], id="median-above-the-cap"),
        pytest.param(49.0, [("nerve/reached-in-few", "note")], id="low-end-below-the-cap"),
        pytest.param(51.0, [("nerve/reach-doubtful", "note")], id="low-end-above-the-cap"),
        pytest.param(173.0, [("nerve/reach-doubtful", "note")], id="within-the-known-miss"),
        pytest.param(175.0, [("nerve/not-reached", "warning")], id="beyond-the-known-miss"),
        pytest.param(math.inf, [("nerve/not-reached", "warning")], id="no-current-fires-it"),
    ],
)
def test_reach_is_judged_by_median_and_low_end(threshold, expected):
    """Below half of people is a note; nobody is a warning; neither blocks."""
    assert judged(row(threshold)) == expected


def test_out_of_reach_says_what_to_expect():
    """The person is told that the tingle will stay local."""
    (found,) = judge_nerve([row(900.0)], target="sensory", path=CAP, limits=own_limits())
    assert "expect local tingling only" in found.message
    assert "not reachable below the cap of 30 mA" in found.message
    assert "more than 5.8 times the cap at the median" in found.message
    assert found.path == CAP


def test_a_nerve_reached_under_one_pad_is_reached():
    """The better of two pads over the same nerve counts."""
    assert judged(row(20.0, pad="A1"), row(90.0, pad="A2")) == []


def test_each_intended_nerve_is_judged_apart():
    """A reached nerve does not hide another one out of reach."""
    deep = row(900.0, pad="A2", nerve="sciatic")
    assert judged(row(20.0), deep) == [("nerve/not-reached", "warning")]


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        pytest.param(21.0, [], id="later"),
        pytest.param(19.0, [("nerve/other-nerve-first", "note")], id="a-little-earlier"),
        pytest.param(6.0, [("nerve/other-nerve-first", "warning")], id="clearly-earlier"),
    ],
)
def test_another_nerve_first_is_found(threshold, expected):
    """A note where the intervals overlap, a warning where they do not."""
    assert judged(row(20.0), other(threshold)) == expected


def test_the_skin_is_no_other_nerve():
    """Skin under the pad is always felt first and is no finding."""
    assert judged(row(20.0), skin(2.0, "sensation")) == []


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        pytest.param(15.1, [], id="below-twice"),
        pytest.param(14.9, [("project/nerve-multiple", "warning")], id="above-twice"),
    ],
)
def test_a_cap_far_above_the_nerve_warns(threshold, expected):
    """Twice the nerve's threshold is near what people tolerate (Sharan 2018: 2.1 (0.2))."""
    assert judged(row(threshold)) == expected


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        pytest.param(30.5, [], id="pain-above-the-cap"),
        pytest.param(29.5, [("project/pain-threshold", "warning")], id="pain-below-the-cap"),
    ],
)
def test_a_cap_above_predicted_pain_warns(threshold, expected):
    """The earliest pain under either pad is compared with the cap."""
    assert judged(row(20.0), skin(threshold, "pain"), skin(80.0, "pain", pad="A2")) == expected


def test_a_twitch_over_a_skin_nerve_is_found():
    """A sensory nerve cannot answer a motor target."""
    assert judged(row(20.0, nerve="sural"), target="motor-twitch") == [
        ("nerve/no-motor-fibres", "warning")
    ]


def test_one_mixed_nerve_is_enough_for_a_twitch():
    """Of two intended nerves the one with motor fibres answers."""
    motor = row(20.0, sense="motor", fibre="A-alpha", nerve="common-peroneal")
    sensory = row(20.0, nerve="superficial-peroneal", pad="A2")
    assert judged(motor, sensory, target="motor-twitch") == []


def test_a_motor_target_is_judged_by_motor_fibres():
    """What the tingle does is not asked when a twitch is wanted."""
    motor = row(900.0, sense="motor", fibre="A-alpha")
    assert judged(row(20.0), motor, target="motor-twitch") == [("nerve/not-reached", "warning")]
    assert judged(row(20.0), motor) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"threshold_ma": math.nan}, id="median-nan"),
        pytest.param({"threshold_low_ma": math.nan}, id="low-nan"),
        pytest.param({"threshold_high_ma": math.nan}, id="high-nan"),
        pytest.param({"threshold_low_ma": 0.0}, id="low-zero"),
        pytest.param({"threshold_low_ma": 25.0}, id="low-above-median"),
    ],
)
def test_a_prediction_that_is_no_interval_is_an_error(changes):
    """NaN and upside-down intervals block; nothing else is judged on them."""
    assert judged(row(20.0, **changes), row(90.0, nerve="sciatic")) == [
        ("nerve/not-known", "error")
    ]


def test_no_row_is_refused():
    """An empty prediction cannot be judged."""
    with pytest.raises(ValueError, match="rows must be at least 1, got 0"):
        judged()


def test_predictions_never_block():
    """However far off, a finite prediction gives no error: it is out by a factor."""
    worst = [row(900.0, nerve="sciatic"), other(0.1), skin(0.1, "pain"), row(0.5)]
    assert {severity for _, severity in judged(*worst)} == {"warning"}


def test_an_unknown_depth_is_noted_by_name():
    """A nerve that cannot be predicted is named with its pad."""
    found = judge_depth(crossings("lumbar-s1")[0], pad="A2", path=CAP)
    assert (found.rule, found.severity) == ("nerve/depth-not-known", "note")
    assert "pad A2" in found.message
