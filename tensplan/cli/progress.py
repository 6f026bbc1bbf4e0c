"""A bar on a terminal when there is enough to wait for, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

import click

WORTH_A_BAR: Final = 50
"""Fewer items are done before a bar could be read."""

Item = TypeVar("Item")


def watched(items: Sequence[Item], *, label: str = "checking") -> Iterator[Item]:
    """Yield the items, with a bar on standard error when somebody watches many of them."""
    if len(items) < WORTH_A_BAR or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar
