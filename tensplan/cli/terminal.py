"""What is printed: words of files, keys and names can neither steer a terminal nor hide a line."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import click

from tensplan.formats.visible import visible

OWN: Final = re.compile(r"(\n|\x1b\[(?:0|1|31|32|33|36)m)")
"""Line breaks and the styles that this program sets: bold, four colours, and their end."""

NOT_ASCII: Final = re.compile(r"[^\n -~]")
"""What JSON leaves as it is, and a terminal may obey or not draw."""


def echo(text: str, *, err: bool = False) -> None:
    """Print lines in which every character is drawn; only the program's own styles act.

    Parameters
    ----------
    text : str
        Lines; words of others may stand anywhere in them.
    err : bool
        On the standard error instead.
    """
    click.echo("".join(_drawn(part) for part in OWN.split(text)), err=err)


def echo_data(data: Any) -> None:
    """Print data as JSON."""
    click.echo(data_text(data))


def data_text(data: Any, *, indent: int | None = 2) -> str:
    r"""Return data as JSON that reads back as the same data, drawn whole; on one line without indent.

    Examples
    --------
    >>> print(data_text("a\u202eb"))
    "a\u202eb"
    """
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    return NOT_ASCII.sub(_in_json, text)


def _in_json(found: re.Match[str]) -> str:
    """Return a character as it is drawn, or else as the escape that JSON has for it."""
    sign = found[0]
    if visible(sign) == sign:
        return sign
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def _drawn(part: str) -> str:
    return part if OWN.fullmatch(part) else visible(part)
