"""Many people under a hot pack for half an hour, against an adaptive solver for each."""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse import diags

from benchmarks.timing import Row, growth, median, side_by_side
from simulator.bioheat.contact import Contact
from simulator.bioheat.dose import dose
from simulator.bioheat.flow import Flow
from simulator.bioheat.medium import Medium, build
from simulator.bioheat.slab import Slab
from simulator.bioheat.solver import Room, Stage, solve
from simulator.bioheat.trace import Trace

PEOPLE = 1000
PEER_PEOPLE = 20
MINUTES = 30.0
ROOM = Room(temperature=25.0, conductance=8.0)
LAYERS = [
    # thickness, conductivity, volumetric heat, blood heat, source, response, cells, stretch
    (1e-4, 0.24, 4.3e6, 0.0, 0.0, "none", 4, 1.0),
    (1.5e-3, 0.37, 3.76e6, 7443.0, 1800.0, "skin", 12, 2.0),
    (6e-3, 0.21, 2.14e6, 1900.0, 460.0, "skin", 16, 2.0),
    (3e-2, 0.49, 3.73e6, 2550.0, 990.0, "muscle", 28, 4.0),
]


def crowd(people: int) -> tuple[Medium, Flow, Contact]:
    """Return people who differ in fat, flow and pack: 60 cells each."""
    rng = np.random.default_rng(7)
    names = ("thickness", "conductivity", "volumetric_heat", "blood_heat", "source", "response")
    slabs = []
    for *numbers, cells, stretch in LAYERS:
        made = dict(zip(names, numbers, strict=True)) | {"cells": cells, "stretch": stretch}
        if made["conductivity"] == 0.21:
            made["thickness"] = rng.uniform(3e-3, 12e-3, people)
        slabs.append(Slab(**made))
    flow = Flow(
        glabrous=False, scale=rng.uniform(0.2, 3.0, people), dilation=rng.uniform(0, 1, people)
    )
    pack = Contact(temperature=rng.uniform(45, 60, people), resistance=0.06, capacity=3e4, loss=6.0)
    return build(slabs, arterial=36.0, people=people), flow, pack


def ours(people: int, minutes: float = MINUTES) -> Trace:
    """Solve everybody at once, with dose and injury."""
    medium, flow, pack = crowd(people)
    start = np.full(medium.depth.shape, 33.0)
    stage = Stage(seconds=60 * minutes, contact=pack)
    trace = solve(medium, [stage], start, flow=flow, room=ROOM)
    dose(trace.time, trace.skin, trace.basal)
    return trace


def peer(number: int, crowd_size: int, rtol: float = 1e-4) -> np.ndarray:
    """Solve one of the crowd with BDF; return its last profile."""
    medium, flow, pack = crowd(crowd_size)
    one = slice(number, number + 1)
    links, outer = medium.links[:, number], medium.outer[0, number]
    own = Flow(glabrous=False, scale=flow.scale[one], dilation=flow.dilation[one])
    ceiling = np.ones((len(medium.depth), 1))
    touch = 1 / (0.06 + outer)

    def change(_: float, state: np.ndarray) -> np.ndarray:
        pack_at, tissue = state[0], state[1:]
        factor = own.factor(tissue[:, None], medium.response, ceiling)[:, 0]
        heat = medium.blood[:, number] * factor * (36.0 - tissue) + medium.source[:, number]
        passed = links * (tissue[1:] - tissue[:-1])
        heat[:-1] += passed
        heat[1:] -= passed
        heat[0] += touch * (pack_at - tissue[0])
        lost = touch * (tissue[0] - pack_at) + 6.0 * (25.0 - pack_at)
        return np.concatenate([[lost / 3e4], heat / medium.capacity[:, number]])

    n = len(medium.depth) + 1
    start = np.full(n, 33.0)
    start[0] = np.asarray(pack.temperature)[number]
    band = diags([np.ones(n - 1), np.ones(n), np.ones(n - 1)], [-1, 0, 1])
    found = solve_ivp(
        change,
        (0.0, 60 * MINUTES),
        start,
        method="BDF",
        rtol=rtol,
        atol=rtol / 10,
        jac_sparsity=band,
    )
    return found.y[1:, -1]


def heat() -> tuple[Row, list[str]]:
    """Measure a thousand people against BDF on some of them, and the growth with both."""
    ours_s, few_s = side_by_side(
        lambda: ours(PEOPLE), lambda: [peer(k, PEER_PEOPLE) for k in range(PEER_PEOPLE)]
    )
    peer_s = few_s * PEOPLE / PEER_PEOPLE
    trace = ours(PEER_PEOPLE)
    exact = np.array([peer(k, PEER_PEOPLE, 1e-8) for k in range(PEER_PEOPLE)]).T
    error = float(np.abs(trace.profile[-1] - exact).max())
    row = Row(
        f"heat, {PEOPLE:,} people, {MINUTES:g} min, 60 cells, one core",
        ours_s,
        f"scipy BDF, {PEER_PEOPLE} people times {PEOPLE // PEER_PEOPLE}",
        peer_s,
        peer_s / ours_s,
        "300",
        peer_s >= 300 * ours_s,
        f"{error:.1g} K beside BDF at 1e-8, same cells",
    )
    people, minutes = (10, 100, 1000), (3, 30, 300)
    by_people = growth("people", people, [median(lambda n=n: ours(n)) for n in people])
    by_minutes = growth("minutes", minutes, [median(lambda m=m: ours(10, m)) for m in minutes])
    return row, [f"heat {by_people}", f"heat {by_minutes}, 10 people"]
