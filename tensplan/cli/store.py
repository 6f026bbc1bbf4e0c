"""``tensplan store``: keep the local store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tensplan.cli.options import format_option, store_option
from tensplan.cli.terminal import echo, echo_data

if TYPE_CHECKING:
    from tensplan.store.upkeep import Inventory

EXAMPLES = """\b
Examples:
  tensplan store backup weekly.sqlite
  tensplan store verify
  tensplan store restore weekly.sqlite
  tensplan store export --out everything
"""


@click.group("store", epilog=EXAMPLES, short_help="Keep the local store: copies and checks.")
def command() -> None:
    """Keep the local store of plans, approvals and session logs: one file that only grows."""


@command.command("backup")
@click.argument("copy", metavar="FILE", type=click.Path(dir_okay=False))
@store_option
def backup(copy: str, store: str) -> int:
    """Copy the store into FILE, also while others write to it."""
    from tensplan.store import upkeep

    upkeep.backup(store, copy)
    echo(f"wrote {copy}")
    return 0


@command.command("restore")
@click.argument("copy", metavar="FILE", type=click.Path(readable=False))
@store_option
def restore(copy: str, store: str) -> int:
    """Put the copy in FILE in the place of the store; the old one is kept beside it."""
    from tensplan.store import upkeep

    kept = upkeep.restore(store, copy)
    echo(f"restored from {copy}" + (f"; the old store is {kept}" if kept else ""))
    return 0


@command.command("verify")
@store_option
@format_option
def verify(store: str, form: str) -> int:
    """Read every row and say whether the store is whole; exit code 1 when it is not."""
    from tensplan.store import upkeep

    found = upkeep.inventory(store)
    if form == "json":
        data = {"counts": found.counts, "faults": list(found.faults)}
        echo_data(data)
    else:
        echo("\n".join(_lines(found)))
    return 1 if found.faults else 0


@command.command("export")
@click.option("--out", metavar="DIR", required=True, type=click.Path(file_okay=False))
@store_option
def export(out: str, store: str) -> int:
    """Write everything as JSON files that need no tensplan to be read."""
    from tensplan.store import upkeep

    echo(f"wrote {_counted(upkeep.export(store, out))} to {out}")
    return 0


def _lines(found: Inventory) -> list[str]:
    if not found.faults:
        return [f"whole: {_counted(found.counts)}"]
    return [f"not whole: {_counted(found.counts)}", *(f"  {fault}" for fault in found.faults)]


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items())
