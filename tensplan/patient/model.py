"""A pseudonymous patient file: its first keys; what is absent is unknown, never normal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from tensplan.protocol.field import Model, key

PATIENT_SCHEMA = "tensplan/patient/1"


class Patient(Model):
    """A person under a code: never a name, a birth date, an address or a record number."""

    schema_id: Literal["tensplan/patient/1"] = key(
        "schema", "Name and version of this file format.", alias="schema"
    )
    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{1,31}$")] = key(
        "code", "A pseudonym that only the clinic can resolve."
    )
    side: Literal["left", "right"] | None = key(
        "side", "The painful limb; unknown when left out.", default=None
    )
    weeks_since_surgery: float | None = key(
        "weeks since surgery", "Unknown when left out.", unit="weeks", default=None, ge=0, le=4000
    )
