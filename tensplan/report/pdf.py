"""Render a plan as PDF: the document of the HTML report, set on A4."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tensplan.report.print_ink import printed
from tensplan.report.typesetting import typeset
from tensplan.report.view import report_view

if TYPE_CHECKING:
    from tensplan.approval.gate import Delivery


def render_pdf(
    data: dict[str, Any], *, delivery: Delivery | None = None, draft: bool = False
) -> bytes:
    """Return the report as PDF; the same plan and approvals always give the same bytes.

    Parameters
    ----------
    data, delivery, draft
        As for `tensplan.report.html.render_report`, whose words and figures it holds.

    Raises
    ------
    ValueError
        If a program of the plan cannot be read or drawn.

    Examples
    --------
    >>> import tensplan
    >>> plan = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    >>> render_pdf(plan.as_json())[:5]
    b'%PDF-'
    """
    report = report_view(data, delivery=delivery, draft=draft)
    return typeset("report.typ", _content(report), on=date.fromisoformat(report.on))


def _content(value: Any) -> Any:
    """Return blocks as data that name their kind; drawings get the ink of paper."""
    if is_dataclass(value):
        found = {field.name: _content(getattr(value, field.name)) for field in fields(value)}
        if "svg" in found:
            found["svg"] = printed(found["svg"])
        return {"kind": type(value).__name__, **found}
    if isinstance(value, tuple | list):
        return [_content(item) for item in value]
    return value
