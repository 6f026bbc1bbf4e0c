"""The layout for a person, drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensplan.placement.drawing import DrawnPad
from tensplan.placement.panels import Side
from tensplan.report.blocks import Picture
from tensplan.report.pads import drawn


def layout_drawing(layout: Mapping[str, Any]) -> Picture | None:
    """Return the body with the pads that would be chosen; None where the protocol's pass.

    Parameters
    ----------
    layout : mapping
        The layout of a plan.json; may be empty.

    Examples
    --------
    >>> layout_drawing({}) is None
    True
    """
    if not layout or layout["given_passes"] or layout["chosen"] is None:
        return None
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
    return drawn(pads, _side(layout))


def _side(layout: Mapping[str, Any]) -> Side:
    """Return the limb that carries the pads; an unknown side is drawn on the right."""
    painful: Side = "left" if layout["side"] == "left" else "right"
    if layout["chosen"]["leg"] == "treated":
        return painful
    return "left" if painful == "right" else "right"
