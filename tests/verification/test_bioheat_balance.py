"""Books of heat of tissue and pack, order in time, and a second route without time steps."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from simulator.bioheat.contact import Contact
from simulator.bioheat.flow import Flow
from simulator.bioheat.medium import Medium, build
from simulator.bioheat.slab import Slab
from simulator.bioheat.solver import Room, Stage, solve
from simulator.bioheat.steps import Steps
from simulator.bioheat.trace import Trace

LAYERS = [
    # thickness, conductivity, volumetric heat, blood heat, source, response, cells
    (1e-4, 0.24, 4.3e6, 0.0, 0.0, "none", 4),
    (1.5e-3, 0.37, 3.76e6, 7443.0, 1800.0, "skin", 10),
    (6e-3, 0.21, 2.14e6, 1900.0, 460.0, "skin", 12),
    (3e-2, 0.49, 3.73e6, 2550.0, 990.0, "muscle", 18),
]
ROOM = Room(temperature=25.0, conductance=8.0)
PEOPLE = 3


def limb(people: int = PEOPLE, *, radius: float | None = None) -> Medium:
    """Return skin, fat and muscle, flat or round."""
    names = (
        "thickness", "conductivity", "volumetric_heat", "blood_heat", "source", "response", "cells"
    )  # fmt: skip
    slabs = [Slab(**dict(zip(names, row, strict=True))) for row in LAYERS]
    return build(slabs, arterial=36.0, radius=radius, people=people)


def flows(people: int = PEOPLE) -> Flow:
    """Return three people: as in the data, without dilation, with hardly any flow."""
    return Flow(
        glabrous=False,
        scale=np.array([1.0, 1.0, 0.1])[:people],
        dilation=np.array([1.0, 0.0, 1.0])[:people],
    )


PACKS = {
    "hot": Contact(temperature=[60.0, 50.0, 70.0], resistance=0.06, capacity=3e4, loss=6.0),
    "ice": Contact(
        temperature=-10.0, resistance=0.02, capacity=4.5e4, latent=[1e5, 2e5, 6e6], loss=6.0
    ),
    "wrap": Contact(temperature=41.0, resistance=0.03, loss=6.0),
}


def session(name: str, radius: float | None) -> tuple[Medium, Trace]:
    """Return a pack on, off, on again as it is, off; with electrical heat in the second stage."""
    medium = limb(radius=radius)
    heat = np.where(medium.depth < 8e-3, 2e4, 0.0) * medium.volume
    stages = [
        Stage(seconds=900.0, contact=PACKS[name]),
        Stage(seconds=300.0, heating=heat),
        Stage(seconds=600.0, contact=PACKS[name], fresh=False),
        Stage(seconds=600.0),
    ]
    start = np.full(medium.depth.shape, 33.0)
    return medium, solve(medium, stages, start, flow=flows(), room=ROOM)


@pytest.mark.parametrize("radius", [None, 0.055], ids=["flat", "round"])
@pytest.mark.parametrize("name", PACKS)
def test_heat_is_neither_made_nor_lost(name, radius):
    """V9: what tissue and pack hold more is what came in, through four events and melting."""
    _, trace = session(name, radius)
    books = trace.ledger
    whole = np.abs(books.pack) + np.abs(books.blood) + np.abs(books.room) + np.abs(books.loss)
    tissue = trace.stored - books.into_tissue
    gained = trace.pack_heat[-1] - trace.pack_heat[0]
    pack = gained - (books.loss - books.pack)
    assert np.abs(tissue / whole).max() < 1e-6
    assert np.abs(pack / whole).max() < 1e-6
    assert np.all(whole > 1e5)  # J/m2: heat did pass


def test_packs_of_the_balance_melt_and_freeze():
    """The balance has an icy lane that melts wholly, and one that does not."""
    _, trace = session("ice", None)
    assert trace.pack[-1, 0] > 0
    assert trace.pack[-1, 2] == 0.0


def start_of_pack(longest: float) -> float:
    """Return skin after 10 min of a pack, with all steps in proportion to the longest. [degC]"""
    growth = float(np.exp(longest / 20))
    steps = Steps(first=longest / 40, growth=growth, longest=longest, output=600.0)
    medium = limb(1)
    pack = Contact(temperature=55.0, resistance=0.06, capacity=3e4, loss=6.0)
    start = np.full(medium.depth.shape, 33.0)
    stage = Stage(seconds=600.0, contact=pack)
    trace = solve(medium, [stage], start, flow=flows(1), room=ROOM, steps=steps)
    return float(trace.skin[-1, 0])


def test_time_steps_are_of_second_order():
    """Halving all steps divides the error by four, with flow that answers to temperature."""
    ends = np.array([start_of_pack(step) for step in (4.0, 2.0, 1.0, 0.5)])
    order = np.log2(np.abs(np.diff(ends))[:-1] / np.abs(np.diff(ends))[1:])
    assert order == pytest.approx(2.0, abs=0.35)  # kinks of the flow cost some of it
    assert abs(ends[0] - ends[-1]) < 0.01  # K


def test_a_jump_at_the_skin_does_not_ring():
    """No cell ever leaves the range between skin and pack, as it does without the damped start."""
    medium = limb(1)
    hot = Contact(temperature=60.0, resistance=0.0)
    coarse = Steps(first=1.0, growth=1.0, longest=10.0, output=1.0)
    start = np.full(medium.depth.shape, 33.0)

    trace = solve(medium, [Stage(seconds=30.0, contact=hot)], start, steps=coarse)
    assert trace.profile.max() <= 60.0 + 1e-9
    assert trace.profile.min() >= 33.0 - 0.01  # K: blood of 36 and 25 s leave no room below
    basal = trace.basal[:, 0]
    assert np.all(np.diff(basal) > -1e-3)  # K: it rises and does not swing


def matrices(rows, contact):
    """Return store, conduction, blood and drive, built here from the layers alone."""
    d, k, c, b, q = (
        np.concatenate([np.full(row[-1], value(row)) for row in rows])
        for value in (
            lambda r: r[0] / r[-1], lambda r: r[1], lambda r: r[2], lambda r: r[3], lambda r: r[4]
        )
    )  # fmt: skip
    n = len(d)
    store = np.concatenate([[contact.capacity], c * d])
    lead = np.empty(n)
    lead[0] = 1 / (contact.resistance + d[0] / (2 * k[0]))
    lead[1:] = 1 / (d[:-1] / (2 * k[:-1]) + d[1:] / (2 * k[1:]))
    matrix = np.zeros((n + 1, n + 1))
    for i in range(n):
        matrix[i, i] -= lead[i]
        matrix[i + 1, i + 1] -= lead[i]
        matrix[i, i + 1] += lead[i]
        matrix[i + 1, i] += lead[i]
    matrix[0, 0] -= contact.loss
    drive = np.concatenate([[contact.loss * 25.0], q * d])
    return store, matrix, np.concatenate([[0.0], b * d]), drive


def eigen_route(rows, contact, start, seconds):
    """Return the profile by eigenvectors, exact in time, with resting flow."""
    store, matrix, blood, drive = matrices(rows, contact)
    matrix = matrix - np.diag(blood)
    drive = drive + blood * 36.0
    half = 1 / np.sqrt(store)
    rate, vector = np.linalg.eigh(half[:, None] * matrix * half)
    rest = -np.linalg.solve(matrix, drive)
    first = np.concatenate([[contact.temperature], np.full(len(store) - 1, start)]) - rest
    return rest + half * (vector @ (np.exp(rate * seconds) * (vector.T @ (first / half))))


def bdf_route(rows, contact, start, seconds):
    """Return the profile by an adaptive solver, with answering flow written out anew."""
    store, matrix, blood, drive = matrices(rows, contact)
    kind = np.array(["pack"] + [row[5] for row in rows for _ in range(row[-1])])

    def change(_, at):
        skin = 1 + 9 * np.clip((at - 34) / 8, 0, 1)
        muscle = 1 + 3 * np.clip((at - 37) / 7, 0, 1)
        cold = np.clip(0.15 + 0.85 * (at - 15) / 18, 0.15, 1)
        factor = np.select([kind == "skin", kind == "muscle"], [skin * cold, muscle * cold], 1.0)
        return (matrix @ at + blood * factor * (36.0 - at) + drive) / store

    first = np.concatenate([[contact.temperature], np.full(len(store) - 1, start)])
    return solve_ivp(change, (0, seconds), first, method="BDF", rtol=1e-8, atol=1e-9).y[:, -1]


@pytest.mark.parametrize("warm", [55.0, 10.0], ids=["hot", "cold"])
def test_adaptive_solver_gives_the_same_with_answering_flow(warm):
    """A second program, with its own matrix and its own flow, agrees on every cell."""
    contact = Contact(temperature=warm, resistance=0.06, capacity=3e4, loss=6.0)
    medium = limb(1)
    start = np.full(medium.depth.shape, 33.0)
    stage = Stage(seconds=900.0, contact=contact)
    trace = solve(medium, [stage], start, flow=flows(1), room=ROOM)
    exact = bdf_route(LAYERS, contact, 33.0, 900.0)
    assert np.abs(trace.profile[-1, :, 0] - exact[1:]).max() < 0.005  # K, usual steps
    assert abs(trace.pack[-1, 0] - exact[0]) < 0.005


@pytest.mark.parametrize("seconds", [20.0, 300.0, 1800.0], ids=lambda s: f"{s:g}-s")
def test_eigenvectors_give_the_same(seconds):
    """V11: exact in time, the second route agrees on every cell and on the pack."""
    contact = Contact(temperature=55.0, resistance=0.06, capacity=3e4, loss=6.0)
    medium = limb(1)
    start = np.full(medium.depth.shape, 33.0)
    trace = solve(medium, [Stage(seconds=seconds, contact=contact)], start, room=ROOM)
    exact = eigen_route(LAYERS, contact, 33.0, seconds)
    assert np.abs(trace.profile[-1, :, 0] - exact[1:]).max() < 0.002  # K, usual steps
    assert abs(trace.pack[-1, 0] - exact[0]) < 0.002


def test_people_do_not_know_of_each_other():
    """Three people solved at once are the three people solved alone."""
    _, together = session("hot", None)
    flow = flows()
    for person in range(PEOPLE):
        medium = limb(1)
        contact = Contact(
            temperature=[60.0, 50.0, 70.0][person], resistance=0.06, capacity=3e4, loss=6.0
        )
        alone = Flow(glabrous=False, scale=flow.scale[[person]], dilation=flow.dilation[[person]])
        stage = Stage(seconds=900.0, contact=contact)
        trace = solve(medium, [stage], np.full((44, 1), 33.0), flow=alone, room=ROOM)
        count = len(trace.time)
        assert together.skin[:count, person] == pytest.approx(trace.skin[:, 0], abs=1e-9)
