"""Does a pulse have everything that its shape needs, and nothing else?"""

from __future__ import annotations

from collections.abc import Iterator

from tensplan.finding import Finding
from tensplan.protocol.document import Path
from tensplan.protocol.fault import fault
from tensplan.protocol.waveform import Waveform


def check_shape(waveform: Waveform, path: Path) -> Iterator[Finding]:
    """Yield the faults of one pulse."""
    shape = waveform.shape
    article = "an" if shape.startswith("a") else "a"
    if waveform.is_balanced and waveform.interphase_interval_us is None:
        yield fault(
            "pulse/interphase-missing",
            f"interphase_interval_us is missing for {article} {shape} pulse, and none is assumed",
            "add interphase_interval_us: 0, or the device's own value",
            (*path, "interphase_interval_us"),
        )
    if shape == "asymmetric-biphasic" and waveform.recharge_ratio is None:
        yield fault(
            "pulse/recharge-missing",
            "recharge_ratio is missing for an asymmetric pulse",
            "add recharge_ratio: width of the second phase over the first, at least 1",
            (*path, "recharge_ratio"),
        )
    if shape != "asymmetric-biphasic" and waveform.recharge_ratio is not None:
        yield fault(
            "pulse/recharge-unused",
            f"recharge_ratio has no meaning for a {shape} pulse",
            "remove it, or write shape: asymmetric-biphasic",
            (*path, "recharge_ratio"),
        )
    if shape == "monophasic" and waveform.interphase_interval_us not in (None, 0):
        yield fault(
            "pulse/interphase-unused",
            "interphase_interval_us has no meaning for a monophasic pulse",
            "remove it",
            (*path, "interphase_interval_us"),
        )
    if shape != "symmetric-biphasic" and waveform.cathode is None:
        yield fault(
            "pulse/cathode-missing",
            f"cathode is missing for {article} {shape} pulse",
            "add cathode: 1 or cathode: 2, the pad that is negative in the leading phase",
            (*path, "cathode"),
        )
    if shape == "symmetric-biphasic" and waveform.cathode is not None:
        yield fault(
            "pulse/cathode-unused",
            "cathode has no meaning for a symmetric pulse: both pads are cathode in turn",
            "remove it",
            (*path, "cathode"),
        )
