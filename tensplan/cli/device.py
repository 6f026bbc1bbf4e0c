"""``tensplan device``: the virtual stimulator on a line."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.terminal import data_text
from tensplan.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from simulator.sciencemode4.live_device import LiveDevice
    from simulator.sciencemode4.ports.control_port import ControlPort
    from tensplan.virtual_device.client import Client

PORT_VARIABLE = "TENSPLAN_PORT"
CONTROL_VARIABLE = "TENSPLAN_CONTROL"
TOKEN_VARIABLE = "TENSPLAN_CONTROL_TOKEN"
PROTOCOL = "ScienceMode4"

EXAMPLES = """\b
Examples:
  tensplan device --pty p24
  tensplan device --tcp 127.0.0.1:4040 --ledger ledger.json
  tensplan device --faults faults.jsonl -- python my_client.py
"""


@click.command(
    "device",
    epilog=EXAMPLES,
    short_help="Be a virtual stimulator that clients can drive.",
    context_settings={"allow_interspersed_args": False},
)
@click.option(
    "--pty", "link", metavar="LINK", help="A link to the pseudo-terminal; goes at the end."
)
@click.option("--tcp", "address", metavar="HOST:PORT", help="Listen there; on this machine only.")
@click.option(
    "--faults",
    "faults_file",
    metavar="FILE",
    type=click.Path(readable=False),
    help="JSON lines: what breaks, and when.",
)
@click.option(
    "--ledger",
    "ledger_file",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write at the end what each pair of pads got.",
)
@click.option(
    "--transcript",
    "transcript_file",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write every byte as it passes.",
)
@click.option(
    "--speed",
    type=float,
    default=1.0,
    show_default=True,
    help="Device time that passes in a second; above 0, at most 1000.",
)
@click.argument("command_line", metavar="[-- COMMAND...]", nargs=-1, type=click.UNPROCESSED)
def command(
    link: str | None,
    address: str | None,
    faults_file: str | None,
    ledger_file: str | None,
    transcript_file: str | None,
    speed: float,
    command_line: tuple[str, ...],
) -> int:
    """Play what a ScienceMode4 client sends, with no real output, and keep what the pads would get.

    One JSON line on standard output says when it is ready, and where. With COMMAND that line goes
    to standard error; the command finds the port in TENSPLAN_PORT, and the device ends with it.
    Exit code 1 when delivered output passed a limit, or that of COMMAND, whichever is higher.
    """
    from tensplan.virtual_device.farewell import Farewell

    _check_place(ledger_file)
    with Farewell() as farewell, ExitStack() as stack:
        live, door = _opened(stack, link, address, speed, transcript_file)
        if faults_file is not None:
            _appoint(live, faults_file)
        ready = data_text(_ready(live, door), indent=None)
        click.echo(ready, err=bool(command_line))
        client = _started(stack, command_line, live, door) if command_line else None
        if client is not None and not farewell.is_asked:
            farewell.accompany(client)

        def over() -> bool:
            return farewell.is_asked if client is None else client.is_over

        _serve(live, door, over, is_shared=client is not None)
        live.close()
        passed = _finish(live, ledger_file)
        return max(int(passed), 0 if client is None else client.exit_code)


def _check_place(ledger_file: str | None) -> None:
    """Stop before anything is played when the ledger cannot be written."""
    if ledger_file is not None and not os.access(Path(ledger_file).absolute().parent, os.W_OK):
        raise UsageError(
            f"--ledger {ledger_file} is in no folder that can be written to",
            hint="choose another file",
        )


def _opened(
    stack: ExitStack, link: str | None, address: str | None, speed: float, transcript: str | None
) -> tuple[LiveDevice, ControlPort]:
    """Open the line, the back door and the transcript; all of them are closed at the end."""
    from simulator.sciencemode4.live_device import LiveDevice
    from simulator.sciencemode4.ports.control_port import ControlPort
    from tensplan.safety.limits import own_limits
    from tensplan.virtual_device.limits_at import limits_at
    from tensplan.virtual_device.line import line_of
    from tensplan.virtual_device.transcript_file import TranscriptFile

    open_line = line_of(link, address)
    record = None if transcript is None else TranscriptFile(transcript)
    if record is not None:
        stack.callback(record.close)
    try:
        live = LiveDevice(
            open_line,
            time.monotonic_ns,
            speed=speed,
            limits=limits_at(own_limits()),
            record=record,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(
            f"the port {address or link or 'of the device'} cannot be opened: {reason}",
            hint="choose another one, or end what uses it",
        ) from None
    stack.callback(live.close)
    door = ControlPort(secrets.token_urlsafe(16))
    stack.callback(door.close)
    return live, door


def _appoint(live: LiveDevice, path: str) -> None:
    """Read the file of faults."""
    from simulator.sciencemode4.script import read_script
    from tensplan.protocol.source_file import decode, read_source

    text = decode(read_source(path), name=path)
    try:
        live.appoint(read_script(text.splitlines(), live.door))
    except ValueError as error:
        raise UnreadableError(str(error), where=path, hint="see docs/device.md") from None


def _ready(live: LiveDevice, door: ControlPort) -> dict[str, Any]:
    """Return what a client must know."""
    return {
        "ready": True,
        "port": live.plug.name,
        "serial": live.firmware.device_id,
        "protocol": PROTOCOL,
        "control": door.name,
        "token": door.token,
        "pid": os.getpid(),
        "speed": live.speed,
    }


def _started(
    stack: ExitStack, command_line: tuple[str, ...], live: LiveDevice, door: ControlPort
) -> Client:
    """Start the command, which does not outlive us."""
    from tensplan.virtual_device.client import Client

    settings = {
        PORT_VARIABLE: live.plug.name,
        CONTROL_VARIABLE: door.name,
        TOKEN_VARIABLE: door.token,
    }
    client = Client(command_line, settings)
    stack.callback(client.kill)
    return client


def _serve(
    live: LiveDevice, door: ControlPort, over: Callable[[], bool], *, is_shared: bool
) -> None:
    """Work until it is over, and tell on standard error what changes.

    A command on the same terminal may have drawn half a line there, and draws it again.
    """
    from tensplan.virtual_device.words import changes

    over_a_line = "\r\x1b[K" if is_shared and sys.stderr.isatty() else ""
    status = live.status()
    while not over() and not live.is_over:
        live.step()
        door.serve(live.door.answer)
        now = live.status()
        for line in changes(status, now):
            said = f"{over_a_line}{live.now_us() / 1e6:8.1f} s  {line}"
            click.echo(said, err=True, color=True)  # an erased line is no colour
        status = now


def _finish(live: LiveDevice, ledger_file: str | None) -> bool:
    """Say what was delivered, write it down, and tell whether it passed a limit."""
    from tensplan.safety.limits import own_limits
    from tensplan.virtual_device.ledger_file import ledger_content, write_ledger
    from tensplan.virtual_device.words import any_passed, summary

    limits = own_limits()
    content = ledger_content(live.stimulator, live.limits, limits.digest)
    for line in summary(content, limits):
        click.echo(line, err=True)
    if ledger_file is not None:
        write_ledger(ledger_file, content)
    return any_passed(content)
