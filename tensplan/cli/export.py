"""``tensplan export``: a plan in another form."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from tensplan.cli.options import limits_option, store_option
from tensplan.cli.terminal import echo
from tensplan.errors import UsageError

if TYPE_CHECKING:
    from tensplan.approval.gate import Delivery

EXAMPLES = """\b
Examples:
  tensplan export p-014/plan.json --format ics --out p-014/course.ics
  tensplan export my-plan/plan.json --format html --draft --out to-read.html
  tensplan export p-014/plan.json --format pdf --out p-014.pdf
  tensplan export foot/plan.json --format pad-sheet --out pads.pdf
  tensplan export p-014/plan.json --format fhir --out p-014/bundle.json
  tensplan export my-plan/plan.json --format csv
  tensplan export my-plan/plan.json --format csv --table exposure
"""

OPEN: Final = ("csv",)
"""Forms that are numbers for a table and need no approval."""

DRAFTS: Final = ("html", "pdf", "pad-sheet", "fhir")
"""Forms in which a copy may say of itself that nobody has approved it."""

PAGES: Final = ("pdf", "pad-sheet")
"""Forms that are PDF, which no terminal shows."""


@click.command("export", epilog=EXAMPLES, short_help="Write a plan in another form.")
@click.argument("plan", metavar="PLAN", type=click.Path(readable=False))
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "pdf", "pad-sheet", "fhir", "csv", "ics"]),
    required=True,
    help="The report (html, pdf), pads on the foot at true size, FHIR R4, the course (csv, ics).",
)
@click.option(
    "--out",
    "-o",
    "out",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write to a file, whole or not at all, instead of the terminal.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="A copy that says that it is not approved; a FHIR bundle of drafts without a signature.",
)
@click.option(
    "--table",
    type=click.Choice(["course", "exposure"]),
    help="What a csv holds: the sessions (when left out), or the exposure of each channel.",
)
@limits_option
@store_option
def command(
    plan: str,
    form: str,
    out: str | None,
    draft: bool,
    table: str | None,
    limits_file: str | None,
    store: str,
) -> int:
    """Write PLAN as a report, a pad sheet, a FHIR R4 bundle, a table or a calendar file.

    What is delivered needs an approval that holds (tensplan approve); a table needs none, and
    --draft writes a stamped copy to be read before. The hours of a calendar are a proposal:
    sessions from nine o'clock, as far apart as the plan asks. Nothing leaves the machine.
    """
    from tensplan.approval.gate import NotForDeliveryError
    from tensplan.session_plan.plan_reader import read_whole_plan
    from tensplan.session_plan.whole_file import write_together

    if draft and form not in DRAFTS:
        raise UsageError(
            f"there is no draft of {form}", hint=f"use --draft with {' or '.join(DRAFTS)}"
        )
    if table is not None and form != "csv":
        raise UsageError(f"{form} holds no table to choose", hint="use --table with --format csv")
    if form in PAGES and out is None and sys.stdout.isatty():
        raise UsageError(f"{form} is no text for a terminal", hint="use --out FILE")
    try:
        delivery = None if draft or form in OPEN else _delivery(plan, limits_file, store)
    except NotForDeliveryError as error:
        also = "; --draft writes one that says so" if form in DRAFTS else ""
        echo(f"{error}\nnothing was written{also}", err=True)
        return error.exit_code
    content = read_whole_plan(plan) if delivery is None else dict(delivery.plan.content)
    if form == "fhir":
        data = _fhir(content, delivery, store)
    else:
        data = _written(content, "exposure" if table == "exposure" else form, delivery, draft)
    if out is None:
        _print(data)
        return 0
    path = Path(out)
    write_together(path.parent, {path.name: data})
    echo(f"wrote {path}", err=True)
    return 0


def _print(data: bytes) -> None:
    """Give a pipe the bytes, and a terminal lines in which every character is drawn."""
    if sys.stdout.isatty():
        echo(data.decode().replace("\r\n", "\n").removesuffix("\n"))
    else:
        click.echo(data, nl=False)


def _delivery(plan: str, limits_file: str | None, store: str) -> Delivery:
    """Return who approved a plan, or stop."""
    from tensplan.approval.gate import require_delivery
    from tensplan.safety.clinic_limits import load_limits

    digest = load_limits(limits_file).digest
    return require_delivery(plan, store=store, limits_digest=digest, at=datetime.now(UTC))


def _written(content: dict[str, Any], form: str, delivery: Delivery | None, draft: bool) -> bytes:
    """Return the bytes of one form."""
    if form == "html":
        from tensplan.report.html import render_report

        return render_report(content, delivery=delivery, draft=draft).encode()
    if form == "pdf":
        from tensplan.report.pdf import render_pdf

        return render_pdf(content, delivery=delivery, draft=draft)
    if form == "pad-sheet":
        from tensplan.report.pad_sheet import pad_sheet

        return pad_sheet(content, delivery=delivery)
    if form == "exposure":
        from tensplan.session_plan.exposure_file import exposure_csv

        return exposure_csv(content).encode()
    from tensplan.session_plan.calendar_file import as_csv, as_ics

    if "sequence" not in content:
        raise UsageError("this plan is older than its calendar", hint="make it again")
    try:
        return as_ics(content) if form == "ics" else as_csv(content).encode()
    except ValueError as error:
        from tensplan.session_plan.plan import may_stimulate

        is_long = may_stimulate(content)
        hint = "plan fewer sessions a day" if is_long else "read what is allowed in its report"
        raise UsageError(str(error), hint=hint) from None


def _fhir(content: dict[str, Any], delivery: Delivery | None, store: str) -> bytes:
    """Return a bundle, with the pain of the sessions that were logged of this very plan."""
    from tensplan.interchange.fhir import bundle
    from tensplan.store.sessions import sessions_of

    person = content["patient"]
    logged = () if person is None else sessions_of(store, person["code"])
    own = [(one.number, one.record) for one in logged if one.plan_digest == content["digest"]]
    return bundle(content, delivery=delivery, sessions=own)
