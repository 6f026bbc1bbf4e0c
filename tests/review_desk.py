"""A review page over a small clinic: plans in a folder, a reviewer with a key, a client inside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from builders import plan_for
from clinics import keep_as_made
from starlette.testclient import TestClient

from tensplan.approval.reviewer_key import load_key, new_key, public_bytes
from tensplan.approval.trust import TRUST_NAME, card, read_trust, trusting, write_trust
from tensplan.review.app import application
from tensplan.review.desk import Desk
from tensplan.review.entrance import COOKIE, Entrance
from tensplan.safety.limits import own_limits
from tensplan.session_plan.canonical import canonical_bytes

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOST = "127.0.0.1:8123"
HERE = f"http://{HOST}"
ROOM = "room-of-tests"
PASSPHRASE = "four quiet words"


@dataclass(frozen=True)
class Review:
    """A desk, and a browser that is not yet inside."""

    desk: Desk
    entrance: Entrance
    client: TestClient
    keyid: str

    def enter(self) -> Review:
        """Open the printed address, as a browser does."""
        assert self.client.get("/open", params={"token": "token"}).status_code == 200
        return self

    def get(self, path: str, **headers: str) -> Any:
        """Ask for a page inside."""
        return self.client.get(f"/{ROOM}{path}", headers=headers)

    def post(self, path: str, *, headers: dict[str, str] | None = None, **fields: str) -> Any:
        """Send one of our own forms."""
        sent = {"form_token": "form-token", **fields}
        own = {"origin": HERE} if headers is None else headers
        return self.client.post(f"/{ROOM}{path}", data=sent, headers=own, follow_redirects=False)

    def approve(self, plan: dict[str, Any], **fields: str) -> Any:
        """Send the form that signs, with changed fields."""
        usual = {
            "key": self.keyid,
            "passphrase": PASSPHRASE,
            "reason": "pads and cap fit",
            "read": "yes",
        }
        return self.post(f"{address(plan)}/approve", **{**usual, **fields})

    def write(
        self, name: str = "plan", code: str | None = "P-014", *, kept: bool = True, **changes: Any
    ) -> dict[str, Any]:
        """Put a plan of a program with changed keys into the folder, made here unless not kept."""
        content = _plan(code, tuple(sorted(changes.items())))
        if kept and code is not None:
            keep_as_made(self.desk.store, content)
        path = self.desk.folder / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(canonical_bytes(content))
        return content


@cache
def _plan(code: str | None, changes: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    """Return a plan; making one takes longer than a page."""
    return plan_for(code, **dict(changes))


def address(plan: dict[str, Any]) -> str:
    """Return the path of a plan's page."""
    return f"/plans/{plan['digest'].removeprefix('sha256:')}"


def words(answer: Any) -> str:
    """Return the text of a page, without its tags, in one line."""
    text = re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(text.split())


def make_review(folder: Path, *, role: str = "physician", passphrase: str = PASSPHRASE) -> Review:
    """Make a clinic in a folder, with a page over it."""
    plans, store = folder / "plans", folder / "store"
    plans.mkdir(exist_ok=True)
    keyid = new_key(store / "keys", passphrase=passphrase)
    key = load_key(store / "keys", keyid, passphrase=passphrase)
    own = card(keyid, public_bytes(key), name="Dr A. Reviewer", role=role, clinic="Back clinic")
    trusted = trusting(read_trust(store / TRUST_NAME), own, on=date(2026, 11, 1))
    write_trust(store / TRUST_NAME, trusted)
    desk = Desk(folder=plans, store=str(store), limits=own_limits(), now=lambda: NOW)
    entrance = Entrance(token="token", session="session", form_token="form-token", room=ROOM)
    client = TestClient(
        application(desk, entrance=entrance, host=HOST),
        base_url=HERE,
        raise_server_exceptions=False,
        follow_redirects=False,
    )
    return Review(desk, entrance, client, keyid)


__all__ = [
    "COOKIE",
    "HERE",
    "HOST",
    "NOW",
    "PASSPHRASE",
    "ROOM",
    "Review",
    "address",
    "make_review",
    "words",
]
