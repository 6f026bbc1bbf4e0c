"""``tensplan explain``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from tensplan.cli.options import format_option
from tensplan.cli.paper import bold, labelled, paint, table, wrapped
from tensplan.cli.terminal import echo, echo_data

if TYPE_CHECKING:
    from tensplan.explanation.explanation import Explanation

EXAMPLES = """\b
Examples:
  tensplan explain project/current-density
  tensplan explain phase_charge_uc my-plan/plan.json
  tensplan explain popliteal-upper
  tensplan explain generic-tens --format json
"""


def complete_topic(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a rule, quantity, device, site or key."""
    from tensplan.explanation.lookup import topics

    return [CompletionItem(name) for name in topics() if name.startswith(incomplete)]


@click.command("explain", epilog=EXAMPLES, short_help="Say where a rule or a number comes from.")
@click.argument("topic", metavar="RULE|QUANTITY", shell_complete=complete_topic)
@click.argument("plan", metavar="[PLAN]", required=False, type=click.Path(readable=False))
@format_option
def command(topic: str, plan: str | None, form: str) -> int:
    """Say where a rule, quantity, device, site or file key comes from, and how sure it is.

    With a plan.json, the plan's own numbers are added.
    """
    from tensplan.explanation.lookup import explain

    found = explain(topic, None if plan is None else _plan(plan))
    if form == "json":
        echo_data(found.as_json())
        return 0
    for line in _lines(found):
        echo(line)
    return 0


def _plan(path: str) -> dict[str, Any]:
    from tensplan.session_plan.plan_reader import read_whole_plan

    return read_whole_plan(path)


def _lines(found: Explanation) -> Iterator[str]:
    yield bold(found.id) + f"  {found.kind}: {found.title}"
    for sentence in (found.warning, *found.weak_facts):
        if sentence:
            yield paint(wrapped(sentence, indent=4, first="  ! "), fg="yellow")
    yield ""
    column = max(len(label) for label, _ in found.facts) + 2
    for label, text in found.facts:
        yield labelled(label, text, column=column)
    if found.numbers:
        yield ""
        yield from _numbers(found)


def _numbers(found: Explanation) -> Iterator[str]:
    heads = ["channel", "program", "closed form", "simulated", "worst case", "limit"]
    rows = [
        [
            row["channel"],
            row["program"],
            f"{row['closed_form']:.4g}" + ("" if row["kind"] == "exact" else " (bound)"),
            f"{row['simulated']:.4g}",
            f"{row['worst_case']:.4g} {row['unit']}",
            "-" if row["limit"] is None else f"{row['limit']:g}",
        ]
        for row in found.numbers
    ]
    lines = table(heads, rows, right="llrrr")
    yield bold(lines[0])
    yield from lines[1:]
