"""Simulating a protocol: every channel with every program that it plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.properties import DeviceProfile
from simulator.train import Train
from tensplan.nerve_response.response import NerveResponse
from tensplan.patient.model import Patient
from tensplan.protocol.model import Protocol
from tensplan.protocol.placement import Channel
from tensplan.protocol.program import Program
from tensplan.safety.exposure import QUANTITIES, closed_form
from tensplan.safety.limits import own_limits
from tensplan.safety.simulated import simulated_exposure, train_of
from tensplan.session_plan.nerves import nerves_of
from tensplan.simulation.output import output_of
from tensplan.simulation.timing import timing_of
from tensplan.units import to_si, unit_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Simulated:
    """One channel with one program.

    Parameters
    ----------
    channel, program : str
        Which plays what.
    train : Train
        Its pulses, at the cap.
    data : dict
        Timing, exposure by both routes, the output stage, and the nerves' predicted answer.
    """

    channel: str
    program: str
    train: Train
    data: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the entry as data."""
        return {"channel": self.channel, "program": self.program, **self.data}


def simulate_protocol(
    protocol: Protocol, profile: DeviceProfile, patient: Patient | None = None
) -> list[Simulated]:
    """Simulate every channel with every program that it plays.

    Parameters
    ----------
    protocol : Protocol
        Coherent: its times fit together and its programs exist.
    profile : DeviceProfile
        The device that plays it.
    patient : Patient or None
        Whose size, fat and own currents the nerves' answer takes; the reference body without one.

    Raises
    ------
    ValueError
        If the pulses of a program cannot be generated.

    Examples
    --------
    >>> import tensplan
    >>> from simulator.properties import device
    >>> found = simulate_protocol(
    ...     tensplan.load_protocol("sciatic-path-conventional"), device("generic-tens"))
    >>> found[0].data["timing"]["pulses_in_pattern"], found[0].data["timing"]["pulses"]
    (640, 144000)
    """
    nerve = nerves_of(protocol, patient, profile, own_limits(), is_sound=True)
    return [
        _simulated(channel, name, protocol.programs[name], profile, nerve)
        for channel in protocol.placement.channels
        for name in protocol.planned_programs[channel.id]
    ]


def _simulated(
    channel: Channel, name: str, program: Program, profile: DeviceProfile, nerve: NerveResponse
) -> Simulated:
    train = train_of(program)
    areas = [pad.conductive_cm2 for pad in channel.pads]
    first, second = (to_si(area, "cm2") for area in areas)
    part = nerve.of(channel.id, name)
    data = {
        "mode": program.kind,
        "amplitude_cap_ma": program.amplitude_cap_ma,
        "timing": timing_of(train),
        "exposure": exposure_rows(program, train, min(areas)),
        "output": output_of(train, profile, (first, second)),
        **part.content,
        "nerve_doubts": [f"{f.message} [{f.rule}]" for f in part.findings],
    }
    return Simulated(channel=channel.id, program=name, train=train, data=data)


def exposure_rows(program: Program, train: Train, area_cm2: float) -> list[dict[str, Any]]:
    """Return the ten quantities by both routes, nominal: at the cap, into 500 ohm."""
    formula = closed_form(program, area_cm2=area_cm2)
    pulses = simulated_exposure(train, area_cm2=area_cm2)
    return [
        {
            "quantity": quantity,
            "unit": unit_of(quantity),
            "kind": formula.kind,
            "closed_form": formula.values[quantity],
            "simulated": pulses[quantity],
        }
        for quantity in QUANTITIES
    ]
