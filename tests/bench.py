"""A stimulator of a few lines with resistors as load, and an eye on its own limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.sciencemode4.stimulator import Detection, Points, Reading, Trouble

SUPPLY_V = 150.0
LEAD_OFF_A = 0.015
"""Below this current a P24 does not see that an electrode is off."""

LARGEST_A = 0.130
LONGEST_US = 16 * 4095


@dataclass
class Pattern:
    """What a channel repeats."""

    points: Points
    period_us: int
    ramp: int
    next_us: int
    given: int = 0

    @property
    def length_us(self) -> int:
        return sum(width for width, _ in self.points)

    def gain(self) -> float:
        """Share of the current that the next pattern has."""
        return min(1.0, (self.given + 1) / (self.ramp + 1))


@dataclass
class Bench:
    """Eight channels, each into its own resistor; None is an open circuit.

    `given` holds (channel, onset, largest current) of each pattern. Each is checked when it is
    given: current, length, supply on, no overlap on its channel.
    """

    load: list[float | None] = field(default_factory=lambda: [500.0] * 8)
    supply_comes_up: bool = True
    given: list[tuple[int, int, float]] = field(default_factory=list)
    count: int = 0
    keep: bool = True
    on: bool = False
    now_us: int = 0
    patterns: dict[int, Pattern] = field(default_factory=dict)
    found: dict[int, Detection] = field(default_factory=dict)
    over_us: list[int] = field(default_factory=lambda: [0] * 8)

    def free_us(self, channel: int) -> int:
        return self.over_us[channel]

    def high_voltage(self, on: bool, now_us: int) -> bool:
        self._come_to(now_us)
        self.on = on and self.supply_comes_up
        if not self.on:
            self.patterns.clear()
        return self.on == on

    def start(
        self, channel: int, points: Points, period_us: int, *, ramp: int, now_us: int
    ) -> None:
        self._come_to(now_us)
        old = self.patterns.get(channel)
        begin = max(now_us, self.over_us[channel]) if old is None else old.next_us
        if old is None:
            self.found.pop(channel, None)
        self.patterns[channel] = Pattern(points, period_us, ramp, begin)

    def stop(self, channel: int, now_us: int) -> None:
        self._come_to(now_us)
        self.patterns.pop(channel, None)

    def pulse(
        self, channel: int, points: Points, now_us: int, sample_us: tuple[int, ...] = ()
    ) -> Reading:
        self._come_to(now_us)
        found = self._give(channel, points, now_us, 1.0)
        load = self.load[channel]
        current = tuple(self._flowing(load, _at(points, time)) for time in sample_us)
        volts = tuple(0.0 if load is None else value * load for value in current)
        return Reading(found, current, volts, SUPPLY_V)

    def advance(self, until_us: int) -> Trouble | None:
        assert until_us >= self.now_us
        while self.patterns:
            channel = min(self.patterns, key=lambda n: (self.patterns[n].next_us, n))
            pattern = self.patterns[channel]
            onset = pattern.next_us
            if onset >= until_us:
                break
            found = self._give(channel, pattern.points, onset, pattern.gain())
            pattern.given += 1
            pattern.next_us += pattern.period_us
            if found != self.found.get(channel, "none"):
                self.found[channel] = found
                self.now_us = onset
                return Trouble(channel, found, onset)
        self.now_us = until_us
        return None

    def _come_to(self, now_us: int) -> None:
        """Time does not go back."""
        assert now_us >= self.now_us
        self.now_us = now_us

    def _give(self, channel: int, points: Points, onset_us: int, gain: float) -> Detection:
        """Give one pattern, within the limits of the hardware."""
        asked = max(abs(current) for _, current in points) * gain
        length = sum(width for width, _ in points)
        assert self.on
        assert asked <= LARGEST_A
        assert length <= LONGEST_US
        assert onset_us >= self.over_us[channel]
        self.over_us[channel] = onset_us + length
        load = self.load[channel]
        got = self._flowing(load, asked)
        self.count += 1
        if self.keep:
            self.given.append((channel, onset_us, got))
        if load is None:
            return "electrode" if asked >= LEAD_OFF_A else "none"
        return "low-current" if got < 0.95 * asked else "none"

    def _flowing(self, load: float | None, asked: float) -> float:
        """Give what the supply can drive."""
        if load is None:
            return 0.0
        most = SUPPLY_V / load
        return max(-most, min(most, asked))


def _at(points: Points, time_us: int) -> float:
    """Current of a pattern at a time after its start."""
    for width, current in points:
        if time_us < width:
            return current
        time_us -= width
    return 0.0
