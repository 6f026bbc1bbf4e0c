"""``tensplan schema``."""

from __future__ import annotations

import click

EXAMPLES = """\b
Examples:
  tensplan schema protocol
  tensplan schema plan > plan.schema.json
"""

KINDS = ("protocol", "patient", "plan", "device-program", "limits")


@click.command("schema", epilog=EXAMPLES, short_help="Print the JSON Schema of a file format.")
@click.argument("kind", metavar="|".join(KINDS), type=click.Choice(KINDS))
def command(kind: str) -> int:
    """Print the JSON Schema (draft-07) of a file format, for editors and validators.

    A protocol file names it in its first line, as the shipped protocols do.
    """
    from tensplan.protocol.schema import schema_text

    click.echo(schema_text(kind), nl=False)
    return 0
