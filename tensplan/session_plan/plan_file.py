"""plan.json on disk: written only when allowed, read only when canonical and whole."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

from tensplan.errors import BlockedPlanError, UnreadableError
from tensplan.protocol.source_file import read_source
from tensplan.session_plan.canonical import canonical_bytes, digest
from tensplan.session_plan.plan import PLAN_SCHEMA, Plan
from tensplan.session_plan.whole_file import write_together

PLAN_NAME: Final = "plan.json"
REPORT_NAME: Final = "report.html"
REFUSAL_NAME: Final = "refused.html"
LARGEST_PLAN_BYTES: Final = 4 * 1024 * 1024


class PlanFileError(UnreadableError):
    """A plan file that is not a whole, canonical plan."""

    ref = "plan/not-readable"


def write_plan(plan: Plan, folder: str | os.PathLike[str]) -> Path:
    """Write plan.json and report.html, both whole or neither.

    Raises
    ------
    BlockedPlanError
        If the plan is blocked.
    WriteError
        If the folder or the disk refuses.
    """
    from tensplan.report.html import render_report

    if plan.is_blocked:
        raise BlockedPlanError(
            f"the plan is {plan.verdict} and is not written", hint="read plan.findings"
        )
    data = plan.as_json()
    files = {REPORT_NAME: render_report(data).encode(), PLAN_NAME: canonical_bytes(data)}
    write_together(folder, files, instead_of=REFUSAL_NAME)
    return Path(folder) / PLAN_NAME


def write_refusal(plan: Plan, folder: str | os.PathLike[str]) -> Path:
    """Write refused.html; an older plan in the folder stays as it is.

    Raises
    ------
    ValueError
        If the plan is not blocked.
    """
    from tensplan.report.html import render_refusal

    if not plan.is_blocked:
        raise ValueError("only a blocked plan is refused")
    older = older_plan(folder)
    page = render_refusal(plan.as_json(), older_plan=older or "")
    write_together(folder, {REFUSAL_NAME: page.encode()})
    return Path(folder) / REFUSAL_NAME


def older_plan(folder: str | os.PathLike[str]) -> str:
    """Return the digest of a plan that already lies in a folder, or an empty text."""
    path = Path(folder) / PLAN_NAME
    if not os.path.lexists(path):  # unlike Path.exists, never raises
        return ""
    try:
        return str(read_plan(path)["digest"])
    except UnreadableError:
        return "unreadable"


def read_plan(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read a plan and check that its bytes are canonical and its digest holds.

    Raises
    ------
    PlanFileError
        If the file is not JSON, not a plan, not canonical, or changed after it was written.
    """
    data = read_source(path, limit=LARGEST_PLAN_BYTES)
    hint = "make it again with tensplan plan"
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PlanFileError(f"this is not JSON: {error}", where=str(path), hint=hint) from None
    if not isinstance(content, dict) or content.get("schema") != PLAN_SCHEMA:
        raise PlanFileError(f"this is not a {PLAN_SCHEMA}", where=str(path), hint=hint)
    try:
        canonical = canonical_bytes(content) == data
        unchanged = content.get("digest") == digest(content)
    except (ValueError, RecursionError) as error:
        raise PlanFileError(
            f"a value is out of range: {error}", where=str(path), hint=hint
        ) from None
    if not canonical:
        raise PlanFileError("the bytes are not in canonical form", where=str(path), hint=hint)
    if not unchanged:
        what = "the digest does not hold: the file was changed after it was written"
        raise PlanFileError(what, where=str(path), hint=hint)
    return content
