"""Options that several verbs share, written once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tensplan.cli.completion_of_names import complete_device, complete_protocol
from tensplan.errors import UsageError

if TYPE_CHECKING:
    from simulator.properties import DeviceProfile

Command = TypeVar("Command", bound=Callable[..., Any])


def protocol_argument(command: Command) -> Command:
    """Add PROTOCOL: a catalogue id or a path."""
    return click.argument("protocol", metavar="PROTOCOL", shell_complete=complete_protocol)(command)


def patient_option(command: Command) -> Command:
    """Add ``--patient``."""
    return click.option(
        "--patient", metavar="PATIENT", help="A patient file or a shipped example."
    )(command)


def device_option(command: Command) -> Command:
    """Add ``--device``."""
    return click.option(
        "--device",
        "device_id",
        metavar="ID",
        default="generic-tens",
        show_default=True,
        shell_complete=complete_device,
        help="The device profile that plays it.",
    )(command)


def limits_option(command: Command) -> Command:
    """Add ``--limits``."""
    return click.option(
        "--limits",
        "limits_file",
        metavar="FILE",
        type=click.Path(readable=False),
        help="A clinic's limits; they may only tighten.",
    )(command)


def format_option(command: Command) -> Command:
    """Add ``--format text|json``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="What to print.",
    )(command)


def store_option(command: Command) -> Command:
    """Add ``--store``: the user's own data folder, or a clinic's."""
    return click.option(
        "--store",
        metavar="DIR",
        type=click.Path(file_okay=False),
        callback=_store_folder,
        help="Folder of keys, trusted reviewers and logged sessions; your own data folder when left out.",
    )(command)


def _store_folder(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """Return the folder of the store."""
    from tensplan.store.database import default_folder

    return str(default_folder()) if value is None else value


def named_device(device_id: str) -> DeviceProfile:
    """Return a device profile.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    from simulator.properties import device, device_ids

    if device_id not in device_ids():
        raise UsageError(
            f'there is no device "{device_id}"', hint=f"use one of {', '.join(device_ids())}"
        )
    return device(device_id)
