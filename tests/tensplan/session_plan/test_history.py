"""What the log asks of the next plan."""

from datetime import date, timedelta
from math import inf

import pytest
from builders import make_protocol, make_record, placement, program_data, protocol_data

from tensplan.protocol.model import Protocol
from tensplan.session_plan.adherence import adherence
from tensplan.session_plan.history import History, judge_history
from tensplan.session_plan.response import review, tolerance_ma
from tensplan.session_plan.rise import rises

START = date(2026, 11, 2)
SAME = make_protocol()
BACK = Protocol.model_validate(
    protocol_data(
        placement=placement(
            {"site": "lumbar-l4", "size_mm": [50, 50]},
            {"site": "lumbar-s1", "size_mm": [50, 50]},
            strategy="lumbar-segmental",
        )
    )
)
NONE = {"pain_before": 6.0, "pain_during": 5.5}


def day(number: int) -> str:
    """Return a day of the trial, 0 the first."""
    return (START + timedelta(days=number)).isoformat()


def course(*weeks: dict, days: int = 5) -> list:
    """Return sessions, five a week, each week with its own changes."""
    return [
        make_record(on=day(7 * week + turn), **changes)
        for week, changes in enumerate(weeks)
        for turn in range(days)
    ]


def rules(records, asked=SAME, *, after, followed=SAME, examined_on=None) -> list[str]:
    """Return the rules that the log breaks some days after its start."""
    found = judge_history(
        History(tuple((record, followed) for record in records)),
        asked,
        on=START + timedelta(days=after),
        examined_on=examined_on,
    )
    return [finding.rule for finding in found]


@pytest.mark.parametrize(
    ("weeks", "after", "expected"),
    [
        pytest.param([NONE, NONE], 13, [], id="week-2-not-over"),
        pytest.param([NONE, NONE], 14, ["log/change-layout"], id="no-relief-in-week-2"),
        pytest.param([NONE, {}], 14, [], id="relief-in-week-2"),
        pytest.param(
            [NONE, {"pain_before": 4.0, "pain_during": 2.8}], 14, [], id="thirty-per-cent-counts"
        ),
        pytest.param(
            [NONE, {"pain_before": 9.0, "pain_during": 7.0}], 14, [], id="two-points-count"
        ),
        pytest.param(
            [NONE, {**NONE, "felt": "tingle"}], 14, ["log/too-weak-to-judge"], id="too-weak"
        ),
        pytest.param(
            [NONE, {"pain_during": None}], 14, ["log/review-missing"], id="pain-not-asked"
        ),
        pytest.param([NONE], 14, ["log/review-missing"], id="nothing-logged-in-week-2"),
        pytest.param([NONE, NONE, NONE, NONE], 28, ["log/end-of-trial"], id="none-at-both"),
        pytest.param([NONE, NONE, NONE, {}], 28, [], id="relief-at-week-4-only"),
        pytest.param([NONE, {}, NONE, NONE], 28, [], id="relief-at-week-2-only"),
    ],
)
def test_reviews(weeks, after, expected):
    """Week 2 and 4 are judged when over: 30 % or 2 points, and only when strong enough."""
    assert rules(course(*weeks), after=after) == expected


def test_another_layout_answers_the_first_review():
    """After week 2 without relief, pads elsewhere are what was asked for, a week later."""
    assert rules(course(NONE, NONE), BACK, after=21) == []


@pytest.mark.parametrize(
    ("asked", "after", "expected"),
    [
        pytest.param(BACK, 10, ["log/wash-out"], id="other-pads-six-days-later"),
        pytest.param(BACK, 11, [], id="other-pads-seven-days-later"),
        pytest.param(
            make_protocol(program_data(pulse_rate_hz=100)), 10, ["log/wash-out"], id="other-rate"
        ),
        pytest.param(make_protocol(program_data(amplitude_cap_ma=30)), 10, [], id="lower-cap"),
    ],
)
def test_wash_out(asked, after, expected):
    """Another program or layout within 7 days of the last session is judged from later on."""
    assert rules(course({}), asked, after=after) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"skin": "burn"}, ["log/stop"]),
        ({"skin": "blister"}, ["log/stop"]),
        ({"stop_reason": "spasm"}, ["log/stop"]),
        ({"stop_reason": "fainting"}, ["log/stop"]),
        ({"stop_reason": "new-weakness"}, ["log/stop"]),
        ({"skin": "broken"}, ["log/look-again"]),
        ({"skin": "redness-that-stayed"}, ["log/look-again"]),
        ({"stop_reason": "burning"}, ["log/look-again"]),
        ({"stop_reason": "skin"}, ["log/look-again"]),
        ({"stop_reason": "new-numbness"}, ["log/look-again"]),
        ({"stop_reason": "no-time"}, []),
        ({"skin": "redness-that-faded"}, []),
    ],
    ids=lambda part: next(iter(part.values())) if isinstance(part, dict) else "",
)
def test_events(changes, expected):
    """What happened stops the next plan, and only a later examination clears it."""
    records = [make_record(on=day(0), **changes)]
    assert rules(records, after=1) == expected
    assert rules(records, after=1, examined_on=START) == expected
    assert rules(records, after=1, examined_on=START + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"amplitude_cap_ma": 40.5}, "amplitude cap of channel A rises", id="cap"),
        pytest.param({"duration_min": 31}, "session length of channel A rises", id="minutes"),
        pytest.param(
            {"waveform": {"shape": "symmetric-biphasic", "pulse_width_us": 101,
                          "interphase_interval_us": 0}},
            "pulse width of channel A rises from 100 to 101 us", id="width",
        ),
    ],
)  # fmt: skip
def test_a_rise_of_the_dose_is_named(changes, words):
    """A little more of cap, minutes or width is a rise; as much or less is none."""
    more = make_protocol(program_data(**changes))
    (found,) = rises(SAME, more)
    assert found.startswith(words)
    assert rises(more, SAME) == rises(SAME, SAME) == []


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("sessions_per_day", 3, "sessions per day rise from 2 to 3"),
        ("days_per_week", 6, "days per week rise from 5 to 6"),
        ("weeks", 5, "weeks rise from 4 to 5"),
    ],
)
def test_a_rise_of_the_course_is_named(key, value, words):
    """More sessions, days or weeks are a rise; fewer are none."""
    usual = {"sessions_per_day": 2, "days_per_week": 5, "weeks": 4, "minimum_gap_h": 2}
    more = make_protocol(course={**usual, key: value})
    assert rises(SAME, more) == [words]
    assert rises(more, SAME) == []


def test_a_new_channel_is_a_rise():
    """A channel that was not followed before is new."""
    channels = [
        {"id": name, "pads": pads, "program": "main"}
        for name, pads in (
            ("A", [{"site": "POP", "size_mm": [50, 50]}, {"site": "TIBA", "size_mm": [50, 50]}]),
            ("B", [{"site": "LP4", "size_mm": [50, 50]}, {"site": "LPS1", "size_mm": [50, 50]}]),
        )
    ]
    both = make_protocol(placement={"strategy": "sciatic-path", "channels": channels})
    assert rises(SAME, both) == ["channel B is new"]


def test_a_rise_asks_for_approval():
    """The next plan may repeat or lower; more is a warning that asks for approval."""
    records = course({})
    more = make_protocol(program_data(amplitude_cap_ma=45))
    assert rules(records, more, after=5) == ["log/rise-needs-approval"]
    assert rules(records, make_protocol(program_data(amplitude_cap_ma=30)), after=5) == []


def test_a_cap_above_pain_is_named_on_the_same_pads_only():
    """20 mA hurt behind the knee: a cap of 40 mA there is a warning, on the back it is not."""
    records = [make_record(on=day(0), felt="painful", amplitude_ma=(("A", 20.0),))]
    assert rules(records, after=1) == ["log/cap-above-pain"]
    assert rules(records, BACK, after=8) == []


@pytest.mark.parametrize(
    ("felt", "expected"),
    [
        (["tingle"], (18.0, inf)),
        (["painful"], (0.0, 18.0)),
        ([None], (0.0, inf)),
        (["strong-but-comfortable", "painful"], (18.0, 18.0)),
    ],
)
def test_tolerance(felt, expected):
    """The highest that did not hurt and the lowest that did; what was not asked says nothing."""
    assert tolerance_ma([make_record(felt=word) for word in felt], "A") == expected
    assert tolerance_ma([make_record(felt=word) for word in felt], "B") == (0.0, inf)


@pytest.mark.parametrize(
    ("days", "after", "expected"),
    [
        pytest.param([0], 0, 1 / 2, id="one-of-two-on-the-first-day"),
        pytest.param([0, 0], 0, 1.0, id="both"),
        pytest.param([0] * 8, 3, 8 / 6, id="more-than-planned"),
        pytest.param([0] * 10, 5, 1.0, id="all-of-five-days"),
        pytest.param([0] * 10, 6, 1.0, id="free-days-are-not-missed"),
        pytest.param([0] * 10, 7, 10 / 12, id="the-next-week-counts"),
        pytest.param([0] * 40, 60, 1.0, id="nothing-is-missed-after-the-course"),
    ],
)
def test_adherence(days, after, expected):
    """Sessions over those planned up to the day: two a day, five days a week, four weeks."""
    records = [make_record(on=day(number)) for number in days]
    found = adherence(records, SAME.course, START + timedelta(days=after))
    assert found == pytest.approx(expected, rel=1e-12)


def test_without_a_session_nothing_is_known():
    """An empty log gives no adherence, no review and no finding."""
    assert adherence([], SAME.course, START) is None
    assert review([], 2) is None
    assert rules([], after=100) == []


def test_pain_of_zero_before_has_no_share():
    """Without pain before there is no share of it; the points say that nothing fell."""
    found = review([make_record(on=day(0), pain_before=0.0, pain_during=0.0)], 1)
    assert (found.relief_points, found.relief_share, found.responded) == (0.0, None, False)
