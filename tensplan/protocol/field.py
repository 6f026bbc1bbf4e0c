"""One description of each file key, for the schema, the help and the report alike."""

from __future__ import annotations

from typing import Annotated, Any

import pydantic
from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from tensplan.units import unit_of

Identifier = Annotated[
    str, pydantic.StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=80)
]
"""A lower-case word with dashes."""

ShortText = Annotated[str, pydantic.StringConstraints(min_length=1, max_length=1000)]
"""Text for people: never empty."""


class Model(BaseModel):
    """A part of a file: frozen, strict, and without unknown keys."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", allow_inf_nan=False, defer_build=True
    )


def key(title: str, description: str, *, unit: str = "", source: str = "", **rules: Any) -> Any:
    """Describe one key of a file.

    Parameters
    ----------
    title : str
        The field's term for it.
    description : str
        One sentence.
    unit, source : str
        Unit of the number, and where the rule or term comes from.
    **rules
        What pydantic's ``Field`` takes: ``gt``, ``le``, ``default`` and so on.
    """
    extra: dict[str, Any] = {}
    if unit:
        extra["x-unit"] = unit
    if source:
        extra["x-source"] = source
    return pydantic.Field(
        title=title, description=description, json_schema_extra=extra or None, **rules
    )


def unit_of_field(name: str, info: FieldInfo) -> str:
    """Return the unit of a key, as declared or as its name says."""
    extra = info.json_schema_extra
    declared = extra.get("x-unit", "") if isinstance(extra, dict) else ""
    return str(declared) or unit_of(name)
