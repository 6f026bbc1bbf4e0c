"""From a protocol to a judged plan."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, Literal

import numpy as np

import tensplan
from simulator.properties import DeviceProfile, device
from tensplan.finding import Finding, has_errors, worst_first
from tensplan.nerve_response.response import NerveResponse
from tensplan.patient.model import Patient
from tensplan.placement.sites import find_site
from tensplan.placement.stature import REFERENCE
from tensplan.protocol.document import Document
from tensplan.protocol.model import Protocol
from tensplan.protocol.placement import Pad
from tensplan.protocol.validation import draft_of
from tensplan.safety.judge import Judgement, judge
from tensplan.safety.limits import Limits, own_limits
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.session_plan.course import course_days, reviews, sequence
from tensplan.session_plan.guidance import guidance
from tensplan.session_plan.history import History
from tensplan.session_plan.nerves import nerves_of
from tensplan.session_plan.output import output_entries
from tensplan.session_plan.person import person_part
from tensplan.session_plan.person_layout import stature_of
from tensplan.session_plan.placed import placed_part
from tensplan.session_plan.plan import Modality, Plan, Verdict
from tensplan.session_plan.sources import sources_of
from tensplan.session_plan.titration import stop_rules, titration
from tensplan.thermal.part import thermal_part
from tensplan.thermal.sources import thermal_sources

Setting = Literal["home", "supervised"]


def compose(
    protocol: Protocol,
    *,
    on: date | str,
    patient: Patient | None = None,
    history: History | None = None,
    device_id: str = "generic-tens",
    setting: Setting = "home",
    limits: Limits | None = None,
    document: Document | None = None,
) -> Plan:
    """Judge a protocol and compose its plan for a person, or a specimen for nobody.

    Parameters
    ----------
    protocol : Protocol
        What is asked.
    on : date
        Day of the plan; no clock is read.
    patient : Patient or None
        Whom it is for; without a person it is a specimen.
    history : History or None
        The person's logged sessions.
    device_id, setting : str
        Device profile, and where the sessions take place.
    limits : Limits
        The project's own when left out.
    document : Document
        The protocol's file, so that findings carry a place.

    Raises
    ------
    ValueError
        If the device is unknown.
    """
    limits = own_limits() if limits is None else limits
    profile = device(device_id)
    body = REFERENCE if patient is None else stature_of(patient)
    judgement = judge(draft_of(protocol), limits=limits, profile=profile, stature=body)
    output, doubts = output_entries(protocol, profile)
    day = date.fromisoformat(on) if isinstance(on, str) else on
    person = person_part(patient, protocol, on=day, setting=setting)
    placed = placed_part(patient, protocol, history=history, on=day, setting=setting, limits=limits)
    heat = thermal_part(protocol, setting=setting, limits=limits, person=person.thermal)
    faults = has_errors(f for f in (*judgement.findings, *person.findings) if not _is_thermal(f))
    nerve = nerves_of(protocol, patient, profile, limits, is_sound=not faults)
    findings = [
        *judgement.findings,
        *doubts,
        *nerve.findings,
        *_status_findings(protocol),
        *person.findings,
        *placed.findings,
        *heat.findings,
    ]
    ordered = tuple(worst_first(person.findings if person.stop else findings))
    if document is not None:
        ordered = tuple(document.locate(finding) for finding in ordered)
    modalities = _modalities(protocol, ordered, stop=person.stop)
    blocked = [name for name, part in modalities.items() if part.verdict == "blocked"]
    return Plan(
        verdict="stop" if person.stop else _verdict(modalities),
        modalities=modalities,
        findings=ordered,
        exposure=judgement.rows,
        content={
            **_content(protocol, judgement, profile, limits, output, setting, str(on), nerve),
            **heat.content,
            **person.content,
            **placed.content,
            "sequence": sequence(protocol, blocked=blocked),
            "guidance": guidance(patient),
        },
    )


def _status_findings(protocol: Protocol) -> list[Finding]:
    if protocol.status != "retired":
        return []
    return [
        Finding(
            rule="protocol/retired",
            severity="error",
            message=f"the protocol {protocol.id} is retired; no plan is made from it",
            hint="choose an active one; tensplan list shows them",
            path=("status",),
        )
    ]


def _modalities(
    protocol: Protocol, findings: tuple[Finding, ...], *, stop: tuple[str, ...]
) -> dict[str, Modality]:
    """Return whether each modality may be done; a red flag stops every one."""
    electrical = [f for f in findings if not _is_thermal(f)]
    errors = tuple(dict.fromkeys(f.message for f in electrical if f.severity == "error"))
    warnings = tuple(dict.fromkeys(f.message for f in electrical if f.severity == "warning"))
    tens = (
        Modality("blocked", stop or errors)
        if stop or errors
        else Modality("warn" if warnings else "pass", warnings)
    )
    parts = {"tens": tens}
    for name in ("heat", "cold"):
        entries = [i for i, e in enumerate(protocol.thermal or ()) if e.modality == name]
        about = [f for f in findings if _is_thermal(f) and f.path[1] in entries]
        parts[name] = _pack_modality(about, stop) if entries else Modality("not-planned")
    return parts


def _pack_modality(about: list[Finding], stop: tuple[str, ...]) -> Modality:
    """Return whether heat or cold may be done: never for nobody in particular."""
    reasons = stop or tuple(dict.fromkeys(f.message for f in about if f.severity != "note"))
    if stop or has_errors(about) or any(f.rule == "thermal/person-unknown" for f in about):
        return Modality("blocked", reasons)
    return Modality("warn" if reasons else "pass", reasons)


def _is_thermal(finding: Finding) -> bool:
    return len(finding.path) > 1 and finding.path[0] == "thermal"


def _verdict(modalities: dict[str, Modality]) -> Verdict:
    verdicts = [part.verdict for part in modalities.values() if part.verdict != "not-planned"]
    if all(verdict == "blocked" for verdict in verdicts):
        return "blocked"
    return "pass" if all(verdict == "pass" for verdict in verdicts) else "warn"


def _content(
    protocol: Protocol,
    judgement: Judgement,
    profile: DeviceProfile,
    limits: Limits,
    output: list[dict[str, Any]],
    setting: str,
    on: str,
    nerve: NerveResponse,
) -> dict[str, Any]:
    whole = protocol.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {
        "protocol": {
            "id": protocol.id,
            "version": protocol.version,
            "digest": "sha256:" + hashlib.sha256(canonical_bytes(whole)).hexdigest(),
            "content": whole,
        },
        "device": profile.id,
        "setting": setting,
        "channels": _channels(protocol),
        "contact": [contact.as_json() for contact in judgement.contacts],
        "output": output,
        **nerve.content,
        "course": course_days(protocol),
        "reviews": reviews(protocol, start=date.fromisoformat(on)),
        "titration": [
            {"program": name, "steps": titration(program)}
            for name, program in protocol.programs.items()
        ],
        "stop": stop_rules(),
        "evidence": _evidence(protocol),
        "sources": [
            *sources_of(protocol, judgement.rows, profile, limits),
            *nerve.sources,
            *thermal_sources(protocol),
        ],
        "provenance": {
            "tensplan": tensplan.__version__,
            "limits_digest": limits.digest,
            "limits_tightened_by": limits.tightened_by,
            "on": on,
            "numpy": np.__version__,
        },
    }


def _channels(protocol: Protocol) -> list[dict[str, Any]]:
    return [
        {
            "id": channel.id,
            "pads": [_pad(pad) for pad in channel.pads],
            "program": {
                "name": channel.program,
                **protocol.programs[channel.program].model_dump(mode="json", exclude_none=True),
            }
            if channel.program in protocol.programs
            else {"name": channel.program},
            "programs": list(protocol.planned_programs[channel.id]),
        }
        for channel in protocol.placement.channels
    ]


def _pad(pad: Pad) -> dict[str, Any]:
    site = find_site(pad.site)
    width, height = pad.box_mm
    return {
        "site": pad.site if site is None else site.id,
        "code": "" if site is None else site.code,
        "title": "" if site is None else site.title,
        "find": "" if site is None else site.find,
        "nerve": "" if site is None else site.nerve,
        "skin": "" if site is None else site.skin,
        "cautions": [] if site is None else list(site.cautions),
        "side": pad.side,
        "width_mm": width,
        "height_mm": height,
        "round": pad.diameter_mm is not None,
        "outline_cm2": pad.outline_cm2,
        "conductive_cm2": pad.conductive_cm2,
        "conductive_is_stated": pad.conductive_area_cm2 is not None,
    }


def _evidence(protocol: Protocol) -> list[dict[str, Any]]:
    supports = [
        {"for": True, **entry.model_dump(mode="json", exclude_none=True)}
        for entry in protocol.evidence
    ]
    against = [
        {"for": False, **entry.model_dump(mode="json", exclude_none=True)}
        for entry in protocol.evidence_against
    ]
    return supports + against
