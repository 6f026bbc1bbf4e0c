"""A channel sent in time: the device begins every pulse exactly when the encoding says."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import Any

import pytest
from virtual_devices import make_train

from simulator.device import Contact
from simulator.modulation import Modulation
from simulator.schedule import BurstCount, BurstWindow, Ramp, Step
from simulator.sciencemode4.encoding import Encoding, encode
from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.link import InProcess
from simulator.sciencemode4.p24_output import P24Output
from tensplan.play.level import Level
from tensplan.play.voice import Voice

PADS = Contact(areas=(20e-4, 20e-4))
SECOND_US = 1_000_000
SWEEP = Modulation("pulse_rate", 60, 100, "triangle", period_us=2 * SECOND_US)
WIDTHS = Modulation("pulse_width", 80, 160, "sine", period_us=2 * SECOND_US)
CHANCE = Modulation("pulse_rate", 60, 120, "random", period_us=SECOND_US, seed=2004)
FLICKER = Modulation("amplitude", Fraction(13, 40), Fraction(39, 40), "step", period_us=20_000)
STEPS = (
    Step(Fraction(80), None, SECOND_US),
    Step(Fraction(4), None, SECOND_US, off_us=SECOND_US),
)

TRAINS: dict[str, dict[str, Any]] = {
    "constant": {},
    "sweep": {"pulse_rate": None, "modulations": (SWEEP,)},
    "widths": {"width_us": None, "modulations": (WIDTHS,)},
    "chance": {"pulse_rate": None, "modulations": (CHANCE,)},
    "bursts": {"burst": BurstCount(Fraction(2), 10)},
    "short-bursts": {"burst": BurstCount(Fraction(2), 3)},
    "uneven-bursts": {"pulse_rate": Fraction(150), "burst": BurstCount(Fraction(3), 4)},
    "ramped-bursts": {"burst": BurstCount(Fraction(5), 3), "ramp": Ramp(SECOND_US, SECOND_US)},
    "burst-window": {"pulse_rate": Fraction(250), "burst": BurstWindow(16_000, 184_000)},
    "swept-bursts": {
        "pulse_rate": None,
        "modulations": (SWEEP,),
        "burst": BurstCount(Fraction(4), 3),
    },
    "stepped-bursts": {"pulse_rate": None, "steps": STEPS, "burst": BurstCount(Fraction(3), 2)},
    "steps": {"pulse_rate": None, "steps": STEPS},
    "slow": {"pulse_rate": Fraction(3, 2)},
    "ramps": {"ramp": Ramp(SECOND_US, SECOND_US)},
}


def encoding(**changes: Any) -> Encoding:
    """Return the encoding of a train of four seconds with changed fields."""
    (one,) = encode({"A": make_train(**{"duration_us": 4 * SECOND_US, **changes})})
    return one


class Stage:
    """A device in this process that is sent what its voices ask for, each message some time late."""

    def __init__(self, *encodings: Encoding) -> None:
        self.output = P24Output({str(n): PADS for n in range(1, 9)})
        self.link = InProcess(Firmware(self.output))
        self.host = Host(self.link)
        self.host.mid_level_init()
        self.voices = [Voice(one, number) for number, one in enumerate(encodings)]

    def play(self, late: Any, amplitude_ma: float = 20.0) -> None:
        """Play to the end; `late` says how late the message of a pulse is, as a share of half its interval."""
        for voice in self.voices:
            voice.level = Level(cap_ma=voice.encoding.cap_ma, rise_us=0)
            voice.level.ask(amplitude_ma, now_us=0)
        count = 0
        while dues := [(v.due_us, v.late_us) for v in self.voices if v.due_us is not None]:
            due = min(due for due, _ in dues)
            limits = [limit for _, limit in dues if limit is not None]
            room = int((min(limits) - due) * late(count)) if limits else 0
            count += 1
            self.link.wait(max(0, due + room - self.link.now_us))
            changed = [voice.go_on(self.link.now_us, self.link.now_us) for voice in self.voices]
            if any(changed):
                self.host.update({v.number: v.pattern for v in self.voices if v.pattern})
            else:
                self.host.current_data()
        self.link.wait(SECOND_US)

    def onsets(self, channel: str = "1") -> list[int]:
        """Return when the device began a pulse with current [us]."""
        found = []
        for row in self.output.device.channels[channel].ledger.rows():
            if row["peak"] > 0:
                found += [row["at_us"] + k * row["period_us"] for k in range(row["repeats"])]
        return sorted(found)


@pytest.mark.parametrize("late", [0.0, 0.9], ids=["in-time", "late"])
@pytest.mark.parametrize("name", TRAINS)
def test_the_device_begins_each_pulse_when_the_encoding_says(name: str, late: float) -> None:
    """To the microsecond, whether messages come at their time or nine tenths of their room later."""
    one = encoding(**TRAINS[name])
    stage = Stage(one)
    stage.play(lambda count: late * (count % 7) / 6)
    wanted = [
        cue.onset_us + offset
        for cue in one.cues()
        for offset, _, gain in cue.pulses
        if gain >= 1 / 40
    ]
    assert stage.onsets() == wanted
    assert len(wanted) > 5


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"burst": BurstCount(Fraction(2), 3)}, id="100-hz"),
        pytest.param(
            {"pulse_rate": Fraction(150), "burst": BurstCount(Fraction(2), 4)}, id="150-hz-uneven"
        ),
        pytest.param(
            {"pulse_rate": Fraction(400), "burst": BurstWindow(10_000, 190_000)}, id="window"
        ),
        pytest.param(
            {"shape": "asymmetric-biphasic", "recharge_ratio": 4, "burst": BurstCount(Fraction(2), 3)},
            id="asymmetric",
        ),
        pytest.param(
            {
                "shape": "asymmetric-biphasic",
                "recharge_ratio": 4,
                "burst": BurstCount(Fraction(2), 3),
                "modulations": (FLICKER,),
            },
            id="asymmetric-of-one-length-and-two-forms",
        ),
        pytest.param(
            {"pulse_rate": None, "modulations": (SWEEP,), "burst": BurstCount(Fraction(4), 3)},
            id="swept",
        ),
    ],
)  # fmt: skip
def test_a_burst_that_is_one_pattern_comes_exactly_as_it_is_asked(changes: dict[str, Any]) -> None:
    """Every onset is that of the train to the microsecond, with nothing left over, however late messages are."""
    one = encoding(**changes)
    stage = Stage(one)
    stage.play(lambda count: 0.9 * (count % 7) / 6)
    assert one.whole_bursts
    assert stage.onsets() == one.train.window(0, 4 * SECOND_US).onset_us.tolist()
    got = stage.output.device.channels["1"].ledger.totals()
    assert (got.pulses, got.net_charge) == (one.train.pulse_count(), 0.0)


@pytest.mark.parametrize(
    ("pause_us", "first_us"),
    [
        pytest.param(1_100_000, 1_500_000, id="before-the-next-is-sent"),
        pytest.param(1_300_000, 1_500_000, id="after-it-was-sent"),
        pytest.param(3_800_000, None, id="after-the-last"),
    ],
)
def test_a_pause_takes_no_burst_away(pause_us: int, first_us: int | None) -> None:
    """What was set to come and had not begun comes after the pause, and is counted once."""
    one = encoding(burst=BurstCount(Fraction(2), 3), ramp=Ramp(SECOND_US, 0))
    voice = Voice(one, 0)
    voice.go_on(pause_us, pause_us)
    voice.fall_silent(pause_us, now_us=pause_us)
    assert voice.due_us == first_us
    voice.level.ask(20, now_us=2 * SECOND_US)
    voice.go_on(first_us or pause_us, 3 * SECOND_US)
    assert (voice.amplitude_ma > 0) is (first_us is not None)
    voice.go_on(4 * SECOND_US, 5 * SECOND_US)
    assert voice.pulses == one.train.pulse_count()


@pytest.mark.parametrize(
    ("pulses", "more"), [pytest.param(3, 0, id="one-pattern"), pytest.param(10, 120, id="long")]
)
def test_a_long_burst_goes_on_while_the_host_is_held_up(pulses: int, more: int) -> None:
    """1.4 s without a word: the device repeats what it has, which is a whole burst or a pulse of a long one."""
    one = encoding(burst=BurstCount(Fraction(2), pulses))
    stage = Stage(one)
    halt, end = SECOND_US + 12_000, 2 * SECOND_US + 412_000
    (voice,) = stage.voices
    voice.level = Level(cap_ma=20, rise_us=0)
    voice.level.ask(20, now_us=0)
    while (due := voice.due_us) is not None:
        stage.link.wait(max(0, (end if halt < due < end else due) - stage.link.now_us))
        if voice.go_on(stage.link.now_us, stage.link.now_us) and voice.pattern:
            stage.host.update({0: voice.pattern})
        else:
            stage.host.current_data()
    stage.host.update({})
    assert len(stage.onsets()) == one.train.pulse_count() + more


def test_pulses_of_a_burst_have_their_own_amplitudes() -> None:
    """In a rise each pulse of a pattern is as high as its own time allows, towards 0."""
    one = encoding(burst=BurstCount(Fraction(5), 3), ramp=Ramp(SECOND_US, 0))
    sent = [one.pattern(cue, 40.0)[0].points for cue in islice(one.cues(), 3)]
    highs = [[point.current_ma for point in points if point.current_ma > 0] for points in sent]
    assert highs == [[0.5], [8.0, 8.0, 8.5], [16.0, 16.0, 16.5]]


def test_two_channels_do_not_disturb_each_other() -> None:
    """What is sent for one channel repeats what the other is playing, and changes nothing there."""
    first, second = encoding(**TRAINS["sweep"]), encoding(**TRAINS["bursts"])
    stage = Stage(first, second)
    stage.play(lambda count: 0.5)
    assert stage.onsets("1") == [cue.onset_us for cue in first.cues()]
    assert stage.onsets("2") == [cue.onset_us for cue in second.cues()]


def test_what_is_lowered_is_taken_back_at_once() -> None:
    """Half way through a burst's interval the next one is on its way; lowered then, it is lowered."""
    voice = Voice(encoding(**TRAINS["short-bursts"]), 0)
    voice.level.ask(20, now_us=0)
    voice.go_on(0, 0)
    voice.go_on(250_000, 250_000)
    before = voice.pattern
    voice.level.ask(5, now_us=300_000)
    assert voice.fall_back(300_000)
    assert before is not None
    assert voice.pattern is not None
    assert voice.pattern.period_us == before.period_us
    assert {abs(point.current_ma) for point in voice.pattern.points} == {0.0, 5.0}
    assert not voice.fall_back(300_000)


def test_a_message_too_late_costs_one_interval_and_no_more() -> None:
    """A host that sleeps for 30 ms in a sweep loses its phase by less than that, and no charge."""
    one = encoding(**TRAINS["sweep"])
    stage = Stage(one)
    stage.play(lambda count: 4.0 if count == 100 else 0.0)
    wanted = [cue.onset_us for cue in one.cues()]
    found = stage.onsets()
    assert abs(len(found) - len(wanted)) <= 1
    assert stage.output.device.channels["1"].ledger.totals().net_charge == 0.0


def test_a_long_silence_is_begun_again_by_the_host() -> None:
    """After 20 s without a pulse, longer than any period, the host starts the channel anew."""
    steps = (Step(Fraction(10), None, SECOND_US, off_us=20 * SECOND_US),)
    one = encoding(pulse_rate=None, steps=steps, duration_us=23 * SECOND_US)
    stage = Stage(one)
    stage.play(lambda count: 0.0)
    assert stage.onsets() == [
        *range(0, SECOND_US, 100_000),
        *range(21 * SECOND_US, 22 * SECOND_US, 100_000),
    ]


def test_silence_skips_what_is_past() -> None:
    """After a pause the next pulse is the first one that is still to come, and nothing plays before."""
    voice = Voice(encoding(), 0)
    voice.level.ask(20, now_us=0)
    assert voice.go_on(0, 0)
    voice.fall_silent(105_000, now_us=105_000)
    assert (voice.pattern, voice.due_us, voice.amplitude_ma) == (None, 110_000, 0.0)
    assert voice.go_on(110_000, 9_000_000)
    assert voice.pattern is not None


def test_what_was_sent_is_told() -> None:
    """Amplitude, width, period and the number of pulses, as data."""
    voice = Voice(encoding(), 0)
    voice.level.ask(12.3, now_us=0)
    voice.go_on(0, 0)
    assert voice.sent() == {
        "amplitude_ma": 12.0,
        "pulse_width_us": 100,
        "period_us": 10_000,
        "pulses": 1,
    }
    assert voice.highest_ma == 12.0
