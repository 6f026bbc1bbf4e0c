"""What may come over a line: noise, requests that make sense, requests that make none, damage."""

from __future__ import annotations

from random import Random

from simulator.sciencemode4.codes import Command
from simulator.sciencemode4.frame import Packet, encode
from simulator.sciencemode4.low_level import ChannelConfig
from simulator.sciencemode4.mid_level import MidLevelUpdate, Pattern
from simulator.sciencemode4.point import Point

REQUESTS = (0, 2, 4, 30, 32, 34, 36, 52, 58, 62, 68)


def some_points(chance: Random) -> tuple[Point, ...]:
    """Draw up to sixteen points; some stronger than the device gives."""
    largest = chance.choice((20, 20, 200, 260, 300))
    return tuple(
        Point(
            chance.choice((0, 50, 100, 200, 200, 200, 4095)), chance.randint(-largest, largest) / 2
        )
        for _ in range(chance.choice((1, 2, 3, 3, 3, 16)))
    )


def sensible(chance: Random) -> bytes:
    """Draw data that the device may take."""
    patterns = {
        chance.randrange(8): Pattern(
            some_points(chance), chance.choice((500, 1_000, 20_000, 700_000)), chance.randrange(16)
        )
        for _ in range(chance.randrange(4))
    }
    return chance.choice(
        (
            b"",
            b"\x00",
            b"\x01",
            b"\x04",
            ChannelConfig(chance.randrange(8), some_points(chance), chance.random() < 0.9).encode(),
            MidLevelUpdate(patterns).encode(),
        )
    )


def matching(chance: Random) -> tuple[int, bytes]:
    """Draw a request with data of its own kind."""
    command = chance.choice((2,) * 12 + (32,) * 12 + (36,) * 6 + (0, 0, 30, 30, 34, 4, 62))
    if command == Command.LOW_LEVEL_CHANNEL_CONFIG:
        return command, ChannelConfig(chance.randrange(8), some_points(chance)).encode()
    if command == Command.MID_LEVEL_UPDATE:
        patterns = {
            chance.randrange(8): Pattern(
                some_points(chance), chance.choice((2_000, 20_000, 90_000)), chance.randrange(16)
            )
            for _ in range(chance.randrange(3))
        }
        return command, MidLevelUpdate(patterns).encode()
    data = {0: b"\x00", 30: bytes((chance.randrange(2),)), 36: b"\x04"}
    return command, data.get(command, b"")


def damaged(chance: Random, frame: bytes) -> bytes:
    """Lose, change, double or cut some bytes."""
    data = bytearray(frame)
    at = chance.randrange(len(data))
    kind = chance.randrange(4)
    if kind == 0:
        data[at] = chance.randrange(256)
    elif kind == 1:
        del data[at]
    elif kind == 2:
        data[at:at] = bytes(chance.choice((0xF0, 0x0F, 0x81, 0x55)) for _ in range(3))
    else:
        del data[at:]
    return bytes(data)


def stream(chance: Random) -> bytes:
    """Draw one piece of what may come over a line."""
    kind = chance.random()
    if kind < 0.1:
        return chance.randbytes(chance.randrange(40))
    if kind < 0.15:
        return bytes(chance.choice((0xF0, 0x0F, 0x81, 0x00)) for _ in range(chance.randrange(30)))
    if kind < 0.85:
        command, data = matching(chance)
    elif kind < 0.95:
        command, data = chance.choice(REQUESTS), sensible(chance)
    else:
        command, data = chance.randrange(1024), chance.randbytes(chance.randrange(60))
    frame = encode(Packet(chance.randrange(64), command, data))
    return damaged(chance, frame) if chance.random() < 0.2 else frame
