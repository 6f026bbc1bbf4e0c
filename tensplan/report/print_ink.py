"""Drawings of the report for paper: their style inside, light, in the font of the PDF."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

TEMPLATES: Final = Path(__file__).with_name("templates")

_FONT: Final = "'DejaVu Sans'"
_NARROWER: Final = 0.82
"""The font of the PDF is that much wider than those the drawings leave room for."""

_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_CONDITIONAL: Final = re.compile(r"@[\w-]+[^{}]*\{(?:[^{}]|\{[^{}]*\})*\}")
_NAMED: Final = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_USE: Final = re.compile(r"var\((--[\w-]+)\)")
_FAMILY: Final = re.compile(r"font-family:[^;}]+")
_SIZE: Final = re.compile(r"font-size:\s*([\d.]+)px")


def printed(svg: str) -> str:
    """Return a drawing whose colours and font are spelled out, as paper needs them.

    Parameters
    ----------
    svg : str
        A drawing of the report: with its own style, or a chart that the page's style dresses.

    Returns
    -------
    str
        The same with one style inside: no named colours, no rules for screens, one font.

    Examples
    --------
    >>> printed('<svg><style>.a{--x:#123;fill:var(--x)}@media print{.a{fill:red}}</style></svg>')
    '<svg><style>.a{--x:#123;fill:#123}</style></svg>'
    """
    own = _STYLE.search(svg)
    style = _CONDITIONAL.sub("", own[1] if own else _chart_style())
    plain = _STYLE.sub("", svg).replace(">", f">{_tag(style)}", 1)
    colours = dict(reversed(_NAMED.findall(style)))
    return _USE.sub(lambda found: colours[found[1]].strip(), plain)


def _tag(style: str) -> str:
    """Return the style element with the font of the PDF."""
    sized = _SIZE.sub(lambda found: f"font-size:{float(found[1]) * _NARROWER:.3g}px", style)
    return f"<style>{_FAMILY.sub(f'font-family:{_FONT}', sized)}</style>"


@cache
def _chart_style() -> str:
    """Return the colours of the page and the rules of its charts."""
    page, charts = (
        (TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", "figures.css")
    )
    return _CONDITIONAL.sub("", page).split("}", 1)[0] + "}" + charts
