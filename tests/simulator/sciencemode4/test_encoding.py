"""What of a plan the wire can say, what it makes of it, and which rule refuses the rest."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, pairwise
from typing import Any

import pytest
from virtual_devices import make_train

import tensplan
from simulator.modulation import Modulation
from simulator.schedule import BurstCount, BurstWindow, Ramp, Step
from simulator.sciencemode4.balance import NotEncodable, lowered_points, pulse_points
from simulator.sciencemode4.cues import Cue, cues, nearest_us
from simulator.sciencemode4.encoding import Encoding, encode
from simulator.sciencemode4.general import announced_speed, id_of_speed
from simulator.sciencemode4.mid_level import code_of_period
from simulator.waveform import Pulse
from tensplan.protocol.catalogue import catalogue
from tensplan.safety.simulated import train_of

HALF_STEP_US = 125
SWEEP = Modulation("pulse_rate", 60, 100, "triangle", period_us=8_000_000)


def encoded(**changes: Any) -> Encoding:
    """Return the encoding of a train of a minute with changed fields."""
    (one,) = encode({"A": make_train(**changes)})
    return one


def values(one: Encoding) -> dict[str, tuple[float, float]]:
    """Return asked and encoded by quantity."""
    return {row.quantity: (row.asked, row.encoded) for row in one.compared}


def net_charge(points: Any) -> float:
    """Return the net charge of points [us mA]; halves of whole numbers, so exact."""
    return sum(point.duration_us * point.current_ma for point in points)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_protocol_of_the_catalogue_can_be_said(name: str) -> None:
    """Its rate is kept to 1 %, its charge is not passed, and nothing is left over."""
    for program in tensplan.load_protocol(name).programs.values():
        (one,) = encode({"A": train_of(program)})
        found = values(one)
        assert found["mean_rate_hz"][1] == pytest.approx(found["mean_rate_hz"][0], rel=0.01)
        assert found["phase_charge_uc"][1] <= found["phase_charge_uc"][0]
        assert found["net_charge_uc"] == (0.0, 0.0)


@pytest.mark.parametrize(
    ("amplitude", "cap"), [(0.0203, 20.0), (0.0255, 25.5), (0.02549, 25.0), (0.13, 130.0)]
)
def test_the_amplitude_is_rounded_towards_zero(amplitude: float, cap: float) -> None:
    """Half a milliampere is the step of the wire, and a decimal that is one stays one."""
    assert encoded(amplitude=amplitude).cap_ma == cap


@pytest.mark.parametrize("ratio", [1, 2, 4, Fraction(5, 2)])
def test_no_step_of_any_amplitude_leaves_charge(ratio: int) -> None:
    """From 0 to 60 mA what is sent is balanced, and has no more charge than was asked."""
    shape = "symmetric-biphasic" if ratio == 1 else "asymmetric-biphasic"
    pulse = Pulse(shape, 120, 30, Fraction(ratio))
    given = []
    for asked in range(121):
        points, steps = lowered_points(pulse, asked)
        assert net_charge(points) == 0
        assert 0 <= steps <= asked
        leading = sum(p.duration_us * p.current_ma for p in points if p.current_ma > 0)
        assert leading <= 120 * asked / 2
        given.append(steps)
    assert given == sorted(given)
    assert given[120] == 120


def test_an_asymmetric_pulse_is_cut_until_it_balances() -> None:
    """25 mA for 102 us are 6 mA for 425 us; 100 us have no partner within 5 % and are refused."""
    points = pulse_points(Pulse("asymmetric-biphasic", 103, recharge_ratio=4), 50)
    assert [(p.duration_us, p.current_ma) for p in points] == [(102, 25.0), (425, -6.0)]
    with pytest.raises(NotEncodable, match="no leading phase of 5 us or up to 5% less") as caught:
        pulse_points(Pulse("asymmetric-biphasic", 5, recharge_ratio=4), 50)
    assert caught.value.rule == "net-charge"


@pytest.mark.parametrize(
    ("changes", "rule", "words"),
    [
        pytest.param({"shape": "monophasic"}, "net-charge", "its net charge is not 0", id="net-charge"),
        pytest.param({"amplitude": 0.1305}, "amplitude", "0.5 to 130 mA, got 130.5", id="current"),
        pytest.param({"amplitude": 0.0004}, "amplitude", "0.5 to 130 mA, got 0.4", id="too-little"),
        pytest.param({"width_us": 9}, "point-length", "at least 10 us, got 9 us", id="width"),
        pytest.param({"interphase_us": 5}, "point-length", "interphase interval", id="interphase"),
        pytest.param(
            {"width_us": 34_000, "pulse_rate": Fraction(1)}, "points", "takes 18 points", id="points"
        ),
        pytest.param({"pulse_rate": Fraction(90)}, "rate", "90 Hz has a period of 11.11 ms", id="90"),
        pytest.param({"pulse_rate": Fraction(150)}, "rate", "6.75 ms, is 148.1 Hz", id="150"),
        pytest.param({"pulse_rate": Fraction(1, 20)}, "rate", "up to 16.3835 s", id="slow"),
        pytest.param(
            {"width_us": 480, "pulse_rate": Fraction(1000)}, "busy", "do not fit", id="busy"
        ),
    ],
)  # fmt: skip
def test_what_the_wire_cannot_say_is_refused(
    changes: dict[str, Any], rule: str, words: str
) -> None:
    """The refusal names the channel, the rule, the value and what is allowed."""
    with pytest.raises(NotEncodable, match=words) as caught:
        encoded(**changes)
    assert caught.value.rule == rule
    assert str(caught.value).startswith("channel A: ")


def test_channels_that_do_not_fit_beside_each_other_are_refused() -> None:
    """Three channels of 500 us at 600 Hz need 1.01 s of each second."""
    train = make_train(width_us=250, pulse_rate=Fraction(800))
    with pytest.raises(NotEncodable, match=r"1\.344 s of each second") as caught:
        encode({"A": train, "B": train, "C": train})
    assert caught.value.rule == "busy"
    with pytest.raises(NotEncodable, match="9 channels; the device has 8"):
        encode({str(number): make_train() for number in range(9)})


@pytest.mark.parametrize(
    ("rate", "periods"),
    [(80, {12_500}), (Fraction(3, 4), {1_333_250}), (75, {13_250}), (1, {1_000_000})],
)
def test_a_constant_rate_has_one_period(rate: Any, periods: set[int]) -> None:
    """The next step of 250 us, at most 1 % away, from the first pulse to the last."""
    found = list(cues(make_train(pulse_rate=Fraction(rate))))
    assert {cue.period_us for cue in found} == periods
    assert [b.onset_us - a.onset_us for a, b in pairwise(found)] == [
        cue.period_us for cue in found[:-1]
    ]


@pytest.mark.parametrize(
    "modulation",
    [
        SWEEP,
        Modulation("pulse_rate", 2, 10, "triangle", period_us=10_000_000),
        Modulation("pulse_rate", 60, 120, "sine", period_us=7_000_000),
        Modulation("pulse_rate", 50, 120, "step", period_us=3_000_000),
        Modulation("pulse_rate", 40, 90, "exponential", time_constant_us=9_000_000),
        Modulation("pulse_rate", 60, 120, "random", period_us=20_000_000, seed=1),
    ],
    ids=lambda m: f"{m.form}-{m.high}",
)
def test_a_sweep_is_followed_to_half_a_step(modulation: Modulation) -> None:
    """Each interval is next to one that is asked at that time; no cycle gains or loses 1 %."""
    train = make_train(pulse_rate=None, modulations=(modulation,))
    asked = train.window(0, train.duration_us).onset_us
    gaps = asked[1:] - asked[:-1]
    found = list(cues(train))
    assert len(found) == pytest.approx(len(asked), rel=0.01)
    place = 0
    for cue in found[:-2]:
        while place + 1 < len(gaps) and asked[place + 1] <= cue.onset_us + HALF_STEP_US:
            place += 1
        assert abs(cue.period_us - gaps[place]) <= HALF_STEP_US
    cycle = modulation.period_us or train.duration_us
    for begin in range(0, train.duration_us - cycle + 1, cycle):
        here = sum(begin <= cue.onset_us < begin + cycle for cue in found)
        there = int(((begin <= asked) & (asked < begin + cycle)).sum())
        assert here == pytest.approx(there, rel=0.01)


def test_bursts_keep_their_number_and_begin_when_they_are_due() -> None:
    """Nine pulses at 75 Hz, twice a second: nine patterns of which the last is longer."""
    train = make_train(pulse_rate=Fraction(75), burst=BurstCount(Fraction(2), 9))
    found = list(islice(cues(train), 27))
    assert [cue.onset_us for cue in found[::9]] == [0, 500_000, 1_000_000]
    assert {cue.period_us for number, cue in enumerate(found) if number % 9 != 8} == {13_250}
    assert found[8].period_us == 500_000 - 8 * 13_250


@pytest.mark.parametrize(
    ("rate", "number", "width", "whole"),
    [
        pytest.param(100, 3, 100, True, id="12-points"),
        pytest.param(100, 4, 100, False, id="17-points"),
        pytest.param(150, 4, 100, True, id="14-points"),
        pytest.param(250, 5, 100, True, id="one-point-gaps"),
        pytest.param(250, 6, 100, False, id="six-of-them"),
        pytest.param(200, 5, 453, True, id="gap-of-4094-us"),
        pytest.param(200, 5, 452, False, id="gap-of-4096-us"),
        pytest.param(400, 1, 100, True, id="one-pulse"),
    ],
)
def test_a_burst_of_16_points_is_one_pattern(
    rate: int, number: int, width: int, whole: bool
) -> None:
    """Two points for a pulse and one for each 4095 us of silence; longer ones are timed by messages."""
    burst = BurstCount(Fraction(2), number)
    one = encoded(width_us=width, pulse_rate=Fraction(rate), burst=burst)
    assert one.whole_bursts == whole
    row = next(row for row in one.compared if row.quantity == "pulses_per_pattern")
    words = "a burst is one pattern" if whole else "too long for 16 points: timed by messages"
    assert (row.asked, row.encoded, row.rule) == (number, number if whole else 1, words)
    assert (values(one)["updates_per_s"][1] == 0) == whole


def test_a_burst_window_closes() -> None:
    """A quarter of a second on, a quarter off: no pulse starts in the silence."""
    train = make_train(burst=BurstWindow(250_000, 250_000), duration_us=2_000_000)
    found = [cue.onset_us for cue in cues(train)]
    assert found == train.window(0, 2_000_000).onset_us.tolist()


def test_steps_begin_when_they_are_due() -> None:
    """A step of 80 Hz and one of 10 Hz each begin with a pulse; a pulse too many is left out."""
    steps = (Step(Fraction(75), None, 20_000_000), Step(Fraction(10), None, 10_000_000))
    train = make_train(pulse_rate=None, steps=steps)
    found = list(cues(train))
    onsets = {cue.onset_us for cue in found}
    assert {0, 20_000_000, 30_000_000, 50_000_000} <= onsets
    assert len(found) == pytest.approx(train.pulse_count(), rel=0.01)
    assert min(cue.period_us for cue in found) >= 6_500


def test_a_long_silence_is_left_to_the_host() -> None:
    """No period of the wire is longer than 16.38 s: the next pulse is started by hand."""
    steps = (Step(Fraction(10), None, 1_000_000, off_us=20_000_000),)
    found = list(cues(make_train(pulse_rate=None, steps=steps)))
    assert [cue.onset_us for cue in found if cue.alone] == [900_000, 21_900_000]
    assert {cue.period_us for cue in found} == {100_000}


def test_the_nearest_period_always_has_a_code() -> None:
    """From a microsecond to sixteen seconds what is called nearest can be sent."""
    for interval in (1, 249, 8_191_750, 8_191_900, 8_192_100, 16_383_400):
        assert code_of_period(nearest_us(interval)) > 0


@pytest.mark.parametrize(
    ("level", "gain", "amplitude"), [(0, 1, 0), (12.5, 1, 12.5), (12.4, 1, 12), (20, 0.3, 6), (99, 1, 40)]
)  # fmt: skip
def test_a_level_is_never_passed(level: float, gain: float, amplitude: float) -> None:
    """What is sent is the level times the share, down to half a milliampere and to the cap."""
    one = encoded(ramp=Ramp(1_000_000, 0))
    pattern, sent = one.pattern(Cue(0, 10_000, 100, gain), level)
    assert sent == amplitude
    assert max(point.current_ma for point in pattern.points) == amplitude


@pytest.mark.parametrize("level", [-1, float("nan")])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    """A negative or missing number is no amplitude."""
    with pytest.raises(ValueError, match="level must be at least 0 mA"):
        encoded().pattern(Cue(0, 10_000, 100, 1.0), level)


@pytest.mark.parametrize("speed", [0.01, 0.5, 1, 2.5, 60, 1000, 999_999])
def test_an_id_says_the_speed(speed: float) -> None:
    """What a device announces is what its host reads."""
    assert announced_speed(id_of_speed(speed)) == speed


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf"), 1e6, 1.234567])
def test_a_speed_that_no_id_can_say_is_refused(speed: float) -> None:
    """Nothing, backwards, for ever, or too many digits."""
    with pytest.raises(ValueError, match="speed must be"):
        id_of_speed(speed)


def test_an_id_that_says_no_speed_is_refused() -> None:
    """Letters where the speed should be are no speed."""
    with pytest.raises(ValueError, match="says no speed"):
        announced_speed("SIMXABCDEF")


def test_a_burst_of_a_later_cycle_is_looked_at_too() -> None:
    """Bursts and their modulation come back together after the session: the 24th burst is the first long one."""
    faster = Modulation("pulse_rate", 60, 220, "step", period_us=700_000)
    burst = BurstWindow(22_000, 693_000)
    one = encoded(pulse_rate=None, modulations=(faster,), burst=burst, duration_us=20_000_000)
    assert not one.whole_bursts
    assert {len(one.pattern(cue, one.cap_ma)[0].points) for cue in one.cues()} == {2}


def test_a_burst_has_its_room_wherever_the_grid_lies() -> None:
    """One burst in 10.2 ms has 10 or 10.25 ms on the grid; a burst that needs 10.01 ms is no pattern."""
    burst = BurstWindow(9_800, 400)
    rate = Fraction(1_000_000, 4_875)
    with pytest.raises(NotEncodable, match=r"205\.128 Hz has a period of 4\.875 ms"):
        encoded(pulse_rate=rate, burst=burst, duration_us=1_000_000)
