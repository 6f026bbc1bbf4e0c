"""``tensplan approve``: sign a plan or a protocol."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.options import limits_option, store_option
from tensplan.cli.terminal import echo
from tensplan.errors import UsageError

if TYPE_CHECKING:
    from tensplan.approval.signing import Signer
    from tensplan.approval.subject import Subject
    from tensplan.patient.model import Patient

DIGEST_SIGNS = 12
"""As many signs of a digest as the report asks a reader to write down."""

EXAMPLES = """\b
Examples:
  tensplan approve p-014/plan.json --reason "pads and cap fit; hot and cold test seen today"
  tensplan approve ./clinic/foot.yaml --reason "read against the literature" --expires 2026-12-31
"""


@click.command("approve", epilog=EXAMPLES, short_help="Sign a plan or a protocol.")
@click.argument("thing", metavar="PROTOCOL|PLAN")
@click.option("--reason", help="Why it is approved; asked for when left out.")
@click.option("--key", "keyid", metavar="KEY", help="Your key, when you have several.")
@click.option(
    "--expires",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day of the approval; the policy's when left out.",
)
@click.option("--yes", is_flag=True, help="Do not ask again before signing.")
@click.option(
    "--patient",
    "patient_file",
    metavar="PATIENT",
    help="The person's file, for a plan that was made elsewhere; one beside the plan is found.",
)
@limits_option
@store_option
def command(
    thing: str,
    reason: str | None,
    keyid: str | None,
    expires: datetime | None,
    yes: bool,
    patient_file: str | None,
    limits_file: str | None,
    store: str,
) -> int:
    """Show what is to be signed and what changed since it was last approved; then sign it.

    The signature lies beside the file. It is over the exact content: any change voids it. A plan
    whose limits, protocol or person changed since is not signed. One that was not made here is
    made again and compared; what does not follow from its own content is not signed.
    TENSPLAN_PASSPHRASE opens the key in scripts.
    """
    from tensplan.approval.signing import sign
    from tensplan.approval.subject import read_subject
    from tensplan.formats.visible import visible

    subject = read_subject(thing)
    _require_deliverable(subject)
    signer = _signer(store, keyid)
    if subject.kind == "plan":
        _require_sound(subject, thing, limits_file, patient_file, store)
    _show(subject, store)
    why = reason if reason is not None else click.prompt("Why is it approved", err=True)
    if not yes:
        click.confirm(f"Sign as {visible(signer.words)}", abort=True, err=True)
    last = sign(
        subject,
        store=store,
        reviewer=signer.reviewer,
        passphrase=_passphrase() if signer.needs_passphrase else "",
        reason=why,
        at=datetime.now(UTC),
        expires_on=None if expires is None else expires.date(),
    )
    path = subject.envelope_path(store)
    echo(visible(f"approved by {signer.words}, until {last}: {path}"))
    return 0


def _require_deliverable(subject: Subject) -> None:
    """Stop at what may not be approved at all."""
    if subject.kind == "plan" and subject.content["patient"] is None:
        raise UsageError(
            "this plan is a specimen, for no person, and cannot be approved for delivery",
            hint="make the plan with --patient; approve the protocol itself by its name",
        )
    if subject.kind == "protocol" and subject.content["status"] == "retired":
        raise UsageError("this protocol is retired", hint="approve the one that replaced it")


def _require_sound(
    plan: Subject, name: str, limits_file: str | None, patient_file: str | None, store: str
) -> None:
    """Stop at a plan whose approval would be void, or that does not say what its content gives."""
    from tensplan.approval.gate import NotForDeliveryError
    from tensplan.approval.signing import why_not_signed
    from tensplan.cli.progress import COMPILING, said_when_long
    from tensplan.safety.clinic_limits import load_limits

    person = _person(plan, name, patient_file)
    with said_when_long(COMPILING):
        found = why_not_signed(plan, store=store, limits=load_limits(limits_file), person=person)
    if found:
        raise NotForDeliveryError(found, where=name)


def _person(plan: Subject, name: str, patient_file: str | None) -> Patient | None:
    """Return the person of a plan, from the file that was named or from one beside the plan."""
    from tensplan.patient.file import find_patient
    from tensplan.session_plan.person_file import files_beside, person_among

    named = [] if patient_file is None else [find_patient(patient_file)]
    digest = plan.content["patient"]["digest"]
    person = person_among([*named, *files_beside(Path(name))], digest)
    if named and person is None:
        raise UsageError(
            f"{patient_file} is not the patient file that this plan was made from",
            hint="name that file, or make the plan again from this one",
        )
    return person


def _signer(store: str, start: str | None) -> Signer:
    """Return the reviewer whose key is here and on the list."""
    from tensplan.approval.signing import signers
    from tensplan.approval.trust import TRUST_NAME, read_trust

    found = [one for one in signers(store) if one.reviewer.keyid.startswith(start or "")]
    if len(found) != 1:
        raise UsageError(
            f"{len(found)} of your keys are on the list of trusted reviewers",
            hint="name one with --key"
            if found
            else "make one with tensplan key new, and have the clinic trust its card",
        )
    allowed = read_trust(f"{store}/{TRUST_NAME}").may_approve
    if found[0].reviewer.role not in allowed:
        who = found[0].reviewer
        raise UsageError(
            f"{who.name} is {who.role}; approvals are by {', '.join(allowed)}",
            hint="ask a reviewer in one of these roles",
        )
    return found[0]


def _passphrase() -> str:
    """Return the passphrase of the environment, or ask for it."""
    given = os.environ.get("TENSPLAN_PASSPHRASE")
    if given is not None:
        return given
    secret: str = click.prompt("Passphrase", hide_input=True, err=True)
    return secret


def _show(subject: Subject, store: str) -> None:
    """Print what is signed, its warnings, and what changed since it was last approved."""
    from tensplan.formats.visible import visible
    from tensplan.store.approvals import last_approved

    digest = subject.digest.removeprefix("sha256:")[:DIGEST_SIGNS]
    echo(f"{subject.kind} {visible(subject.line)}, digest {digest}")
    for finding in subject.content.get("findings", []):
        echo(visible(f"  {finding['severity']}: {finding['message']}"))
    before = last_approved(store, subject)
    if before is None:
        echo("never approved before: read the whole of it")
        return
    changes = _changes(subject, before.content)
    echo(f"since the approval of {before.recorded_at[:10]}:")
    for line in changes or ["nothing changed"]:
        echo(visible(f"  {line}"))


def _changes(subject: Subject, before: dict[str, Any]) -> list[str]:
    """Return what changed in clinical words, worst first."""
    from tensplan.cli.diff import sentence
    from tensplan.protocol.model import Protocol
    from tensplan.session_plan.diff import diff_protocols
    from tensplan.session_plan.diff_plans import diff_plans

    if subject.kind == "plan":
        return [sentence(change) for change in diff_plans(before, dict(subject.content))]
    old = Protocol.model_validate_json(json.dumps(before))
    new = Protocol.model_validate_json(json.dumps(dict(subject.content)))
    return [sentence(change) for change in diff_protocols(old, new)]
