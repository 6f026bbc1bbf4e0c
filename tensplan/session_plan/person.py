"""Whom a plan is for: nobody, so that it is a specimen, or a person who was screened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from tensplan.finding import Finding
from tensplan.patient.model import Patient
from tensplan.patient.rule import Rule
from tensplan.patient.screening import Screening, screen
from tensplan.protocol.model import Protocol
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.session_plan.thermal_person import thermal_person
from tensplan.thermal.person import ThermalPerson

SAID_WITH_THE_PACK: Final = ("screening/P_HOTCOLD", "screening/P_NOSWELL")
"""What the judgement of each pack says in its own words, at least as strictly."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonPart:
    """What a plan says of the person.

    Parameters
    ----------
    findings : tuple of Finding
        What screening found, or that it is a specimen.
    content : dict
        The keys ``patient`` and ``screening`` of plan.json.
    thermal : ThermalPerson or None
        What is known for heat and cold.
    stop : tuple of str
        The red flags that stop everything, in words.
    """

    findings: tuple[Finding, ...]
    content: dict[str, Any]
    thermal: ThermalPerson | None = None
    stop: tuple[str, ...] = ()


def person_part(
    patient: Patient | None,
    protocol: Protocol,
    *,
    on: date,
    setting: Literal["home", "supervised"],
) -> PersonPart:
    """Screen a person for a protocol, or say that there is none.

    Examples
    --------
    >>> import tensplan
    >>> protocol = tensplan.load_protocol("sciatic-path-conventional")
    >>> person_part(None, protocol, on=date(2026, 11, 22), setting="home").content["patient"] is None
    True
    """
    if patient is None:
        return PersonPart(findings=(_specimen(),), content={"patient": None, "screening": None})
    screening = screen(patient, protocol, on=on, setting=setting)
    return PersonPart(
        findings=tuple(f for f in screening.findings if f.rule not in SAID_WITH_THE_PACK),
        content={"patient": identity(patient), "screening": _as_json(screening)},
        thermal=thermal_person(patient, on),
        stop=tuple(finding.message for finding in screening.findings) if screening.stops else (),
    )


def identity(patient: Patient) -> dict[str, Any]:
    """Return the code and the digest of the file's content, never the content itself.

    Examples
    --------
    >>> import tensplan
    >>> identity(tensplan.load_patient("example-numb-sole"))["side"]
    'left'
    """
    whole = patient.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {
        "code": patient.code,
        "digest": "sha256:" + hashlib.sha256(canonical_bytes(whole)).hexdigest(),
        "side": patient.side,
        "invented": patient.invented,
    }


def _as_json(screening: Screening) -> dict[str, Any]:
    return {
        "red_flags": [_red_flag(flag) for flag in screening.red_flags],
        "ask": list(screening.ask),
        "still": list(screening.still),
        "cleared": [
            {"code": item.code, "by_role": item.by_role, "until": str(item.until)}
            for item in screening.cleared
        ],
    }


def _red_flag(flag: Rule) -> dict[str, str]:
    return {
        "code": flag.id,
        "title": flag.title,
        "urgency": flag.urgency,
        "call": flag.call,
        "act": flag.act,
    }


def _specimen() -> Finding:
    return Finding(
        rule="plan/specimen",
        severity="warning",
        message="this is a specimen, for no person: nobody's skin, nerves or history were asked for",
        hint="use it to read and discuss the protocol; it can be neither approved nor played",
    )
