"""Templates to pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import HTMLResponse

from tensplan.report.numbers import sentence
from tensplan.report.printable import printable
from tensplan.session_plan.disclaimer import DISCLAIMER

if TYPE_CHECKING:
    import jinja2

TEMPLATES: Final = Path(__file__).with_name("templates")


def page(template: str, *, status: int = 200, **view: Any) -> HTMLResponse:
    """Return a template filled with what a page shows, as an answer.

    Parameters
    ----------
    template : str
        Name of a file in the folder of templates.
    status : int
        Of the answer.
    **view
        What the template reads; everything is escaped, nothing undefined passes.
    """
    text = _environment().get_template(template).render(view)
    return HTMLResponse(text, status_code=status)


@cache
def style() -> str:
    """Return the one style sheet."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=printable,
    )
    environment.filters.update(sentence=sentence)
    environment.globals.update(disclaimer=DISCLAIMER)
    return environment
