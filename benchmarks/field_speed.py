"""The potential under a disc on three layers, against finite elements on the same layers.

The peer is the finite-element solution of the verification, meshed, assembled, solved and read out at the
same points; it needs the environment of the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.timing import Row, growth, median, processor, side_by_side
from simulator.volume_conductor import Disc, Layer, Layers, Pad, Rectangle, limb, potential
from tests.verification.test_layered_field import finite_elements

RADIUS = 0.016
DEPTH = 0.02
CONDUCTIVITIES = (0.005, 0.03, 0.25)
HEIGHTS = (1.5e-3, 8.5e-3)
LAYERS = Layers(
    tuple(
        Layer(conductivity=c, thickness=h)
        for c, h in zip(CONDUCTIVITIES, (*HEIGHTS, np.inf), strict=True)
    )
)
PAD = [Pad(outline=Disc(RADIUS), current=1.0)]
TARGET = 1000.0
CALLS = 50


def points(count: int) -> np.ndarray:
    """Points along the limb, 20 mm deep, from under the pad to 80 mm away."""
    return np.column_stack((np.linspace(0.0, 0.08, count), np.zeros(count), np.full(count, DEPTH)))


def layered_field() -> tuple[list[Row], list[str]]:
    """Measure 41 points against coarse and fine elements, and how the time grows."""
    places = points(41)
    ours = partial(potential, places, PAD, LAYERS)
    own = _error_on_equal_layers(places)
    rows = []
    for fineness, name in ((1, "coarse"), (2, "fine")):
        spots = [places[:, 0], places[:, 2]]
        peer = partial(
            finite_elements, CONDUCTIVITIES, HEIGHTS, RADIUS, spots, fineness=fineness, far=4.0
        )
        many_s, peer_s = side_by_side(_repeated(ours), peer, clock=processor)
        ours_s = many_s / CALLS
        ratio = peer_s / ours_s
        off = float(np.abs(peer() / ours() - 1).max())
        rows.append(
            Row(
                "field, 41 points, 3 layers, disc",
                ours_s,
                f"scikit-fem, {name} mesh",
                peer_s,
                ratio,
                f"{TARGET:g} times faster",
                ratio >= TARGET,
                f"ours {own:.0e} on a closed form, the peer {off:.0e} from ours",
            )
        )
    return rows, growths()


def _repeated(work: Callable[[], object]) -> Callable[[], object]:
    """Return a work that does another many times: one call is too short for the clock."""
    return lambda: [work() for _ in range(CALLS)]


def _error_on_equal_layers(places: np.ndarray) -> float:
    """Return the largest relative error against the arcsine of a disc at one potential."""
    layers = Layers(tuple(replace(layer, conductivity=1.0) for layer in LAYERS.stack))
    found = potential(places, PAD, layers, weighting="isopotential", route="hankel")
    near, far = (np.hypot(places[:, 0] + side * RADIUS, DEPTH) for side in (-1, 1))
    exact = np.arcsin(2 * RADIUS / (near + far)) / (2 * np.pi * RADIUS)
    return float(np.abs(found / exact - 1).max())


def growths() -> list[str]:
    """How the time grows with points, and with layers; and what a rectangle on a limb costs."""
    counts = (41, 410, 4100)
    by_points = [median(partial(potential, points(n), PAD, LAYERS)) for n in counts]
    stacks = {n: _many_layers(n) for n in (2, 20, 200)}
    by_layers = [median(partial(potential, points(41), PAD, s)) for s in stacks.values()]
    square = [Pad(outline=Rectangle(0.05, 0.05), current=1.0)]
    on_limb = median(partial(potential, points(41), square, limb(fat_thickness=0.0085)))
    return [
        "field, " + growth("points", counts, by_points),
        "field, " + growth("layers", tuple(stacks), by_layers),
        f"field of a rectangle on skin, fat and anisotropic muscle, 41 points: {on_limb * 1e3:.3g} ms",
    ]


def _many_layers(count: int) -> Layers:
    """Give layers of alternating conductivity that are 10 mm thick in all."""
    tops = [
        Layer(conductivity=(0.03, 0.1)[i % 2], thickness=0.01 / (count - 1))
        for i in range(count - 1)
    ]
    return Layers((*tops, Layer(conductivity=0.25)))
