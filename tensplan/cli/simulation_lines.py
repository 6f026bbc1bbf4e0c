"""A simulation as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tensplan.cli.nerve_lines import nerve_lines
from tensplan.cli.paper import bold, labelled, paint, table, wrapped
from tensplan.safety.quantity_words import words
from tensplan.session_plan.output import VERDICT_WORDS

if TYPE_CHECKING:
    from tensplan.protocol.device_program import DeviceProgram
    from tensplan.simulation.simulation import Simulated

COLOURS = {"reaches-cap": "green", "may-clip": "yellow", "clips": "red", "unknown": "yellow"}
SHOWN_ONSETS = 6


def lines(found: Simulated, device_id: str) -> Iterator[str]:
    """Yield one channel with one program."""
    data = found.data
    cap = f"{data['amplitude_cap_ma']:g} mA"
    yield bold(
        f"Channel {found.channel} plays {found.program} ({data['mode']}), at its cap of {cap}"
    )
    yield ""
    yield bold("Pulses")
    yield from timing_lines(data["timing"])
    yield ""
    yield from _exposure(data["exposure"])
    yield ""
    yield from _output(data["output"], device_id)
    yield ""
    yield from nerve_lines(data["nerve"], data["nerve_windows"])
    yield from (wrapped(text, indent=4, first="  ! ") for text in data["nerve_doubts"])
    yield ""


def device_program_lines(program: DeviceProgram, data: Mapping[str, Any]) -> Iterator[str]:
    """Yield a device program: its pulses, and what 1 mA would move."""
    yield bold(f"{program.device}: {program.title}")
    yield ""
    yield from timing_lines(data["timing"])
    yield ""
    yield bold("For each mA of amplitude (the device's user sets it; a program has none)")
    yield labelled("phase charge", f"{data['phase_charge_uc']:.4g} uC")
    yield labelled("net charge", f"{data['net_charge_uc']:.4g} uC")
    yield labelled("r.m.s.", f"{data['rms_current_ma']:.4g} mA in the worst second")
    yield labelled("net d.c.", f"{data['net_dc_ma']:.4g} mA in the worst second")


def timing_lines(timing: Mapping[str, Any]) -> Iterator[str]:
    """Yield counts, pattern, first onsets and worst second."""
    minutes = timing["session_s"] / 60
    yield labelled(
        "session",
        f"{timing['pulses']} pulses in {minutes:g} min, {timing['mean_pulse_rate_hz']:.4g} a second on average",
    )
    pattern = timing["pattern_s"]
    if pattern is None:
        yield labelled("pattern", "none that repeats within the session")
    else:
        count = timing["pulses_in_pattern"]
        of = "" if count is None else f" of {count} pulse{'' if count == 1 else 's'}"
        yield labelled("pattern", f"repeats every {pattern:g} s{of}")
    onsets = timing["onsets_us"]
    shown = ", ".join(f"{onset / 1000:g}" for onset in onsets[:SHOWN_ONSETS])
    more = ", …" if len(onsets) > SHOWN_ONSETS else ""
    yield labelled("onsets", f"{shown}{more} ms")
    yield labelled(
        f"first {timing['first_seconds']} s", f"{timing['pulses_in_first_seconds']} pulses"
    )
    start = timing["worst_second_start_s"]
    yield labelled("worst second", f"from {start:g} s, {timing['pulses_in_worst_second']} pulses")


def _exposure(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    kind = "exact" if rows[0]["kind"] == "exact" else "a bound: all extremes at once"
    yield bold("Exposure, nominal, into 500 ohm, for the smaller pad") + f" (closed form is {kind})"
    cells = [
        [
            f"  {words(row['quantity'])}",
            f"{row['closed_form']:.6g}",
            f"{row['simulated']:.6g}",
            row["unit"],
        ]
        for row in rows
    ]
    yield from table(["", "closed form", "simulated", "unit"], cells, right="lrr")


def _output(output: Mapping[str, Any], device_id: str) -> Iterator[str]:
    verdict = output["answer"]
    compliance = output["compliance_voltage_v"]
    has = "states no voltage" if compliance is None else f"has {compliance:g} V"
    yield bold(f"Output of {device_id}: ") + paint(VERDICT_WORDS[verdict], fg=COLOURS[verdict])
    yield labelled(
        "voltage",
        f"skin asks for {output['needed_voltage_low_v']:.3g} to {output['needed_voltage_high_v']:.3g} V; "
        f"the device {has}; confidence: {output['confidence']}",
    )
    yield labelled("unclipped", f"every skin gets {output['unclipped_amplitude_ma']:.3g} mA")
    worst = output["worst_net_charge_uc"]
    share = output["worst_net_share"] * 100
    yield labelled(
        "balance", f"worst net charge {worst:.3g} uC a pulse, {share:.2g} % of its phase charge"
    )
    yield ""
    rows = [
        [
            f"  {row['load']}",
            f"{row['needed_voltage_v']:.3g}",
            f"{row['unclipped_amplitude_ma']:.3g}",
            _clipping(row["clip_start_us"]),
            f"{row['net_charge_uc']:.3g}",
        ]
        for row in output["loads"]
    ]
    heads = ["  load", "needs V", "reaches mA", "clips", "net uC"]
    yield from table(heads, rows, right="lrrll")


def _clipping(start_us: float | None) -> str:
    if start_us is None:
        return "no"
    return "from the start" if start_us == 0 else f"from {start_us:.3g} us"
