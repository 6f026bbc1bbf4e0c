"""Whether the device reaches the cap into the skin that these pads may meet."""

from __future__ import annotations

from typing import Any

from simulator.clipping import Reach, reach
from simulator.properties import DeviceProfile
from simulator.skin_load import skin_range
from tensplan.finding import Finding
from tensplan.protocol.model import Protocol
from tensplan.protocol.placement import Channel
from tensplan.protocol.program import Program
from tensplan.protocol.pulse_times import widths_us
from tensplan.safety.reach_summary import reach_summary
from tensplan.safety.simulated import train_of
from tensplan.units import from_si, to_si

VERDICT_WORDS = {
    "reaches-cap": "reaches the cap",
    "may-clip": "may clip",
    "clips": "clips",
    "unknown": "not known",
}


def output_entries(
    protocol: Protocol, profile: DeviceProfile
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Return the output stage's answer for every channel and program, and the doubts it raises."""
    entries, findings = [], []
    for channel in protocol.placement.channels:
        for name in protocol.planned_programs[channel.id]:
            program = protocol.programs.get(name)
            if program is None:
                continue
            try:
                answer = _answer(channel, program, profile)
            except (ValueError, ArithmeticError) as error:
                findings.append(_unknown(channel, name, profile, error))
                continue
            entries.append(_entry(channel, name, answer))
            findings += _findings(channel, name, program, answer, profile)
    return entries, findings


def _answer(channel: Channel, program: Program, profile: DeviceProfile) -> Reach:
    """Ask the output stage for the widest pulse."""
    train = train_of(program)
    widest = max(width for width, _ in widths_us(program))
    first, second = (to_si(pad.conductive_cm2, "cm2") for pad in channel.pads)
    return reach(profile, train.pulse(widest).phases, train.amplitude, skin_range((first, second)))


def _unknown(channel: Channel, name: str, profile: DeviceProfile, error: Exception) -> Finding:
    return Finding(
        rule="device/output-unknown",
        severity="error",
        message=f"what {profile.id} drives through channel {channel.id} ({name}) is not known: {error}",
        hint="mend the program first; report it when the program has no other fault",
        path=("programs", name),
    )


def _entry(channel: Channel, name: str, answer: Reach) -> dict[str, Any]:
    return {
        "channel": channel.id,
        "program": name,
        **reach_summary(answer),
        "loads": [
            {
                "load": row.load,
                "needed_voltage_v": row.needed_voltage,
                "clips": row.clips,
                "unclipped_amplitude_ma": from_si(row.unclipped_amplitude, "mA"),
                "net_charge_uc": from_si(row.net_charge, "uC"),
            }
            for row in answer.rows
        ],
    }


def _findings(
    channel: Channel, name: str, program: Program, answer: Reach, profile: DeviceProfile
) -> list[Finding]:
    if answer.verdict in ("reaches-cap", "unknown"):
        return []
    reached = from_si(answer.unclipped_amplitude, "mA")
    return [
        Finding(
            rule="device/compliance",
            severity="note",
            message=(
                f"channel {channel.id} ({name}) {VERDICT_WORDS[answer.verdict]} below its cap of "
                f"{program.amplitude_cap_ma:g} mA on {profile.id}: without clipping every load gets "
                f"{reached:.3g} mA"
            ),
            hint="prepare the skin well, use larger pads, or choose a device with more voltage",
            note=(
                f"a clipped pulse is unbalanced by up to {abs(answer.worst_net_fraction) * 100:.2g} % "
                "of its phase charge"
            ),
            path=("programs", name, "amplitude_cap_ma"),
            value=reached,
            limit=program.amplitude_cap_ma,
            unit="mA",
            source=answer.confidence,
        )
    ]
