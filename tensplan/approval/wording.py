"""An approval in one sentence, wherever people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tensplan.approval.verification import Verification

DRAFT_STAMP: Final = "DRAFT, not approved, not for delivery"
"""Stands on every page of a copy that is written before anybody has approved it."""


def in_words(what: str, result: Verification) -> str:
    """Say by whom something was approved, until when and why; or that it is not approved.

    Parameters
    ----------
    what : str
        What was verified, such as "plan".
    result : Verification
        What came of it.

    Examples
    --------
    >>> from tensplan.approval.verification import Verification
    >>> from tensplan.finding import Finding
    >>> nobody = Finding(rule="approval/missing", severity="error", message="nobody approved it")
    >>> in_words("plan", Verification(findings=(nobody,)))
    'plan: not approved: nobody approved it'
    """
    if result.is_valid and result.approval is not None:
        by = result.approval.reviewer
        return (
            f"{what}: approved by {by.name}, {by.role}, on {result.approval.at:%Y-%m-%d}, "
            f"until {result.approval.expires_on}: {result.approval.reason}"
        )
    return f"{what}: not approved: {'; '.join(finding.message for finding in result.findings)}"
