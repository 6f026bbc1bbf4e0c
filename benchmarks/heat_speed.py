"""Many people under a hot pack for half an hour, against an adaptive solver and FiPy for each."""

from __future__ import annotations

import os
import statistics
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse import diags

from benchmarks.peer import Peer, install
from benchmarks.timing import REPEATS, Row, growth, median, processor
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
CELLS = 60
TARGET = 300.0
FIPY_DT_S = 10.0
START, ARTERIAL = 33.0, 36.0
RESISTANCE, CAPACITY, LOSS = 0.06, 3e4, 6.0
"""Of the pack. [m2 K/W], [J/(m2 K)], [W/(m2 K)]"""

ROOM = Room(temperature=25.0, conductance=8.0)
FAT_CONDUCTIVITY = 0.21
LAYERS = [
    # thickness, conductivity, volumetric heat, blood heat, source, response, cells, stretch
    (1e-4, 0.24, 4.3e6, 0.0, 0.0, "none", 4, 1.0),
    (1.5e-3, 0.37, 3.76e6, 7443.0, 1800.0, "skin", 12, 2.0),
    (6e-3, FAT_CONDUCTIVITY, 2.14e6, 1900.0, 460.0, "skin", 16, 2.0),
    (3e-2, 0.49, 3.73e6, 2550.0, 990.0, "muscle", 28, 4.0),
]


def slabs(people: int, cells: int = CELLS) -> list[Slab]:
    """Return the layers of people who differ in fat."""
    names = ("thickness", "conductivity", "volumetric_heat", "blood_heat", "source", "response")
    fat = np.random.default_rng(7).uniform(3e-3, 12e-3, people)
    found = []
    for *numbers, share, stretch in LAYERS:
        made = dict(zip(names, numbers, strict=True)) | {"stretch": stretch}
        made["cells"] = max(1, round(share * cells / CELLS))
        if made["conductivity"] == FAT_CONDUCTIVITY:
            made["thickness"] = fat
        found.append(Slab(**made))
    return found


def crowd(people: int, cells: int = CELLS) -> tuple[Medium, Flow, Contact]:
    """Return people who differ in fat, flow and pack."""
    rng = np.random.default_rng(8)
    flow = Flow(
        glabrous=False, scale=rng.uniform(0.2, 3.0, people), dilation=rng.uniform(0, 1, people)
    )
    pack = Contact(
        temperature=rng.uniform(45, 60, people),
        resistance=RESISTANCE,
        capacity=CAPACITY,
        loss=LOSS,
    )
    return build(slabs(people, cells), arterial=ARTERIAL, people=people), flow, pack


def ours(people: int, minutes: float = MINUTES, cells: int = CELLS) -> Trace:
    """Solve everybody at once, with dose and injury."""
    medium, flow, pack = crowd(people, cells)
    start = np.full(medium.depth.shape, START)
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
    touch = 1 / (RESISTANCE + outer)

    def change(_: float, state: np.ndarray) -> np.ndarray:
        pack_at, tissue = state[0], state[1:]
        factor = own.factor(tissue[:, None], medium.response, ceiling)[:, 0]
        heat = medium.blood[:, number] * factor * (ARTERIAL - tissue) + medium.source[:, number]
        passed = links * (tissue[1:] - tissue[:-1])
        heat[:-1] += passed
        heat[1:] -= passed
        heat[0] += touch * (pack_at - tissue[0])
        lost = touch * (tissue[0] - pack_at) + LOSS * (ROOM.temperature - pack_at)
        return np.concatenate([[lost / CAPACITY], heat / medium.capacity[:, number]])

    n = len(medium.depth) + 1
    start = np.full(n, START)
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


def fipy_question(number: int, crowd_size: int) -> dict[str, Any]:
    """Ask FiPy for one of the crowd: its layers in numbers, on the same cells."""
    _, flow, pack = crowd(crowd_size)
    at = np.linspace(0.0, 80.0, 801)
    kinds = ("none", "skin", "muscle")
    one = slice(number, number + 1)
    own = Flow(glabrous=False, scale=flow.scale[one], dilation=flow.dilation[one])
    open_all = np.ones((at.size, 1))
    factor = [own.factor(at[:, None], (kind,) * at.size, open_all)[:, 0] for kind in kinds]
    names = ("conductivity", "volumetric_heat", "blood_heat", "source")
    made = slabs(crowd_size)
    cells = {n: np.concatenate([np.full(s.cells, getattr(s, n)) for s in made]) for n in names}
    widths = [np.broadcast_to(s.widths(), (s.cells, crowd_size))[:, number] for s in made]
    cells["width"] = np.concatenate(widths)
    return {
        "cells": {name: values.tolist() for name, values in cells.items()},
        "response": [s.response for s in made for _ in range(s.cells)],
        "factor_at": at.tolist(),
        "factor": {kind: row.tolist() for kind, row in zip(kinds, factor, strict=True)},
        "pack": {
            "temperature": float(np.asarray(pack.temperature)[number]),
            "resistance": pack.resistance,
            "capacity": pack.capacity,
            "loss": pack.loss,
        },
        "room": ROOM.temperature,
        "arterial": ARTERIAL,
        "start": START,
        "dt": FIPY_DT_S,
        "steps": round(60 * MINUTES / FIPY_DT_S),
    }


def heat(peers: Path) -> tuple[list[Row], list[str]]:
    """Measure a thousand people against BDF and FiPy on some of them, and the growth."""
    install(peers, "fipy")
    bdf_s, fipy_s, ours_s, off_k = [], [], [], []
    exact = np.array([peer(k, PEER_PEOPLE, 1e-8) for k in range(PEER_PEOPLE)]).T
    ours(PEOPLE)
    with Peer(peers, "fipy", "fipy_heat.py") as fipy:
        fipy.ask(**fipy_question(0, PEER_PEOPLE) | {"steps": 2})
        for turn in range(REPEATS):
            ours_s.append(processor(partial(ours, PEOPLE)))
            bdf_s.append(
                processor(lambda: [peer(k, PEER_PEOPLE) for k in range(PEER_PEOPLE)])
                * (PEOPLE / PEER_PEOPLE)
            )
            answer = fipy.ask(**fipy_question(turn, PEER_PEOPLE))
            fipy_s.append(answer["processor_s"] * PEOPLE)
            off_k.append(float(np.abs(answer["profile"] - exact[:, turn]).max()))
    error = float(np.abs(ours(PEER_PEOPLE).profile[-1] - exact).max())
    beside = f"{error:.1g} K beside BDF at 1e-8, same cells"
    rows = [
        _row(
            f"scipy BDF, {PEER_PEOPLE} of them times {PEOPLE // PEER_PEOPLE}", ours_s, bdf_s, beside
        ),
        _row(
            f"FiPy, steps of {FIPY_DT_S:g} s, 1 of them times {PEOPLE}",
            ours_s,
            fipy_s,
            f"{beside}; the peer {max(off_k):.1g} K",
        ),
    ]
    return rows, [_two_cores(), *growths()]


def _row(name: str, ours_s: list[float], peer_s: list[float], error: str) -> Row:
    ratio = statistics.median(peer_s) / statistics.median(ours_s)
    return Row(
        f"heat, {PEOPLE:,} people, {MINUTES:g} min, 60 cells, one core",
        statistics.median(ours_s),
        name,
        statistics.median(peer_s),
        ratio,
        f"{TARGET:g} times faster",
        ratio >= TARGET,
        error,
    )


def _two_cores() -> str:
    """Say what two processes do with twice the people."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        both = median(lambda: list(pool.map(_nothing_back, [PEOPLE] * 2)))
    return f"heat, {2 * PEOPLE:,} people in two processes on {os.cpu_count()} cores: {both:.3g} s"


def _nothing_back(people: int) -> None:
    """Solve, and keep the answer out of the pipe."""
    ours(people)


def growths() -> list[str]:
    """Measure how our cost grows with people, minutes and cells."""
    people, minutes, cells = (10, 100, 1000), (3, 30, 300), (15, 60, 240, 1500)
    by_people = [median(lambda n=n: ours(n), repeats=3) for n in people]
    by_minutes = [median(lambda m=m: ours(10, m), repeats=3) for m in minutes]
    by_cells = [median(lambda n=n: ours(10, cells=n), repeats=3) for n in cells]
    return [
        "heat " + growth("people", people, by_people),
        "heat, 10 people, " + growth("minutes", minutes, by_minutes),
        "heat, 10 people, " + growth("cells", cells, by_cells),
    ]
