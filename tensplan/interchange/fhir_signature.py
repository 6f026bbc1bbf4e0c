"""The approval of a plan in a FHIR bundle: who signed, the signature, and the file it is over."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC
from typing import Final

from tensplan.interchange.codes import own_codes
from tensplan.interchange.fhir_source import Resource, Source, pointer
from tensplan.session_plan.canonical import canonical_bytes

KEYS: Final = "urn:tensplan:key-sha256"
ENVELOPE_TYPE: Final = "application/vnd.dsse.envelope.v1+json"


def signature(source: Source, requests: list[Resource]) -> Iterator[Resource]:
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
        target=[source.to("care-plan"), *(pointer(one) for one in requests)],
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


def plan_file(source: Source) -> Resource:
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
