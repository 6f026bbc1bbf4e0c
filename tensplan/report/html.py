"""Render a plan, or its refusal, as one self-contained HTML file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tensplan.session_plan.disclaimer import DISCLAIMER
from tensplan.session_plan.plan import VERDICT_WORDS

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).with_name("templates")


def render_report(data: dict[str, Any]) -> str:
    """Return report.html for the content of a plan.json; the same plan gives the same text."""
    return _render("report.html.j2", data=data)


def render_refusal(data: dict[str, Any], older_plan: str = "") -> str:
    """Return refused.html for a blocked plan."""
    return _render("refused.html.j2", data=data, older_plan=older_plan)


def _render(template: str, **context: Any) -> str:
    return (
        _environment()
        .get_template(template)
        .render(disclaimer=DISCLAIMER, verdict_words=VERDICT_WORDS, **context)
    )


@cache
def _environment() -> jinja2.Environment:
    """Return the template engine: everything is escaped, nothing undefined passes."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
