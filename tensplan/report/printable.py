"""Text as it is shown: nothing that is not drawn, and nothing that turns the writing round."""

from __future__ import annotations

import re
from typing import Any, Final

_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff"
    r"\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U000e0000-\U0010ffff]"
)
"""Controls, signs that turn the writing round (an amplitude of 04 would be read as 40), halves of
characters, and code points that stand for no character."""


def printable(value: Any) -> Any:
    """Return a text in which a replacement sign stands for what is not shown; other values as they are.

    Right-to-left writing needs none of these signs. Markup stays markup.

    Examples
    --------
    >>> printable("never above \u202e04 mA").isprintable(), printable(40)
    (True, 40)
    """
    if not isinstance(value, str) or _UNPRINTABLE.search(value) is None:
        return value
    return type(value)(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value))
