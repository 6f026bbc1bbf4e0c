"""Any bytes at all leave the device alive and its output inside its limits."""

from __future__ import annotations

from random import Random

import pytest
from bench import Bench
from hypothesis import given
from hypothesis import strategies as st

from simulator.sciencemode4.codes import Command, Status
from simulator.sciencemode4.deframer import Broken, Deframer
from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.frame import Packet, encode
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.link import InProcess
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.options import Options
from simulator.sciencemode4.pattern_player import TIMEOUT_US
from simulator.sciencemode4.point import Point
from tests.fuzz.wire import stream

SHORT, LONG = 20_000, 1_200_000
"""Frames and streams of bytes in one run; the long run is done by hand."""

OPTIONS = (
    Options(),
    Options(
        broken_frame="ack",
        older_requests="answered",
        full_buffer="silent",
        stop_uninitialised="refused",
        reset="silent",
        voltage_after_timeout="off",
        status_after_trouble="running",
        low_current="stop",
        host_loss="watchdog",
    ),
    Options(broken_frame="silent", largest_current_ma=100.0),
)


class Witness(Bench):
    """A bench that checks also that nothing plays for longer than two seconds of silence.

    The bench itself refuses a pulse without supply, above the largest current, longer than a
    pattern can be, or before the one before it on its channel is over.
    """

    alive_us = 0

    def _give(self, channel, points, onset_us, gain):
        assert onset_us < self.alive_us + TIMEOUT_US
        return super()._give(channel, points, onset_us, gain)


def storm(seed: int, pieces: int) -> tuple[int, int]:
    """Let pieces come; give how many answers were heard and how many pulses were given."""
    chance = Random(seed)
    bench = Witness(keep=False)
    device = Firmware(bench, options=OPTIONS[seed % len(OPTIONS)])
    heard, now = 0, 0
    for _ in range(pieces):
        if chance.random() < 0.001:
            bench.load[chance.randrange(8)] = chance.choice((None, 50.0, 500.0, 20_000.0))
        now += chance.choice((0, 0, 0, 1, 100, 2_000, 30_000))
        if chance.random() < 0.002:
            now += 5_000_000
            device.advance(now)
        if chance.random() < 0.001:
            device.host_lost(now)
        bench.alive_us = now
        answers = list(Deframer().feed(device.receive(stream(chance), now)))
        assert not any(isinstance(answer, Broken) for answer in answers)
        heard += len(answers)
    works_again(device, bench, now)
    return heard, bench.count


def works_again(device: Firmware, bench: Witness, now_us: int) -> None:
    """Play a plain session on a device that has seen everything."""
    bench.load = [500.0] * 8
    device.receive(b"\x0f" * 2 + encode(Packet(0, Command.RESET)), now_us)
    link = InProcess(device, now_us)
    host = Host(link)
    host.mid_level_init()
    host.update({0: Pattern((Point(200, 20), Point(200, -20)), 20_000)})
    before = bench.count
    bench.alive_us = now_us
    link.wait(1_000_000)
    assert bench.count == before + 50
    assert host.current_data().active == {0}
    host.mid_level_stop()
    assert host.status().status is Status.NOTHING


@pytest.mark.parametrize("seed", range(3))
def test_a_storm_leaves_the_device_alive(seed):
    """Noise, damaged frames, requests in any order, loads that fall off: three sets of options."""
    heard, given = storm(seed, SHORT // 3)
    assert heard > SHORT // 6
    assert given > 300


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 112))
def test_a_long_storm_leaves_the_device_alive(seed):
    """More than a million pieces in all."""
    heard, given = storm(seed, LONG // 12)
    assert heard > LONG // 24
    assert given > 10_000


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_any_bytes_are_survived(pieces):
    """Whatever comes, the next request is answered, at the second time at the latest."""
    device = Firmware(Bench())
    for piece in pieces:
        device.receive(piece, 0)
    ask = encode(Packet(5, Command.STIM_STATUS))
    said = device.receive(ask + ask, 0)
    assert [a.number for a in Deframer().feed(said) if a.command == Command.STIM_STATUS_ACK][
        -1:
    ] == [5]
