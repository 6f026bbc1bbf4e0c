"""Requests and answers: what they mean, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.sciencemode4.codes import HighVoltage, Refused, Result, Status
from simulator.sciencemode4.general import StimStatus, Version, check_id
from simulator.sciencemode4.low_level import (
    ChannelConfig,
    ChannelConfigAck,
    LowLevelInit,
    Measurement,
)
from simulator.sciencemode4.mid_level import (
    ChannelTrouble,
    CurrentData,
    MidLevelUpdate,
    Pattern,
    code_of_period,
)
from simulator.sciencemode4.point import Point

POINTS = st.builds(Point, st.integers(0, 4095), st.integers(-300, 300).map(lambda step: step / 2))
PATTERNS = st.builds(
    Pattern,
    st.lists(POINTS, min_size=1, max_size=16).map(tuple),
    st.integers(1, 32767).map(lambda code: code * 500),
    st.integers(0, 15),
)


@given(POINTS)
def test_a_point_comes_back(point):
    """Every duration and every step of current has its own code."""
    assert Point.decode(point.encode()) == point


@given(st.dictionaries(st.integers(0, 7), PATTERNS, max_size=8).map(MidLevelUpdate))
def test_an_update_comes_back(update):
    """Up to eight patterns of up to sixteen points."""
    assert MidLevelUpdate.decode(update.encode()) == update


@given(st.integers(0, 7), st.lists(POINTS, min_size=1, max_size=16).map(tuple), st.booleans())
def test_a_channel_config_comes_back(channel, points, execute):
    """Four colours on two connectors."""
    config = ChannelConfig(channel, points, execute)
    assert ChannelConfig.decode(config.encode()) == config


@pytest.mark.parametrize("measurement", list(Measurement), ids=lambda kind: kind.name)
@pytest.mark.parametrize("high_voltage", [True, False], ids=["on", "off"])
def test_low_level_init_comes_back(measurement, high_voltage):
    """What is measured, and the supply."""
    init = LowLevelInit(measurement, high_voltage)
    assert LowLevelInit.decode(init.encode()) == init


@pytest.mark.parametrize(
    ("period_us", "code"),
    [(500, 1 << 1), (250, 1 << 1 | 1), (12_500, 25 << 1), (16_383_500, 0x7FFF << 1)],
    ids=["half-ms", "quarter-ms", "80-hz", "longest"],
)
def test_a_period_has_its_code(period_us, code):
    """Half milliseconds where they are exact, quarters where not."""
    assert code_of_period(period_us) == code


@pytest.mark.parametrize("period_us", [0, 100, 16_384_000, 8_192_250, -500], ids=str)
def test_a_period_without_a_code_is_refused(period_us):
    """Nothing is rounded and nothing runs over."""
    with pytest.raises(ValueError, match=f"period must be a multiple .* got {period_us} us"):
        code_of_period(period_us)


@pytest.mark.parametrize(
    ("duration", "current", "says"),
    [
        pytest.param(4096, 0, "duration of a point must be whole, 0 to 4095 us, got 4096", id="us"),
        pytest.param(100, 0.25, "in steps of 0.5, got 0.25", id="between-steps"),
        pytest.param(100, 150.5, "-150 to 150 mA in steps of 0.5, got 150.5", id="too-much"),
        pytest.param(100, float("nan"), "in steps of 0.5, got nan", id="nan"),
    ],
)
def test_a_point_is_never_rounded(duration, current, says):
    """A value that the wire cannot carry is refused."""
    with pytest.raises(ValueError, match=says):
        Point(duration, current)


def test_a_short_point_lasts_ten_microseconds():
    """The device gives nothing shorter, and the message still says what was asked."""
    point = Point(3, 1)
    assert (point.duration_us, point.lasting_us) == (3, 10)


def test_reserved_bits_are_passed_over():
    """The ten lowest bits of a point mean nothing."""
    assert Point.decode(bytes.fromhex("0c8553ff")) == Point(200, 20)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "01",
        "01 00 00 50 0c 85 50",
        "01 00 00 00 0c 85 50 00",
        "01 00 00 50 0c 8f ff 00",
        "00 00",
    ],
    ids=["nothing", "no-pattern", "cut-point", "period-zero", "current-code", "left-over"],
)
def test_an_update_that_does_not_hold_is_refused(data):
    """Missing bytes, left over bytes and values outside their range are a parameter error."""
    with pytest.raises(Refused) as refusal:
        MidLevelUpdate.decode(bytes.fromhex(data))
    assert refusal.value.result is Result.PARAMETER_ERROR


@pytest.mark.parametrize(
    "data", ["", "81 0c 85 50 00", "80"], ids=["nothing", "one-missing", "none"]
)
def test_a_channel_config_that_does_not_hold_is_refused(data):
    """As many points as announced."""
    with pytest.raises(Refused, match="PARAMETER_ERROR"):
        ChannelConfig.decode(bytes.fromhex(data))


def test_without_execution_the_points_may_be_left_out():
    """One client sends them, another does not."""
    assert ChannelConfig.decode(b"\x22") == ChannelConfig(1, (), execute=False)


@pytest.mark.parametrize("data", ["40", "04", "", "00 00"], ids=["measure", "supply", "no", "two"])
def test_an_unknown_low_level_setting_is_refused(data):
    """Only the known measurements and supplies."""
    with pytest.raises(Refused, match="PARAMETER_ERROR"):
        LowLevelInit.decode(bytes.fromhex(data))


def test_troubles_come_back():
    """Which channels play, and what troubles the others."""
    data = CurrentData(
        Result.OK,
        frozenset({0, 7}),
        {1: ChannelTrouble.ELECTRODE, 6: ChannelTrouble.LOW_CURRENT},
    )
    assert CurrentData.decode(data.encode()) == data


@pytest.mark.parametrize(
    ("selection", "says"), [(2, "00 02 12"), (3, "00 03 12 84")], ids=["four", "eight"]
)
def test_shorter_answers_carry_bits(selection, says):
    """Half a byte of what plays, half a byte of what has trouble, by four channels."""
    troubles = {1: ChannelTrouble.ELECTRODE, 6: ChannelTrouble.LOW_CURRENT}
    data = CurrentData(Result.OK, frozenset({0, 7}), troubles)
    assert data.encode(selection).hex(" ") == says


def test_samples_come_back_in_hundredths_without_a_sign():
    """128 magnitudes; what is too large for its field stays at the largest."""
    samples = (-20.0, 0.004, *[1.25] * 125, 1e9)
    ack = ChannelConfigAck(Result.OK, 6, Measurement.CURRENT, 8, samples)
    back = ChannelConfigAck.decode(ack.encode())
    assert (back.channel, back.sampling_us) == (6, 8)
    assert back.samples == (20.0, 0.0, *[1.25] * 125, 655.35)


def test_status_and_version_come_back():
    """The two answers a client asks for first."""
    status = StimStatus(Status.MID_LEVEL_RUNNING, HighVoltage.ON)
    assert StimStatus.decode(status.encode()) == status
    assert Version.decode_extended(Version((9, 8, 7)).encode_extended()) == Version((9, 8, 7))


@pytest.mark.parametrize("device_id", ["P240000001", "SIM1", "SIM000000é"], ids=str)
def test_a_virtual_device_is_named_as_one(device_id):
    """No id can be taken for that of a real device."""
    with pytest.raises(ValueError, match="10 ASCII characters beginning with SIM"):
        check_id(device_id)


@pytest.mark.parametrize(
    ("build", "says"),
    [
        pytest.param(lambda: ChannelConfig(8, ()), "channel must be 0 to 7, got 8", id="channel"),
        pytest.param(
            lambda: MidLevelUpdate({8: Pattern((Point(10, 1),), 500)}),
            r"channels must be 0 to 7, got \[8\]",
            id="channels",
        ),
        pytest.param(lambda: Pattern((), 500), "1 to 16 points, got 0", id="no-points"),
        pytest.param(
            lambda: Pattern((Point(10, 1),), 500, 16), "0 to 15 patterns, got 16", id="ramp"
        ),
    ],
)
def test_what_does_not_fit_is_refused(build, says):
    """Counts and channels stay in their fields."""
    with pytest.raises(ValueError, match=says):
        build()
