"""JSON Schema of the file formats, from the same fields that the reader checks.

Only words of draft-07 are used, so that older editors understand them: ``definitions``, no
``prefixItems``, and a ``$ref`` never stands beside other keys. Unit and source of each field
are carried in ``x-unit`` and ``x-source``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from pydantic import BaseModel

from tensplan.patient.model import PATIENT_SCHEMA, Patient
from tensplan.protocol.device_program import DEVICE_PROGRAM_SCHEMA, DeviceProgram
from tensplan.protocol.model import PROTOCOL_SCHEMA, Protocol
from tensplan.protocol.schema_alternatives import with_alternatives, with_sites
from tensplan.units import unit_of

DIALECT: Final = "http://json-schema.org/draft-07/schema#"

KINDS: Final = ("protocol", "patient", "plan", "device-program", "limits")
"""The file formats that have a schema."""

Schema = dict[str, Any]


def schema_of(kind: str) -> Schema:
    """Return the JSON Schema of a file format.

    Parameters
    ----------
    kind : str
        One of `KINDS`.

    Returns
    -------
    schema : dict
        Draft-07, as JSON data.

    Raises
    ------
    ValueError
        If the kind is unknown.

    Examples
    --------
    >>> schema_of("protocol")["definitions"]["Ramp"]["properties"]["up_s"]["x-unit"]
    's'
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
    return _BUILDERS[kind]()


def schema_text(kind: str) -> str:
    """Return the schema as the text of its committed copy.

    Examples
    --------
    >>> schema_text("patient").splitlines()[1]
    '  "$schema": "http://json-schema.org/draft-07/schema#",'
    """
    return json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"


def file_name(kind: str) -> str:
    """Return the name of the committed copy.

    Examples
    --------
    >>> file_name("device-program")
    'device-program.schema.json'
    """
    return f"{kind}.schema.json"


def as_draft_07(model: type[BaseModel], *, format_id: str, title: str) -> Schema:
    """Return the draft-07 schema of a model.

    Parameters
    ----------
    model : type
        The model that reads the format.
    format_id : str
        Text of the ``schema`` key, for example ``tensplan/protocol/1``.
    title : str
        Readable name of the format.
    """
    raw = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = {name: _part(body) for name, body in sorted(raw.pop("$defs", {}).items())}
    body = _part(raw)
    return {
        "$schema": DIALECT,
        "$id": "urn:x-tensplan:" + format_id.removeprefix("tensplan/").replace("/", ":"),
        **body,
        "title": title,
        "definitions": definitions,
    }


def _part(node: Any, name: str = "") -> Any:
    """Rewrite one part of pydantic's schema into the words of draft-07."""
    if isinstance(node, list):
        return [_part(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = _without_null(node)
    new: Schema = {}
    for key, value in node.items():
        if key in ("properties", "definitions", "$defs"):
            new[key] = {inner: _part(body, inner) for inner, body in value.items()}
        elif key in ("unit", "source"):
            new[f"x-{key}"] = value
        elif key == "description":
            new[key] = _first_paragraph(value)
        else:
            new[key] = _part(value)
    if name and unit_of(name):
        new.setdefault("x-unit", unit_of(name))
    return _ref_apart(new)


def _without_null(node: Schema) -> Schema:
    """Drop the null of a key that may be left out: leaving it out is how a file says so."""
    if node.get("default", ...) is not None or "anyOf" not in node:
        return node
    choices = [choice for choice in node["anyOf"] if choice != {"type": "null"}]
    rest = {key: value for key, value in node.items() if key not in ("anyOf", "default")}
    return {**choices[0], **rest} if len(choices) == 1 else {"anyOf": choices, **rest}


def _ref_apart(node: Schema) -> Schema:
    """Wrap a ``$ref`` that stands beside other keys: draft-07 would ignore those."""
    if "$ref" not in node or len(node) == 1:
        return node
    rest = {key: value for key, value in node.items() if key != "$ref"}
    return {"allOf": [{"$ref": node["$ref"]}], **rest}


def _first_paragraph(text: str) -> str:
    return " ".join(text.split("\n\n", maxsplit=1)[0].split())


def _protocol() -> Schema:
    schema = as_draft_07(Protocol, format_id=PROTOCOL_SCHEMA, title="TENS protocol")
    return with_sites(with_alternatives(schema, complete=True))


def _device_program() -> Schema:
    title = "Program of a real device"
    schema = as_draft_07(DeviceProgram, format_id=DEVICE_PROGRAM_SCHEMA, title=title)
    return with_alternatives(schema, complete=False)


def _patient() -> Schema:
    return as_draft_07(Patient, format_id=PATIENT_SCHEMA, title="Pseudonymous patient")


def _plan() -> Schema:
    from tensplan.session_plan.plan import PLAN_SCHEMA
    from tensplan.session_plan.plan_schema import PlanContent

    schema = as_draft_07(PlanContent, format_id=PLAN_SCHEMA, title="Judged session plan")
    return with_alternatives(schema, complete=True)


def _limits() -> Schema:
    from tensplan.safety.clinic_limits import LIMITS_SCHEMA, ClinicFile
    from tensplan.safety.limits import own_limits

    schema = as_draft_07(ClinicFile, format_id=LIMITS_SCHEMA, title="Stricter limits of a clinic")
    entry = schema["definitions"]["Tightening"]
    entry["properties"]["id"] |= {
        "enum": [limit.id for limit in own_limits()],
        "enumDescriptions": [limit.rationale for limit in own_limits()],
    }
    entry["anyOf"] = [{"required": ["warning"]}, {"required": ["error"]}]
    return schema


_BUILDERS: Final[dict[str, Callable[[], Schema]]] = {
    "protocol": _protocol,
    "patient": _patient,
    "plan": _plan,
    "device-program": _device_program,
    "limits": _limits,
}
