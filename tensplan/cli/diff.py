"""``tensplan diff``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.completion_of_names import complete_protocol
from tensplan.cli.options import format_option
from tensplan.cli.paper import bold, paint, wrapped
from tensplan.cli.terminal import echo, echo_data
from tensplan.errors import UsageError

if TYPE_CHECKING:
    from tensplan.session_plan.change import Change

EXAMPLES = """\b
Examples:
  tensplan diff sciatic-path-conventional sciatic-path-modulated
  tensplan diff old/plan.json new/plan.json
  tensplan diff sciatic-path-conventional ./my.yaml --format json
"""

TITLES = {
    "raises": ("Raises exposure, or takes a check away", "red"),
    "changes": ("Changes, in no clear direction", "yellow"),
    "lowers": ("Lowers exposure, or adds a check", "green"),
    "wording": ("Wording and papers", None),
}


@click.command("diff", epilog=EXAMPLES, short_help="Say what changed, worst first.")
@click.argument("old", metavar="OLD", shell_complete=complete_protocol)
@click.argument("new", metavar="NEW", shell_complete=complete_protocol)
@format_option
def command(old: str, new: str, form: str) -> int:
    """Say in clinical words what changed from OLD to NEW, two protocols or two plan.json, worst first.

    A difference is no fault: the exit code is 0 whether or not there is one.
    """
    from tensplan.session_plan.diff import diff_protocols
    from tensplan.session_plan.diff_plans import diff_plans

    kind = _kind(old)
    if kind != _kind(new):
        raise UsageError(
            f"{old} is a {kind} and {new} is a {_kind(new)}", hint="name two protocols or two plans"
        )
    before, after = _read(old), _read(new)
    changes = diff_plans(before, after) if kind == "plan" else diff_protocols(before, after)
    if form == "json":
        entries = [change.as_json() for change in changes]
        whole = {"kind": kind, "old": old, "new": new, "changes": entries}
        echo_data(whole)
        return 0
    for line in _lines(changes):
        echo(line)
    return 0


def _kind(name: str) -> str:
    return "plan" if name.endswith(".json") else "protocol"


def _read(name: str) -> Any:
    from tensplan.protocol.catalogue import load_protocol
    from tensplan.session_plan.plan_reader import read_whole_plan

    return read_whole_plan(name) if _kind(name) == "plan" else load_protocol(name)


def _lines(changes: list[Change]) -> Iterator[str]:
    if not changes:
        yield "no difference"
    before = ""
    for change in changes:
        if change.effect != before:
            title, colour = TITLES[change.effect]
            yield ("\n" if before else "") + bold(paint(title, fg=colour))
            before = change.effect
        yield wrapped(sentence(change), indent=6, first="  - ".ljust(4)).replace(
            "  -   ", "  - ", 1
        )


def sentence(change: Change) -> str:
    """Return one change in words."""
    share = "" if change.relative is None else f" ({change.relative * 100:+.3g} %)"
    if change.what in ("added", "new finding", "removed", "finding gone"):
        text = change.after if change.before == "none" else change.before
        return f"{change.where}: {change.what}: {text}"
    if not (change.before or change.after):
        return f"{change.where}: {change.what} that is not shown in words"
    return f"{change.where}: {change.what} {change.before} → {change.after}{share}"
