"""The words of the report, by name: one file of text, apart from the code."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tensplan.protocol.document import read_document
from tensplan.report.spans import Text, marked


@cache
def _texts() -> dict[str, Any]:
    return dict(read_document(Path(__file__).with_name("words.yaml")).value)


def say(name: str, /, **values: object) -> str:
    """Return a named text with its values in place.

    Parameters
    ----------
    name : str
        Keys of words.yaml with dots between them.
    **values : object
        For each ``{place}`` of the text.

    Raises
    ------
    KeyError
        If there is no such text or a value is missing.

    Examples
    --------
    >>> say("tags.recalled")
    'recalled'
    """
    text = _found(name)
    return text.format(**values) if values else text


def rich(name: str, /, **values: object) -> Text:
    """Return a named text as spans, its marks read before the values are put in.

    Parameters
    ----------
    name : str
        As for `say`.
    **values : object
        Texts or spans.

    Examples
    --------
    >>> [span.look for span in rich("stop.rule", do="Off at once.", who="a doctor")]
    ['plain', 'strong']
    """
    return marked(_found(name), values)


def counted(name: str, number: int, /, **values: object) -> str:
    """Return a named text for one or for another number of things.

    Parameters
    ----------
    name : str
        Of a text with the keys ``one`` and ``other``.
    number : int
        How many.
    **values : object
        Beside ``{number}``.

    Examples
    --------
    >>> counted("count.session", 1), counted("count.session", 2)
    ('1 session', '2 sessions')
    """
    return say(f"{name}.{'one' if number == 1 else 'other'}", number=number, **values)


def named(name: str) -> dict[str, str]:
    """Return the texts below a name.

    Examples
    --------
    >>> sorted(named("count.session"))
    ['one', 'other']
    """
    found = _below(name)
    if not isinstance(found, dict):
        raise KeyError(f"{name} is one text, not several")
    return dict(found)


def _found(name: str) -> str:
    """Return the text with a name."""
    found = _below(name)
    if not isinstance(found, str):
        raise KeyError(f"{name} is no text of the report")
    return found


def _below(name: str) -> Any:
    """Return what stands at a name."""
    found: Any = _texts()
    for part in name.split("."):
        found = found[part]
    return found
