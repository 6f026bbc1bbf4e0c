"""The layout for a person, drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensplan.placement.drawing import DrawnPad, draw
from tensplan.placement.panels import Side


def layout_drawing(layout: Mapping[str, Any]) -> str:
    """Return the body with the pads that would be chosen; nothing where the protocol's pass.

    Parameters
    ----------
    layout : mapping
        The layout of a plan.json; may be empty.

    Examples
    --------
    >>> layout_drawing({})
    ''
    """
    if not layout or layout["given_passes"] or layout["chosen"] is None:
        return ""
    pads = [
        DrawnPad(
            channel="A",
            number=number,
            site_id=pad["site"],
            width_mm=pad["width_mm"],
            height_mm=pad["height_mm"],
        )
        for number, pad in enumerate(layout["chosen"]["pads"], start=1)
    ]
    return draw(pads, side=_side(layout))


def _side(layout: Mapping[str, Any]) -> Side:
    """Return the limb that carries the pads; an unknown side is drawn on the right."""
    painful: Side = "left" if layout["side"] == "left" else "right"
    if layout["chosen"]["leg"] == "treated":
        return painful
    return "left" if painful == "right" else "right"
