"""The nerves' answer to a whole protocol: rows, windows and findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.properties import DeviceProfile
from tensplan.finding import Finding
from tensplan.nerve_response.asking import ask, pulses_of
from tensplan.nerve_response.judge_nerve import judge_depth, judge_nerve
from tensplan.nerve_response.person import NOBODY, NervePerson
from tensplan.nerve_response.predicting import rows_of
from tensplan.nerve_response.row import NerveRow
from tensplan.nerve_response.scaling import scale_to
from tensplan.nerve_response.scene import Scene, scene
from tensplan.nerve_response.sources import nerve_sources
from tensplan.nerve_response.window import NerveWindow
from tensplan.nerve_response.windowing import window_of
from tensplan.protocol.document import Path
from tensplan.protocol.model import Protocol
from tensplan.protocol.placement import Channel
from tensplan.protocol.program import Program
from tensplan.safety.limits import Limits


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelResponse:
    """What one channel with one program is predicted to do.

    Attributes
    ----------
    channel, program : str
        Which plays what.
    rows : tuple of NerveRow
        One threshold each, the earliest first.
    windows : tuple of NerveWindow
        One, or none where no tingle is predicted.
    findings : tuple of Finding
        What is doubtful.
    """

    channel: str
    program: str
    rows: tuple[NerveRow, ...]
    windows: tuple[NerveWindow, ...]
    findings: tuple[Finding, ...]

    @property
    def content(self) -> dict[str, Any]:
        """The keys of plan.json that hold it."""
        return {
            "nerve": [row.as_json() for row in self.rows],
            "nerve_windows": [window.as_json() for window in self.windows],
        }


@dataclass(frozen=True, slots=True)
class NerveResponse:
    """What the nerves are predicted to do, channel by channel, and where the inputs come from."""

    parts: tuple[ChannelResponse, ...] = ()
    sources: tuple[dict[str, str], ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, each once."""
        return tuple(dict.fromkeys(f for part in self.parts for f in part.findings))

    @property
    def rows(self) -> tuple[NerveRow, ...]:
        """All rows."""
        return tuple(row for part in self.parts for row in part.rows)

    @property
    def content(self) -> dict[str, Any]:
        """The keys of plan.json that hold it."""
        contents = [part.content for part in self.parts]
        return {
            key: [entry for content in contents for entry in content[key]]
            for key in ("nerve", "nerve_windows")
        }

    def of(self, channel: str, program: str) -> ChannelResponse:
        """Return the part of one channel with one program.

        Raises
        ------
        ValueError
            If the channel does not play it.
        """
        for part in self.parts:
            if (part.channel, part.program) == (channel, program):
                return part
        raise ValueError(f"channel {channel} does not play {program}")


NOTHING = NerveResponse()
"""The answer where nothing is asked."""


def nerve_response(
    protocol: Protocol,
    *,
    profile: DeviceProfile,
    limits: Limits,
    person: NervePerson = NOBODY,
) -> NerveResponse:
    """Predict what every channel does with every program that it plays.

    Parameters
    ----------
    protocol : Protocol
        Coherent; a prediction that cannot be made is an error finding.
    profile : DeviceProfile
        The device, for its smallest step.
    limits : Limits
        What the caps are judged by.
    person : NervePerson
        What is known of the person; predictions are scaled to currents that were measured.

    Examples
    --------
    >>> import tensplan
    >>> from simulator.properties import device
    >>> from tensplan.safety.limits import own_limits
    >>> protocol = tensplan.load_protocol("distal-nerve-sural")
    >>> found = nerve_response(protocol, profile=device("generic-tens"), limits=own_limits())
    >>> sorted({row.nerve for row in found.rows if row.target})
    ['sural']
    """
    parts = tuple(
        _part(index, channel, name, protocol.programs[name], profile, limits, person)
        for index, channel in enumerate(protocol.placement.channels)
        for name in protocol.planned_programs[channel.id]
    )
    return NerveResponse(
        parts, tuple(nerve_sources(protocol)) if any(p.rows for p in parts) else ()
    )


def _part(
    index: int,
    channel: Channel,
    name: str,
    program: Program,
    profile: DeviceProfile,
    limits: Limits,
    person: NervePerson,
) -> ChannelResponse:
    """Predict one channel with one program; what cannot be predicted is an error finding."""
    path: Path = ("programs", name, "amplitude_cap_ma")
    try:
        where = scene(channel, cathode=program.waveform.cathode or 1, person=person)
        asked = ask(where, pulses_of(program)[0])
        scale = scale_to(asked, person.on(channel))
        rows = rows_of(where, channel.id, name, program, scale)
        window = window_of(asked, rows, scale, profile)
    except ValueError as error:
        refused = (_refused(channel, name, path, error),)
        return ChannelResponse(
            channel=channel.id, program=name, rows=(), windows=(), findings=refused
        )
    judged = judge_nerve(rows, target=program.target, path=path, limits=limits)
    return ChannelResponse(
        channel=channel.id,
        program=name,
        rows=rows,
        windows=() if window is None else (window,),
        findings=(*judged, *_depths(where, channel, index)),
    )


def _depths(where: Scene, channel: Channel, index: int) -> Iterator[Finding]:
    """Yield a warning for each nerve whose depth is not known."""
    for number, crossing in where.unknown:
        path: Path = ("placement", "channels", index, "pads", number - 1, "site")
        yield judge_depth(crossing, pad=f"{channel.id}{number}", path=path)


def _refused(channel: Channel, name: str, path: Path, error: ValueError) -> Finding:
    """Return the error of a prediction that could not be made."""
    return Finding(
        rule="nerve/not-known",
        severity="error",
        message=f"what channel {channel.id} ({name}) does to the nerves is not known: {error}",
        hint="mend what the message names; report it when the protocol has no other fault",
        path=path,
    )
