"""The drawing of a protocol's pads, on one limb or on both."""

from __future__ import annotations

import re
from typing import Literal

from tensplan.placement.drawing import DrawnPad, draw
from tensplan.placement.panels import Side
from tensplan.protocol.model import Protocol
from tensplan.protocol.placement import Channel

_FRAME = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def protocol_drawing(protocol: Protocol, *, side: Side = "right") -> str:
    """Return one SVG with the pads in place; both limbs side by side when both carry pads.

    Parameters
    ----------
    protocol : Protocol
        Its sites must be known.
    side : {'right', 'left'}
        The treated limb.

    Raises
    ------
    ValueError
        If a site is unknown.

    Examples
    --------
    >>> import tensplan
    >>> protocol = tensplan.load_protocol("sciatic-path-conventional")
    >>> protocol_drawing(protocol)[:4], "left side" in protocol_drawing(protocol, side="left")
    ('<svg', True)
    """
    other: Side = "left" if side == "right" else "right"
    pictures = []
    for name, drawn_side in (("treated", side), ("other", other)):
        pads = _pads_on(protocol, name)
        if pads:
            pictures.append(draw(pads, side=drawn_side))
    return pictures[0] if len(pictures) == 1 else _beside(pictures)


def _pads_on(protocol: Protocol, limb: str) -> list[DrawnPad]:
    return [
        DrawnPad(
            channel=channel.id,
            number=number,
            site_id=pad.site,
            width_mm=pad.box_mm[0],
            height_mm=pad.box_mm[1],
            round=pad.diameter_mm is not None,
            polarity=_polarity(protocol, channel, number),
        )
        for channel in protocol.placement.channels
        for number, pad in enumerate(channel.pads, start=1)
        if pad.side == limb
    ]


def _polarity(
    protocol: Protocol, channel: Channel, number: int
) -> Literal["cathode", "anode"] | None:
    """Return what a pad is; None for pulses that have no polarity."""
    program = protocol.programs.get(channel.program)
    cathode = None if program is None else program.waveform.cathode
    if cathode is None:
        return None
    return "cathode" if cathode == number else "anode"


def _beside(pictures: list[str]) -> str:
    """Return two drawings side by side in one."""
    frames = [_FRAME.search(picture) for picture in pictures]
    sizes = [(float(frame[1]), float(frame[2])) for frame in frames if frame]
    width, height = sum(w for w, _ in sizes), max(h for _, h in sizes)
    parts, left = [], 0.0
    for picture, (wide, high) in zip(pictures, sizes, strict=True):
        place = f'<svg x="{left:g}" y="0" width="{wide:g}" height="{high:g}" '
        parts.append(place + picture.removeprefix("<svg "))
        left += wide
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
    return opening + "".join(parts) + "</svg>"
