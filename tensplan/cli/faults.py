"""``tensplan faults``."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.progress import watched
from tensplan.cli.terminal import echo
from tensplan.errors import UnreadableError, UsageError
from tensplan.formats.visible import visible

if TYPE_CHECKING:
    from simulator.device.admission import AdmittedChannel
    from tensplan.play.treatment_day import TreatmentDay

EXAMPLES = """\b
Examples:
  tensplan faults my-plan/plan.json
  tensplan faults my-plan/plan.json --protections p24 --format csv > risk.csv
  tensplan faults --client "python my_client.py"
"""


WATCHED_US = 8_000_000
"""How long a client is watched after a fault. [us]"""


@click.command(
    "faults", epilog=EXAMPLES, short_help="Break things one at a time, and see who notices."
)
@click.argument("plan", metavar="PLAN", required=False)
@click.option(
    "--client",
    metavar="COMMAND",
    help="Try somebody's client instead; it finds its line in TENSPLAN_PORT.",
)
@click.option(
    "--protections",
    metavar="NAME",
    type=click.Choice(["careful", "p24", "none"]),
    default="careful",
    show_default=True,
    help="What the device looks at: careful, p24 or none.",
)
@click.option(
    "--day",
    type=int,
    metavar="N",
    default=1,
    show_default=True,
    help="Day of the course, where programs take turns.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="What to print.",
)
def command(plan: str | None, client: str | None, protections: str, day: int, form: str) -> int:
    """Break one thing at a time, at several moments of a session, and say what came of it.

    With PLAN: every single fault on the plan's pads, at its caps. Nothing is delivered to anybody,
    so no approval is needed. With --client: faults of the line and of the pads while somebody
    else's client stimulates, and how long that client took to end the output.

    Exit code 1 when the pads got something hazardous that nobody noticed.
    """
    if (plan is None) == (client is None):
        raise UsageError("faults needs a PLAN or --client COMMAND, and not both")
    if plan is not None:
        return _of_plan(plan, day, protections, form)
    words = shlex.split(client or "")
    if not words:
        raise UsageError("--client needs a command to run")
    return _of_client(words, form)


def _of_plan(plan: str, day: int, protections: str, form: str) -> int:
    """Run the campaign on a plan."""
    from simulator.device.plan_campaign import campaign, cases
    from simulator.device.protections import protections as known
    from tensplan.cli import fault_lines
    from tensplan.cli.options import named_device

    content, due, channels = _read(plan, day)
    if due.take_turns:
        plays = ", ".join(f"{channel} plays {name}" for channel, name in due.programs.items())
        echo(visible(f"{plan}: programs take turns by day; on day {day} {plays}"), err=True)
    profile, guarded = named_device(content["device"]), known()[protections]
    try:
        chosen = cases(channels)
        found = campaign(channels, profile, guarded, chosen)
        rows = tuple(row for _, row in zip(watched(chosen, label="breaking"), found, strict=True))
    except ValueError as error:
        raise UsageError(f"{plan}: {error}") from None
    entries = fault_lines.plan_entries(rows) + _of_link(plan, channels)
    about = {
        "plan": content["digest"],
        "device": profile.id,
        "protections": guarded.id,
        "programs": dict(due.programs),
    }
    if form == "text":
        echo(fault_lines.plan_text(entries, about, guarded.what))
    else:
        echo(fault_lines.written(entries, about, form))
    return _code(entries)


def _of_link(plan: str, channels: tuple[AdmittedChannel, ...]) -> list[dict[str, Any]]:
    """Run the campaign of the link; a plan that the wire cannot say has no link."""
    from simulator.sciencemode4.balance import NotEncodable
    from simulator.sciencemode4.link_campaign import link_campaign
    from tensplan.cli import fault_lines

    try:
        return fault_lines.link_entries(tuple(link_campaign(channels)))
    except NotEncodable as error:
        echo(f"{plan}: no faults of the link: {error}", err=True)
        return []


def _read(plan: str, day: int) -> tuple[dict[str, Any], TreatmentDay, tuple[AdmittedChannel, ...]]:
    """Read a plan with the reader of the device, as it is played on a day of its course."""
    from simulator.device.admission import LARGEST_BYTES, PlanRefused, planned_channels, read_plan
    from tensplan.play.treatment_day import treatment_day
    from tensplan.protocol.source_file import read_source

    data = read_source(plan, limit=LARGEST_BYTES)
    hint = "make it with tensplan plan PROTOCOL --out DIR"
    try:
        content = read_plan(data)
        planned_channels(content)
        due = treatment_day(content, (), on="", asked=day)
        return content, due, planned_channels(content, due.programs)
    except PlanRefused as refused:
        raise UnreadableError(str(refused), where=plan, hint=hint) from None
    except (KeyError, TypeError, IndexError) as error:
        raise UnreadableError(f"the plan lacks a part: {error!r}", where=plan, hint=hint) from None


def _of_client(words: list[str], form: str) -> int:
    """Run the campaign on a client."""
    from tensplan.cli import fault_lines
    from tensplan.virtual_device.trial import KINDS, Trial

    verdicts = []
    for kind in KINDS:
        echo(f"trying {kind.id}: {kind.what}", err=True)
        verdicts.append(Trial(words, kind, watched_us=WATCHED_US).run())
        if not verdicts[0].kind.request and not verdicts[0].ended_by:
            raise UsageError(
                f"the client {verdicts[0].client}",
                hint="it has to stimulate on the line that TENSPLAN_PORT names",
            )
    entries = fault_lines.client_entries(verdicts)
    if form == "text":
        echo(fault_lines.client_text(entries))
    else:
        echo(fault_lines.written(entries, {"client": shlex.join(words)}, form))
    return _code(entries)


def _code(entries: list[dict[str, Any]]) -> int:
    """Return 1 when a hazard went unnoticed."""
    return 1 if any(entry["undetected_hazard"] for entry in entries) else 0
