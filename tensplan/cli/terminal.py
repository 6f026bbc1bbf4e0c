"""What is printed: words of files, keys and names can neither steer a terminal nor hide a line."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import click

from tensplan.formats.visible import visible

OWN: Final = re.compile(r"(\n|\x1b\[(?:0|1|31|32|33|36)m)")
"""Line breaks and the styles that this program sets: bold, four colours, and their end."""

UNDRAWN: Final = re.compile(r"[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What JSON leaves as it is, and a terminal obeys or does not draw."""


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
    r"""Return data as JSON that reads back as the same data and is drawn whole; on one line without indent.

    Examples
    --------
    >>> print(data_text("a\u202eb"))
    "a\u202eb"
    """
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    return UNDRAWN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _drawn(part: str) -> str:
    return part if OWN.fullmatch(part) else visible(part)
