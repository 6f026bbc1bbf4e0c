"""The compiled lanes: one step against the dense solver, memory of cold, and when numba is asked."""

import subprocess
import sys

import numpy as np
import pytest

from simulator.bioheat import lanes, solver
from simulator.bioheat.contact import Contact
from simulator.bioheat.flow import Flow
from simulator.bioheat.medium import build
from simulator.bioheat.slab import Slab
from simulator.compiled import Compiled
from tests.overlaps import overlaps

remember = Compiled("simulator.bioheat.kernel", "remember")
step = Compiled("simulator.bioheat.kernel", "step")

PEOPLE = 5
FLOW = Flow(glabrous=False, scale=np.ones(PEOPLE), dilation=np.ones(PEOPLE))
SPAN = 4.0
"""Length of the step, in seconds."""


def dense(medium, blood, pack, tissue, person):
    """Return tissue and pack at the end of a backward step, from one dense matrix."""
    n = len(tissue) + 1
    matrix, right = np.zeros((n, n)), np.zeros(n)
    touch = 1 / (0.05 + medium.outer[0, person])
    links = np.concatenate([[touch], medium.links[:, person]])
    for i, link in enumerate(links):
        matrix[i : i + 2, i : i + 2] += link * np.array([[1.0, -1.0], [-1.0, 1.0]])
    store = np.concatenate([[3e4], medium.capacity[:, person]]) / SPAN
    brought = np.concatenate([[0.0], blood])
    matrix[np.diag_indices(n)] += store + brought
    matrix[0, 0] += 6.0
    right += store * np.concatenate([[pack], tissue]) + brought * 36.0
    right[0] += 6.0 * 25.0
    right[1:] += medium.source[:, person]
    return np.linalg.solve(matrix, right)


def test_a_step_is_that_of_the_dense_solver():
    """Pack and tissue of five people are those of one dense matrix each."""
    rng = np.random.default_rng(1)
    slab = Slab(
        thickness=rng.uniform(0.005, 0.02, PEOPLE),
        conductivity=0.4,
        volumetric_heat=3.8e6,
        blood_heat=5000.0,
        source=1000.0,
        cells=12,
    )
    medium = build([slab], arterial=36.0, people=PEOPLE)
    start = rng.uniform(20, 45, medium.depth.shape)
    warm = rng.uniform(40, 60, PEOPLE)
    pack = Contact(temperature=warm, resistance=0.05, capacity=3e4, loss=6.0)
    touch = lanes.touch(medium, pack, medium.source, on=True, air=25.0, conductance=8.0)
    now = lanes.begin(start, 25.0)
    lanes.lay_on(now, pack, slice(0, PEOPLE), PEOPLE)
    step(lanes.ground(medium, answers=False), FLOW.answer, touch, now, 1 / SPAN, 1.0, 0.0)
    for k in range(PEOPLE):
        expected = dense(medium, medium.blood[:, k], warm[k], start[:, k], k)
        assert now.told[k] == pytest.approx(expected[0], rel=1e-12)  # rounding
        assert now.tissue[:, k] == pytest.approx(expected[1:], rel=1e-12)


def test_real_cold_is_remembered_for_two_hours():
    """A chill to 10 degC holds the flow down after rewarming, 28 degC does not; then it ends."""
    now = lanes.begin(np.array([[10.0], [28.0]]), 25.0)
    for time, warm, ceiling in ((100.0, False, 0.15), (7299.0, True, 0.15), (7301.0, True, 1.0)):
        if warm:
            now.tissue[:] = 33.0
        remember(FLOW.answer, now, time)
        assert now.ceiling[:, 0].tolist() == [ceiling, 1.0]


def test_colder_cold_is_remembered_anew():
    """A deeper chill lowers what is left and starts the two hours again; a milder one does not."""
    now = lanes.begin(np.array([[20.0]]), 25.0)
    remember(FLOW.answer, now, 0.0)
    first = float(now.ceiling[0, 0])
    now.tissue[:] = 15.0
    remember(FLOW.answer, now, 5000.0)
    assert float(now.ceiling[0, 0]) < first
    now.tissue[:] = 24.0
    remember(FLOW.answer, now, 7300.0)
    assert (now.ceiling[0, 0], now.since[0, 0]) == (pytest.approx(0.15), 5000.0)


def test_importing_the_room_loads_no_compiler():
    """The kernel is asked for when a pack is followed, not when the room is named."""
    asks = (
        "import sys, simulator.bioheat as b; b.pack('gel-pack'); "
        "print(bool({'numba', 'llvmlite'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_what_a_session_writes_shares_no_memory(monkeypatch):
    """The kernel is compiled for that: no array that it writes may overlap one that it is given."""
    given, run = [], solver.run
    monkeypatch.setattr(solver, "run", lambda *leaves: (given.append(leaves), run(*leaves)))
    medium = build([Slab(thickness=0.01, conductivity=0.5, volumetric_heat=4e6, cells=4)])
    warm = Contact(temperature=45.0, resistance=0.1)
    stages = [solver.Stage(seconds=1.0, contact=warm), solver.Stage(seconds=1.0)]
    solver.solve(medium, stages, np.full((4, 1), 33.0))
    now, books, rows = 3, 4, 6
    assert [overlaps(leaves, (now, books, rows)) for leaves in given] == [0, 0]
