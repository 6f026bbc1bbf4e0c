"""What a careful device watches on each pulse, with thresholds and delays as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from simulator.device.beat import Beat
from simulator.device.condition import Condition
from simulator.properties import Property
from simulator.properties.table import parse_property, read_json


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """What the device can measure of one pulse.

    Parameters
    ----------
    sent : float
        Amplitude commanded. [A]
    sent_charge : float
        Charge that the leading phase should have. [C]
    balanced : bool
        Whether the phases commanded sum to no charge.
    holds_current : bool
        Whether the output is meant to hold a current; where it holds a voltage, the current says
        nothing of a fault.
    came : Beat
        What the channel's own sense sees.
    condition : Condition
        What second measurements see of the hardware: supply, clock, copies of the setting.
    """

    sent: float
    sent_charge: float
    balanced: bool
    holds_current: bool
    came: Beat
    condition: Condition


@dataclass(frozen=True, kw_only=True, slots=True)
class Detector:
    """One thing that the device watches.

    Parameters
    ----------
    id, what : str
        Its name, and what it compares.
    threshold : Property
        From where on it trips.
    delay_us : int
        From the pulse that shows it to the end of the output. [us]
    """

    id: str
    what: str
    threshold: Property
    delay_us: int

    def trips(self, seen: Observation) -> bool:
        """Whether this pulse shows a fault."""
        test = _TESTS.get(self.id)
        if self.id in OF_CURRENT and not seen.holds_current:
            return False
        return test is not None and test(seen, self.threshold.value)


def _resistance(seen: Observation) -> float:
    """Largest voltage over largest current: the resistance that the pulse met. [ohm]"""
    return seen.came.voltage / seen.came.peak


_TESTS: dict[str, Callable[[Observation, float], bool]] = {
    "output-while-off": lambda seen, _: seen.condition.stuck == "bridge",
    "pulse-width": lambda seen, _: seen.condition.stuck == "timer",
    "second-sense": lambda seen, most: seen.came.peak > most * seen.sent,
    "low-current": lambda seen, least: seen.came.phase_charge < least * seen.sent_charge,
    "charge-balance": lambda seen, most: (
        seen.balanced and abs(seen.came.net) > most * seen.sent_charge
    ),
    "low-impedance": lambda seen, least: seen.came.peak > 0 and _resistance(seen) < least,
    "high-impedance": lambda seen, most: seen.came.peak > 0 and _resistance(seen) > most,
    "supply-voltage": lambda seen, most: seen.condition.supply_factor > most,
    "setting-copies": lambda seen, most: abs(seen.condition.added) > most,
    "clock-check": lambda seen, most: abs(float(seen.condition.rate_factor) - 1) > most,
}
"""Tests of single pulses; the other detectors of the data watch the device as a whole."""


OF_CURRENT = ("second-sense", "low-current", "charge-balance")
"""Detectors that compare the current with a commanded one."""


@cache
def detectors() -> dict[str, Detector]:
    """Return every detector by its name.

    Examples
    --------
    >>> detectors()["second-sense"].threshold.value
    1.2
    """
    return {
        entry["id"]: Detector(
            id=entry["id"],
            what=entry["what"],
            threshold=parse_property(entry["threshold"]),
            delay_us=round(parse_property(entry["delay"]).value * 1e6),
        )
        for entry in read_json("detectors", "device")["detectors"]
    }
