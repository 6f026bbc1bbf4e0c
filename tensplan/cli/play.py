"""``tensplan play``: a plan live on the virtual stimulator."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.options import format_option, limits_option, store_option
from tensplan.cli.terminal import data_text, echo
from tensplan.errors import UsageError
from tensplan.formats.visible import visible

if TYPE_CHECKING:
    from simulator.sciencemode4.encoding import Encoding
    from tensplan.play.keys import Keys
    from tensplan.play.player import Hand
    from tensplan.play.treatment_day import TreatmentDay

EXAMPLES = """\b
Examples:
  tensplan play p-014/plan.json --port p24
  tensplan play p-014/plan.json --port 127.0.0.1:4040 --script hand.jsonl --format json
  tensplan device -- tensplan play p-014/plan.json --script hand.jsonl
"""


@click.command("play", epilog=EXAMPLES, short_help="Play a plan on the virtual stimulator.")
@click.argument("plan", metavar="PLAN", type=click.Path(readable=False))
@click.option(
    "--port",
    metavar="PORT",
    envvar="TENSPLAN_PORT",
    required=True,
    help="What tensplan device prints: a terminal, or an address and number. Read from TENSPLAN_PORT.",
)
@click.option(
    "--script",
    "script_file",
    metavar="FILE",
    type=click.Path(readable=False),
    help="JSON lines that raise, pause and stop at their times, in the place of the keys.",
)
@click.option(
    "--speed",
    type=float,
    default=1.0,
    show_default=True,
    help="Session time that passes in a second, as the device says too.",
)
@click.option(
    "--day",
    type=int,
    metavar="N",
    help="Day of the course, where programs take turns; the one after the logged days when left out.",
)
@limits_option
@store_option
@format_option
def command(
    plan: str,
    port: str,
    script_file: str | None,
    speed: float,
    day: int | None,
    limits_file: str | None,
    store: str,
    form: str,
) -> int:
    """Play PLAN on a virtual stimulator, amplitude from 0, raised by you and never above the cap.

    Only an approved plan is played, and only on a device whose id begins with SIM: there is no
    real output. The session is logged as it goes, and entered into the log of its person at its
    end. Exit code 1 when it ended early.
    """
    from tensplan.approval.gate import require_delivery
    from tensplan.cli.recovery import say_recovered
    from tensplan.play.admitting import admitted
    from tensplan.play.session import Session
    from tensplan.play.telling import Watcher, summary
    from tensplan.protocol.source_file import decode, read_source
    from tensplan.safety.clinic_limits import load_limits

    if not 0 < speed < float("inf"):
        raise UsageError(f"--speed must be above 0, got {speed:g}", hint="use 1 for real time")
    limits = load_limits(limits_file)
    delivery = require_delivery(
        plan, store=store, limits_digest=limits.digest, at=datetime.now(UTC)
    )
    say_recovered(store)
    due = _due(delivery.plan.content, store, day)
    _, encodings = admitted(plan, delivery.plan.data, limits, due.programs)
    script = None if script_file is None else decode(read_source(script_file), name=script_file)
    if form == "text" and due.take_turns:
        echo(visible(due.words))
    if form == "text":
        _compare(encodings)
    session = Session(
        plan=delivery.plan.content,
        day=due,
        encodings=encodings,
        port=port,
        speed=speed,
        store=store,
        at=datetime.now(UTC),
        forbidden=partial(_forbidden, plan, delivery.plan.data, store, limits.digest),
    )
    with _steered(script, script_file, encodings) as (hand, keys):
        watcher = Watcher(_echo(form), keys=keys, as_json=form == "json")
        outcome, timing, entered = session.play(hand, watcher)
    try:
        for text in summary(outcome, timing) if form == "text" else ():
            echo(visible(text))
        _say_entered(entered.record is not None, entered.number, form)
    except OSError:
        watcher.is_heard = False
    if not watcher.is_heard:
        _fall_silent()
    return 0 if outcome.is_complete else 1


def _forbidden(plan: str, data: bytes, store: str, limits_digest: str) -> str:
    """Say why a plan that is being played may no longer be, or nothing."""
    from tensplan.approval.gate import require_delivery
    from tensplan.errors import TensplanError

    try:
        now = require_delivery(plan, store=store, limits_digest=limits_digest, at=datetime.now(UTC))
    except TensplanError as error:
        return error.what
    return "" if now.plan.data == data else "another plan lies in the place of this one"


def _fall_silent() -> None:
    """Let what is still to be said go nowhere: the terminal or the reader is gone, and the log has it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def _due(plan: Mapping[str, Any], store: str, asked: int | None) -> TreatmentDay:
    """Return the day of the course that this session belongs to."""
    from tensplan.play.treatment_day import treatment_day
    from tensplan.store.sessions import sessions_of

    entries = sessions_of(store, plan["patient"]["code"])
    logged = [one.record.on for one in entries if one.plan_digest == plan["digest"]]
    return treatment_day(plan, logged, on=date.today().isoformat(), asked=asked)


def _compare(encodings: tuple[Encoding, ...]) -> None:
    """Print asked and encoded side by side."""
    from tensplan.cli.paper import table
    from tensplan.play.telling import side_by_side

    heads = ["channel", "quantity", "asked", "on the wire", "rule"]
    for line in table(heads, side_by_side(encodings), right="llrrl"):
        echo(line)


@contextmanager
def _steered(
    script: str | None, name: str | None, encodings: tuple[Encoding, ...]
) -> Iterator[tuple[Hand, Keys | None]]:
    """Give whoever steers: a script, or a person at this terminal."""
    from tensplan.play.keys import KeyHand, Keys, listening
    from tensplan.play.steering import read_script

    if script is not None:
        caps = {encoding.channel: encoding.cap_ma for encoding in encodings}
        yield read_script(script, caps, where=name or ""), None
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            "every amplitude begins at 0 and is raised by a person, and there is no terminal here",
            hint="run it on a terminal, or give --script FILE",
        )
    keys = Keys([encoding.channel for encoding in encodings])
    file = sys.stdin.fileno()
    with listening(file):
        yield KeyHand(file, keys), keys


def _echo(form: str) -> Any:
    """Return what prints: events are data in JSON, and progress in text."""

    def say(text: str, nl: bool = True) -> None:
        click.echo(text, nl=nl, err=form == "text", color=True)  # an erased line is no colour

    return say


def _say_entered(is_entered: bool, number: int, form: str) -> None:
    """Say what the log of the person has now."""
    if form == "json":
        echo(data_text({"kind": "entered", "session": number if is_entered else None}, indent=None))
    elif is_entered:
        echo(f"entered: session {number} of today; add pain and skin with tensplan log")
    else:
        echo("nothing entered: no channel was ever above 0 mA")
