"""Render a plan, or its refusal, as one self-contained HTML file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tensplan.report.blocks import Report
from tensplan.report.numbers import sentence
from tensplan.report.printable import printable
from tensplan.report.spans import words_of
from tensplan.report.view import refusal_view, report_view
from tensplan.report.wording import say
from tensplan.session_plan.disclaimer import DISCLAIMER

if TYPE_CHECKING:
    import jinja2

    from tensplan.approval.gate import Delivery

TEMPLATES: Final = Path(__file__).with_name("templates")


def render_report(
    data: dict[str, Any], *, delivery: Delivery | None = None, draft: bool = False
) -> str:
    """Return report.html; the same plan and approvals always give the same text.

    Without an approval that holds every sheet is stamped as a draft.

    Parameters
    ----------
    data : dict
        The content of a plan.json; nothing else of the plan is needed.
    delivery : Delivery or None
        Who approved it, and whether its protocol was approved too; None when nobody asked.
    draft : bool
        Stamp every sheet as not approved and ask for no signature.

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
    >>> page = render_report(plan.as_json())
    >>> page.startswith("<!doctype html>"), "DRAFT, not approved, not for delivery" in page
    (True, True)
    """
    return _rendered(report_view(data, delivery=delivery, draft=draft))


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
    return _rendered(refusal_view(data, older_plan))


def _rendered(report: Report) -> str:
    return render("report.html.j2", {"report": report, "stamp": report.stamp})


def render(template: str, view: dict[str, Any]) -> str:
    """Return a template filled with what a view holds."""
    return _environment().get_template(template).render(view)


def css_string(text: str) -> str:
    """Return a text as a string of a style sheet that nothing in it can end.

    Examples
    --------
    >>> css_string("DRAFT")
    '"DRAFT"'
    """
    quoted = "".join(rf"\{ord(sign):x} " if sign in '"\\<\n' else sign for sign in text)
    return f'"{quoted}"'


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
        finalize=printable,
    )
    environment.filters.update(sentence=sentence, css=css_string)
    environment.tests["of"] = lambda block, kind: type(block).__name__ == kind
    environment.globals.update(closing=DISCLAIMER, skip=say("page.skip"), words_of=words_of)
    return environment
