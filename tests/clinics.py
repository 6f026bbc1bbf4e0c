"""A small clinic: a reviewer with a key, a list that trusts them, and plans that they approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from builders import plan_for

from tensplan.approval.envelope import sealed
from tensplan.approval.reviewer_key import load_key, new_key, public_bytes
from tensplan.approval.statement import statement
from tensplan.approval.subject import Subject, read_subject
from tensplan.approval.trust import TRUST_NAME, TrustList, card, read_trust, trusting, write_trust
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.store.plannings import add_planning

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TRUSTED_ON = date(2026, 11, 1)


@dataclass(frozen=True)
class Clinic:
    """A folder with the key of a trusted physician."""

    store: Path
    keyid: str

    @property
    def trusted(self) -> TrustList:
        """Who is trusted."""
        return read_trust(self.store / TRUST_NAME)

    def plan(self, name: str = "plan", code: str | None = "P-014", **changes: Any) -> Path:
        """Write a plan of a program with changed keys."""
        path = self.store.parent / f"{name}.json"
        path.write_bytes(canonical_bytes(plan_for(code, **changes)))
        return path

    def envelope(self, subject: Subject, **changes: Any) -> bytes:
        """Sign a subject as the physician."""
        usual: dict[str, Any] = {
            "kind": subject.kind,
            "about": subject.about,
            "reviewer": self.trusted.reviewers[0],
            "reason": "pads and cap fit",
            "at": NOW,
        }
        key = load_key(self.store / "keys", self.keyid)
        return sealed(statement(subject.data, **{**usual, **changes}), key)

    def approve(self, path: Path, **changes: Any) -> Path:
        """Write the approval of a plan beside it."""
        subject = read_subject(path)
        subject.envelope_path(self.store).write_bytes(self.envelope(subject, **changes))
        return path


def keep_as_made(store: str | Path, plan: dict[str, Any]) -> None:
    """Keep a plan in a store as the program does that made it."""
    add_planning(store, plan, origin="file", recorded_at="2026-11-20T08:00:00+00:00")


def make_clinic(folder: Path) -> Clinic:
    """Make a clinic in a folder."""
    store = folder / "store"
    keyid = new_key(store / "keys")
    public = public_bytes(load_key(store / "keys", keyid))
    own = card(keyid, public, name="Dr A. Reviewer", role="physician", clinic="Back clinic")
    write_trust(store / TRUST_NAME, trusting(read_trust(store / TRUST_NAME), own, on=TRUSTED_ON))
    return Clinic(store, keyid)
