"""A bar on a terminal when there is enough to wait for, and a line when something takes long."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import Final, TypeVar

import click

WORTH_A_BAR: Final = 50
"""Fewer items are done before a bar could be read."""

COMPILING: Final = (
    "predicting nerves and skin; the first time on a machine this compiles for about 15 seconds"
)
"""What takes long, once."""

LONG_S: Final = 6.0
"""After this time people wonder whether anything happens. [s]"""

Item = TypeVar("Item")


@contextmanager
def said_when_long(text: str, *, after_s: float = LONG_S) -> Iterator[None]:
    """Print a line on standard error when what is inside takes long, and nothing otherwise.

    Parameters
    ----------
    text : str
        What takes the time, and why.
    after_s : float
        How long to keep silent. [s]
    """
    timer = Timer(after_s, lambda: click.echo(text, err=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def watched(items: Sequence[Item], *, label: str = "checking") -> Iterator[Item]:
    """Yield the items, with a bar on standard error when somebody watches many of them."""
    if len(items) < WORTH_A_BAR or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar
