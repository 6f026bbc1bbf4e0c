"""A session of packs, pauses and stimulation against matrix exponentials on another grid."""

from __future__ import annotations

import numpy as np
from scipy.linalg import expm

from simulator.bioheat import Cover, Part, Person, pack, simulate_sequence, site, under_pad
from simulator.bioheat.steps import Steps
from simulator.properties import table

PLACE = site("lumbar")
COVER = Cover(dry_towels=2)
CURRENT = 8.0
"""Root mean square under the pads. [A/m2]"""

SESSION = [
    Part(name="warm", minutes=10.0, pack="wheat-bag", cover=COVER),
    Part(name="gap", minutes=5.0),
    Part(name="tens", minutes=10.0, heating=under_pad(PLACE, CURRENT)),
    Part(name="same pack", minutes=5.0, again=True),
    Part(name="pause", minutes=5.0),
    Part(name="new pack", minutes=5.0, pack="hot-water-bottle", cover=COVER),
]
CELLS = {"epidermis": 8, "dermis": 24, "fat": 30, "muscle": 40}
CONDUCTIVITY = {"fat": "fat_conductivity", "muscle": "muscle_conductivity_across"}


class Grid:
    """Uniform cells in each layer, written anew: width, conductivity, store and metabolic heat."""

    def __init__(self) -> None:
        rows = [
            (layer.thickness.value / CELLS[layer.tissue.id], layer.tissue)
            for layer in PLACE.layers
            for _ in range(CELLS[layer.tissue.id])
        ]
        self.width = np.array([width for width, _ in rows])
        self.lead = np.array([kind.conductivity.value for _, kind in rows])
        store = np.array([kind.density.value * kind.specific_heat.value for _, kind in rows])
        self.store = store * self.width
        self.made = np.array([kind.metabolic_heat.value for _, kind in rows]) * self.width
        sigma = [
            table("tissue")[CONDUCTIVITY.get(kind.id, "skin_conductivity")].value
            for _, kind in rows
        ]
        self.current = CURRENT**2 / np.array(sigma) * self.width
        self.depth = np.cumsum(self.width) - self.width / 2
        self.half = self.width / (2 * self.lead)

    def stage(self, state, seconds, *, thing, on, bare, current):
        """Return pack and tissue after so many seconds; everything is linear."""
        n = len(state)
        flow, drive = np.zeros((n, n)), np.zeros(n)
        links = 1 / (self.half[:-1] + self.half[1:])
        for i, link in enumerate(links, start=1):
            flow[i : i + 2, i : i + 2] += link * np.array([[-1.0, 1.0], [1.0, -1.0]])
        if on:
            touch = 1 / (1 / COVER.conductance(thing) + self.half[0])
            flow[:2, :2] += touch * np.array([[-1.0, 1.0], [1.0, -1.0]])
        if bare:
            air = 1 / (1 / 8.0 + self.half[0])
            flow[1, 1] -= air
            drive[1] += air * 25.0
        flow[0, 0] -= thing.room_loss.value
        drive[0] += thing.room_loss.value * 25.0
        drive[1:] += self.made + (self.current if current else 0.0)
        store = np.concatenate([[thing.heat_capacity.value], self.store])
        whole = np.zeros((n + 1, n + 1))
        whole[:n, :n], whole[:n, n] = flow / store[:, None], drive / store
        return (expm(whole * seconds) @ np.append(state, 1.0))[:n]


def second_route(depth, start):
    """Return pack and tissue at the end of each part."""
    grid, thing, ends = Grid(), pack("wheat-bag"), []
    state = np.concatenate([[0.0], np.interp(grid.depth, depth, start)])
    for part in SESSION:
        if part.pack is not None:
            thing = pack(part.pack)
            state = np.append(thing.temperature.value, state[1:])
        current = part.heating is not None
        on = part.pack is not None or part.again
        state = grid.stage(
            state,
            60 * part.minutes,
            thing=thing,
            on=on,
            bare=not on and not current,
            current=current,
        )
        ends.append(state)
    return grid, ends


def test_a_whole_session_by_matrix_exponentials():
    """Pack, gap, TENS, the same pack again, pause, new pack: every end agrees, tissue and pack."""
    still = Person(flow_scale=0.0)
    fine = Steps(first=0.005, growth=1.05, longest=2.0)
    found = simulate_sequence(PLACE, SESSION, person=still, steps=fine)
    grid, ends = second_route(found.depth, found.profile[0])
    for span, state in zip(found.spans, ends, strict=True):
        row = int(np.flatnonzero(np.isclose(found.marks, span.end, rtol=1e-9))[0])
        mine = np.interp(found.depth, grid.depth, state[1:])
        assert np.abs(found.profile[row] - mine).max() < 0.01  # K: two grids, none exact
        assert abs(found.pack[found.during(span.name)][-1] - state[0]) < 0.001  # K, as above
