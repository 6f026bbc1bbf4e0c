"""A session written down, read again, and played again."""

from __future__ import annotations

import pytest
from bench import Bench
from virtual_p24 import VirtualP24

from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import open_line
from simulator.sciencemode4.transcript import Transcript, replay

PULSE = (Point(200, 20), Point(100, 0), Point(200, -20))


def session() -> tuple[Transcript, list]:
    """Play a live session on a terminal; give what was said and what was given."""
    with VirtualP24() as p24:
        line = open_line(p24.port.name)
        host = Host(line)
        host.low_level_init()
        host.pulse(3, PULSE)
        host.low_level_stop()
        host.mid_level_init()
        host.update({0: Pattern(PULSE, 20_000, 3)})
        host.current_data()
        line.write(b"noise\xf0")
        line.close()
        p24.wait_until(lambda: not p24.service.host_there)
        line = open_line(p24.port.name)
        Host(line).status()
        line.close()
        p24.wait_until(lambda: not p24.service.host_there)
    return p24.service.transcript, p24.bench.given


def test_a_session_is_the_same_when_it_is_said_again():
    """Same bytes at the same times, same pulses; also after a way through text."""
    transcript, given = session()
    read = Transcript.read(transcript.lines())
    bench = Bench()
    assert replay(read, Firmware(bench)) == transcript
    assert bench.given == given
    assert [saying.speaker for saying in transcript.sayings][-1] == "host-lost"


def test_another_device_says_something_else():
    """A difference is seen."""
    transcript, _ = session()
    bench = Bench(supply_comes_up=False)
    assert replay(transcript, Firmware(bench)) != transcript


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        '{"at_us": 1, "from": "host", "hex": "0"}',
        '{"at_us": 1, "from": "nobody", "hex": ""}',
        '{"at_us": 1.5, "from": "host", "hex": ""}',
    ],
    ids=["empty", "no-keys", "half-a-byte", "nobody", "half-a-microsecond"],
)
def test_a_line_that_is_no_saying_is_named(line):
    """With its number."""
    good = '{"at_us": 0, "from": "host", "hex": ""}'
    with pytest.raises(ValueError, match="line 2 of the transcript"):
        Transcript.read([good, line])
