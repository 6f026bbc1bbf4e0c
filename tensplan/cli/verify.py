"""``tensplan verify``: whether an approval holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tensplan.cli.options import format_option, limits_option, store_option

if TYPE_CHECKING:
    from tensplan.approval.subject import Subject
    from tensplan.approval.verification import Present, Verification

EXAMPLES = """\b
Examples:
  tensplan verify p-014/plan.json
  tensplan verify p-014/plan.json --format json
  tensplan verify plan.json --approval mail/plan.approval.json
"""


@click.command("verify", epilog=EXAMPLES, short_help="Say whether an approval holds.")
@click.argument("thing", metavar="FILE")
@click.option(
    "--approval",
    "approval_file",
    metavar="FILE",
    type=click.Path(readable=False),
    help="The approval; the one beside the file when left out.",
)
@limits_option
@store_option
@format_option
def command(
    thing: str, approval_file: str | None, limits_file: str | None, store: str, form: str
) -> int:
    """Say that the approval of a plan or protocol holds and by whom, or exactly what is wrong.

    Exit code 1 when it does not hold. A plan also says whether its protocol was approved.
    """
    from tensplan.approval.subject import read_subject
    from tensplan.safety.clinic_limits import load_limits

    subject = read_subject(thing)
    present = _present(subject, load_limits(limits_file).digest, store)
    own = _verified(subject, store, approval_file, present)
    protocol = _of_protocol(subject, store)
    if form == "json":
        click.echo(json.dumps(_data(thing, own, protocol), indent=2, ensure_ascii=False))
    else:
        click.echo(_sentence(subject.kind, own))
        if protocol is not None:
            click.echo(_sentence("protocol of this plan", protocol))
    return 0 if own.is_valid else 1


def _verified(
    subject: Subject, store: str, approval_file: str | None, present: Present | None
) -> Verification:
    """Verify one approval; a missing file is an answer, not a fault."""
    from tensplan.approval.envelope import LARGEST_ENVELOPE_BYTES
    from tensplan.approval.trust import TRUST_NAME, read_trust
    from tensplan.approval.verification import verify
    from tensplan.protocol.source_file import read_source

    path = subject.envelope_path(store) if approval_file is None else Path(approval_file)
    here = approval_file is not None or path.is_file()
    envelope = read_source(path, limit=LARGEST_ENVELOPE_BYTES) if here else None
    trusted = read_trust(f"{store}/{TRUST_NAME}")
    return verify(subject, envelope, trusted, at=datetime.now(UTC), present=present)


def _present(subject: Subject, limits_digest: str, store: str) -> Present | None:
    """Return what a plan is compared with: limits, protocol and store as they are now."""
    from tensplan.approval.subject import digest_of_protocol
    from tensplan.approval.verification import Present
    from tensplan.protocol.catalogue import catalogue
    from tensplan.store.approvals import withdrawn

    if subject.kind == "protocol":
        return None
    name = subject.content["protocol"]["id"]
    now = digest_of_protocol(name) if name in catalogue() else None
    return Present(
        limits_digest=limits_digest, protocol_digest=now, withdrawn=withdrawn(store, subject)
    )


def _of_protocol(subject: Subject, store: str) -> Verification | None:
    """Verify the approval of the protocol of a plan; None for a protocol."""
    from tensplan.approval.subject import protocol_in

    return (
        None if subject.kind == "protocol" else _verified(protocol_in(subject), store, None, None)
    )


def _sentence(what: str, result: Verification) -> str:
    """Return the answer in words."""
    if result.is_valid and result.approval is not None:
        by = result.approval.reviewer
        return (
            f"{what}: approved by {by.name}, {by.role}, on {result.approval.at:%Y-%m-%d}, "
            f"until {result.approval.expires_on}: {result.approval.reason}"
        )
    lines = [f"{what}: not approved"]
    for finding in result.findings:
        lines += [f"  error[{finding.rule}]: {finding.message}", f"  hint: {finding.hint}"]
    return "\n".join(lines)


def _data(thing: str, own: Verification, protocol: Verification | None) -> dict[str, object]:
    """Return the answer as data."""
    return {
        "file": thing,
        **_one(own),
        "protocol": None if protocol is None else _one(protocol),
    }


def _one(result: Verification) -> dict[str, object]:
    approval = result.approval
    return {
        "valid": result.is_valid,
        "approval": None if approval is None else approval.model_dump(mode="json"),
        "findings": [finding.as_json() for finding in result.findings],
    }
