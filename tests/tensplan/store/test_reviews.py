"""What was sent back, and every decision in its order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders import plan_for

from tensplan.errors import UsageError
from tensplan.store.database import StoreError, opened
from tensplan.store.reviews import decisions, send_back, stored_plans

AT = "2026-11-22T12:00:00+00:00"


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    """Return a plan for a person."""
    return plan_for("P-014")


def test_what_was_sent_back_is_kept_with_its_plan(tmp_path: Path, plan: dict[str, Any]) -> None:
    """Who, when, why and the plan itself, the newest first."""
    for hour, reason in ((12, "smaller cap"), (13, "other  pads")):
        send_back(tmp_path, plan, by="Dr A.", reason=reason, recorded_at=f"2026-11-22T{hour}:00:00")
    newest, oldest = decisions(tmp_path)
    assert (newest.what, newest.by, newest.reason) == ("sent back", "Dr A.", "other pads")
    assert (newest.about, newest.plan_digest) == ("example/P-014", plan["digest"])
    assert oldest.reason == "smaller cap"
    assert stored_plans(tmp_path) == (plan,)


@pytest.mark.parametrize(
    ("code", "reason", "words"),
    [
        pytest.param("P-014", " ", "a reason of 1 to 500", id="no-reason"),
        pytest.param("P-014", "a" * 501, "a reason of 1 to 500", id="long"),
        pytest.param(None, "no", "specimen", id="specimen"),
    ],
)
def test_what_is_not_kept(code: str | None, reason: str, words: str, tmp_path: Path) -> None:
    """No reason, one that is too long, and a plan for nobody."""
    with pytest.raises(UsageError, match=words):
        send_back(tmp_path, plan_for(code), by="Dr A.", reason=reason, recorded_at=AT)


@pytest.mark.parametrize(
    "change", ["UPDATE objection SET reason = 'other'", "DELETE FROM objection"]
)
def test_an_objection_stays(change: str, tmp_path: Path, plan: dict[str, Any]) -> None:
    """The store itself refuses to change or remove one."""
    send_back(tmp_path, plan, by="Dr A.", reason="smaller cap", recorded_at=AT)
    with pytest.raises(StoreError, match="an objection is never"), opened(tmp_path) as store:
        store.execute(change)
    assert decisions(tmp_path)[0].reason == "smaller cap"
