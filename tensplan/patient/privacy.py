"""Refusing what tells who a person is: obvious keys and obvious values.

A name in general cannot be recognised; whoever writes the file answers for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from tensplan.finding import Finding

Path = tuple[str | int, ...]

KEYS: Final = re.compile(
    r"(?:^|_)(?:sur|first|last|full|given|family|maiden|patient|middle)?_?names?(?:$|_)"
    r"|birth|(?:^|_)(?:dob|initials|address|street|city|town|postcode|post_code|zip|country|phone"
    r"|telephone|mobile|fax|e?_?mail|mrn|nhs|ssn|aadhaar|passport|insurance|photo|employer)(?:$|_)"
    r"|(?:record|patient|hospital|case|file|social_security|id|insurance|nhs)_?(?:id|no|nr|number)"
    r"|national_id|next_of_kin",
)
"""Keys whose very name asks for who somebody is."""

VALUES: Final = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    "a web address": re.compile(r"https?://|www\."),
    "a date": re.compile(r"\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b"),
    "a number of six digits or more": re.compile(r"\d(?:[ -]?\d){5,}"),
    "a form of address": re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Herr|Frau|Prof)\b\.?"),
}
"""Values that look like one, whatever their key."""


def identifying(value: Any, path: Path = ()) -> Iterator[Finding]:
    """Yield a finding for each key or value that tells who somebody is.

    Parameters
    ----------
    value : object
        Plain data of a patient file.

    Examples
    --------
    >>> [finding.rule for finding in identifying({"birth_date": 1, "code": "a@example.org"})]
    ['privacy/identifying-key', 'privacy/identifying-value']
    """
    if isinstance(value, dict):
        for name, inner in value.items():
            here = (*path, name)
            if KEYS.search(_plain(name)):
                yield _key(name, here)
            else:
                yield from identifying(inner, here)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from identifying(inner, (*path, index))
    elif isinstance(value, str) and not _may_hold_a_date(path):
        yield from _value(value, path)


def _plain(name: str) -> str:
    """Return a key in lower case with underscores, camel case taken apart."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[\s.-]+", "_", name).lower()


def _may_hold_a_date(path: Path) -> bool:
    return str(path[-1]) == "on" or str(path[-1]).endswith("_on") if path else False


def _key(name: str, path: Path) -> Finding:
    return Finding(
        rule="privacy/identifying-key",
        severity="error",
        message=f"{name} may tell who the person is; no such key is kept",
        hint="remove it; keep only a code that the clinic alone can resolve",
        path=path,
    )


def _value(text: str, path: Path) -> Iterator[Finding]:
    if path == ("schema",):
        return
    found = next((words for words, form in VALUES.items() if form.search(text)), None)
    if found is not None:
        yield Finding(
            rule="privacy/identifying-value",
            severity="error",
            message=f"the value holds {found}, which may tell who the person is",
            hint="remove it; dates stand only in keys that end in _on",
            path=path,
        )
