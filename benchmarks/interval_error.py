"""Print the error of intervals on unseen bodies, as it stands in `docs/recruitment.md`; some minutes.

    python benchmarks/interval_error.py [SEED]

Nothing was fitted to these bodies: the table comes from fields of Gaussian shape. Every row has at least 200 bodies:
four pulse widths, either pad first negative, and for the skin both weightings of two pads.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

import numpy as np

from simulator.recruitment import Electrodes, Spread, Target, Tissue
from simulator.recruitment.spread import Shape
from simulator.recruitment.trial import Trial, end_trials, trials
from simulator.volume_conductor import Rectangle
from simulator.waveform import Pulse

WIDTHS_US: Final = (50, 100, 200, 400)
COUNT: Final = 26
LEG: Final = ((4e-3, 9e-3, 18e-3), (1.05e-3, 1.4e-3, 1.8e-3))
TISSUES: Final = {
    "ankle": ((1e-3, 2e-3, 4e-3), (1.05e-3, 1.4e-3, 1.8e-3)),
    "calf": ((2e-3, 6e-3, 12e-3), (1.05e-3, 1.4e-3, 1.8e-3)),
    "thick skin and fat": ((5e-3, 9e-3, 30e-3), (1.55e-3, 2.1e-3, 2.7e-3)),
}
"""Fat and skin. [m]"""

NERVES: Final = {
    "nerve at 3 mm, under the pad": ((1.8e-3, 3e-3, 5e-3), None),
    "nerve at 3 mm, 1 to 20 mm beside": ((1.8e-3, 3e-3, 5e-3), (1e-3, 8e-3, 20e-3)),
    "nerve at 9 mm, under the pad": ((6e-3, 9e-3, 14e-3), None),
    "nerve at 9 mm, 1 to 20 mm beside": ((6e-3, 9e-3, 14e-3), (1e-3, 8e-3, 20e-3)),
    "nerve at 17 mm, under the pad": ((10e-3, 17e-3, 27e-3), None),
    "nerve at 50 mm, under the pad": ((38e-3, 50e-3, 66e-3), None),
}
"""Depth and offset. [m]"""

SIDES: Final = {"pads of 3 cm": 0.03, "pads of 5 cm": 0.05}


def spread(low: float, central: float, high: float, shape: Shape = "lognormal") -> Spread:
    """Give a spread of invented bodies."""
    return Spread(
        low=low, central=central, high=high, confidence="quoted", source="invented", shape=shape
    )


def tissue(fat: tuple[float, float, float], skin: tuple[float, float, float]) -> Tissue:
    """Layers between people."""
    return Tissue(
        fat_thickness=spread(*fat),
        skin_thickness=spread(*skin),
        skin_conductivity=spread(2e-4, 6.6e-4, 2.9e-3),
        temperature=spread(28.0, 31.0, 34.0, "normal"),
    )


def pads(side: float, cathode: int) -> Electrodes:
    """Two pads 0.1 m apart."""
    return Electrodes(outlines=(Rectangle(side, side),) * 2, distance=0.1, cathode=cathode)


def nerve_trials(what: str, cathode: int, seed: int) -> Iterator[Trial]:
    """Trials of one nerve under pad 1."""
    depth, offset = NERVES[what]
    target = Target(
        nerve="nerve",
        pad=1,
        depth=spread(*depth),
        offset=None if offset is None else spread(*offset),
        senses=frozenset({"sensation", "motor"}),
    )
    body = tissue(*LEG)
    for i, width in enumerate(WIDTHS_US):
        pulse = Pulse("symmetric-biphasic", width)
        asked = pads(0.05, cathode), (body, body), [target], pulse
        yield from trials(*asked, names=("nerve",), count=2 * COUNT, seed=seed + i)


def skin_trials(
    where: str, side: float, seed: int
) -> Iterator[tuple[tuple[Trial, ...], tuple[Trial, ...]]]:
    """Trials of the skin under both pads for each width: body by body, and the ends."""
    body = tissue(*TISSUES[where])
    for i, width in enumerate(WIDTHS_US):
        asked = pads(side, 1), (body, body)
        pulse = Pulse("symmetric-biphasic", width)
        yield (
            trials(*asked, (), pulse, names=("skin",), count=COUNT, seed=seed + i),
            end_trials(*asked, pulse, ceiling=0.2, seed=seed + i),
        )


def cells(misses: list[float]) -> str:
    """Median and worst, in per cent."""
    size = 100 * np.abs(misses)
    return f"{np.median(size):.1f} | {size.max():.1f}"


def of_class(rows: tuple[Trial, ...], fibre: str) -> list[float]:
    """All misses of a class."""
    return [miss for one in rows if one.fibre == fibre for miss in one.misses]


def nerve_lines(seed: int) -> Iterator[str]:
    """Rows of nerves: median and worst of A-beta, then of A-alpha. [%]"""
    for what in NERVES:
        for cathode, first in ((1, "cathode first"), (2, "anode first")):
            rows = tuple(nerve_trials(what, cathode, seed))
            found = [of_class(rows, fibre) for fibre in ("A-beta", "A-alpha")]
            yield f"| {what}, {first} | {len(found[0])} | {' | '.join(map(cells, found))} |"


def skin_lines(seed: int) -> Iterator[str]:
    """Rows of the skin: median and worst, and worst end, of A-beta, then of A-delta. [%]"""
    for where in TISSUES:
        for size, side in SIDES.items():
            bodies, ends = (
                sum(part, ()) for part in zip(*skin_trials(where, side, seed), strict=True)
            )
            told = []
            for fibre in ("A-beta", "A-delta"):
                worst = 100 * max(map(abs, of_class(ends, fibre)))
                told.append(f"{cells(of_class(bodies, fibre))} | {worst:.1f}")
            count = len(of_class(bodies, "A-beta"))
            yield f"| {where}, {size} | {count} | {' | '.join(told)} |"


if __name__ == "__main__":
    unseen = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for report in (nerve_lines, skin_lines):
        for row in report(unseen):
            print(row, flush=True)
