"""What the pads got, as data: sums and densities of each channel, and which limits they passed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from simulator.device.channel import Channel
from simulator.device.hazard import hazards
from simulator.device.stimulator import VirtualStimulator
from simulator.validation import Check, Limit, judge

LimitsAt = Callable[[float], Iterable[Limit]]
"""Gives the limits that hold at a pulse rate. [Hz]"""

SUMS = {
    "pulses": ("pulses", 1.0),
    "charge": ("charge_uc", 1e6),
    "net_charge": ("net_charge_uc", 1e6),
    "energy": ("energy_mj", 1e3),
    "peak": ("peak_ma", 1e3),
}
AVERAGES = {
    "rms_current": ("rms_current_ma", 1e3),
    "net_dc": ("net_dc_ma", 1e3),
    "phase_charge": ("phase_charge_uc", 1e6),
    "pulse_energy": ("pulse_energy_mj", 1e3),
    "peak_voltage": ("peak_voltage_v", 1.0),
    "rms_current_density": ("rms_current_density_ma_per_cm2", 0.1),
    "dc_density": ("dc_density_ma_per_cm2", 0.1),
    "mean_power_density": ("mean_power_density_w_per_cm2", 1e-4),
    "pulses_in_worst_second": ("pulses_in_worst_second", 1.0),
}
"""Quantities, their key in a file, and how many of its units one SI unit is."""


def no_limits(pulse_rate: float) -> tuple[Limit, ...]:
    """Return no limit at all.

    Examples
    --------
    >>> no_limits(100.0)
    ()
    """
    return ()


def broken_limits(channel: Channel, limits: LimitsAt) -> tuple[tuple[int, Check], ...]:
    """Hold what a channel delivered against limits.

    Parameters
    ----------
    channel : Channel
        Its ledger is read.
    limits : callable
        Gives the limits at the pulse rate of the worst second.

    Returns
    -------
    tuple of (int, Check)
        Number of the pad, 1 or 2, and the limit that it is beyond.

    Examples
    --------
    >>> from simulator.device import Contact
    >>> from simulator.output_stage import OutputStage
    >>> quiet = Channel(OutputStage(), Contact(areas=(20e-4, 20e-4)))
    >>> broken_limits(quiet, lambda rate: [Limit("density", "rms_current_density", 20.0)])
    ()
    """
    found = []
    for pad in (0, 1):
        exposure = channel.ledger.exposure(pad)
        checks = (judge(limit, exposure) for limit in limits(exposure.pulses_in_worst_second))
        found += [(pad + 1, check) for check in checks if check.broken]
    return tuple(found)


def truth(stimulator: VirtualStimulator, limits: LimitsAt = no_limits) -> dict[str, Any]:
    """Return what was asked, sent and delivered, with units in the keys.

    Parameters
    ----------
    stimulator : VirtualStimulator
        At any time.
    limits : callable
        Gives the limits that delivered output is held against.

    Returns
    -------
    dict
        By channel: sums, the worst second of each pad, limits passed, hazards.

    Examples
    --------
    >>> from simulator.device import Clock, Contact
    >>> from simulator.properties import device
    >>> one = VirtualStimulator(Clock(), {"A": Contact(areas=(20e-4, 20e-4))}, device("p24"))
    >>> truth(one)["channels"]["A"]["delivered"]["charge_uc"]
    0.0
    """
    channels = {name: _channel(name, one, limits) for name, one in stimulator.channels.items()}
    return {"at_us": stimulator.now_us, "channels": channels}


def _channel(name: str, channel: Channel, limits: LimitsAt) -> dict[str, Any]:
    """Return one channel as data."""
    total = channel.ledger.totals()
    return {
        "asked": _row(channel.asked, SUMS),
        "sent": _row(channel.sent, SUMS),
        "delivered": _row(total, SUMS),
        "pads": [_row(channel.ledger.exposure(pad), AVERAGES) for pad in (0, 1)],
        "limits_passed": [
            {"pad": pad, "limit": check.name, "quantity": check.quantity}
            | {"value": check.value, "maximum": check.maximum}
            for pad, check in broken_limits(channel, limits)
        ],
        "hazards": sorted(hazard.name for hazard in hazards(name, channel)),
    }


def _row(figures: object, table: dict[str, tuple[str, float]]) -> dict[str, float]:
    """Return the figures of a table that there are, with the units of a file, to 9 digits."""
    return {
        key: _figure(getattr(figures, field), per)
        for field, (key, per) in table.items()
        if hasattr(figures, field)
    }


def _figure(value: float, per: float) -> float:
    """Return a count as it is, and any other number in its unit."""
    return value if isinstance(value, int) else float(f"{value * per:.9g}")
