"""The page that says which layouts fit which bodies, made from the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tensplan.placement.fit import Change, Fit, fits
from tensplan.placement.layouts import Layout, Pair, layouts
from tensplan.placement.stature import Stature

HEIGHTS_MM = tuple(range(1500, 2001, 50))
FEET_MM = tuple(range(220, 291, 10))
GAP_MM, OUTLINE_CM2 = 25.0, 16.0
"""The limits on gap and pad that the page is made with; a test compares them with the limits."""

_HEAD = """# Which layouts fit which bodies

Each pair of pads of each layout, on bodies {low:.2f} to {high:.2f} m tall with feet of {short} to {long} mm, in
steps of 50 and 10 mm: {count} bodies. Coordinates are schematic and scale with height and foot length
(project default), so this is arithmetic on a drawing, not a measurement on people. The gap between
the pads must be at least {gap:g} mm and no pad below {outline:g} cm2. Where the listed pads do not fit, the
smallest ones are tried, then one pad is moved by at most 20 mm away from the other, then the next
layout is taken. This page is made from the data: `python -m tensplan.placement.fit_page`.

## Order of choice

Round the painful area first, if every pad passes; then the nerve next to it; the sciatic nerve
behind the knee; the buttock; beside the spine; and last the other foot. The order is a project
default and needs clinical sign-off. A second channel, when wanted, lies beside the spine or on the
buttock, on the same side. Pain in several areas: the first one named decides, the others are
answered with what they would get alone.

## Fit

| layout | pads on | as listed | smaller pads | one pad moved | does not fit |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Fitting:
    """How one pair fits one body: the first way that keeps the gap, or none."""

    stature: Stature
    fit: Fit | None


@cache
def fittings(pair: Pair) -> tuple[Fitting, ...]:
    """Try a pair on every body of the page.

    Examples
    --------
    >>> from tensplan.placement.layouts import layout
    >>> {item.fit.change for item in fittings(layout("BR_DORS").pairs[0])}
    {'as-listed'}
    """
    bodies = [
        Stature(height_mm=height, foot_length_mm=foot) for height in HEIGHTS_MM for foot in FEET_MM
    ]
    return tuple(Fitting(body, _first(pair, body)) for body in bodies)


def fit_page() -> str:
    """Return the page.

    Examples
    --------
    >>> fit_page().splitlines()[0]
    '# Which layouts fit which bodies'
    """
    head = _HEAD.format(
        low=HEIGHTS_MM[0] / 1000,
        high=HEIGHTS_MM[-1] / 1000,
        short=FEET_MM[0],
        long=FEET_MM[-1],
        count=len(HEIGHTS_MM) * len(FEET_MM),
        gap=GAP_MM,
        outline=OUTLINE_CM2,
    )
    rows = [_row(item, pair) for item in layouts() for pair in item.pairs]
    mirrored = [item.code for item in layouts() if item.mirrored]
    tail = f"\n{', '.join(mirrored)} borrows the pairs round the foot and fits where they do.\n"
    return head + "\n".join(rows) + "\n" + tail


def _first(pair: Pair, body: Stature) -> Fit | None:
    """Return the first way that keeps the gap."""
    ways = fits(pair, least_gap_mm=GAP_MM, least_outline_cm2=OUTLINE_CM2, stature=body)
    return next((way for way in ways if not way.shortfall), None)


def _row(item: Layout, pair: Pair) -> str:
    """Return one line of the table."""
    cells = [item.code, " + ".join(pair.sites)]
    cells += [_cell(pair, change) for change in ("as-listed", "smaller-pads", "moved")]
    none = [found.stature for found in fittings(pair) if found.fit is None]
    return f"| {' | '.join([*cells, _bodies(none)])} |"


def _cell(pair: Pair, change: Change) -> str:
    """Return how many and which bodies a way is for."""
    found = [item for item in fittings(pair) if item.fit is not None and item.fit.change == change]
    words = _bodies([item.stature for item in found])
    shifts = [_shift(item.fit) for item in found if item.fit is not None]
    most = max(shifts, default=0.0)
    return f"{words}, by up to {most:g} mm" if most > 0 else words


def _shift(fit: Fit) -> float:
    """Return how far a pad is moved. [mm]"""
    return max(max(abs(pad.shift_x_mm), abs(pad.shift_y_mm)) for pad in fit.pads)


def _bodies(statures: Iterable[Stature]) -> str:
    """Say which bodies: all, none, or how many and their ranges."""
    found = list(statures)
    total = len(HEIGHTS_MM) * len(FEET_MM)
    if len(found) in (0, total):
        return "all" if found else "none"
    heights = [body.height_mm for body in found]
    feet = [body.foot_length_mm for body in found if body.foot_length_mm is not None]
    tall = f"{min(heights) / 1000:.2f}-{max(heights) / 1000:.2f} m"
    return f"{len(found)} of {total} ({tall}, feet {min(feet):g}-{max(feet):g} mm)"


if __name__ == "__main__":
    print(fit_page(), end="")
