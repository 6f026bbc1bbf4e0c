"""What the shell may complete: catalogue ids, devices and files."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def complete_protocol(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a catalogue id, or a path."""
    from tensplan.protocol.catalogue import catalogue

    names = [CompletionItem(name) for name in catalogue() if name.startswith(incomplete)]
    return names or [CompletionItem(incomplete, type="file")]


def complete_protocol_files(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a path."""
    return [CompletionItem(incomplete, type="file")]


def complete_device(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the id of a device profile."""
    from simulator.properties import device_ids

    return [CompletionItem(name) for name in device_ids() if name.startswith(incomplete)]
