"""``tensplan export``: a plan in another form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tensplan.errors import UsageError

EXAMPLES = """\b
Examples:
  tensplan export my-plan/plan.json --format ics --out my-plan/course.ics
  tensplan export my-plan/plan.json --format csv
"""


@click.command("export", epilog=EXAMPLES, short_help="Write a plan in another form.")
@click.argument("plan", metavar="PLAN", type=click.Path(readable=False))
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "csv", "ics"]),
    required=True,
    help="The report, the course as a table, or the course as a calendar.",
)
@click.option(
    "--out",
    "out",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write to a file, whole or not at all, instead of the terminal.",
)
def command(plan: str, form: str, out: str | None) -> int:
    """Write PLAN as a report, a table or a calendar file.

    The hours of a calendar are a proposal: sessions from nine o'clock, as far apart as the plan
    asks. Nothing leaves the machine.
    """
    from tensplan.session_plan.plan_reader import read_whole_plan
    from tensplan.session_plan.whole_file import write_together

    data = _written(read_whole_plan(plan), form)
    if out is None:
        click.echo(data, nl=False)
        return 0
    path = Path(out)
    write_together(path.parent, {path.name: data})
    click.echo(f"wrote {path}", err=True)
    return 0


def _written(content: dict[str, Any], form: str) -> bytes:
    """Return the bytes of one form."""
    if form == "html":
        from tensplan.report.html import render_report

        return render_report(content).encode()
    from tensplan.session_plan.calendar_file import as_csv, as_ics

    if "sequence" not in content:
        raise UsageError("this plan is older than its calendar", hint="make it again")
    try:
        return as_ics(content) if form == "ics" else as_csv(content).encode()
    except ValueError as error:
        raise UsageError(str(error), hint="plan fewer sessions a day") from None
