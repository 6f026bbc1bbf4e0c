"""Plain YAML scalars by the core schema of YAML 1.2.

Only this schema's words count: ``no`` is text, ``12:30`` is text, ``1e3`` is a number.
Source: YAML 1.2.2, chapter 10.3.2, https://yaml.org/spec/1.2.2/#1032-tag-resolution.
"""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final[dict[str, bool | float | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    ".nan": float("nan"),
    ".NaN": float("nan"),
    ".NAN": float("nan"),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_OCTAL: Final = re.compile(r"0o[0-7]+")
_HEXADECIMAL: Final = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITY: Final = re.compile(r"[-+]?\.(inf|Inf|INF)")
_LONGEST_NUMBER: Final = 40


def resolve(text: str) -> str | bool | float | None:
    """Return the value of a plain scalar.

    Raises
    ------
    ValueError
        If the text is a number of more than 40 characters.

    Examples
    --------
    >>> [resolve(text) for text in ("no", "12:30", "1e3", "100", "0x10", "~")]
    ['no', '12:30', 1000.0, 100, 16, None]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    number = _number(text)
    return text if number is None else number


def _number(text: str) -> float | None:
    if _INFINITY.fullmatch(text):
        return float(text.replace(".", "").lower())
    if not _FLOAT.fullmatch(text):
        if _OCTAL.fullmatch(text):
            return int(_short(text)[2:], 8)
        return int(_short(text)[2:], 16) if _HEXADECIMAL.fullmatch(text) else None
    if _INTEGER.fullmatch(text):
        return int(_short(text))
    return float(_short(text))


def _short(text: str) -> str:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} characters (at most {_LONGEST_NUMBER} are read)")
    return text
