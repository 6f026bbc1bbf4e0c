"""``tensplan approve``: sign a plan or a protocol."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.options import limits_option, store_option
from tensplan.errors import UsageError

if TYPE_CHECKING:
    from tensplan.approval.subject import Subject
    from tensplan.approval.trust import Reviewer

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
@limits_option
@store_option
def command(
    thing: str,
    reason: str | None,
    keyid: str | None,
    expires: datetime | None,
    yes: bool,
    limits_file: str | None,
    store: str,
) -> int:
    """Show what is to be signed and what changed since it was last approved; then sign it.

    The signature lies beside the file. It is over the exact content: any change voids it. A plan
    whose limits, protocol or person changed since is not signed. TENSPLAN_PASSPHRASE opens the
    key in scripts.
    """
    from tensplan.approval.envelope import sealed
    from tensplan.approval.reviewer_key import load_key
    from tensplan.approval.statement import statement
    from tensplan.approval.subject import read_subject
    from tensplan.session_plan.whole_file import write_together
    from tensplan.store.approvals import add_approval

    subject = read_subject(thing)
    _require_deliverable(subject)
    _require_unchanged(subject, thing, limits_file, store)
    reviewer = _reviewer(store, keyid)
    _show(subject, store)
    why = reason if reason is not None else click.prompt("Why is it approved", err=True)
    at = datetime.now(UTC)
    signed = statement(
        subject.data,
        kind=subject.kind,
        about=subject.about,
        reviewer=reviewer,
        reason=why,
        at=at,
        expires_on=None if expires is None else expires.date(),
    )
    if not yes:
        click.confirm(f"Sign as {reviewer.name}, {reviewer.role}", abort=True, err=True)
    key = load_key(f"{store}/keys", reviewer.keyid, passphrase=_passphrase(store, reviewer.keyid))
    envelope = sealed(signed, key)
    path = subject.envelope_path(store)
    add_approval(store, subject, envelope, recorded_at=at.isoformat(timespec="seconds"))
    write_together(path.parent, {path.name: envelope})
    last = signed["predicate"]["expires_on"]
    click.echo(f"approved by {reviewer.name}, {reviewer.role}, until {last}: {path}")
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


def _require_unchanged(subject: Subject, name: str, limits_file: str | None, store: str) -> None:
    """Stop at a plan whose approval would be void: limits, protocol or person changed since."""
    from tensplan.approval.gate import NotForDeliveryError, present_here
    from tensplan.approval.verification import voids
    from tensplan.safety.clinic_limits import load_limits

    if subject.kind == "plan":
        present = present_here(subject, store, load_limits(limits_file).digest)
        found = tuple(voids(subject, present))
        if found:
            raise NotForDeliveryError(found, where=name)


def _reviewer(store: str, start: str | None) -> Reviewer:
    """Return the reviewer whose key is here and on the list."""
    from tensplan.approval.reviewer_key import key_ids
    from tensplan.approval.trust import TRUST_NAME, read_trust

    trusted = read_trust(f"{store}/{TRUST_NAME}")
    own = [k for k in key_ids(f"{store}/keys") if k.startswith(start or "")]
    found = [
        one
        for one in trusted.reviewers
        if one.keyid in own and one.revoked_on is None and one.until_on is None
    ]
    if len(found) != 1:
        raise UsageError(
            f"{len(found)} of your keys are on the list of trusted reviewers",
            hint="name one with --key"
            if found
            else "make one with tensplan key new, and have the clinic trust its card",
        )
    if found[0].role not in trusted.may_approve:
        raise UsageError(
            f"{found[0].name} is {found[0].role}; approvals are by {', '.join(trusted.may_approve)}",
            hint="ask a reviewer in one of these roles",
        )
    return found[0]


def _passphrase(store: str, keyid: str) -> str:
    """Return the passphrase of an encrypted key; empty for one that is not."""
    from tensplan.approval.reviewer_key import is_encrypted

    if not is_encrypted(f"{store}/keys", keyid):
        return ""
    given = os.environ.get("TENSPLAN_PASSPHRASE")
    if given is not None:
        return given
    secret: str = click.prompt("Passphrase", hide_input=True, err=True)
    return secret


def _show(subject: Subject, store: str) -> None:
    """Print what is signed, its warnings, and what changed since it was last approved."""
    from tensplan.approval.statement import sha256
    from tensplan.formats.visible import visible
    from tensplan.store.approvals import last_approved

    click.echo(f"{subject.kind} {visible(subject.line)}, sha256 {sha256(subject.data)[:16]}")
    for finding in subject.content.get("findings", []):
        click.echo(visible(f"  {finding['severity']}: {finding['message']}"))
    before = last_approved(store, subject)
    if before is None:
        click.echo("never approved before: read the whole of it")
        return
    changes = _changes(subject, before.content)
    click.echo(f"since the approval of {before.recorded_at[:10]}:")
    for line in changes or ["nothing changed"]:
        click.echo(visible(f"  {line}"))


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
