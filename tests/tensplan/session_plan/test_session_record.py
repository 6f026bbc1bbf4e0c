"""One recorded session."""

import pytest
from builders import make_record

from tensplan.session_plan.session_record import SessionRecord


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"minutes": -1.0}, "session length must be 0 to 1440 min", id="minutes"),
        pytest.param({"minutes": float("nan")}, "session length must be 0 to 1440", id="nan"),
        pytest.param({"pain_during": 11.0}, "pain during must be 0 to 10", id="pain"),
        pytest.param(
            {"amplitude_ma": (("A", 201.0),)},
            "amplitude of channel A must be 0 to 200 mA, got 201",
            id="amplitude",
        ),
        pytest.param({"felt": "good"}, "felt must be one of nothing, tingle", id="felt"),
        pytest.param({"skin": "fine"}, "skin must be one of normal", id="skin"),
        pytest.param({"stop_reason": None}, "stop reason must be one of completed", id="reason"),
        pytest.param({"on": "22.11.2026"}, "Invalid isoformat string", id="day"),
    ],
)
def test_what_cannot_be_recorded(changes, message):
    """A number or word outside what can be recorded is refused with its range."""
    with pytest.raises(ValueError, match=message):
        make_record(**changes)


@pytest.mark.parametrize(
    "changes", [{}, {"pain_before": None, "felt": None, "skin": None, "amplitude_ma": ()}]
)
def test_record_survives_its_text(changes):
    """A record written as text is read back equal."""
    record = make_record(**changes)
    assert SessionRecord.from_text(record.to_text()) == record


def test_a_text_with_other_keys_is_no_record():
    """A line that lacks a field is refused, never completed."""
    with pytest.raises(ValueError, match="a session record has other keys: on"):
        SessionRecord.from_text('{"on": "2026-11-22"}')


@pytest.mark.parametrize(
    ("changes", "relief", "highest"),
    [
        ({}, 3.0, 18.0),
        ({"pain_before": 0.0, "pain_during": 0.0}, 0.0, 18.0),
        ({"pain_during": None}, None, 18.0),
        ({"amplitude_ma": ()}, 3.0, None),
        ({"amplitude_ma": (("A", 0.0), ("B", 2.0))}, 3.0, 2.0),
    ],
)
def test_what_a_record_tells(changes, relief, highest):
    """Relief and highest amplitude are unknown when not asked, and zero counts as a number."""
    record = make_record(**changes)
    assert (record.relief, record.highest_ma) == (relief, highest)
