"""The list of trusted reviewers: what is taken and what is refused."""

from __future__ import annotations

import base64
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tensplan.approval.reviewer_key import KeyFileError, keyid_of, load_key
from tensplan.approval.trust import TrustError, card, read_trust, trusting, write_trust
from tensplan.errors import UsageError

ON = date(2026, 11, 22)
PUBLIC = bytes(range(32))


def listed(folder: Path) -> Path:
    """Write a list of one reviewer."""
    own = card(keyid_of(PUBLIC), PUBLIC, name="Dr A", role="physician", clinic="")
    path = folder / "trusted.json"
    write_trust(path, trusting(read_trust(path), own, on=ON))
    return path


def rewritten(path: Path, **changes: Any) -> Path:
    """Change the first reviewer of a list by hand."""
    data = json.loads(path.read_text())
    data["reviewers"][0].update(changes)
    path.write_text(json.dumps(data))
    return path


def test_a_list_is_read_back(tmp_path: Path) -> None:
    """Who was trusted is on the list, since that day."""
    (one,) = read_trust(listed(tmp_path)).reviewers
    assert (one.name, one.role, one.since_on, one.public) == (
        "Dr A",
        "physician",
        "2026-11-22",
        PUBLIC,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"keyid": "0" * 64}, "is not that of its key", id="other-id"),
        pytest.param(
            {"public_key": base64.b64encode(bytes(32)).decode()},
            "is not that of its key",
            id="exchanged-key",
        ),
        pytest.param({"public_key": "AA=="}, "is not that of its key", id="short-key"),
        pytest.param({"since_on": "yesterday"}, "since_on", id="no-date"),
        pytest.param({"nickname": "x"}, "nickname", id="unknown-key"),
    ],
)
def test_a_list_mended_by_hand_is_refused(
    changes: dict[str, Any], words: str, tmp_path: Path
) -> None:
    """A key that goes by another's id, and anything that has not the form."""
    with pytest.raises(TrustError, match=words) as raised:
        read_trust(rewritten(listed(tmp_path), **changes))
    assert raised.value.ref == "approval/trust-list"


def test_a_clinic_cannot_let_more_roles_approve(tmp_path: Path) -> None:
    """A clinic may only name fewer roles than the project."""
    path = listed(tmp_path)
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "may_approve": ["engineer"]}))
    with pytest.raises(TrustError, match="the role engineer may not approve"):
        read_trust(path)


def test_a_list_that_others_can_write_is_refused(tmp_path: Path) -> None:
    """Others could put themselves on it."""
    path = listed(tmp_path)
    path.chmod(0o666)
    with pytest.raises(TrustError, match="others can write"):
        read_trust(path)


@pytest.mark.parametrize("mask", [0o000, 0o002, 0o022, 0o077])
def test_a_list_that_was_written_can_be_read(mask: int, tmp_path: Path) -> None:
    """Whatever the user's mask lets others do, the list is for its owner to write."""
    before = os.umask(mask)
    try:
        path = listed(tmp_path)
    finally:
        os.umask(before)
    assert len(read_trust(path).reviewers) == 1


def test_a_list_in_an_open_folder_is_refused(tmp_path: Path) -> None:
    """Everybody could put another list in its place; a folder like /tmp keeps files apart."""
    folder = tmp_path / "open"
    folder.mkdir()
    path = listed(folder)
    folder.chmod(0o777)
    with pytest.raises(TrustError, match="everybody can write to the folder"):
        read_trust(path)
    folder.chmod(0o1777)
    assert len(read_trust(path).reviewers) == 1


def test_a_key_is_trusted_once(tmp_path: Path) -> None:
    """The same card twice is a slip."""
    trusted = read_trust(listed(tmp_path))
    own = card(keyid_of(PUBLIC), PUBLIC, name="Dr B", role="physician", clinic="")
    with pytest.raises(UsageError, match="already on the list"):
        trusting(trusted, own, on=ON)


def test_a_missing_key_has_its_rule(tmp_path: Path) -> None:
    """A key that is not there is named by the rule that explain knows."""
    with pytest.raises(KeyFileError, match="there is no key") as raised:
        load_key(tmp_path, "0" * 64)
    assert raised.value.ref == "approval/key-file"
