"""Whether a device reaches an amplitude into the loads that skin may be.

The answer is an interval over the loads: it reaches the amplitude into all of them, clips in
some, or clips in all; and what clipping does to the charge balance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from simulator.output_stage import EXCESS, OutputStage, Phase, respond, stage
from simulator.properties import CONFIDENCES, DeviceProfile
from simulator.response import FRACTIONS, Response
from simulator.skin_load import Load

Verdict = Literal["reaches-cap", "may-clip", "clips", "unknown"]

HALVINGS = 44
"""Steps of the search for the amplitude at which clipping begins, to 1e-13 of the asked one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadReach:
    """One load's part of the answer.

    Parameters
    ----------
    load : str
        Its name.
    needed_voltage : float
        Peak voltage that the pulse needs at this amplitude. [V]
    clips : bool
        Whether the source clips.
    clip_start : float or None
        When it first does, after the start of the pulse. [s]
    unclipped_amplitude : float
        Largest amplitude, up to the one asked, without clipping. [A]
    lowest_current, highest_current : float
        Smallest and largest absolute current within the leading phase. [A]
    phase_charges : tuple of float
        Signed charge of each phase. [C]
    net_charge : float
        Their sum. [C]
    net_fraction : float
        Net charge over the charge delivered in the leading phase, absolute.
    """

    load: str
    needed_voltage: float
    clips: bool
    clip_start: float | None
    unclipped_amplitude: float
    lowest_current: float
    highest_current: float
    phase_charges: tuple[float, ...]
    net_charge: float
    net_fraction: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """Answer over all loads.

    Parameters
    ----------
    verdict : {"reaches-cap", "may-clip", "clips", "unknown"}
        In all loads, not in all, in none; unknown when no source states the device's
        compliance voltage, and then the currents are those of an unlimited source.
    limited_by : tuple of str
        "device maximum" when the device cannot be set to the amplitude, "compliance voltage"
        when it clips in some load.
    amplitude, settable_amplitude : float
        Asked for, and as far as the device can be set; the rows are for the second. [A]
    compliance_voltage : float or None
        Of the device. [V]
    needed_voltage_low, needed_voltage_high : float
        Over the loads. [V]
    unclipped_amplitude : float
        Largest amplitude that every load gets without clipping. [A]
    lowest_current, highest_current : float
        Over the loads, within the leading phase. [A]
    worst_net_charge, worst_net_fraction : float
        Largest absolute net charge of a pulse, signed, and its fraction of the charge
        delivered in the leading phase. [C], [1]
    confidence : str
        The weakest confidence among loads and compliance voltage.
    rows : tuple of LoadReach
        One for each load.
    """

    verdict: Verdict
    limited_by: tuple[str, ...]
    amplitude: float
    settable_amplitude: float
    compliance_voltage: float | None
    needed_voltage_low: float
    needed_voltage_high: float
    unclipped_amplitude: float
    lowest_current: float
    highest_current: float
    worst_net_charge: float
    worst_net_fraction: float
    confidence: str
    rows: tuple[LoadReach, ...]


def reach(
    profile: DeviceProfile, pulse: Sequence[Phase], amplitude: float, loads: Sequence[Load]
) -> Reach:
    """Answer whether a device drives a pulse of this amplitude into these loads.

    Parameters
    ----------
    profile : DeviceProfile
        The device.
    pulse : sequence of (offset_us, width_us, relative amplitude)
        From rest, with nothing left of an earlier pulse.
    amplitude : float
        Peak of the leading phase, above 0. [A]
    loads : sequence of Load
        At least one; `simulator.skin_load.skin_range` gives the interval for two pads.

    Returns
    -------
    reach : Reach
        Verdict, voltages, currents and charge balance.

    Raises
    ------
    ValueError
        If there is no load or the amplitude is not above 0.

    Examples
    --------
    >>> from simulator.properties import device
    >>> from simulator.skin_load import resistor
    >>> pulse = [(0, 100, 1.0), (100, 100, -1.0)]
    >>> answer = reach(device("p24"), pulse, 0.1, [resistor(1000.0), resistor(2000.0)])
    >>> answer.verdict, answer.needed_voltage_high, round(answer.unclipped_amplitude, 9)
    ('may-clip', 200.0, 0.075)
    """
    if not loads:
        raise ValueError("loads must hold at least one load")
    if not 0 < amplitude < math.inf:
        raise ValueError(f"amplitude must be above 0 A and finite, got {amplitude} A")
    most = profile.max_amplitude
    settable = amplitude if most is None else min(amplitude, most.value)
    rows = tuple(_row(stage(profile), pulse, settable, load) for load in loads)
    worst = max(rows, key=lambda row: abs(row.net_charge))
    return Reach(
        verdict=_verdict(profile, rows, settable < amplitude),
        limited_by=_limits(rows, settable < amplitude),
        amplitude=amplitude,
        settable_amplitude=settable,
        compliance_voltage=_value(profile),
        needed_voltage_low=min(row.needed_voltage for row in rows),
        needed_voltage_high=max(row.needed_voltage for row in rows),
        unclipped_amplitude=min(row.unclipped_amplitude for row in rows),
        lowest_current=min(row.lowest_current for row in rows),
        highest_current=max(row.highest_current for row in rows),
        worst_net_charge=worst.net_charge,
        worst_net_fraction=worst.net_fraction,
        confidence=_confidence(profile, loads),
        rows=rows,
    )


def _value(profile: DeviceProfile) -> float | None:
    """Compliance voltage of a profile, None when not stated."""
    return None if profile.compliance_voltage is None else profile.compliance_voltage.value


def _verdict(profile: DeviceProfile, rows: Sequence[LoadReach], beyond: bool) -> Verdict:
    """Word for the interval; `beyond` when the device cannot be set that high."""
    clips = [row.clips for row in rows]
    if beyond or all(clips):
        return "clips"
    if profile.compliance_voltage is None:
        return "unknown"
    return "may-clip" if any(clips) else "reaches-cap"


def _limits(rows: Sequence[LoadReach], beyond: bool) -> tuple[str, ...]:
    """List what keeps the device from the amplitude."""
    clipping = any(row.clips for row in rows)
    causes = (("device maximum", beyond), ("compliance voltage", clipping))
    return tuple(cause for cause, present in causes if present)


def _confidence(profile: DeviceProfile, loads: Sequence[Load]) -> str:
    """Weakest confidence word behind the answer."""
    words = [load.confidence for load in loads]
    if profile.compliance_voltage is not None:
        words.append(profile.compliance_voltage.confidence)
    return max(words, key=CONFIDENCES.index)


def _row(source: OutputStage, pulse: Sequence[Phase], amplitude: float, load: Load) -> LoadReach:
    """Answer for one load."""
    response = respond(source, pulse, amplitude, load)
    low, high = _leading_currents(response, pulse[0])
    leading = abs(response.phase_charges[0])
    return LoadReach(
        load=load.name,
        needed_voltage=_needed(source, pulse, amplitude, load),
        clips=response.clip_start is not None,
        clip_start=response.clip_start,
        unclipped_amplitude=_unclipped(source, pulse, amplitude, load),
        lowest_current=low,
        highest_current=high,
        phase_charges=response.phase_charges,
        net_charge=response.net_charge,
        net_fraction=abs(response.net_charge) / leading if leading > 0 else 0.0,
    )


def _needed(source: OutputStage, pulse: Sequence[Phase], amplitude: float, load: Load) -> float:
    """Peak voltage at this amplitude when nothing limits the source."""
    return respond(
        replace(source, compliance_voltage=math.inf), pulse, amplitude, load
    ).peak_voltage


def _unclipped(source: OutputStage, pulse: Sequence[Phase], amplitude: float, load: Load) -> float:
    """Largest amplitude up to the given one whose needed voltage the source has."""
    limit = source.compliance_voltage
    needed = _needed(source, pulse, amplitude, load)
    if needed <= limit * (1 + EXCESS):
        return amplitude
    if load.is_linear:
        return amplitude * limit / needed
    low, high = 0.0, amplitude
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if _needed(source, pulse, middle, load) > limit:
            high = middle
        else:
            low = middle
    return low


def _leading_currents(response: Response, leading: Phase) -> tuple[float, float]:
    """Smallest and largest absolute current within the leading phase."""
    start, stop = leading[0] / 1e6, (leading[0] + leading[1]) / 1e6
    sizes = [
        np.abs(segment.current(np.concatenate([[0.0], FRACTIONS * segment.duration])))
        for segment in response.segments
        if start <= segment.start < stop
    ]
    currents = np.concatenate(sizes)
    return float(currents.min()), float(currents.max())
