"""From a document to models, collecting every fault and saving every sound part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from tensplan.finding import Finding
from tensplan.protocol.course import Course
from tensplan.protocol.document import Document, did_you_mean
from tensplan.protocol.model import PROTOCOL_SCHEMA, Protocol
from tensplan.protocol.placement import Channel
from tensplan.protocol.program import Program
from tensplan.protocol.thermal import Thermal
from tensplan.protocol.wording import as_finding

Key = TypeVar("Key")
Part = TypeVar("Part")

PATIENT_SCHEMA: Final = "tensplan/patient/1"

MODELS: Final = {
    PROTOCOL_SCHEMA: ("tensplan.protocol.model", "Protocol"),
    "tensplan/device-program/1": ("tensplan.protocol.device_program", "DeviceProgram"),
    PATIENT_SCHEMA: ("tensplan.patient.model", "Patient"),
}
"""Where the model of each file format lives; it is imported when such a file is met."""


def model_of(schema: str) -> type[BaseModel]:
    """Return the model of a file format.

    Examples
    --------
    >>> model_of("tensplan/patient/1").__name__
    'Patient'
    """
    module, name = MODELS[schema]
    model: type[BaseModel] = getattr(import_module(module), name)
    return model


@dataclass(frozen=True, slots=True)
class Draft:
    """The sound parts of a protocol, whether or not the whole of it is sound.

    Parameters
    ----------
    protocol : Protocol or None
        The whole, when all of it is sound.
    programs : dict
        Sound programs by name.
    program_names : tuple of str
        All names of programs in the file, sound or not.
    channels : dict
        Sound channels by position.
    strategy : str
        Placement strategy; empty when unknown.
    thermal : dict
        Sound thermal entries by position.
    course : Course or None
        The course, when sound.
    """

    protocol: Protocol | None = None
    programs: dict[str, Program] = field(default_factory=dict)
    program_names: tuple[str, ...] = ()
    channels: dict[int, Channel] = field(default_factory=dict)
    strategy: str = ""
    thermal: dict[int, Thermal] = field(default_factory=dict)
    course: Course | None = None


@dataclass(frozen=True, slots=True)
class Validated:
    """What a document turned out to be.

    Parameters
    ----------
    schema : str
        The format's name; empty when the file does not say.
    model : BaseModel or None
        The model when the document has no fault of form.
    draft : Draft or None
        The sound parts, for a protocol.
    findings : tuple of Finding
        Faults of form, each with its place.
    """

    schema: str
    model: BaseModel | None
    draft: Draft | None
    findings: tuple[Finding, ...]


def validate(document: Document) -> Validated:
    """Validate a document against the format that its ``schema`` key names."""
    schema, fault = _schema_of(document)
    if fault is not None:
        return Validated("", None, None, (*document.findings, document.locate(fault)))
    try:
        model: BaseModel | None = model_of(schema).model_validate(document.value)
        faults: list[Finding] = []
    except ValidationError as error:
        model = None
        entries = error.errors(include_url=False)
        faults = [as_finding(entry, model_of(schema)) for entry in entries if not _is_echo(entry)]
    draft = None
    if schema == PROTOCOL_SCHEMA:
        draft = draft_of(model) if isinstance(model, Protocol) else salvage(document.value)
    if schema == PATIENT_SCHEMA:
        faults = _without_identity(document.value, faults)
    findings = (*document.findings, *(document.locate(fault) for fault in faults))
    sound = model if not findings else None
    return Validated(schema, sound, draft, findings)


def _without_identity(value: Any, faults: list[Finding]) -> list[Finding]:
    """Add what tells who a person is, in place of any other fault that would repeat it."""
    from tensplan.patient.privacy import identifying

    telling = list(identifying(value))
    places = [finding.path for finding in telling]
    others = [f for f in faults if not any(f.path[: len(place)] == place for place in places)]
    return [*telling, *others]


def _is_echo(entry: Any) -> bool:
    """Say whether a list is called too short only because one of its entries is at fault."""
    if entry["type"] != "too_short" or not isinstance(entry["input"], list):
        return False
    return len(entry["input"]) >= int(entry["ctx"]["min_length"])


def draft_of(protocol: Protocol) -> Draft:
    """Return a whole protocol as a draft."""
    return Draft(
        protocol=protocol,
        programs=dict(protocol.programs),
        program_names=tuple(protocol.programs),
        channels=dict(enumerate(protocol.placement.channels)),
        strategy=protocol.placement.strategy,
        thermal=dict(enumerate(protocol.thermal or ())),
        course=protocol.course,
    )


def salvage(value: Any) -> Draft:
    """Return the sound parts of a protocol that has faults of form."""
    programs = _mapping(value, "programs")
    placement = _mapping(value, "placement")
    strategy = placement.get("strategy")
    return Draft(
        programs=_sound(programs.items(), Program.model_validate),
        program_names=tuple(str(name) for name in programs),
        channels=_sound(enumerate(_list(placement, "channels")), Channel.model_validate),
        strategy=strategy if isinstance(strategy, str) else "",
        thermal=_sound(enumerate(_list(value, "thermal")), Thermal.model_validate),
        course=_sound([(0, _mapping(value, "course"))], Course.model_validate).get(0),
    )


def _sound(items: Iterable[tuple[Key, Any]], build: Callable[[Any], Part]) -> dict[Key, Part]:
    parts: dict[Key, Part] = {}
    for name, item in items:
        try:
            parts[name] = build(item)
        except ValidationError:
            continue
    return parts


def _mapping(value: Any, key: str) -> dict[str, Any]:
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def _list(value: Any, key: str) -> list[Any]:
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, list) else []


def _schema_of(document: Document) -> tuple[str, Finding | None]:
    known = ", ".join(MODELS)
    if not isinstance(document.value, dict):
        message = "the file is not a mapping of keys to values"
        return "", Finding(
            rule="schema/type",
            severity="error",
            message=message,
            hint=f"begin with schema: {known}",
        )
    schema = document.value.get("schema")
    if schema is None:
        return "", Finding(
            rule="schema/missing-key",
            severity="error",
            message="schema is missing, so the kind of file is unknown",
            hint=f"begin with schema: and one of {known}",
            path=("schema",),
        )
    if isinstance(schema, str) and schema in MODELS:
        return schema, None
    return "", Finding(
        rule="schema/choice",
        severity="error",
        message=f'schema is "{schema}"; it must be one of {known}',
        hint=did_you_mean(str(schema), MODELS),
        path=("schema",),
    )
