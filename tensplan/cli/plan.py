"""``tensplan plan``: the main job."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from tensplan.cli.options import (
    device_option,
    format_option,
    limits_option,
    named_device,
    patient_option,
    protocol_argument,
    store_option,
)
from tensplan.cli.terminal import echo

if TYPE_CHECKING:
    from tensplan.protocol.document import Document
    from tensplan.safety.limits import Limits
    from tensplan.session_plan.plan import Plan
    from tensplan.store.plannings import Origin

EXAMPLES = """\b
Examples:
  tensplan plan sciatic-path-conventional --out my-plan
  tensplan plan sciatic-path-conventional --patient example-intact --out my-plan
  tensplan plan ./my.yaml --device p24 --limits clinic.yaml --out my-plan
"""


@click.command("plan", epilog=EXAMPLES, short_help="Judge a protocol and write its plan.")
@protocol_argument
@patient_option
@device_option
@click.option(
    "--setting",
    type=click.Choice(["home", "supervised"]),
    default="home",
    show_default=True,
    help="Where the sessions take place.",
)
@limits_option
@click.option(
    "--on",
    "day",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the plan; today when left out.",
)
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False),
    help="Folder for plan.json and report.html.",
)
@store_option
@format_option
def command(
    protocol: str,
    patient: str | None,
    device_id: str,
    setting: str,
    limits_file: str | None,
    day: datetime | None,
    folder: str,
    store: str,
    form: str,
) -> int:
    """Judge PROTOCOL on two independent routes and write DIR/plan.json and DIR/report.html.

    When it is blocked, DIR/refused.html says why and what may still be done. The exit code is 1
    when it is blocked and when anything in it has an error, such as heat for too long. With
    --patient the logged sessions of that person count: they may stop or limit the plan, which is
    kept in the store; a refusal there takes back what was approved before.
    """
    from tensplan.cli.plan_summary import print_plan
    from tensplan.cli.progress import COMPILING, said_when_long
    from tensplan.finding import has_errors
    from tensplan.patient.file import default_day, load_patient
    from tensplan.protocol.catalogue import is_path, load_document
    from tensplan.protocol.model import Protocol
    from tensplan.protocol.validation import validate
    from tensplan.safety.clinic_limits import load_limits
    from tensplan.session_plan.compose import compose
    from tensplan.session_plan.plan_file import older_plan, write_plan, write_refusal
    from tensplan.store.past import history_of

    person = None if patient is None else load_patient(patient)
    profile = named_device(device_id)
    limits = load_limits(limits_file)
    document = load_document(protocol)
    model = validate(document).model
    if not isinstance(model, Protocol):
        return _print_faults(document, limits)
    on = day.date() if day is not None else default_day(person, date.today())
    with said_when_long(COMPILING):
        plan = compose(
            model,
            on=on,
            patient=person,
            history=None if person is None else history_of(store, person.code, on=on),
            device_id=profile.id,
            setting="supervised" if setting == "supervised" else "home",
            limits=limits,
            document=document,
        )
    older = older_plan(folder)
    if person is not None:
        _keep(plan, store, "file" if is_path(protocol) else "catalogue")
    path = write_refusal(plan, folder) if plan.is_blocked else write_plan(plan, folder)
    print_plan(plan, path, older_plan=older, form=form)
    return 1 if plan.is_blocked or has_errors(plan.findings) else 0


def _keep(plan: Plan, store: str, origin: Origin) -> None:
    """Keep what was planned for a person; a refusal takes back what was approved before."""
    from datetime import UTC

    from tensplan.session_plan.plan_line import line_of
    from tensplan.store.approvals import withdraw
    from tensplan.store.plannings import add_planning

    content = plan.as_json()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    why = plan.findings[0].message if plan.is_blocked else ""
    add_planning(store, content, origin=origin, recorded_at=now, refused_because=why)
    if plan.is_blocked:
        count = withdraw(store, line_of(content), recorded_at=now, reason=f"refused: {why}")
        if count:
            echo(f"{count} earlier approval(s) of this plan were taken back in the store", err=True)


def _print_faults(document: Document, limits: Limits) -> int:
    """Print the faults of a file that is no sound protocol, as ``check`` does."""
    from tensplan.checking import CheckResult, check_document
    from tensplan.formats import FORMATS
    from tensplan.protocol.catalogue import protocol_from

    checked = check_document(document, name=document.name, limits=limits)
    if not checked.findings:
        protocol_from(document)  # a sound file of another kind: this says so
    click.echo(FORMATS["text"](CheckResult((checked,))))
    echo("nothing was written", err=True)
    return 1
