"""``tensplan list``."""

from __future__ import annotations

import click

from tensplan.cli.options import format_option
from tensplan.cli.terminal import echo, echo_data
from tensplan.errors import UsageError

EXAMPLES = """\b
Examples:
  tensplan list
  tensplan list --strategy foot-bracket
  tensplan list --sites
  tensplan list --rules --format json
"""

STRATEGIES = (
    "sciatic-path",
    "foot-bracket",
    "distal-nerve",
    "sciatic-proximal",
    "lumbar-segmental",
    "contralateral",
)


@click.command("list", epilog=EXAMPLES, short_help="List the catalogue.")
@click.option(
    "--strategy",
    metavar="NAME",
    type=click.Choice(STRATEGIES),
    help=f"Only protocols of one strategy: {', '.join(STRATEGIES)}.",
)
@click.option("--sites", is_flag=True, help="Electrode sites instead of protocols.")
@click.option("--devices", is_flag=True, help="Device profiles instead of protocols.")
@click.option("--rules", is_flag=True, help="Limits and rules instead of protocols.")
@click.option("--device-programs", is_flag=True, help="Programs of real devices instead.")
@format_option
def command(
    strategy: str | None,
    sites: bool,
    devices: bool,
    rules: bool,
    device_programs: bool,
    form: str,
) -> int:
    """List the protocols of the catalogue, or what they are made of and judged by."""
    from tensplan.cli import inventory

    asked = {
        "sites": sites,
        "devices": devices,
        "rules": rules,
        "device_programs": device_programs,
    }
    chosen = [name for name, wanted in asked.items() if wanted]
    if len(chosen) > 1 or (chosen and strategy):
        raise UsageError("list shows one kind of thing at a time", hint="give one option only")
    name = chosen[0] if chosen else "protocols"
    entries = inventory.entries(name, strategy=strategy)
    if form == "json":
        echo_data({name: entries})
        return 0
    for line in inventory.lines(name, entries):
        echo(line)
    count = f"{len(entries)} {name.replace('_', ' ')}"
    echo(count.removesuffix("s") if len(entries) == 1 else count, err=True)
    return 0
