"""What a FHIR bundle is made from, and how its parts are named."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

from tensplan.interchange.codes import own_codes

if TYPE_CHECKING:
    from tensplan.approval.gate import Delivery
    from tensplan.session_plan.session_record import SessionRecord

NAMESPACE: Final = uuid.UUID("6f1c2f0e-0d8e-5d5b-9a39-5f2c3a4d7e10")
"""Of the names of resources; any fixed number would do."""

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A plan, who approved it, and its sessions.

    Parameters
    ----------
    plan : mapping
        A whole plan.json for a person.
    delivery : Delivery or None
        Who approved it; None for a draft.
    sessions : sequence of (int, SessionRecord)
        Logged sessions of the plan with their numbers.
    """

    plan: Mapping[str, Any]
    delivery: Delivery | None
    sessions: Sequence[tuple[int, SessionRecord]]

    @property
    def is_draft(self) -> bool:
        """Whether nobody approved the plan."""
        return self.delivery is None

    @property
    def status(self) -> str:
        """Status of the care plan and of everything that it asks for."""
        return "draft" if self.is_draft else "active"

    @property
    def meta(self) -> dict[str, Any]:
        """What marks the data of a person who was invented."""
        tag = {"meta": {"tag": [own_codes()["invented"].as_coding()]}}
        return tag if self.plan["patient"].get("invented", False) else {}

    def id(self, name: str) -> str:
        """Return the id of a part: the same for the same plan."""
        return str(uuid.uuid5(NAMESPACE, f"{self.plan['digest']}/{name}"))

    def to(self, name: str) -> dict[str, str]:
        """Return a reference to a part."""
        return {"reference": f"urn:uuid:{self.id(name)}"}

    def part(self, kind: str, name: str, words: str, /, **fields: Any) -> Resource:
        """Return a resource with a sentence that people can read."""
        div = f'<div xmlns="http://www.w3.org/1999/xhtml">{escape(words)}</div>'
        text = {"status": "generated", "div": div}
        return {"resourceType": kind, "id": self.id(name), "text": text, **fields}


def pointer(resource: Resource) -> dict[str, str]:
    """Return a reference to a resource.

    Examples
    --------
    >>> pointer({"id": "1"})
    {'reference': 'urn:uuid:1'}
    """
    return {"reference": f"urn:uuid:{resource['id']}"}
