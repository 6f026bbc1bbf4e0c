"""The device's own RFC 8785 bytes of a plan, written here anew so that no fault hides in two places."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from math import isfinite
from typing import Any


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of data that came from JSON.

    Raises
    ------
    ValueError
        If a number is not finite, or something is no JSON.

    Examples
    --------
    >>> canonical({"b": [1.0, 1e-7, 2e-6, True, None], "a": "x"})
    b'{"a":"x","b":[1,1e-7,0.000002,true,null]}'
    """
    return _text(value).encode("utf-8")


def digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical bytes of a plan without its own digest.

    Examples
    --------
    >>> digest({"digest": "sha256:0"}) == "sha256:" + hashlib.sha256(b"{}").hexdigest()
    True
    """
    rest = {key: value for key, value in content.items() if key != "digest"}
    return "sha256:" + hashlib.sha256(canonical(rest)).hexdigest()


def _text(value: Any) -> str:
    """Text of one value."""
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be"))
        return "{" + ",".join(f"{_text(key)}:{_text(value[key])}" for key in keys) + "}"
    raise ValueError(f"{type(value).__name__} is no JSON")


def _number(value: float) -> str:
    """Text of a number as ECMAScript writes it."""
    if not isfinite(value):
        raise ValueError(f"a number of a plan must be finite, got {value}")
    if isinstance(value, int) or value == 0:
        return str(int(value))
    mantissa, _, exponent = repr(value).partition("e")
    power = int(exponent) if exponent else 0
    if -7 < power < 21:
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    return f"{mantissa}e{power:+d}"
