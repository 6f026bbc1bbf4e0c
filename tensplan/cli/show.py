"""``tensplan show``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.completion_of_names import complete_protocol
from tensplan.cli.terminal import data_text, echo
from tensplan.errors import UsageError

if TYPE_CHECKING:
    from tensplan.protocol.model import Protocol

EXAMPLES = """\b
Examples:
  tensplan show sciatic-path-conventional
  tensplan show my-plan/plan.json
  tensplan show sciatic-path-conventional --format svg --out pads.svg
"""


@click.command("show", epilog=EXAMPLES, short_help="Show one thing in words and a picture.")
@click.argument("thing", metavar="PROTOCOL|PLAN", shell_complete=complete_protocol)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "svg"]),
    default="text",
    show_default=True,
    help="Words, data, or the drawing of the pads.",
)
@click.option(
    "--side",
    type=click.Choice(["right", "left"]),
    default="right",
    show_default=True,
    help="Treated limb in the drawing.",
)
@click.option(
    "--out",
    "out",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write to a file, whole or not at all, instead of the terminal.",
)
def command(thing: str, form: str, side: str, out: str | None) -> int:
    """Show a protocol or a plan.json in words and a picture: pads, settings, days, evidence.

    A plan is shown only when its bytes are canonical and its digest holds.
    """
    plan, protocol = _read(thing)
    if form == "json":
        own = protocol.model_dump(mode="json", by_alias=True, exclude_none=True)
        whole = own if plan is None else plan
        text = data_text(whole)
    elif form == "svg":
        text = _drawing(protocol, side)
    else:
        from tensplan.cli.showing import plan_lines, protocol_lines

        text = "\n".join(protocol_lines(protocol) if plan is None else plan_lines(plan, protocol))
    if out is None:
        echo(text)
        return 0
    from tensplan.session_plan.whole_file import write_together

    path = Path(out)
    write_together(path.parent, {path.name: (click.unstyle(text) + "\n").encode()})
    echo(f"wrote {path}", err=True)
    return 0


def _read(thing: str) -> tuple[dict[str, Any] | None, Protocol]:
    """Return the plan, if it is one, and its protocol."""
    from tensplan.protocol.catalogue import load_protocol
    from tensplan.protocol.model import Protocol
    from tensplan.session_plan.plan_reader import read_whole_plan

    if thing.endswith(".json"):
        plan = read_whole_plan(thing)
        return plan, Protocol.model_validate(plan["protocol"]["content"])
    return None, load_protocol(thing)


def _drawing(protocol: Protocol, side: str) -> str:
    from tensplan.explanation.drawing import protocol_drawing

    try:
        return protocol_drawing(protocol, side="left" if side == "left" else "right")
    except ValueError as error:
        what = f"the pads cannot be drawn: {error}"
        raise UsageError(what, hint="run tensplan check on the protocol") from None
