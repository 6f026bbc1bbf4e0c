"""The ledger of a session as a file: what each pair of pads got, pulse by pulse."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from simulator.device import VirtualStimulator
from simulator.device.ledger import Ledger
from simulator.device.truth import LimitsAt, truth
from tensplan.session_plan.whole_file import write_together

SCHEMA = "tensplan/device-ledger/1"
PULSE = {
    "peak": ("peak_ma", 1e3),
    "phase_charge": ("phase_charge_uc", 1e6),
    "net": ("net_charge_uc", 1e6),
    "absolute": ("charge_uc", 1e6),
    "energy": ("energy_mj", 1e3),
    "voltage": ("voltage_v", 1.0),
}
"""What is written of a pulse: its key, and how many of its units one SI unit is."""


def ledger_content(stimulator: VirtualStimulator, limits: LimitsAt, limits_digest: str) -> Any:
    """Return the content of the file.

    Examples
    --------
    >>> from simulator.device import Clock, Contact
    >>> from simulator.device.truth import no_limits
    >>> from simulator.properties import device
    >>> one = VirtualStimulator(Clock(), {"A": Contact(areas=(20e-4, 20e-4))}, device("p24"))
    >>> ledger_content(one, no_limits, "")["channels"]["A"]["pulses"]
    []
    """
    content = truth(stimulator, limits)
    for name, channel in stimulator.channels.items():
        content["channels"][name]["pulses"] = _pulses(channel.ledger)
    head = {"schema": SCHEMA, "serial": stimulator.serial, "limits_digest": limits_digest}
    journal = [happening.as_json() for happening in stimulator.journal]
    return head | content | {"journal": journal}


def write_ledger(path: str | os.PathLike[str], content: Any) -> None:
    """Write the file, whole or not at all.

    Raises
    ------
    WriteError
        If the folder or the disk refuses.
    """
    place = Path(path)
    text = json.dumps(content, indent=1, allow_nan=False) + "\n"
    write_together(place.parent, {place.name: text.encode()})


def _pulses(ledger: Ledger) -> list[dict[str, Any]]:
    """Return each pulse of a pattern once, with its repeats."""
    return [
        {"at_us": row["at_us"], "period_us": row["period_us"], "repeats": row["repeats"]}
        | {"areas_cm2": [area * 1e4 for area in row["areas"]]}
        | {key: row[field] * per for field, (key, per) in PULSE.items()}
        for row in ledger.rows()
    ]
