"""Where muscles may not be made to twitch."""

import pytest
from builders import make_protocol, placement, program_data

from tensplan.safety.judge_motor import judge_motor

BACK = ({"site": "lumbar-l4", "size_mm": [50, 50]}, {"site": "lumbar-s1", "size_mm": [50, 50]})
LEG = (
    {"site": "fibular-neck", "size_mm": [40, 40]},
    {"site": "popliteal-upper", "size_mm": [50, 50]},
)


def found(pads, target):
    """Judge one channel with these pads and target."""
    protocol = make_protocol(program_data(target=target), placement=placement(*pads))
    return list(judge_motor(dict(enumerate(protocol.placement.channels)), protocol.programs))


def test_a_twitch_at_the_lumbar_spine_warns_for_each_pad():
    """Motor level beside the spine is a warning that names pad, program and weeks."""
    findings = found(BACK, "motor-twitch")
    assert [f.rule for f in findings] == ["placement/motor-level"] * 2
    assert {f.severity for f in findings} == {"warning"}
    assert "pad A1" in findings[0].message and "12 weeks" in findings[0].message
    assert findings[1].path == ("placement", "channels", 0, "pads", 1, "site")


@pytest.mark.parametrize(
    ("pads", "target"),
    [
        pytest.param(LEG, "motor-twitch", id="twitch-on-the-leg"),
        pytest.param(BACK, "strong-but-comfortable", id="tingle-on-the-back"),
        pytest.param(BACK, "sensory", id="sensory-on-the-back"),
    ],
)
def test_other_uses_are_silent(pads, target):
    """A twitch on the leg and a tingle on the back are both allowed."""
    assert found(pads, target) == []


def test_a_rotation_is_looked_through():
    """A program that comes only by rotation is judged too."""
    protocol = make_protocol(placement=placement(*BACK))
    programs = {
        "main": protocol.programs["main"],
        "low": protocol.programs["main"].model_copy(update={"target": "motor-twitch"}),
    }
    channels = dict(enumerate(protocol.placement.channels))
    assert list(judge_motor(channels, programs)) == []
    assert [f.rule for f in judge_motor(channels, programs, ("main", "low"))] == [
        "placement/motor-level"
    ] * 2
