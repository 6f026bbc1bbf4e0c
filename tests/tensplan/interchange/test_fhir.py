"""A plan as a FHIR bundle: what is in it, and what two validators of other people say."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fhirkit
import pytest
from builders import make_record
from clinics import NOW, Clinic, make_clinic
from pyfhircheck.core.engine import Validator
from pyfhircheck.models import Status

import tensplan
from tensplan.approval.gate import require_delivery
from tensplan.approval.verification import verify
from tensplan.errors import UsageError
from tensplan.interchange.codes import Code, own_codes
from tensplan.interchange.fhir import bundle
from tensplan.safety.limits import own_limits
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.session_plan.compose import compose

SESSIONS = [(1, make_record()), (2, make_record(pain_during=None))]
Data = dict[str, Any]


@cache
def plan(protocol: str = "foot-bracket-dorsum-with-lumbar") -> Data:
    """Return a plan for an invented person."""
    person = tensplan.load_patient("example-intact")
    return tensplan.plan(
        tensplan.load_protocol(protocol), patient=person, on="2026-11-22"
    ).as_json()


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Return a clinic with a reviewer."""
    return make_clinic(tmp_path)


@pytest.fixture
def signed(clinic: Clinic) -> Data:
    """Return the bundle of an approved plan with two sessions."""
    path = clinic.store.parent / "plan.json"
    path.write_bytes(canonical_bytes(plan()))
    clinic.approve(path)
    limits = own_limits().digest
    delivery = require_delivery(path, store=clinic.store, limits_digest=limits, at=NOW)
    found: Data = json.loads(bundle(plan(), delivery=delivery, sessions=SESSIONS))
    return found


def resources(data: Data, kind: str) -> list[Data]:
    """Return the resources of a kind."""
    return [e["resource"] for e in data["entry"] if e["resource"]["resourceType"] == kind]


@cache
def engine() -> Validator:
    """Return the slow one of the validators, ready."""
    return Validator()


def rejects_fhirkit(data: Data) -> bool:
    """Say whether fhirkit finds an error."""
    return any(issue.severity == "error" for issue in fhirkit.validate(data))


def rejects_pyfhircheck(data: Data) -> bool:
    """Say whether pyfhircheck finds an error."""
    return engine().validate_resource(data).status is Status.FAIL


def rejects_fhir_resources(data: Data) -> bool:
    """Say whether fhir.resources, whose oldest release of R4 is R4B, cannot read it."""
    from fhir.resources.R4B.bundle import Bundle
    from pydantic import ValidationError

    try:
        Bundle.model_validate(data)
    except ValidationError:
        return True
    return False


def test_the_validators_accept_what_is_signed(signed: Data) -> None:
    """None has anything to say, not even a warning."""
    assert fhirkit.validate(signed) == []
    assert not rejects_fhir_resources(signed)
    assert list(engine().validate_resource(signed).issues) == []


VARIED = [
    "contralateral-dorsum",
    "distal-nerve-wet-peas",
    "lumbar-segmental-random-rate",
    "sciatic-path-burst",
    "sciatic-path-modulated",
    "sciatic-path-rotation",
]
"""Pads on the other leg, cold, chance, bursts, two modulations, programs in turn."""


@pytest.mark.parametrize("protocol", VARIED)
def test_the_validators_accept_every_draft(protocol: str) -> None:
    """Whatever its pulses, packs and pads, a protocol makes a bundle of drafts."""
    person = tensplan.load_patient("example-intact")
    data = compose(tensplan.load_protocol(protocol), on="2026-11-22").as_json()
    data["patient"] = {"code": person.code, "digest": "sha256:0", "side": "left", "invented": True}
    found = json.loads(bundle(data, delivery=None))
    assert fhirkit.validate(found) == []
    assert list(engine().validate_resource(found).issues) == []
    assert not rejects_fhir_resources(found)


def first(kind: str, **fields: Any) -> Callable[[Data], None]:
    """Return a change of the first resource of a kind; None takes a field away."""

    def change(data: Data) -> None:
        one = resources(data, kind)[0]
        for name, value in fields.items():
            one[name] = value
            if value is None:
                del one[name]

    return change


def no_number(data: Data) -> None:
    """Write a text where a number belongs."""
    for parameter in resources(data, "DeviceRequest")[0]["parameter"]:
        if "valueQuantity" in parameter:
            parameter["valueQuantity"]["value"] = "forty"


def unknown_unit_key(data: Data) -> None:
    """Write a key deep inside that FHIR does not have."""
    resources(data, "ServiceRequest")[0]["occurrenceTiming"]["repeat"]["pauses"] = 2


def broken_signature(data: Data) -> None:
    """Write a signature that is no base64."""
    resources(data, "Provenance")[0]["signature"][0]["data"] = "not base 64!"


PLANTS: dict[str, tuple[Callable[[Data], None], bool, bool, bool]] = {
    # what is wrong: how, and who rejects it: fhirkit-rs, pyfhircheck, fhir.resources
    "status of the care plan": (first("CarePlan", status="approved"), False, True, False),
    "status of a device request": (first("DeviceRequest", status="approved"), False, True, False),
    "state of the goal": (first("Goal", lifecycleStatus="wished"), False, True, False),
    "unknown element": (first("CarePlan", colour="red"), True, True, True),
    "unknown element inside": (unknown_unit_key, True, False, True),
    "care plan without intent": (first("CarePlan", intent=None), True, True, True),
    "observation without status": (first("Observation", status=None), True, True, True),
    "device request without code": (
        first("DeviceRequest", codeCodeableConcept=None),
        True,
        False,
        True,
    ),
    "provenance without agent": (first("Provenance", agent=None), True, False, True),
    "text for a number": (no_number, True, False, True),
    "day that is none": (first("DeviceRequest", authoredOn="tomorrow"), True, True, True),
    "signature that is no base64": (broken_signature, True, False, True),
}


@pytest.mark.parametrize("name", PLANTS)
def test_planted_errors_are_rejected(name: str, signed: Data) -> None:
    """Each error is rejected by the validators of the table, so their word means something."""
    plant, by_fhirkit, by_pyfhircheck, by_fhir_resources = PLANTS[name]
    data = copy.deepcopy(signed)
    plant(data)
    said = (rejects_fhirkit(data), rejects_pyfhircheck(data), rejects_fhir_resources(data))
    assert said == (by_fhirkit, by_pyfhircheck, by_fhir_resources)


def test_the_signature_can_be_verified_from_the_bundle_alone(signed: Data, clinic: Clinic) -> None:
    """The bundle carries plan.json as it was signed, and the envelope; together they hold."""
    from tensplan.approval.subject import read_subject

    (file,) = resources(signed, "DocumentReference")
    received = clinic.store.parent / "received.json"
    received.write_bytes(base64.b64decode(file["content"][0]["attachment"]["data"]))
    (provenance,) = resources(signed, "Provenance")
    envelope = base64.b64decode(provenance["signature"][0]["data"])
    assert verify(read_subject(received), envelope, clinic.trusted, at=NOW).is_valid
    (reviewer,) = resources(signed, "Practitioner")
    assert reviewer["name"] == [{"text": "Dr A. Reviewer"}]
    assert reviewer["identifier"][0]["value"] == clinic.keyid
    assert provenance["reason"] == [{"text": "pads and cap fit"}]


def test_a_draft_is_a_draft(signed: Data) -> None:
    """Without an approval every request is a draft, and nobody is said to have signed."""
    draft = json.loads(bundle(plan(), delivery=None))
    kinds = ("CarePlan", "DeviceRequest", "ServiceRequest")
    assert {one["status"] for kind in kinds for one in resources(draft, kind)} == {"draft"}
    assert {one["status"] for kind in kinds for one in resources(signed, kind)} == {"active"}
    assert resources(draft, "Provenance") == resources(draft, "Practitioner") == []


def test_every_setting_is_a_parameter(signed: Data) -> None:
    """The numbers of the first program stand with their units; the cap is an upper bound."""
    found = {p["code"]["text"]: p for p in resources(signed, "DeviceRequest")[0]["parameter"]}
    cap = found["amplitude, never above the cap"]["valueQuantity"]
    assert (cap["comparator"], cap["value"], cap["code"]) == ("<=", 25, "mA")
    assert found["pulse width"]["valueQuantity"]["value"] == 100
    rate = found["pulse rate"]["valueRange"]
    assert [(rate[end]["value"], rate[end]["code"]) for end in ("low", "high")] == [
        (80, "Hz"),
        (100, "Hz"),
    ]
    assert found["pad 1"]["valueCodeableConcept"]["text"] == (
        "Front of the ankle, right, 40 mm by 40 mm"
    )


def test_steps_and_bursts_are_parameters() -> None:
    """A program of steps names each, a burst its pulses."""
    from tensplan.interchange.fhir_parameters import parameters

    program = {
        "waveform": {"shape": "asymmetric-biphasic", "recharge_ratio": 4, "cathode": 2},
        "steps": [{"pulse_rate_hz": 80, "pulse_width_us": 120, "duration_s": 3, "off_s": 2}],
        "burst": {"bursts_per_s": 2, "pulses_per_burst": 9},
        "target": "motor-twitch",
        "amplitude_cap_ma": 30,
        "ramp": {"up_s": 1, "down_s": 1},
        "duration_min": 20,
    }
    found = {
        p["code"]["text"]: p.get("valueQuantity", {}).get("value") for p in parameters(program, [])
    }
    assert {name: found[name] for name in found if "step 1" in name} == {
        "pulse rate, step 1": 80,
        "pulse width, step 1": 120,
        "duration, step 1": 3,
        "time without pulses, step 1": 2,
    }
    assert (found["bursts per second"], found["pulses in a burst"]) == (2, 9)
    assert (found["recharge ratio"], found["number of the negative pad in the leading phase"]) == (
        4,
        2,
    )


def test_the_pain_of_the_sessions_is_observed(signed: Data) -> None:
    """Each rating is an Observation under LOINC 72514-3; what was not asked is not there."""
    found = resources(signed, "Observation")
    assert [one["valueQuantity"]["value"] for one in found] == [6, 3, 4, 6, 4]
    assert {one["code"]["coding"][0]["code"] for one in found} == {"72514-3"}
    assert len(resources(signed, "CarePlan")[0]["supportingInfo"]) == 5


def test_each_place_is_there_once_with_its_side(signed: Data) -> None:
    """Four pads, four places, in words, on the side of the person."""
    found = resources(signed, "BodyStructure")
    assert len(found) == 4
    assert {one["locationQualifier"][0]["text"] for one in found} == {"Right"}


def test_the_person_is_a_code(signed: Data) -> None:
    """No name, birth date, sex or address."""
    (person,) = resources(signed, "Patient")
    assert set(person) == {"resourceType", "id", "text", "identifier", "meta"}
    assert person["identifier"][0]["value"] == "example-intact"


def test_an_invented_person_is_marked(signed: Data) -> None:
    """Nobody's data carry the tag for test data; those of a person do not."""
    assert signed["meta"] == resources(signed, "Patient")[0]["meta"]
    assert signed["meta"]["tag"][0]["code"] == "HTEST"
    somebody = {**plan(), "patient": {**plan()["patient"], "invented": False}}
    found = json.loads(bundle(somebody, delivery=None))
    assert "meta" not in found
    assert "meta" not in resources(found, "Patient")[0]


def test_a_pack_that_is_blocked_is_not_asked_for() -> None:
    """What the plan does not allow is no request; the care plan says why."""
    data = copy.deepcopy(plan())
    data["thermal"][0]["verdict"] = "blocked"
    data["modalities"]["heat"] = {"verdict": "blocked", "reasons": ["heat test lapsed"]}
    found = json.loads(bundle(data, delivery=None))
    allowed = json.loads(bundle(plan(), delivery=None))
    counts = [len(resources(one, "ServiceRequest")) for one in (allowed, found)]
    assert counts == [2, 1]
    notes = [note["text"] for note in resources(found, "CarePlan")[0]["note"]]
    assert "heat: blocked: heat test lapsed" in notes


def test_the_same_plan_gives_the_same_bytes() -> None:
    """No clock and no chance; another plan has other names."""
    assert bundle(plan(), delivery=None) == bundle(plan(), delivery=None)
    ids = [
        {entry["fullUrl"] for entry in json.loads(bundle(one, delivery=None))["entry"]}
        for one in (plan(), plan("sciatic-path-burst"))
    ]
    assert ids[0] & ids[1] == set()


def test_every_reference_leads_somewhere(signed: Data) -> None:
    """What a resource points at is in the bundle."""

    def pointers(part: Any) -> set[str]:
        if isinstance(part, list):
            return {found for one in part for found in pointers(one)}
        if not isinstance(part, dict):
            return set()
        own = {part["reference"]} if isinstance(part.get("reference"), str) else set()
        return own | {found for one in part.values() for found in pointers(one)}

    found = pointers(signed)
    assert len(found) > 10
    assert found <= {entry["fullUrl"] for entry in signed["entry"]}


def test_unconfirmed_codes_are_text_alone(signed: Data) -> None:
    """No code is written that nobody read where its keepers wrote it; its text is."""
    unconfirmed = {one.code for one in own_codes().values() if one.code and not one.is_confirmed}
    assert "229559001" in unconfirmed
    text = json.dumps(signed)
    assert {code for code in unconfirmed if f'"{code}"' in text} == set()
    assert "Transcutaneous electrical nerve stimulation (TENS)" in text
    with pytest.raises(ValueError, match="it is not written"):
        own_codes()["tens"].as_coding()


def test_a_confirmed_code_is_whole() -> None:
    """An entry of the table that claims to be quoted has system, code and display."""
    with pytest.raises(ValueError, match="is quoted, but not whole"):
        Code(text="Foot", confidence="quoted", source="a book", code="1")
    with pytest.raises(ValueError, match="a text and a source"):
        Code(text="Foot", confidence="recalled", source="")


def test_a_specimen_has_no_bundle() -> None:
    """A care plan is for somebody."""
    specimen = compose(tensplan.load_protocol("sciatic-path-burst"), on="2026-11-22").as_json()
    with pytest.raises(UsageError, match="a care plan needs one"):
        bundle(specimen, delivery=None)
