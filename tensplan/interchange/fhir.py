"""A plan as an HL7 FHIR R4 bundle: who asks for which sessions, of what, for whom, signed by whom.

The shape is that of published care plans in R4 [1]_: a CarePlan that points at what is asked for
(ServiceRequest, DeviceRequest with its parameters), at a Goal and at Observations. The person is
a pseudonymous code. The signature is over plan.json, which lies in the bundle as it is, so that
whoever receives the bundle can verify it.

References
----------
.. [1] HL7, US Physical Activity Implementation Guide 1.0 (FHIR R4), scenario 4.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any, Final

from tensplan.errors import UsageError
from tensplan.interchange.codes import own_codes
from tensplan.interchange.fhir_parameters import parameters, quantity
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.session_plan.disclaimer import DISCLAIMER

if TYPE_CHECKING:
    from tensplan.approval.gate import Delivery
    from tensplan.session_plan.session_record import SessionRecord

NAMESPACE: Final = uuid.UUID("6f1c2f0e-0d8e-5d5b-9a39-5f2c3a4d7e10")
"""Of the names of resources; any fixed number would do."""
SITES: Final = "urn:tensplan:site"
CODES_OF_PEOPLE: Final = "urn:tensplan:patient-code"
KEYS: Final = "urn:tensplan:key-sha256"
ENVELOPE_TYPE: Final = "application/vnd.dsse.envelope.v1+json"

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Source:
    """What a bundle is made from, and how its parts are named."""

    plan: Mapping[str, Any]
    delivery: Delivery | None
    sessions: Sequence[tuple[int, SessionRecord]]

    @property
    def is_draft(self) -> bool:
        return self.delivery is None

    @property
    def status(self) -> str:
        return "draft" if self.is_draft else "active"

    def id(self, name: str) -> str:
        return str(uuid.uuid5(NAMESPACE, f"{self.plan['digest']}/{name}"))

    def to(self, name: str) -> dict[str, str]:
        return {"reference": f"urn:uuid:{self.id(name)}"}

    def part(self, kind: str, name: str, words: str, /, **fields: Any) -> Resource:
        """Return a resource with a sentence that people can read."""
        div = f'<div xmlns="http://www.w3.org/1999/xhtml">{escape(words)}</div>'
        text = {"status": "generated", "div": div}
        return {"resourceType": kind, "id": self.id(name), "text": text, **fields}


def bundle(
    plan: Mapping[str, Any],
    *,
    delivery: Delivery | None,
    sessions: Sequence[tuple[int, SessionRecord]] = (),
) -> bytes:
    """Return a plan as a FHIR R4 Bundle; the same input always gives the same bytes.

    Parameters
    ----------
    plan : mapping
        A whole plan.json for a person.
    delivery : Delivery or None
        Who approved it; None for a draft, whose requests are drafts and which nobody signs.
    sessions : sequence of (int, SessionRecord)
        Logged sessions of the plan with their numbers; their pain becomes Observations.

    Returns
    -------
    bytes
        JSON in UTF-8.

    Raises
    ------
    UsageError
        If the plan is a specimen, for no person.

    Examples
    --------
    >>> import tensplan
    >>> made = tensplan.plan(
    ...     tensplan.load_protocol("sciatic-path-conventional"),
    ...     patient=tensplan.load_patient("example-intact"),
    ...     on="2026-11-22",
    ... )
    >>> found = json.loads(bundle(made.as_json(), delivery=None))
    >>> found["type"], found["entry"][0]["resource"]["resourceType"]
    ('collection', 'CarePlan')
    """
    if plan["patient"] is None:
        raise UsageError(
            "this plan is a specimen, for no person: a care plan needs one",
            hint="make the plan with --patient",
        )
    source = _Source(plan, delivery, sessions)
    whole = {
        "resourceType": "Bundle",
        "id": source.id("bundle"),
        "identifier": {"system": "urn:tensplan:plan", "value": plan["digest"]},
        "type": "collection",
        "entry": [
            {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
            for resource in _resources(source)
        ],
    }
    return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()


def _resources(source: _Source) -> list[Resource]:
    """Return everything in the bundle, the care plan first."""
    requests = [*_device_requests(source), *_stimulation(source), *_packs(source)]
    pain = list(_pain(source))
    return [
        _care_plan(source, requests, pain),
        _patient(source),
        *requests,
        _goal(source),
        *_sites(source),
        *pain,
        *_signature(source, requests),
        _plan_file(source),
    ]


def _patient(source: _Source) -> Resource:
    code = source.plan["patient"]["code"]
    name = {"system": CODES_OF_PEOPLE, "value": code}
    return source.part("Patient", "patient", f"Person under the code {code}", identifier=[name])


def _care_plan(source: _Source, requests: list[Resource], pain: list[Resource]) -> Resource:
    plan = source.plan
    content = plan["protocol"]["content"]
    first = date.fromisoformat(plan["provenance"]["on"])
    last = first + timedelta(weeks=content["course"]["weeks"])
    extra = {"author": source.to("reviewer")} if not source.is_draft else {}
    return source.part(
        "CarePlan",
        "care-plan",
        f"{content['title']}. {DISCLAIMER}",
        identifier=[{"system": "urn:tensplan:plan", "value": plan["digest"]}],
        instantiatesUri=[f"urn:tensplan:protocol:{plan['protocol']['id']}:{content['version']}"],
        status=source.status,
        intent="plan",
        category=[own_codes()["assess-plan"].as_concept()],
        title=content["title"],
        description=f"{content['summary']} {DISCLAIMER}",
        subject=source.to("patient"),
        period={"start": first.isoformat(), "end": last.isoformat()},
        created=first.isoformat(),
        **extra,
        **({"supportingInfo": [_pointer(one) for one in pain]} if pain else {}),
        goal=[source.to("goal")],
        activity=[{"reference": _pointer(one)} for one in requests],
        note=[{"text": words} for words in _notes(plan)],
    )


def _notes(plan: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the reader of a care plan has to know: verdicts, findings, when to stop."""
    for name, part in plan["modalities"].items():
        if part["verdict"] != "not-planned":
            reasons = "; ".join(part["reasons"])
            yield f"{name}: {part['verdict']}{f': {reasons}' if reasons else ''}"
    for rule in plan["stop"]:
        yield f"Stop: {rule['do']} Ask: {rule['who']}"
    for review in plan["reviews"]:
        yield f"Review after {review['after']}, on {review['on']}: {review['otherwise']}"


def _device_requests(source: _Source) -> Iterator[Resource]:
    """Yield what the stimulator is set to: one request for each channel and program."""
    plan = source.plan
    programs = plan["protocol"]["content"]["programs"]
    for channel in plan["channels"]:
        pads = [_pad_words(pad, _side(plan, pad)) for pad in channel["pads"]]
        for name in channel["programs"]:
            words = f"Channel {channel['id']}, program {name}, on {plan['device']}"
            yield source.part(
                "DeviceRequest",
                f"device/{channel['id']}/{name}",
                words,
                status=source.status,
                intent="plan",
                codeCodeableConcept={"text": f"TENS stimulator, as the profile {plan['device']}"},
                parameter=parameters(programs[name], pads),
                subject=source.to("patient"),
                authoredOn=plan["provenance"]["on"],
                supportingInfo=[source.to(_site_name(plan, pad)) for pad in channel["pads"]],
                note=[{"text": f"{words}. {_NO_CURRENT}"}],
            )


_NO_CURRENT: Final = "No current is prescribed: the person raises it from 0, never above the cap."


def _stimulation(source: _Source) -> Iterator[Resource]:
    """Yield the request for the sessions."""
    plan = source.plan
    course = plan["protocol"]["content"]["course"]
    minutes = max(part["duration_min"] for part in plan["protocol"]["content"]["programs"].values())
    words = (
        f"{course['sessions_per_day']} a day, {course['days_per_week']} days a week, "
        f"{course['weeks']} weeks, at least {course['minimum_gap_h']:g} h apart"
    )
    yield source.part(
        "ServiceRequest",
        "stimulation",
        f"TENS: {words}",
        status=source.status,
        intent="plan",
        code=own_codes()["tens"].as_concept(),
        subject=source.to("patient"),
        occurrenceTiming=_timing(course, minutes),
        authoredOn=plan["provenance"]["on"],
        bodySite=[_place(pad, _side(plan, pad)) for pad in _pads(plan)],
        supportingInfo=[source.to(_site_name(plan, pad)) for pad in _pads(plan)],
        patientInstruction=words,
    )


def _packs(source: _Source) -> Iterator[Resource]:
    """Yield a request for each pack that the plan allows."""
    plan = source.plan
    packs = plan["protocol"]["content"].get("thermal") or ()
    allowed = {part["entry"] for part in plan["thermal"] if part["verdict"] in ("pass", "warn")}
    for number, pack in enumerate(packs):
        if number in allowed:
            words = (
                f"{pack['pack']} of {pack['pack_temperature_c']:g} degC on {pack['area']}, "
                f"{pack['duration_min']:g} min, {pack['when']}; look at the skin every "
                f"{pack['skin_check_every_min']:g} min; between pack and skin: {_cover(pack)}"
            )
            yield source.part(
                "ServiceRequest",
                f"pack/{number}",
                words,
                status=source.status,
                intent="plan",
                code=own_codes()[pack["modality"]].as_concept(),
                subject=source.to("patient"),
                occurrenceTiming=_timing(
                    plan["protocol"]["content"]["course"], pack["duration_min"]
                ),
                authoredOn=plan["provenance"]["on"],
                bodySite=[{"text": pack["area"]}],
                patientInstruction=words,
            )


def _cover(pack: Mapping[str, Any]) -> str:
    layers = [f"{count} {name.replace('_', ' ')}" for name, count in pack["cover"].items() if count]
    return ", ".join(layers) or "nothing"


def _timing(course: Mapping[str, Any], minutes: float) -> dict[str, Any]:
    """Return the course as a FHIR Timing: sessions of a week, for some weeks."""
    return {
        "repeat": {
            "boundsDuration": quantity(course["weeks"], "wk"),
            "duration": minutes,
            "durationUnit": "min",
            "frequency": course["sessions_per_day"] * course["days_per_week"],
            "period": 1,
            "periodUnit": "wk",
        }
    }


def _goal(source: _Source) -> Resource:
    plan = source.plan
    aims = list(dict.fromkeys(review["go_on"] for review in plan["reviews"]))
    words = "; ".join(aims) or "less pain during the sessions"
    pain = own_codes()["pain"].as_concept()
    targets = [
        {"measure": pain, "detailString": review["go_on"], "dueDate": review["on"]}
        for review in plan["reviews"]
    ]
    return source.part(
        "Goal",
        "goal",
        words,
        lifecycleStatus="proposed" if source.is_draft else "accepted",
        description={"text": words},
        subject=source.to("patient"),
        startDate=plan["provenance"]["on"],
        **({"target": targets} if targets else {}),
    )


def _sites(source: _Source) -> Iterator[Resource]:
    """Yield each place of a pad once."""
    plan = source.plan
    for name, pad in {_site_name(plan, pad): pad for pad in _pads(plan)}.items():
        side = _side(plan, pad)
        qualifier = {"locationQualifier": [own_codes()[side].as_concept()]} if side else {}
        yield source.part(
            "BodyStructure",
            name,
            _pad_words(pad, side),
            identifier=[{"system": SITES, "value": pad["site"]}],
            location={"text": pad["title"]},
            **qualifier,
            description=pad["find"],
            patient=source.to("patient"),
        )


def _pads(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield each pad of each channel."""
    for channel in plan["channels"]:
        yield from channel["pads"]


def _side(plan: Mapping[str, Any], pad: Mapping[str, Any]) -> str:
    """Return the side of a pad; empty where the person's side is not known."""
    treated = plan["patient"].get("side")
    if treated is None:
        return ""
    return str(treated) if pad["side"] == "treated" else {"left": "right", "right": "left"}[treated]


def _site_name(plan: Mapping[str, Any], pad: Mapping[str, Any]) -> str:
    return f"site/{pad['site']}/{_side(plan, pad) or pad['side']}"


def _place(pad: Mapping[str, Any], side: str) -> dict[str, str]:
    return {"text": f"{pad['title']}, {side or 'side not known'}"}


def _pad_words(pad: Mapping[str, Any], side: str) -> str:
    size = f"{pad['width_mm']:g} mm" + ("" if pad["round"] else f" by {pad['height_mm']:g} mm")
    return f"{_place(pad, side)['text']}, {'round, ' if pad['round'] else ''}{size}"


def _pain(source: _Source) -> Iterator[Resource]:
    """Yield the pain of each logged session, where it was asked."""
    for number, record in source.sessions:
        for when in ("before", "during", "after"):
            value = getattr(record, f"pain_{when}")
            if value is not None:
                words = f"Pain {when} session {number} of {record.on}: {value:g} of 10"
                yield source.part(
                    "Observation",
                    f"pain/{record.on}/{number}/{when}",
                    words,
                    status="final",
                    category=[own_codes()["survey"].as_concept()],
                    code=own_codes()["pain"].as_concept(f"Pain {when} the session, 0 to 10"),
                    subject=source.to("patient"),
                    effectiveDateTime=record.on,
                    valueQuantity=quantity(value, "{score}"),
                )


def _signature(source: _Source, requests: list[Resource]) -> Iterator[Resource]:
    """Yield who signed, and the signature over plan.json; nothing for a draft."""
    delivery = source.delivery
    if delivery is None:
        return
    approval, reviewer = delivery.approval.approval, delivery.approval.reviewer
    if approval is None or reviewer is None or delivery.envelope is None:
        raise ValueError("a plan that may be delivered has an approval with its signer")
    by = approval.reviewer
    yield source.part(
        "Practitioner",
        "reviewer",
        f"{by.name}, {by.role}",
        identifier=[{"system": KEYS, "value": reviewer.keyid}],
        name=[{"text": by.name}],
        qualification=[{"code": {"text": by.role}}],
    )
    when = approval.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    yield source.part(
        "Provenance",
        "approval",
        f"Approved by {by.name}, {by.role}, until {approval.expires_on}: {approval.reason}",
        target=[source.to("care-plan"), *(_pointer(one) for one in requests)],
        occurredDateTime=when,
        recorded=when,
        reason=[{"text": approval.reason}],
        agent=[{"type": own_codes()["verifier"].as_concept(), "who": source.to("reviewer")}],
        entity=[{"role": "source", "what": source.to("plan-file")}],
        signature=[
            {
                "type": [own_codes()["verification-signature"].as_coding()],
                "when": when,
                "who": source.to("reviewer"),
                "targetFormat": "application/json",
                "sigFormat": ENVELOPE_TYPE,
                "data": base64.b64encode(delivery.envelope).decode(),
            }
        ],
    )


def _plan_file(source: _Source) -> Resource:
    """Return plan.json, byte for byte what is signed."""
    data = base64.b64encode(canonical_bytes(source.plan)).decode()
    attachment = {"contentType": "application/json", "data": data, "title": "plan.json"}
    return source.part(
        "DocumentReference",
        "plan-file",
        f"plan.json {source.plan['digest']}, as it was made and is signed",
        status="current",
        docStatus="preliminary" if source.is_draft else "final",
        type=own_codes()["tens-document"].as_concept(),
        subject=source.to("patient"),
        content=[{"attachment": attachment}],
    )


def _pointer(resource: Resource) -> dict[str, str]:
    return {"reference": f"urn:uuid:{resource['id']}"}
