"""``tensplan key``: keys of reviewers, and whom the clinic trusts."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.options import format_option, store_option
from tensplan.cli.terminal import echo, echo_data
from tensplan.errors import UsageError
from tensplan.formats.visible import visible

if TYPE_CHECKING:
    from tensplan.approval.trust import TrustList

EXAMPLES = """\b
Examples:
  tensplan key new --name "Dr A. Reviewer" --role physician --clinic "Back clinic"
  tensplan key trust reviewer-*.json
  tensplan key revoke "Dr A. Reviewer" --because "laptop lost"
  tensplan key list
"""


@click.group("key", epilog=EXAMPLES, short_help="Make keys, and say whom the clinic trusts.")
def command() -> None:
    """Make the key of a reviewer, and keep the list of reviewers that the clinic trusts.

    A reviewer makes a key once and gives the card that it writes to the clinic; the clinic
    puts the card on its list. Keys stay where they were made.
    """


@command.command("new")
@click.option("--name", required=True, help="Name of the reviewer, a professional.")
@click.option("--role", required=True, help="Role of the reviewer, such as physician.")
@click.option("--clinic", default="", help="Where the reviewer works.")
@click.option(
    "--passphrase/--no-passphrase",
    default=True,
    show_default=True,
    help="Ask for a passphrase that encrypts the key.",
)
@click.option("--replaces", metavar="KEY", help="A key of yours on the list that signs no more.")
@store_option
def new(
    name: str, role: str, clinic: str, passphrase: bool, replaces: str | None, store: str
) -> int:
    """Make a key, and a card to give to the clinic.

    TENSPLAN_PASSPHRASE gives the passphrase in scripts.
    """
    from tensplan.approval.reviewer_key import SHORT, load_key, new_key, public_bytes
    from tensplan.approval.trust import card, replacing, write_trust
    from tensplan.session_plan.whole_file import write_together

    card("0" * 64, bytes(32), name=name, role=role, clinic=clinic)  # a wrong role makes no key
    trusted = _trusted(store)
    old = None if replaces is None else _whole_id(trusted, replaces)
    secret = _new_passphrase() if passphrase else ""
    keyid = new_key(_keys(store), passphrase=secret)
    key = load_key(_keys(store), keyid, passphrase=secret)
    own = card(keyid, public_bytes(key), name=name, role=role, clinic=clinic)
    path = Path(f"reviewer-{keyid[:SHORT]}.json")
    text = json.dumps(own, indent=2, ensure_ascii=False) + "\n"
    write_together(path.parent, {path.name: text.encode()})
    if old is not None:
        write_trust(_list(store), replacing(trusted, old, on=_today()))
    echo(f"key {keyid[:SHORT]} of {visible(name)}, {role}, is in {_keys(store)}")
    echo(f"give {path} to the clinic; it runs: tensplan key trust {path}")
    return 0


@command.command("list")
@store_option
@format_option
def list_(store: str, form: str) -> int:
    """List the trusted reviewers, and the keys you have here."""
    from tensplan.approval.reviewer_key import SHORT, key_ids

    trusted, own = _trusted(store), key_ids(_keys(store))
    if form == "json":
        data = trusted.model_dump(mode="json", by_alias=True, exclude_none=True)
        echo_data({**data, "own_keys": list(own)})
        return 0
    for one in trusted.reviewers:
        here = ", key here" if one.keyid in own else ""
        echo(visible(f"{one.keyid[:SHORT]}  {one.name}, {one.role}, {_state(one)}{here}"))
    for keyid in own:
        if trusted.reviewer(keyid) is None:
            echo(f"{keyid[:SHORT]}  your key, not on the list of trusted reviewers")
    if not trusted.reviewers and not own:
        echo("no key and no trusted reviewer yet; begin with tensplan key new")
    return 0


@command.command("trust")
@click.argument("card", metavar="CARD", type=click.Path(readable=False))
@store_option
def trust(card: str, store: str) -> int:
    """Put a reviewer's CARD on the list; compare the key with the reviewer by voice first."""
    from tensplan.approval.trust import TrustError, trusting, write_trust
    from tensplan.protocol.source_file import read_source

    try:
        given = json.loads(read_source(card))
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise TrustError(
            "this is no card of a reviewer", where=card, hint="name the file that key new wrote"
        )
    whole = trusting(_trusted(store), given, on=_today())
    write_trust(_list(store), whole)
    one = whole.reviewers[-1]
    echo(visible(f"{one.name}, {one.role}, is trusted from today; key {one.keyid}"))
    if one.role not in whole.may_approve:
        echo(f"a {one.role} may not approve; the card is kept for reading", err=True)
    return 0


@command.command("revoke")
@click.argument("key", metavar="KEY")
@click.option("--because", required=True, help="Why, for whoever reads it later.")
@store_option
def revoke(key: str, because: str, store: str) -> int:
    """Take back the trust in KEY, an id or a name: none of its signatures counts any more, whatever their date."""
    from tensplan.approval.trust import revoking, write_trust

    trusted = _trusted(store)
    keyid = _whole_id(trusted, key)
    write_trust(_list(store), revoking(trusted, keyid, on=_today(), because=because))
    echo(f"the key {keyid[:16]} is revoked; what it approved has to be approved again")
    return 0


def _today() -> date:
    """Return the day of universal time, in which signatures are dated; elsewhere it may be another."""
    return datetime.now(UTC).date()


def _keys(store: str) -> Path:
    return Path(store) / "keys"


def _list(store: str) -> Path:
    from tensplan.approval.trust import TRUST_NAME

    return Path(store) / TRUST_NAME


def _trusted(store: str) -> TrustList:
    from tensplan.approval.trust import read_trust

    return read_trust(_list(store))


def _whole_id(trusted: TrustList, start: str) -> str:
    """Return the one key in use whose id begins so, or whose owner has this name."""
    in_use = [one for one in trusted.reviewers if one.revoked_on is None]
    found = [one.keyid for one in in_use if start and one.keyid.startswith(start)]
    found = found or [one.keyid for one in in_use if one.name == start]
    if len(found) != 1:
        raise UsageError(
            f"{len(found)} keys in use on the list have the id or name {start!r}",
            hint="run tensplan key list",
        )
    return found[0]


def _new_passphrase() -> str:
    """Return the passphrase of the environment, or ask twice for one that is not empty."""
    given = os.environ.get("TENSPLAN_PASSPHRASE")
    if given:
        return given
    secret: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
    return secret


def _state(one: Any) -> str:
    """Say since when a reviewer is trusted, or why no more."""
    if one.revoked_on is not None:
        return f"revoked on {one.revoked_on}: {one.revoked_because}"
    if one.until_on is not None:
        return f"signs no more since {one.until_on}"
    return f"trusted since {one.since_on}"
