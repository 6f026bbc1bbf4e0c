"""``tensplan review``: the local page where a clinician reads, compares and signs."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tensplan.cli.options import limits_option, store_option
from tensplan.cli.terminal import echo
from tensplan.errors import UsageError

if TYPE_CHECKING:
    from tensplan.review.desk import Desk

EXAMPLES = """\b
Examples:
  tensplan review
  tensplan review clinic/plans --port 8123 --no-open
"""


@click.command("review", epilog=EXAMPLES, short_help="Read, compare and sign in a browser.")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path())
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Port on this machine; any that is free when left out.",
)
@click.option("--no-open", is_flag=True, help="Print the address and open no browser.")
@limits_option
@store_option
def command(
    folder: str, port: int | None, no_open: bool, limits_file: str | None, store: str
) -> int:
    """Show the plans in DIR and in the store in a browser: read, compare, ask what if, sign or send back.

    It answers to this machine alone, at an address that opens once. Ctrl-C stops it.
    """
    from tensplan.review.app import application
    from tensplan.review.desk import Desk
    from tensplan.review.entrance import new_entrance
    from tensplan.review.guard import DOOR
    from tensplan.review.server import (
        LOOPBACK,
        can_show_a_browser,
        listening,
        opened_in_browser,
        server_of,
    )
    from tensplan.safety.clinic_limits import load_limits

    if not Path(folder).is_dir():
        raise UsageError(f"there is no folder {folder}", hint="name the folder of the plans")
    desk = Desk(
        folder=Path(folder).resolve(),
        store=store,
        limits=load_limits(limits_file),
        now=lambda: datetime.now(UTC),
    )
    entrance = new_entrance()
    with listening(0 if port is None else port) as own:
        host = f"{LOOPBACK}:{own.getsockname()[1]}"
        address = f"http://{host}{DOOR}?token={entrance.token}"
        shown = not no_open and can_show_a_browser()
        try:
            _say(desk, address)
            with opened_in_browser(address) if shown else nullcontext():
                server_of(application(desk, entrance=entrance, host=host)).run(sockets=[own])
        except KeyboardInterrupt:
            echo("stopped", err=True)
    return 0


def _say(desk: Desk, address: str) -> None:
    """Print the address, and to whom reads along how many plans wait."""
    echo(address)
    entries, _ = desk.look()
    waiting = sum(entry.state == "waiting" for entry in entries)
    plans = "1 plan waits" if waiting == 1 else f"{waiting} plans wait"
    echo(
        f"The address opens once. {plans} for review in {desk.folder} and the store.\n"
        "Ctrl-C stops the page.",
        err=True,
    )
