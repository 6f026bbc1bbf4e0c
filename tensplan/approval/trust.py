"""The list of reviewers that a clinic trusts: who, in which role, since when, until when."""

from __future__ import annotations

import base64
import json
import os
import stat
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints, ValidationError

from tensplan.approval.policy import own_policy
from tensplan.approval.reviewer_key import keyid_of
from tensplan.errors import UnreadableError, UsageError
from tensplan.protocol.field import Model, key
from tensplan.protocol.source_file import read_source

TRUST_SCHEMA: Final = "tensplan/trust/1"
TRUST_NAME: Final = "trusted-reviewers.json"
CARD_SCHEMA: Final = "tensplan/reviewer/1"

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class TrustError(UnreadableError):
    """A trust list or a reviewer's card that cannot be used."""

    ref = "approval/trust-list"


class Reviewer(Model):
    """One reviewer, as a clinic knows them: a public key, a name and a role."""

    keyid: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = key(
        "key id", "SHA-256 of the raw public key."
    )
    public_key: str = key("public key", "The 32 raw bytes of the Ed25519 key, in base64.")
    name: Annotated[str, StringConstraints(min_length=1, max_length=80)] = key(
        "name", "The reviewer's name; a professional, never a patient."
    )
    role: str = key("role", "The reviewer's role.")
    clinic: str = key("clinic", "Where the reviewer works.", default="")
    since_on: Day = key("since", "First day on which a signature counts.")
    until_on: Day | None = key("until", "Last day, for a key that was replaced.", default=None)
    revoked_on: Day | None = key("revoked", "Day of the revocation.", default=None)
    revoked_because: str = key("why revoked", "Reason of the revocation.", default="")

    @property
    def public(self) -> bytes:
        """The raw public key."""
        return base64.b64decode(self.public_key, validate=True)


class TrustList(Model):
    """Everybody whose signature a clinic takes, and whose it takes no longer."""

    schema_id: Literal["tensplan/trust/1"] = key("schema", "Format.", alias="schema")
    may_approve: Annotated[tuple[str, ...], Field(strict=False)] = key(
        "may approve", "Roles whose signature counts."
    )
    reviewers: Annotated[tuple[Reviewer, ...], Field(strict=False)] = key("reviewers", "Reviewers.")

    def reviewer(self, keyid: str) -> Reviewer | None:
        """Return the reviewer with a key, or None."""
        return next((one for one in self.reviewers if one.keyid == keyid), None)


def read_trust(path: str | os.PathLike[str]) -> TrustList:
    """Read a trust list; an empty one where there is no file.

    Raises
    ------
    TrustError
        If the file is no trust list, names a key by another id, repeats one, or lets a role
        approve that may not.
    """
    if not os.path.lexists(path):
        empty = {"schema": TRUST_SCHEMA, "may_approve": own_policy().may_approve, "reviewers": ()}
        return TrustList.model_validate(empty)
    _refuse_open_folder(Path(path).parent)
    if os.name == "posix" and Path(path).stat().st_mode & 0o022:
        raise TrustError(
            "others can write to the list of trusted reviewers",
            where=str(path),
            hint=f"read it line by line, then run chmod 600 {path}",
        )
    try:
        trusted = TrustList.model_validate(json.loads(read_source(path)))
        _require_own_ids(trusted)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise _refused(f"{place}: {first['msg'].lower()}", path) from None
    except ValueError as error:
        raise _refused(str(error), path) from None
    return trusted


def _refuse_open_folder(folder: Path) -> None:
    """Stop when everybody could put another list in the place of this one."""
    mode = folder.stat().st_mode
    if os.name == "posix" and mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        raise TrustError(
            "everybody can write to the folder of trusted reviewers",
            where=str(folder),
            hint=f"read the list line by line, then run chmod o-w {folder}",
        )


def write_trust(path: str | os.PathLike[str], trusted: TrustList) -> None:
    """Write a trust list, whole or not at all, so that nobody else can write to it.

    Raises
    ------
    WriteError
        If the folder or the disk refuses.
    """
    from tensplan.session_plan.whole_file import write_together

    data = trusted.model_dump(mode="json", by_alias=True, exclude_none=True)
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    write_together(Path(path).parent, {Path(path).name: text.encode()}, mode=0o644)


def card(keyid: str, public: bytes, *, name: str, role: str, clinic: str) -> dict[str, Any]:
    """Return what a reviewer gives to a clinic so that it may trust the key.

    Raises
    ------
    UsageError
        If the role is unknown.
    """
    if role not in own_policy().roles:
        raise UsageError(
            f'there is no role "{role}"', hint=f"use one of {', '.join(own_policy().roles)}"
        )
    return {
        "schema": CARD_SCHEMA,
        "keyid": keyid,
        "public_key": base64.b64encode(public).decode(),
        "name": name,
        "role": role,
        "clinic": clinic,
    }


def trusting(trusted: TrustList, given: dict[str, Any], *, on: date) -> TrustList:
    """Return the list with one more reviewer, from their card.

    Raises
    ------
    TrustError
        If the card is none, or names a key by another id.
    UsageError
        If the key is already on the list.
    """
    fields = {key: value for key, value in given.items() if key != "schema"}
    if given.get("schema") != CARD_SCHEMA:
        raise TrustError(f"this is no {CARD_SCHEMA}", hint="name the file that key new wrote")
    try:
        one = Reviewer.model_validate({**fields, "since_on": on.isoformat()})
        whole = trusted.model_copy(update={"reviewers": (*trusted.reviewers, one)})
        if trusted.reviewer(one.keyid) is not None:
            raise UsageError(
                f"the key {one.keyid[:16]} is already on the list", hint="nothing is to be done"
            )
        _require_own_ids(whole)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise TrustError(f"{'.'.join(map(str, first['loc']))}: {first['msg'].lower()}") from None
    except ValueError as error:
        raise TrustError(str(error)) from None
    return whole


def revoking(trusted: TrustList, keyid: str, *, on: date, because: str) -> TrustList:
    """Return the list with a key whose signatures count no more, whenever they were made."""
    return _changed(trusted, keyid, revoked_on=on.isoformat(), revoked_because=because)


def replacing(trusted: TrustList, keyid: str, *, on: date) -> TrustList:
    """Return the list with a key that signs no more after a day; its older signatures count."""
    return _changed(trusted, keyid, until_on=on.isoformat())


def _changed(trusted: TrustList, keyid: str, **update: str) -> TrustList:
    """Return the list with one reviewer changed."""
    if trusted.reviewer(keyid) is None:
        raise UsageError(f"the key {keyid[:16]} is not on the list", hint="run tensplan key list")
    reviewers = tuple(
        one.model_copy(update=update) if one.keyid == keyid else one for one in trusted.reviewers
    )
    return trusted.model_copy(update={"reviewers": reviewers})


def _require_own_ids(trusted: TrustList) -> None:
    """Stop when an id is not that of its key, is there twice, or a role may not approve."""
    ids = [one.keyid for one in trusted.reviewers]
    if len(set(ids)) != len(ids):
        raise ValueError("a key is on the list twice")
    for one in trusted.reviewers:
        if len(one.public) != 32 or keyid_of(one.public) != one.keyid:
            raise ValueError(f"the id {one.keyid[:16]} is not that of its key")
    wrong = set(trusted.may_approve) - set(own_policy().may_approve)
    if wrong:
        raise ValueError(f"the role {min(wrong)} may not approve; a clinic may only name fewer")


def _refused(why: str, path: str | os.PathLike[str]) -> TrustError:
    return TrustError(why, where=str(path), hint="mend it, or trust the reviewers again")
