"""``tensplan log``: how a session went."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, get_args

import click

from tensplan.cli.options import format_option, store_option
from tensplan.cli.terminal import echo
from tensplan.errors import UsageError
from tensplan.session_plan.session_record import Felt, SessionRecord, Skin, StopReason

if TYPE_CHECKING:
    from tensplan.finding import Finding
    from tensplan.store.sessions import Logged

EXAMPLES = """\b
Examples:
  tensplan log p-014/plan.json --minutes 30 --amplitude A=18 --pain 6 3 4 --skin normal
  tensplan log p-014/plan.json --minutes 12 --amplitude A=15 --stopped no-time
"""


def _amplitudes(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, float], ...]:
    """Return channels and numbers of texts such as A=18."""
    found = []
    for text in values:
        channel, _, number = text.partition("=")
        try:
            found.append((channel, float(number)))
        except ValueError:
            message = f"{text!r} is no channel with its amplitude in mA, such as A=18"
            raise click.BadParameter(message, ctx, param) from None
    return tuple(found)


@click.command("log", epilog=EXAMPLES, short_help="Record how a session went.")
@click.argument("plan", metavar="PLAN", type=click.Path(readable=False))
@click.option(
    "--on",
    "day",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the session; today when left out.",
)
@click.option("--minutes", type=float, required=True, help="Time with stimulation.")
@click.option(
    "--amplitude",
    "amplitudes",
    metavar="CHANNEL=MA",
    multiple=True,
    callback=_amplitudes,
    help="Amplitude that was used in mA, for each channel.",
)
@click.option(
    "--pain",
    type=(float, float, float),
    metavar="BEFORE DURING AFTER",
    help="Pain from 0 to 10 before, in the middle, and half an hour after.",
)
@click.option("--felt", type=click.Choice(get_args(Felt)), help="What was felt under the pads.")
@click.option("--skin", type=click.Choice(get_args(Skin)), help="The skin under the pads after.")
@click.option(
    "--stopped",
    type=click.Choice(get_args(StopReason)),
    default="completed",
    show_default=True,
    help="Why it ended.",
)
@store_option
@format_option
def command(
    plan: str,
    day: datetime | None,
    minutes: float,
    amplitudes: tuple[tuple[str, float], ...],
    pain: tuple[float, float, float] | None,
    felt: Felt | None,
    skin: Skin | None,
    stopped: StopReason,
    store: str,
    form: str,
) -> int:
    """Record how a session of PLAN went, in a local file that only grows.

    Nothing leaves the machine. The next plan for the same person reads it: it stops where the
    rules say stop, and any rise over what was followed asks for a new approval.
    """
    from tensplan.cli.recovery import say_recovered
    from tensplan.session_plan.plan_reader import read_whole_plan
    from tensplan.store.sessions import add_session

    content = read_whole_plan(plan)
    say_recovered(store)
    on = date.today() if day is None else day.date()
    before, during, after = pain if pain is not None else (None, None, None)
    try:
        record = SessionRecord(
            on=on.isoformat(),
            minutes=minutes,
            amplitude_ma=amplitudes,
            pain_before=before,
            pain_during=during,
            pain_after=after,
            felt=felt,
            skin=skin,
            stop_reason=stopped,
        )
    except ValueError as error:
        raise UsageError(str(error), hint="see tensplan log --help") from None
    written = datetime.now(UTC).isoformat(timespec="seconds")
    logged = add_session(store, content, record, recorded_at=written)
    return _answer(logged, content, store, on, form)


def _answer(logged: Logged, content: dict[str, Any], folder: str, on: date, form: str) -> int:
    """Print what was recorded and what the log says now; 1 when it says stop."""
    import json

    from tensplan.finding import has_errors
    from tensplan.protocol.model import Protocol
    from tensplan.session_plan.history import judge_history
    from tensplan.session_plan.overuse import judge_overuse
    from tensplan.store.past import history_of

    history = history_of(folder, content["patient"]["code"], on=on)
    protocol = Protocol.model_validate(content["protocol"]["content"])
    made = date.fromisoformat(content["provenance"]["on"])  # no plan is made over an open event
    findings = [
        *judge_history(history, protocol, on=on, examined_on=made),
        *judge_overuse(history),
    ]
    if form == "json":
        entry = json.loads(logged.record.to_text())
        found = [finding.as_json() for finding in findings]
        echo(json.dumps({"number": logged.number, "session": entry, "findings": found}))
    else:
        _print(logged, len(history.entries), findings)
    return 1 if has_errors(findings) else 0


def _print(logged: Logged, count: int, findings: list[Finding]) -> None:
    """Print the answer for people."""
    from tensplan.cli.paper import EFFECT_COLOURS, paint, wrapped

    record = logged.record
    echo(f"recorded: session {logged.number} of {record.on}, {record.minutes:g} min")
    echo(f"{count} sessions in the log of this person")
    for finding in findings:
        head = paint(finding.severity, fg=EFFECT_COLOURS[finding.severity], bold=True)
        echo(f"{head} [{finding.rule}]")
        echo(wrapped(finding.message, indent=2))
        echo(wrapped(f"hint: {finding.hint}", indent=2))
