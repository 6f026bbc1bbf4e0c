"""Render a plan, or its refusal, as one self-contained HTML file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tensplan.report.numbers import prettier, quantity, sentence, share, shown
from tensplan.report.sourcing import CONFIDENCE_WORDS, SHORT_CONFIDENCE
from tensplan.report.verdict import severity_mark
from tensplan.report.view import refusal_view, report_view
from tensplan.session_plan.disclaimer import DISCLAIMER

if TYPE_CHECKING:
    import jinja2

    from tensplan.approval.gate import Delivery

TEMPLATES: Final = Path(__file__).with_name("templates")


def render_report(
    data: dict[str, Any], *, delivery: Delivery | None = None, draft: bool = False
) -> str:
    """Return report.html; the same plan always gives the same text.

    Parameters
    ----------
    data : dict
        The content of a plan.json.
    delivery : Delivery or None
        Who approved it, and whether its protocol was approved too.
    draft : bool
        Stamp every page as not approved.

    Returns
    -------
    str
        One HTML page with its style and figures inside; it loads nothing and runs nothing.

    Raises
    ------
    ValueError
        If a program of the plan cannot be read or drawn.

    Examples
    --------
    >>> import tensplan
    >>> plan = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    >>> render_report(plan.as_json()).startswith("<!doctype html>")
    True
    """
    return render("report.html.j2", report_view(data, delivery=delivery, draft=draft))


def render_refusal(data: dict[str, Any], older_plan: str = "") -> str:
    """Return refused.html for a blocked plan.

    Parameters
    ----------
    data : dict
        What plan.json would have held.
    older_plan : str
        Digest of a plan that already lies in the folder, ``"unreadable"``, or empty for none.

    Returns
    -------
    str
        One HTML page that says what stopped the plan and what may still be done.
    """
    return render("refused.html.j2", refusal_view(data, older_plan))


def render(template: str, view: dict[str, Any]) -> str:
    """Return a template filled with what a view holds."""
    return _environment().get_template(template).render(view)


@cache
def _environment() -> jinja2.Environment:
    """Return the template engine: everything is escaped, nothing undefined passes."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        shown=shown,
        quantity=quantity,
        share=share,
        prettier=prettier,
        sentence=sentence,
        mark=severity_mark,
    )
    environment.globals.update(
        disclaimer=DISCLAIMER,
        confidence_words=CONFIDENCE_WORDS,
        short_confidence=SHORT_CONFIDENCE,
    )
    return environment
