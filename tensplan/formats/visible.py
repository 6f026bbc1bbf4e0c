"""Hostile characters made visible: nothing in a file may steer a terminal."""

from __future__ import annotations

import unicodedata
from typing import Final

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that are not drawn: controls, format signs, halves of pairs, breaks."""
_WIDE: Final = frozenset({"W", "F"})
_COMBINING: Final = frozenset({"Mn", "Me"})


def visible(text: str) -> str:
    r"""Return text in which each character is drawn: the others become escapes.

    Line breaks count as controls, so that the answer is always one line; a byte of a file name
    that is not UTF-8 (a lone surrogate in Python) is shown as that byte.

    Examples
    --------
    >>> print(visible("a\x1b[31mb\nc"))
    a\x1b[31mb\nc
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def width(text: str) -> int:
    """Return the number of terminal columns that a visible text takes.

    Examples
    --------
    >>> width("pad"), width("足裏")
    (3, 4)
    """
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _visible_character(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(character) not in _UNSEEN:
        return character
    return character.encode("unicode_escape").decode("ascii")


def _character_width(character: str) -> int:
    if unicodedata.category(character) in _COMBINING:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
