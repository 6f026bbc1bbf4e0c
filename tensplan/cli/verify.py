"""``tensplan verify``: whether an approval holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from tensplan.approval.wording import in_words
from tensplan.cli.options import format_option, limits_option, store_option
from tensplan.cli.terminal import echo, echo_data

if TYPE_CHECKING:
    from tensplan.approval.verification import Verification

EXAMPLES = """\b
Examples:
  tensplan verify p-014/plan.json
  tensplan verify p-014/plan.json --patient example-intact --format json
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
@click.option(
    "--patient",
    "patient_file",
    metavar="PATIENT",
    help="The person's file as it is now; a change of it voids the approval of a plan.",
)
@store_option
@format_option
def command(
    thing: str,
    approval_file: str | None,
    limits_file: str | None,
    patient_file: str | None,
    store: str,
    form: str,
) -> int:
    """Say that the approval of a plan or protocol holds and by whom, or exactly what is wrong.

    Exit code 1 when it does not hold. A plan also says whether its protocol was approved.
    """
    if thing.endswith(".json"):
        own, protocol = _plan(thing, approval_file, limits_file, patient_file, store)
    else:
        own, protocol = _protocol(thing, approval_file, store), None
    if form == "json":
        echo_data(_data(thing, own, protocol))
    else:
        echo(_sentence("protocol" if protocol is None else "plan", own))
        if protocol is not None:
            echo(_beside(protocol))
    return 0 if own.is_valid else 1


def _plan(
    plan: str,
    approval_file: str | None,
    limits_file: str | None,
    patient_file: str | None,
    store: str,
) -> tuple[Verification, Verification]:
    """Verify the approvals of a plan and of its protocol."""
    from tensplan.approval.gate import judge_delivery
    from tensplan.patient.file import load_patient
    from tensplan.safety.clinic_limits import load_limits
    from tensplan.session_plan.person import identity

    person = None if patient_file is None else load_patient(patient_file)
    found = judge_delivery(
        plan,
        store=store,
        limits_digest=load_limits(limits_file).digest,
        at=datetime.now(UTC),
        approval_file=approval_file,
        patient_digest=None if person is None else identity(person)["digest"],
    )
    return found.approval, found.protocol


def _protocol(name: str, approval_file: str | None, store: str) -> Verification:
    """Verify the approval of a protocol."""
    from tensplan.approval.gate import verify_here
    from tensplan.approval.subject import read_subject

    now = datetime.now(UTC)
    return verify_here(read_subject(name), store, at=now, approval_file=approval_file)


def _sentence(what: str, result: Verification) -> str:
    """Return the answer in words, each fault on a line of its own."""
    from tensplan.formats.visible import visible

    if result.is_valid:
        return visible(in_words(what, result))
    lines = [f"{what}: not approved"]
    for finding in result.findings:
        lines += [f"  error[{finding.rule}]: {finding.message}", f"  hint: {finding.hint}"]
    return "\n".join(map(visible, lines))


def _beside(protocol: Verification) -> str:
    """Return in one line whether the protocol of a plan was approved too; it does not decide."""
    from tensplan.formats.visible import visible

    end = "" if protocol.is_valid else "; that stops nothing"
    return visible(in_words("protocol of this plan", protocol) + end)


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
