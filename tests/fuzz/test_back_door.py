"""Whatever is broken at a device at work, in any order: it lives, and is whole when it is mended."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.device import fault_kinds
from simulator.device.link_fault import KINDS
from simulator.sciencemode4.codes import Command
from simulator.sciencemode4.frame import Packet, encode
from simulator.sciencemode4.live_device import LiveDevice
from simulator.sciencemode4.mid_level import MidLevelUpdate, Pattern
from simulator.sciencemode4.point import Point

LARGEST_A = 0.130
PERIOD_US = 10_000


class MemoryPort:
    """A line without any wire or waiting."""

    name = "memory"

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.said = b""

    def receive(self, wait_us: int) -> bytes | None:
        return self.heard.pop(0) if self.heard else b""

    def send(self, data: bytes) -> None:
        self.said += data

    def close(self) -> None:
        self.heard.clear()


class World:
    """A device, its clock, and what is done to it."""

    def __init__(self) -> None:
        self.now_ns = 0
        self.port = MemoryPort()
        self.live = LiveDevice(lambda: self.port, lambda: self.now_ns)

    def wait(self, us: int) -> None:
        """Let time pass in steps of 25 ms."""
        end = self.now_ns + us * 1000
        while self.now_ns < end:
            self.now_ns = min(end, self.now_ns + 25_000_000)
            self.live.step()

    def hear(self, data: bytes) -> None:
        """Let the device hear bytes; nobody does while the cable is pulled."""
        if self.live.plug.plugged:
            self.port.heard.append(data)
        self.live.step()

    def send(self, command: Command, data: bytes = b"") -> None:
        self.hear(encode(Packet(1, command, data)))

    def ask(self, request: Any) -> dict[str, Any]:
        return self.live.door.answer(request)

    def play(self, channels: int, current: float) -> None:
        """Begin to stimulate."""
        points = (Point(200, current), Point(200, -current))
        patterns = {n: Pattern(points, PERIOD_US, ramp=3) for n in range(channels)}
        self.send(Command.MID_LEVEL_INIT, b"\x00")
        self.send(Command.MID_LEVEL_UPDATE, MidLevelUpdate(patterns).encode())

    def pulses(self) -> int:
        """Pulses with current that the first pads got."""
        entries = self.live.stimulator.channels["1"].ledger.entries
        return sum(entry.pulses for entry in entries if entry.values[0].max() > 0)


CHANNEL = st.sampled_from([str(n) for n in range(1, 4)])
REQUESTS = st.one_of(
    st.builds(
        lambda fault, channel, ahead, length: (fault, channel, ahead, length),
        st.sampled_from(sorted(fault_kinds())),
        CHANNEL,
        st.sampled_from([0, 7_000, 300_000]),
        st.sampled_from([None, 1, 40_000, 2_500_000]),
    ),
    st.fixed_dictionaries(
        {"do": st.just("electrode"), "channel": CHANNEL, "state": st.sampled_from(["on", "off", "short"])}
    ),
    st.fixed_dictionaries(
        {"do": st.just("link"), "fault": st.sampled_from(KINDS), "delay_us": st.integers(0, 900_000)}
    ),
    st.sampled_from(
        [{"do": word} for word in ("clear", "freeze", "thaw", "unplug", "plug", "status", "ledger")]
    ),
)  # fmt: skip
ACTS = st.one_of(
    st.tuples(st.just("ask"), REQUESTS),
    st.tuples(st.just("wait"), st.sampled_from([1, 5_000, 60_000, 400_000])),
    st.tuples(st.just("play"), st.tuples(st.integers(1, 3), st.sampled_from([0.5, 10, 40, 130]))),
    st.tuples(st.just("send"), st.sampled_from([34, 36, 58, 62, 0, 4])),
    st.tuples(st.just("noise"), st.binary(max_size=12)),
)


def act(world: World, kind: str, what: Any) -> None:
    """Do one thing."""
    if kind == "ask" and isinstance(what, tuple):
        fault, channel, ahead, length = what
        at_us = world.live.now_us() + ahead
        request = {"do": "inject", "fault": fault, "channel": channel, "at_us": at_us}
        world.ask(request if length is None else request | {"until_us": at_us + length})
    elif kind == "ask":
        assert world.ask(what)["ok"]
    elif kind == "wait":
        world.wait(what)
    elif kind == "play":
        world.play(*what)
    elif kind == "send":
        world.send(Command(what), b"\x04" if what == 36 else b"\x00" if what == 0 else b"")
    else:
        world.hear(what)


def endure(acts: list[tuple[str, Any]]) -> None:
    """Do everything, mend everything, and play a plain second."""
    world = World()
    for kind, what in acts:
        act(world, kind, what)
        assert world.ask({"do": "status"})["ok"]
    world.wait(3_000_000)  # appointed faults have come; nobody kept the device alive
    for word in ("plug", "thaw", "clear"):
        assert world.ask({"do": word})["ok"]
    before = world.pulses()
    world.wait(200_000)
    assert world.pulses() == before
    for command in (Command.MID_LEVEL_STOP, Command.LOW_LEVEL_STOP, Command.RESET):
        world.send(command)
    if world.live.stimulator.fault == "":
        world.play(1, 20)
        world.wait(1_000_000)
        assert abs(world.pulses() - before - 100) <= 1
    world.live.close()


HANGS_WHILE_IT_PLAYS = [("play", (1, 20)), ("ask", ("firmware-hang", "1", 0, 2_500_000))]


@settings(max_examples=30, deadline=None)
@example(HANGS_WHILE_IT_PLAYS)
@given(acts=st.lists(ACTS, max_size=12))
def test_any_order_of_faults_leaves_it_alive(acts: list[tuple[str, Any]]) -> None:
    """Every request is answered, a stop stops, and what is mended plays each pulse again."""
    endure(acts)


@pytest.mark.long
@settings(max_examples=3000, deadline=None)
@given(acts=st.lists(ACTS, max_size=25))
def test_any_long_order_of_faults_leaves_it_alive(acts: list[tuple[str, Any]]) -> None:
    """The same for longer."""
    endure(acts)
