"""The canonical bytes of a plan, and their digest.

RFC 8785 (JSON Canonicalization Scheme) with numbers rounded to 9 significant digits, so that
the digest does not hang on the last bits of a float.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from typing import Any, Final

import rfc8785

SIGNIFICANT_DIGITS: Final = 9


def rounded(value: Any) -> Any:
    """Return the same data with every number at 9 significant digits.

    Raises
    ------
    ValueError
        If a number is NaN or infinite.

    Examples
    --------
    >>> rounded({"b": [0.1 + 0.2, 4.0], "a": 1})
    {'b': [0.3, 4], 'a': 1}
    """
    if isinstance(value, Mapping):
        return {str(key): rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    if not math.isfinite(value):
        raise ValueError(f"a number of a plan is {value}; it must be finite")
    short = float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short


def canonical_bytes(value: Any) -> bytes:
    """Return the RFC 8785 bytes of data, numbers at 9 significant digits.

    Examples
    --------
    >>> canonical_bytes({"b": 2.0, "a": [0.1]})
    b'{"a":[0.1],"b":2}'
    """
    return rfc8785.dumps(rounded(value))


def digest(value: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical bytes without the key ``digest``.

    Examples
    --------
    >>> digest({"a": 1}) == digest({"a": 1, "digest": "sha256:0"})
    True
    """
    content = {key: item for key, item in value.items() if key != "digest"}
    return "sha256:" + hashlib.sha256(canonical_bytes(content)).hexdigest()
