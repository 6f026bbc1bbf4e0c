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

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from tensplan.errors import UsageError
from tensplan.interchange.codes import own_codes
from tensplan.interchange.fhir_parameters import parameters, quantity
from tensplan.interchange.fhir_places import pad_words, pads_of, place, side_of, site_name, sites
from tensplan.interchange.fhir_signature import plan_file, signature
from tensplan.interchange.fhir_source import Resource, Source, pointer
from tensplan.session_plan.disclaimer import DISCLAIMER
from tensplan.session_plan.plan import allowed_packs, may_stimulate

if TYPE_CHECKING:
    from tensplan.approval.gate import Delivery
    from tensplan.session_plan.session_record import SessionRecord

CODES_OF_PEOPLE: Final = "urn:tensplan:patient-code"


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
    source = Source(plan, delivery, sessions)
    whole = {
        "resourceType": "Bundle",
        "id": source.id("bundle"),
        **source.meta,
        "identifier": {"system": "urn:tensplan:plan", "value": plan["digest"]},
        "type": "collection",
        "entry": [
            {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
            for resource in _resources(source)
        ],
    }
    return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()


def _resources(source: Source) -> list[Resource]:
    """Return everything in the bundle, the care plan first."""
    tens = [*_device_requests(source), *_stimulation(source)] if may_stimulate(source.plan) else []
    requests = [*tens, *_packs(source)]
    pain = list(_pain(source))
    return [
        _care_plan(source, requests, pain),
        _patient(source),
        *requests,
        _goal(source),
        *(sites(source) if tens else ()),
        *pain,
        *signature(source, requests),
        plan_file(source),
    ]


def _patient(source: Source) -> Resource:
    code = source.plan["patient"]["code"]
    name = {"system": CODES_OF_PEOPLE, "value": code}
    words = f"Person under the code {code}"
    return source.part("Patient", "patient", words, identifier=[name], **source.meta)


def _care_plan(source: Source, requests: list[Resource], pain: list[Resource]) -> Resource:
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
        **({"supportingInfo": [pointer(one) for one in pain]} if pain else {}),
        goal=[source.to("goal")],
        activity=[{"reference": pointer(one)} for one in requests],
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


def _device_requests(source: Source) -> Iterator[Resource]:
    """Yield what the stimulator is set to: one request for each channel and program."""
    plan = source.plan
    programs = plan["protocol"]["content"]["programs"]
    for channel in plan["channels"]:
        pads = [pad_words(pad, side_of(plan, pad)) for pad in channel["pads"]]
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
                supportingInfo=[source.to(site_name(plan, pad)) for pad in channel["pads"]],
                note=[{"text": f"{words}. {_NO_CURRENT}"}],
            )


_NO_CURRENT: Final = "No current is prescribed: the person raises it from 0, never above the cap."


def _stimulation(source: Source) -> Iterator[Resource]:
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
        bodySite=[place(pad, side_of(plan, pad)) for pad in pads_of(plan)],
        supportingInfo=[source.to(site_name(plan, pad)) for pad in pads_of(plan)],
        patientInstruction=words,
    )


def _packs(source: Source) -> Iterator[Resource]:
    """Yield a request for each pack that the plan allows."""
    plan = source.plan
    for number, pack in allowed_packs(plan).items():
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
            occurrenceTiming=_timing(plan["protocol"]["content"]["course"], pack["duration_min"]),
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


def _goal(source: Source) -> Resource:
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


def _pain(source: Source) -> Iterator[Resource]:
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
