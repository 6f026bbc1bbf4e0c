"""Sessions of the virtual stimulator against the time that they take in the world."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from benchmarks.timing import Row, growth, median
from simulator.device import Clock, Contact, TrainProgram, VirtualStimulator
from simulator.device.beat import beat, rest
from simulator.modulation import Modulation
from simulator.properties import device
from simulator.train import Train

MINUTE_US = 60_000_000
AREA = 20e-4


def _sweep(form: str, period_us: int) -> tuple[Modulation, ...]:
    """Return a rate from 60 to 100 Hz."""
    seed = 1 if form == "random" else None
    return (Modulation("pulse_rate", 60, 100, form, period_us=period_us, seed=seed),)


def timings(minutes: int) -> dict[str, dict[str, Any]]:
    """Return what is played."""
    return {
        "100 Hz": {"pulse_rate": Fraction(100)},
        "triangle sweep": {"modulations": _sweep("triangle", 8_000_000)},
        "random rate": {"modulations": _sweep("random", minutes * MINUTE_US)},
    }


def session(timing: dict[str, Any], minutes: int) -> VirtualStimulator:
    """Play a whole session on skin and read the ledger; nothing is remembered from before."""
    beat.cache_clear()
    rest.cache_clear()
    pads = Contact(areas=(AREA, AREA))
    stimulator = VirtualStimulator(Clock(), {"A": pads}, device("generic-tens"))
    stimulator.power_on()
    stimulator.advance(1_000_000)
    train = Train(
        shape="symmetric-biphasic",
        amplitude=0.02,
        width_us=100,
        duration_us=minutes * MINUTE_US,
        **timing,
    )
    stimulator.load("A", TrainProgram(train))
    stimulator.start()
    stimulator.set_amplitude("A", 0.02)
    stimulator.advance((minutes + 1) * MINUTE_US)
    stimulator.channels["A"].ledger.exposure(0)
    return stimulator


def sessions() -> tuple[list[Row], list[str]]:
    """Measure 30 minutes against real time, and the growth from 3 minutes to 300."""
    rows, growths = [], []
    for name, timing in timings(30).items():
        ours_s = median(lambda timing=timing: session(timing, 30))
        times = ours_s / 1800
        channel = session(timing, 30).channels["A"]
        off = channel.ledger.totals().pulses - channel.asked.pulses
        target = "" if name == "random rate" else "1,000 x real time"
        rows.append(
            Row(
                f"30 min of the virtual stimulator, {name}",
                ours_s,
                "real time",
                1800.0,
                times,
                target,
                times < 1e-3 or not target,
                f"{channel.asked.pulses} pulses asked, {off} more or fewer delivered",
            )
        )
    minutes = (3, 30, 300)
    took = [median(lambda m=m: session(timings(m)["100 Hz"], m)) for m in minutes]
    growths.append("virtual stimulator, 100 Hz, " + growth("minutes", minutes, took))
    return rows, growths
