"""The judge: everything that is computed or known of a protocol, against every limit."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.properties import DeviceProfile
from tensplan.finding import Finding, has_errors
from tensplan.placement.stature import REFERENCE, Stature
from tensplan.protocol.coherence import check_coherence
from tensplan.protocol.validation import Draft
from tensplan.safety.contact import Contact
from tensplan.safety.exposure_row import ExposureRow
from tensplan.safety.judge_device import judge_channels, judge_device, judge_fit
from tensplan.safety.judge_dose import judge_course, judge_program, judge_thermal
from tensplan.safety.judge_exposure import judge_exposure
from tensplan.safety.judge_motor import judge_motor
from tensplan.safety.judge_placement import judge_placement
from tensplan.safety.limits import Limits


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a protocol comes to.

    Parameters
    ----------
    findings : tuple of Finding
        All faults and doubts, without places in a file.
    rows : tuple of ExposureRow
        Exposure of every channel with every program it plays.
    contacts : tuple of Contact
        What less contact does to the densities.
    """

    findings: tuple[Finding, ...]
    rows: tuple[ExposureRow, ...]
    contacts: tuple[Contact, ...]


def judge(
    draft: Draft, *, limits: Limits, profile: DeviceProfile, stature: Stature = REFERENCE
) -> Judgement:
    """Judge the sound parts of a protocol.

    Parameters
    ----------
    draft : Draft
        A whole protocol, or the sound parts of a faulty one.
    limits : Limits
        What to judge by.
    profile : DeviceProfile
        The device that will play it.
    stature : Stature
        Body size on which the gaps between the pads are judged.
    """
    coherence = list(check_coherence(draft))
    findings = [*coherence]
    for name, program in draft.programs.items():
        if not _touches(coherence, ("programs", name)):
            findings += judge_program(name, program, limits)
            findings += judge_fit(name, program, profile)
    findings += judge_placement(draft.channels, draft.strategy, limits, stature)
    findings += judge_motor(draft.channels, draft.programs, _rotation(draft))
    if draft.course is not None:
        findings += judge_course(draft.course, limits)
    for index, entry in draft.thermal.items():
        findings += judge_thermal(index, entry, limits)
    findings += judge_device(profile, limits)
    findings += judge_channels(len(draft.channels), profile)
    rows, contacts, exposure = _judge_channels(draft, coherence, limits, profile)
    return Judgement((*findings, *exposure), rows, contacts)


def _judge_channels(
    draft: Draft, coherence: list[Finding], limits: Limits, profile: DeviceProfile
) -> tuple[tuple[ExposureRow, ...], tuple[Contact, ...], tuple[Finding, ...]]:
    rows: list[ExposureRow] = []
    contacts: list[Contact] = []
    findings: list[Finding] = []
    rotation = _rotation(draft)
    for index, channel in draft.channels.items():
        path = ("placement", "channels", index)
        names = (
            tuple(dict.fromkeys(rotation)) if channel.program in rotation else (channel.program,)
        )
        for name in names:
            program = draft.programs.get(name)
            if (
                program is None
                or _touches(coherence, (*path, "pads"))
                or _touches(coherence, ("programs", name))
            ):
                continue
            judged = judge_exposure(
                channel,
                program,
                program_name=name,
                channel_path=path,
                profile=profile,
                limits=limits,
            )
            rows += judged.rows
            contacts += judged.contacts
            findings += judged.findings
    return tuple(rows), tuple(contacts), tuple(findings)


def _rotation(draft: Draft) -> tuple[str, ...]:
    return (draft.course.rotation if draft.course else None) or ()


def _touches(findings: list[Finding], path: tuple[str | int, ...]) -> bool:
    """Say whether an error lies at or below a path, so that going on would judge nonsense."""
    return has_errors(finding for finding in findings if finding.path[: len(path)] == path)
