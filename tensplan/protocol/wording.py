"""A validator's error, said in the words of the field."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from tensplan.finding import Finding
from tensplan.protocol.document import did_you_mean
from tensplan.units import unit_of

_RULES = {
    "missing": "schema/missing-key",
    "extra_forbidden": "schema/unknown-key",
    "literal_error": "schema/choice",
    "string_pattern_mismatch": "schema/form",
    "finite_number": "schema/not-finite",
    "greater_than": "schema/range",
    "greater_than_equal": "schema/range",
    "less_than": "schema/range",
    "less_than_equal": "schema/range",
    "too_short": "schema/count",
    "too_long": "schema/count",
    "string_too_short": "schema/form",
    "string_too_long": "schema/form",
    "modulation_bounds": "timing/modulation-bounds",
    "day": "schema/form",
    "place": "patient/place",
    "place_twice": "patient/place",
}
_COMPARISONS = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}
_NUMBER_AND_UNIT = re.compile(r"([-+]?(?:[0-9]*\.)?[0-9]+)\s*([^\W\d]*|%)")
_EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}


def as_finding(error: Any, model: type[BaseModel]) -> Finding:
    """Turn one pydantic error into a finding.

    Parameters
    ----------
    error : dict
        One entry of ``ValidationError.errors()``.
    model : type
        The model that was validated; it knows the neighbouring keys.
    """
    path = tuple(part for part in error["loc"] if part != "[key]")
    rule = _RULES.get(error["type"], "schema/type")
    message, hint = _words(error, path, model)
    return Finding(rule=rule, severity="error", message=message, hint=hint, path=path)


def _words(error: Any, path: tuple[str | int, ...], model: type[BaseModel]) -> tuple[str, str]:
    kind = error["type"]
    name = _name(path)
    context = error.get("ctx", {})
    found = _show(error["input"])
    if kind == "missing":
        return f"{name} is missing", _describe(model, path)
    if kind == "extra_forbidden":
        known = known_keys(model, path[:-1])
        near = did_you_mean(str(path[-1]), known)
        return f"{path[-1]} is not a key here", near or f"use one of {', '.join(sorted(known))}"
    if kind == "modulation_bounds":
        return str(error["msg"]), f"use {context['own']}"
    if kind == "literal_error":
        allowed = context["expected"].replace("'", "").replace(" or ", ", ")
        near = did_you_mean(str(error["input"]), allowed.split(", "))
        return f"{name} is {found}; it must be one of {allowed}", (near or f"use one of {allowed}")
    if kind in _COMPARISONS:
        bound, words = _COMPARISONS[kind]
        unit = _unit(path)
        return f"{name} is {found}{unit}; it must be {words} {context[bound]:g}{unit}", (
            f"write a number {words} {context[bound]:g}"
        )
    if kind == "finite_number":
        return f"{name} is {found}; it must be a finite number", "write a number"
    if kind in ("too_short", "too_long"):
        bounds = context.get("min_length"), context.get("max_length")
        side = "at least" if kind == "too_short" else "at most"
        count = bounds[0] if kind == "too_short" else bounds[1]
        return f"{name} has {context['actual_length']} entries; it must have {side} {count}", (
            f"give {side} {count}"
        )
    if kind == "string_pattern_mismatch":
        return f"{name} is {found}; it must have the form {context['pattern']}", _form_hint(path)
    if kind in ("string_too_short", "string_too_long"):
        return (
            f"{name} is {found}; it must have 1 to {context.get('max_length', 1000)} characters",
            "write a short text",
        )
    return _type_words(error, name, found, path)


def _type_words(error: Any, name: str, found: str, path: tuple[str | int, ...]) -> tuple[str, str]:
    expected = _EXPECTED.get(error["type"], error["msg"])
    unit = _unit(path).strip()
    value = error["input"]
    if unit and isinstance(value, str):
        return f"{name} is {found}; it must be a plain number", _number_hint(value, unit)
    if expected == "a whole number" and unit == "us":
        return f"{name} is {found}; it must be a whole number of microseconds", "round it"
    if expected == "text" and isinstance(value, int | float):
        return f"{name} is {found}; it must be text", "put it in quotation marks"
    return f"{name} is {found}; it must be {expected}", f"write {expected}"


def _number_hint(text: str, unit: str) -> str:
    """Say what to write for a number with its unit, with another unit, or for no number."""
    match = _NUMBER_AND_UNIT.fullmatch(text.strip())
    if match is None:
        return f"write a plain number; the unit {unit} is part of the key"
    number, written = match.groups()
    if written.replace("µ", "u") not in ("", unit):
        return f'write the number of {unit}, without "{written}"'
    return f"write {number}; the unit {unit} is part of the key"


def known_keys(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Return the keys allowed at a path of a model."""
    return [info.alias or name for name, info in model_at(model, path).model_fields.items()]


def model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    """Return the model of the part of a file at a path."""
    current = model
    for part in path:
        if isinstance(part, int):
            continue
        info = next((i for n, i in current.model_fields.items() if part in (n, i.alias)), None)
        current = (_inner(info.annotation) or current) if info else current
    return current


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _inner(argument)
        if inner:
            return inner
    return None


def _describe(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    parent = model_at(model, path[:-1])
    for name, info in parent.model_fields.items():
        if path[-1] in (name, info.alias):
            return f"add {path[-1]}: {(info.description or '').rstrip('.')}"
    return f"add {path[-1]}"


def _name(path: tuple[str | int, ...]) -> str:
    words = [str(part) for part in path if not isinstance(part, int)]
    name = words[-1] if words else "the file"
    return f"{name}[{path[-1]}]" if path and isinstance(path[-1], int) else name


def _unit(path: tuple[str | int, ...]) -> str:
    names = [str(part) for part in path if not isinstance(part, int)]
    unit = unit_of(names[-1]) if names else ""
    return f" {unit}" if unit else ""


def _form_hint(path: tuple[str | int, ...]) -> str:
    hints = {
        "version": "write three numbers, such as 1.0.0",
        "id": "use lower-case words joined by dashes",
    }
    return hints.get(str(path[-1]) if path else "", "")


def _show(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    short = text if len(text) <= 40 else text[:37] + "..."
    return f'"{short}"' if isinstance(value, str) else short
