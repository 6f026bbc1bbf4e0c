"""Every single fault, at each moment of a planned session: the table of a risk file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from simulator.device.admission import AdmittedChannel
from simulator.device.campaign import Outcome, single_fault
from simulator.device.clock import Clock
from simulator.device.contact import Contact
from simulator.device.fault import Fault, fault_kinds
from simulator.device.lead_off import lead_off_policies
from simulator.device.machine import NotAnswering
from simulator.device.program import TrainProgram
from simulator.device.protections import Protections
from simulator.device.stimulator import VirtualStimulator
from simulator.device.transition import TransitionRefused
from simulator.properties import DeviceProfile

SECOND_US = 1_000_000
ON_US = SECOND_US
"""When the session starts: the self-test is over by then. [us]"""

RAISED_US, PAUSED_US, RESUMED_US = 4 * SECOND_US, 14 * SECOND_US, 18 * SECOND_US
"""When somebody raises every amplitude to the cap, pauses, and goes on; from the start. [us]"""

SHORTEST_US = LONGEST_US = 40 * SECOND_US
"""Shortest session that has all the moments; a longer one, which only goes on as before, is cut to it. [us]"""

WATCHED_US = 12 * SECOND_US
"""How long a run goes on after its fault. [us]"""

LASTS_US = {"lead-off": 5 * SECOND_US, "supply-loss": 200_000}
"""Faults that come and go: it is their return that can be hazardous. [us]"""

SPARE = "spare"
"""Second output of a device on which a plan uses one: nothing is plugged in."""

RISE_US = 3 * SECOND_US
HOST_TIMEOUT_US = 2 * SECOND_US


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One fault at one moment of a session.

    Parameters
    ----------
    kind, moment : str
        What breaks, and when in words.
    at_us : int
        Device time. [us]
    """

    kind: str
    moment: str
    at_us: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """What came of one case.

    Parameters
    ----------
    case : Case
        Fault and moment.
    outcome : Outcome
        Detection, delay, delivered charge and energy, density, hazards.
    why_unseen : str
        Why nothing noticed it, where that is known; "" otherwise.
    """

    case: Case
    outcome: Outcome
    why_unseen: str

    @property
    def is_undetected_hazard(self) -> bool:
        """Whether the pads got something hazardous and nothing noticed the fault."""
        return bool(self.outcome.hazards) and not self.outcome.noticed_by


def cases(channels: Sequence[AdmittedChannel]) -> tuple[Case, ...]:
    """Return every fault at each moment.

    Parameters
    ----------
    channels : sequence of AdmittedChannel
        Of one plan.

    Raises
    ------
    ValueError
        If the session is shorter than 40 s.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from simulator.train import Train
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.02, width_us=100,
    ...               pulse_rate=Fraction(80), duration_us=600_000_000)
    >>> one = AdmittedChannel(id="A", program="p", areas=(2e-3, 2e-3), train=train)
    >>> found = cases([one])
    >>> len(found), found[0].moment, len({case.moment for case in found})
    (90, 'at 0 mA', 5)
    """
    length = min(LONGEST_US, *(channel.train.duration_us for channel in channels))
    if not length >= SHORTEST_US:
        raise ValueError(f"a session must last at least 40 s for this, got {length / 1e6:g} s")
    moments = {
        "at 0 mA": RAISED_US - 2 * SECOND_US,
        "in the rise": RAISED_US + RISE_US // 2,
        "on the plateau": RAISED_US + RISE_US + 3 * SECOND_US,
        "in a pause": PAUSED_US + SECOND_US,
        "near the end": length - 2 * SECOND_US,
    }
    return tuple(
        Case(kind=kind, moment=moment, at_us=ON_US + at_us)
        for kind in fault_kinds()
        for moment, at_us in moments.items()
    )


def campaign(
    channels: Sequence[AdmittedChannel],
    profile: DeviceProfile,
    guarded: Protections,
    chosen: Sequence[Case],
) -> Iterator[Row]:
    """Run a session for each case, one after the other.

    Every amplitude goes to its cap, four seconds after the start; from 14 to 18 s is a pause. The
    fault is that of the first channel. A device has two outputs at least; one that the plan does not use is open.

    Parameters
    ----------
    channels : sequence of AdmittedChannel
        Pads and trains.
    profile : DeviceProfile
        Of the device.
    guarded : Protections
        What it looks at.
    chosen : sequence of Case
        Of `cases`.

    Yields
    ------
    Row
        In the order of the cases.

    Raises
    ------
    ValueError
        If the profile states no compliance voltage.
    """
    begin = partial(_session, channels, profile, guarded)
    for case in chosen:
        lasts = LASTS_US.get(case.kind)
        fault = Fault(
            kind=case.kind,
            at_us=case.at_us,
            until_us=None if lasts is None else case.at_us + lasts,
            channel=channels[0].id,
        )
        outcome = single_fault(begin, fault, case.at_us + WATCHED_US)
        why = "" if outcome.noticed_by else _why_unseen(case.kind, guarded, channels[0])
        yield Row(case=case, outcome=outcome, why_unseen=why)


def _session(
    channels: Sequence[AdmittedChannel], profile: DeviceProfile, guarded: Protections
) -> VirtualStimulator:
    """Start a session, with everything that its person will do."""
    contacts = {channel.id: Contact(areas=channel.areas) for channel in channels}
    if len(channels) == 1:
        contacts[SPARE] = Contact(areas=channels[0].areas, touching=(0.0, 0.0))
    device = VirtualStimulator(
        Clock(),
        contacts,
        profile,
        lead_off=guarded.lead_off,
        watched=guarded.watched,
        rise_us=RISE_US,
        host_timeout_us=HOST_TIMEOUT_US,
    )
    device.power_on()
    device.advance(ON_US)
    for channel in channels:
        train = channel.train.without_ramps()
        length = min(train.duration_us, LONGEST_US)
        device.load(channel.id, TrainProgram(replace(train, duration_us=length)))
    device.start()
    _attend(device)
    doings: dict[int, Callable[[], None]] = {
        RAISED_US: partial(_raise, device),
        PAUSED_US: device.pause,
        RESUMED_US: device.resume,
    }
    for at_us, act in doings.items():
        device.clock.at(ON_US + at_us, partial(_try, act))
    return device


def _raise(device: VirtualStimulator) -> None:
    """Raise every channel to its cap."""
    for name, channel in device.channels.items():
        if channel.program is not None:
            device.set_amplitude(name, device.most(channel))


def _try(act: Callable[[], None]) -> None:
    """Do what a person does; a device that has stopped, or hangs, does not follow."""
    with suppress(TransitionRefused, NotAnswering):
        act()


def _attend(device: VirtualStimulator) -> None:
    """Let a host give a sign of life every second."""
    device.keep_alive()
    device.clock.at(device.now_us + SECOND_US, lambda: _attend(device))


def _why_unseen(kind: str, guarded: Protections, channel: AdmittedChannel) -> str:
    """Say why a fault could not be noticed, where the data say so."""
    seen_by = fault_kinds()[kind].seen_by
    policy = lead_off_policies()[guarded.lead_off]
    if kind == "lead-off" and policy.act != "nothing":
        least = policy.detects_from.value
        if channel.train.amplitude < least:
            return f"cannot be: {policy.id} looks for it from {1e3 * least:g} mA"
    if seen_by == ("self-test",):
        return "latent: shows at the next self-test"
    if guarded.watched is not None and not set(seen_by) & {*guarded.watched, "host-timeout"}:
        return "nothing looks for it"
    return ""
