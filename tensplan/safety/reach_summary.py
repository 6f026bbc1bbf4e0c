"""What the output stage answers over all loads, as data in the units of the border."""

from __future__ import annotations

from typing import Any

from simulator.clipping import Reach
from tensplan.units import from_si


def reach_summary(answer: Reach) -> dict[str, Any]:
    """Return the answer without its loads.

    Examples
    --------
    >>> from simulator.clipping import reach
    >>> from simulator.properties import device
    >>> from simulator.skin_load import resistor
    >>> answer = reach(device("p24"), [(0, 100, 1.0), (100, 100, -1.0)], 0.1, [resistor(1000.0)])
    >>> reach_summary(answer)["answer"]
    'reaches-cap'
    """
    return {
        "answer": answer.verdict,
        "limited_by": list(answer.limited_by),
        "compliance_voltage_v": answer.compliance_voltage,
        "needed_voltage_low_v": answer.needed_voltage_low,
        "needed_voltage_high_v": answer.needed_voltage_high,
        "unclipped_amplitude_ma": from_si(answer.unclipped_amplitude, "mA"),
        "worst_net_charge_uc": from_si(answer.worst_net_charge, "uC"),
        "worst_net_share": answer.worst_net_fraction,
        "confidence": answer.confidence,
    }
