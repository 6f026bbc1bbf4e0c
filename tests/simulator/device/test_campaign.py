"""Each single fault on a careful device and on one without protections."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import pytest
from house.tree import read
from virtual_devices import SECOND_US, bench, make_train

from simulator.device import (
    Clock,
    Contact,
    Fault,
    NotAnswering,
    Outcome,
    TrainProgram,
    TransitionRefused,
    VirtualStimulator,
    fault_kinds,
    single_fault,
)
from simulator.device.transition import STATES, TRANSITIONS
from simulator.properties import device

AT_US = 20 * SECOND_US
ENDS = {"lead-off": 25 * SECOND_US, "supply-loss": AT_US + 200_000}
CAREFUL = {"watched": None, "lead_off": "latch"}
BARE = {"watched": (), "lead_off": "none"}


def begin(contact: Contact | None = None, **changes: object) -> Callable[[], VirtualStimulator]:
    """Return what makes a device of two channels in a session, whose host is there every second."""

    def go() -> VirtualStimulator:
        stimulator = VirtualStimulator(
            Clock(),
            {"A": contact or bench(), "B": contact or bench()},
            device("generic-tens"),
            host_timeout_us=2 * SECOND_US,
            **(CAREFUL | changes),  # type: ignore[arg-type]
        )
        stimulator.power_on()
        stimulator.advance(SECOND_US)
        for name in "AB":
            stimulator.load(name, TrainProgram(make_train(duration_us=600 * SECOND_US)))
        stimulator.start()
        for name, amplitude in (("A", 0.02), ("B", 0.01)):
            stimulator.set_amplitude(name, amplitude)
        attend(stimulator)
        return stimulator

    return go


def attend(stimulator: VirtualStimulator) -> None:
    """Let a host give a sign of life every second."""
    stimulator.keep_alive()
    stimulator.clock.at(stimulator.now_us + SECOND_US, lambda: attend(stimulator))


@cache
def outcome(kind: str, careful: bool, contact: Contact | None = None) -> Outcome:
    """Return what comes of a fault at 20 s, at 40 s."""
    fault = Fault(kind=kind, at_us=AT_US, until_us=ENDS.get(kind))
    return single_fault(begin(contact, **(CAREFUL if careful else BARE)), fault, 40 * SECOND_US)


UNSEEN = {"blocking-capacitor-short", "relay-welded", "electrode-peel", "dried-gel"}
"""Latent until the next self-test, or without effect on a resistor."""


@pytest.mark.parametrize("kind", sorted(set(fault_kinds()) - UNSEEN))
def test_a_careful_device_notices(kind: str) -> None:
    """What notices it is what the data name, and the delay is theirs and a pulse or a host's."""
    found = outcome(kind, careful=True)
    named = set(fault_kinds()[kind].seen_by) | ({"latch"} if kind == "lead-off" else set())
    assert found.noticed_by in named | {"setting-copies"}
    assert found.delay_us is not None
    assert found.delay_us <= 1_100_000


@pytest.mark.parametrize("kind", sorted(UNSEEN))
def test_some_faults_show_nothing_on_a_pulse(kind: str) -> None:
    """They are not noticed while running, and on a resistor nothing hazardous comes of them."""
    found = outcome(kind, careful=True)
    assert (found.noticed_by, found.delay_us, found.hazards) == ("", None, ())


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("bridge-stuck-on", {"current-density", "direct-current-density", "rise", "excess"}),
        ("timer-lock-up", {"direct-current-density"}),
        ("output-gain", {"rise", "excess"}),
        ("wrong-channel", {"rise", "excess"}),
        ("lead-off", {"rise"}),
        ("setting-bit-error", {"rise", "excess"}),
        ("stuck-button", {"excess"}),
        ("electrode-short", set()),
        ("host-loss", set()),
    ],
)
def test_without_protection_the_judge_finds_what_the_pads_got(kind: str, names: set[str]) -> None:
    """The judge sees only delivered output: a jolt, direct current, more than was set."""
    found = {hazard.name for hazard in outcome(kind, careful=False).hazards}
    assert names <= found
    assert names or not found


@pytest.mark.parametrize(
    "kind", ["bridge-stuck-on", "timer-lock-up", "output-gain", "wrong-channel", "lead-off"]
)
def test_protection_lowers_what_is_delivered(kind: str) -> None:
    """From the fault on a careful device delivers less than a hundredth of a bare one."""
    careful, bare = outcome(kind, careful=True), outcome(kind, careful=False)
    assert careful.charge < bare.charge / 100
    assert careful.energy < bare.energy / 100


def test_a_stuck_bridge_gives_the_compliance_voltage_until_it_is_noticed() -> None:
    """60 V on 500 ohm for 2 ms is 240 uC and 14.4 mJ, beside one pulse of the other channel."""
    found = outcome("bridge-stuck-on", careful=True)
    assert found.delay_us == 2_000
    assert found.charge == pytest.approx(240e-6 + 2e-6, rel=1e-9)
    assert found.energy == pytest.approx(14.4e-3 + 500 * 0.01**2 * 200e-6, rel=1e-9)


def test_a_timer_that_locks_up_gives_direct_current() -> None:
    """20 mA for 20 s is 0.4 C on a device without a timer against it."""
    found = outcome("timer-lock-up", careful=False)
    assert found.charge == pytest.approx(0.02 * 20 + 2_000 * 2e-6, rel=1e-9)


@pytest.mark.parametrize("kind", ["blocking-capacitor-short", "relay-welded"])
def test_latent_faults_are_found_at_the_next_start(kind: str) -> None:
    """Switched off and on, the self-test finds them and nothing can be started."""
    stimulator = begin()()
    stimulator.inject(Fault(kind=kind, at_us=AT_US))
    stimulator.advance(30 * SECOND_US)
    stimulator.power_off()
    stimulator.power_on()
    stimulator.advance(31 * SECOND_US)
    assert (stimulator.state, stimulator.report().fault) == ("fault-latched", "self-test")
    with pytest.raises(TransitionRefused, match="the fault is still there"):
        stimulator.acknowledge()


def test_a_mended_fault_can_be_acknowledged() -> None:
    """Once it is mended the device starts again, from 0, and delivers what it should."""
    stimulator = begin()()
    stimulator.inject(Fault(kind="bridge-stuck-on", at_us=AT_US, until_us=30 * SECOND_US))
    stimulator.advance(35 * SECOND_US)
    stimulator.acknowledge()
    before = stimulator.channels["A"].ledger.totals().pulses
    stimulator.start()
    stimulator.advance(36 * SECOND_US)
    assert stimulator.channels["A"].ledger.totals().pulses == before + 100
    assert stimulator.channels["A"].ledger.entries[-1].values.max() == 0.0


def test_a_hung_device_answers_nothing_and_starts_anew_at_zero() -> None:
    """Until the watchdog acts there is no answer; then it is in standby with nothing set."""
    stimulator = begin()()
    stimulator.inject(Fault(kind="firmware-hang", at_us=AT_US))
    stimulator.advance(AT_US + 50_000)
    with pytest.raises(NotAnswering, match="hung"):
        stimulator.report()
    stimulator.advance(AT_US + 100_000)
    assert stimulator.report().state == "standby"
    assert stimulator.report().channels["A"].amplitude == 0.0


def test_without_a_supply_monitor_the_output_is_back_as_it_was() -> None:
    """After 3 s without supply the bare device goes on at full amplitude: a jolt."""
    fault = Fault(kind="supply-loss", at_us=AT_US, until_us=AT_US + 3 * SECOND_US)
    found = single_fault(begin(**BARE), fault, 40 * SECOND_US)
    assert "rise" in {hazard.name for hazard in found.hazards}
    careful = single_fault(begin(), fault, 40 * SECOND_US)
    assert careful.noticed_by == "supply-monitor"
    assert careful.hazards == ()


def test_a_peeling_pad_on_skin_is_denser_and_noticed() -> None:
    """A twentieth of a pad on dry skin: the resistance shows it, the density is twenty times."""
    pads = Contact(areas=(20e-4, 20e-4))
    fault = Fault(kind="electrode-peel", at_us=AT_US, value=0.05)
    found = single_fault(begin(pads), fault, 40 * SECOND_US)
    assert found.noticed_by in fault_kinds()["electrode-peel"].seen_by
    bare = single_fault(begin(pads, **BARE), fault, 40 * SECOND_US)
    assert bare.noticed_by == ""
    assert bare.worst_density > 5 * outcome("host-loss", careful=True).worst_density


def test_two_channels_are_needed_to_mix_them_up() -> None:
    """A fault between channels is refused on a device of one."""
    stimulator = VirtualStimulator(Clock(), {"A": bench()}, device("p24"))
    with pytest.raises(ValueError, match="wrong-channel needs a device of two channels"):
        stimulator.inject(Fault(kind="wrong-channel", at_us=5))
    with pytest.raises(ValueError, match="channel must be one of A, got 'C'"):
        stimulator.inject(Fault(kind="lead-off", at_us=5, channel="C"))


@pytest.mark.parametrize("kind", sorted(fault_kinds()))
def test_no_fault_leaves_a_number_that_is_none(kind: str) -> None:
    """Charges, energies and densities stay finite numbers, whatever breaks."""
    for careful in (True, False):
        found = outcome(kind, careful=careful)
        numbers = (found.charge, found.energy, found.worst_density)
        assert all(math.isfinite(number) and number >= 0 for number in numbers)


SKIN = Contact(areas=(20e-4, 20e-4))


def charge(found: Outcome) -> str:
    """Return a charge in whole microcoulombs."""
    return f"{found.charge * 1e6:,.0f}"


def names(found: Outcome) -> str:
    """Return the names of hazards."""
    return ", ".join(sorted({hazard.name for hazard in found.hazards})) or "-"


def table_row(kind: str) -> str:
    """Return the row of a fault in the page on the device."""
    careful, bare = outcome(kind, True, SKIN), outcome(kind, False, SKIN)
    return " | ".join(
        (
            f"| `{kind}`",
            careful.noticed_by or "not noticed",
            "-" if careful.delay_us is None else f"{careful.delay_us / 1000:g}",
            charge(careful),
            charge(bare),
            names(careful),
            names(bare) + " |",
        )
    )


@pytest.mark.parametrize("kind", sorted(fault_kinds()))
def test_the_page_shows_what_comes_of_each_fault(kind: str) -> None:
    """The table of single faults in the document is what the device does today."""
    assert table_row(kind) in read("docs/device.md")


def test_the_page_shows_every_transition() -> None:
    """The table of states in the document is the table of the code, switching off apart."""
    rows = [line.split("|")[1:3] for line in read("docs/device.md").splitlines() if "|" in line]
    shown = {row[0].strip(): row[1] for row in rows if row[0].strip() in STATES}
    for state in STATES:
        leads = {
            to for (at, event), to in TRANSITIONS.items() if at == state and event != "power-off"
        }
        named = {name for name in STATES if name in shown[state]}
        assert named == leads - {state}, state
