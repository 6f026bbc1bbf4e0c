"""The cable solver and the search, compiled: fibres side by side in lanes.

Every array of a lane ends with the lane. Voltages are from the rest voltage of the model; a row of
the gate table holds four steady states and four kept shares of a step. Each lane searches on its
own clock: as soon as its fibre has fired or its time is over, it starts the next amplitude or the
next job. All compiled functions stand in this one file: a change in it, or in the tuples that it
takes, compiles them anew.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.compiled import native
from simulator.nerve.lanes import (
    FOUND,
    LEFT_TABLE,
    MOST_TRIES,
    NO_LOWER,
    NO_UPPER,
    Desk,
    Fibres,
    Jobs,
    Lanes,
)


@native()
def load(lanes: Lanes, k: int, fibres: Fibres, f: int, push: Any, node_push: Any) -> None:
    """Put a fibre and its unit drive into a lane."""
    for m in range(fibres.keep.shape[1]):
        lanes.keep[m, k] = fibres.keep[f, m]
        lanes.gain[m, k] = fibres.gain[f, m]
        for j in range(push.shape[0]):
            lanes.push[j, m, k] = push[j, m]
    for q in range(3):
        lanes.link[q, k] = fibres.link[f, q]
    for i in range(node_push.size):
        lanes.node_push[i, k] = node_push[i]


@native()
def move(lanes: Lanes, source: int, target: int) -> None:
    """Put what one lane holds into another."""
    for m in range(lanes.keep.shape[0]):
        lanes.keep[m, target] = lanes.keep[m, source]
        lanes.gain[m, target] = lanes.gain[m, source]
        for j in range(lanes.push.shape[0]):
            lanes.push[j, m, target] = lanes.push[j, m, source]
            lanes.modes[j, m, target] = lanes.modes[j, m, source]
    for q in range(3):
        lanes.link[q, target] = lanes.link[q, source]
    for i in range(lanes.nodes.shape[0]):
        lanes.node_push[i, target] = lanes.node_push[i, source]
        lanes.nodes[i, target] = lanes.nodes[i, source]
        lanes.own[i, target] = lanes.own[i, source]
        lanes.own_e[i, target] = lanes.own_e[i, source]
        lanes.told[i, target] = lanes.told[i, source]
        for q in range(4):
            lanes.gates[i, target, q] = lanes.gates[i, source, q]
    lanes.out[target] = lanes.out[source]


@native()
def rest(lanes: Lanes, k: int, fibres: Fibres, f: int) -> None:
    """Put the fibre of a lane to rest."""
    modes, nodes = fibres.keep.shape[1], fibres.nodes.shape[1]
    lanes.out[k] = 0
    for i in range(nodes):
        lanes.told[i, k] = 0.0
        lanes.nodes[i, k] = fibres.nodes[f, i]
        for q in range(4):
            lanes.gates[i, k, q] = fibres.gates[f, i, q]
        open_node(lanes, i, k, fibres)
    for j in range(nodes - 1):
        for m in range(modes):
            lanes.modes[j, m, k] = fibres.modes[f, j, m]
            tells = fibres.link[f, 2] * fibres.keep[f, m] * fibres.modes[f, j, m]
            lanes.told[j, k] += tells
            lanes.told[j + 1, k] += tells if m < modes // 2 else -tells


@native(fast=True, inline="always")
def open_node(lanes: Lanes, i: int, k: int, fibres: Fibres) -> None:
    """Conductance of a node, and the same times the reversals, from its gates."""
    x, g, e = lanes.gates, fibres.open_g, fibres.open_e
    m, p, s = x[i, k, 0], x[i, k, 2], x[i, k, 3]
    cube = p * p * p
    g0, g1, g2, g3 = g[0] * m * m * m * x[i, k, 1], g[1] * cube, g[2] * s, g[3] * cube * s
    lanes.own[i, k] = g0 + g1 + g2 + g3 + g[4]
    lanes.own_e[i, k] = g0 * e[0] + g1 * e[1] + g2 * e[2] + g3 * e[3] + g[4] * e[4]


@native(fast=True, apart=True)
def step(lanes: Lanes, fibres: Fibres, active: int) -> None:
    """Advance the first lanes by one step; a lane whose voltage left the table is marked."""
    driven = False
    for k in range(active):
        driven = driven or lanes.level[k] != 0.0
    if driven:
        for i in range(lanes.nodes.shape[0]):
            for k in range(active):
                lanes.told[i, k] += lanes.level[k] * lanes.node_push[i, k]
    solve_nodes(lanes, fibres, active)
    step_links(lanes, driven, active)
    step_gates(lanes, fibres, active)


@native(fast=True, apart=True)
def solve_nodes(lanes: Lanes, fibres: Fibres, active: int) -> None:
    """Solve the tridiagonal system of the nodes; a sealed end has no membrane."""
    a, ratio, link, capacity = lanes.nodes, lanes.ratio, lanes.link, fibres.capacity
    n = a.shape[0]
    for i in range(n):
        sides = 1.0 if i in (0, n - 1) else 2.0
        skin = sides - 1.0 if i > 0 else fibres.first
        for k in range(active):
            diagonal = skin * (capacity + lanes.own[i, k]) + sides * link[0, k]
            value = lanes.told[i, k] + skin * (capacity * a[i, k] + lanes.own_e[i, k])
            if i > 0:
                diagonal -= link[1, k] * ratio[i - 1, k]
                value -= link[1, k] * a[i - 1, k]
            inverse = 1.0 / diagonal
            ratio[i, k] = link[1, k] * inverse
            a[i, k] = value * inverse
    for i in range(n - 2, -1, -1):
        for k in range(active):
            a[i, k] -= ratio[i, k] * a[i + 1, k]


@native(fast=True, apart=True)
def step_links(lanes: Lanes, driven: bool, active: int) -> None:
    """Advance the modes of every internode, and note what they tell the nodes next."""
    half = lanes.modes.shape[1] // 2
    sums, told, link = lanes.sums, lanes.told, lanes.link
    for i in range(told.shape[0]):
        for k in range(active):
            told[i, k] = 0.0
    for j in range(lanes.modes.shape[0]):
        for k in range(active):
            sums[0, k] = 0.0
            sums[1, k] = 0.0
        if driven:
            push_modes(lanes, active, j)
        step_modes(lanes, 0, 1.0, active, j, 0, half)
        step_modes(lanes, 1, -1.0, active, j, half, 2 * half)
        for k in range(active):
            told[j, k] += link[2, k] * (sums[0, k] + sums[1, k])
            told[j + 1, k] += link[2, k] * (sums[0, k] - sums[1, k])


@native(fast=True, apart=True)
def push_modes(lanes: Lanes, active: int, j: int) -> None:
    """Let the field drive the modes of one internode, ahead of their decay."""
    z, push, level = lanes.modes, lanes.push, lanes.level
    for m in range(z.shape[1]):
        for k in range(active):
            z[j, m, k] += level[k] * push[j, m, k]


@native(fast=True, apart=True)
def step_modes(
    lanes: Lanes, side: int, sign: float, active: int, j: int, start: int, stop: int
) -> None:
    """Advance the modes of one internode that are alike, or opposite, at its two ends."""
    a, z, keep, gain, sums = lanes.nodes, lanes.modes, lanes.keep, lanes.gain, lanes.sums
    for m in range(start, stop):
        for k in range(active):
            ends = a[j, k] + sign * a[j + 1, k]
            z[j, m, k] = keep[m, k] * z[j, m, k] + gain[m, k] * ends
            sums[side, k] += keep[m, k] * z[j, m, k]


@native(fast=True, apart=True)
def step_gates(lanes: Lanes, fibres: Fibres, active: int) -> None:
    """Advance the gates with the new voltage; mark a lane whose voltage left the table."""
    table, x, a = fibres.table, lanes.gates, lanes.nodes
    last = table.shape[0] - 2
    for i in range(0 if fibres.first > 0.0 else 1, a.shape[0] - 1):
        for k in range(active):
            place = a[i, k] * fibres.scale[0] + fibres.scale[1]
            if not 0.0 <= place < last:
                lanes.out[k] = 1
                place = 0.0
            row = int(place)
            part = place - row
            for q in range(4):
                steady = table[row, q] + part * (table[row + 1, q] - table[row, q])
                kept = table[row, 4 + q] + part * (table[row + 1, 4 + q] - table[row, 4 + q])
                x[i, k, q] = steady + (x[i, k, q] - steady) * kept
            open_node(lanes, i, k, fibres)


@native()
def mark(lanes: Lanes, desk: Desk, jobs: Jobs, active: int) -> None:
    """Note when each node first crosses upwards, in steps, between two of them."""
    crossing = jobs.crossing
    for i in range(desk.first.shape[0]):
        for k in range(active):
            now = lanes.nodes[i, k]
            before = desk.before[i, k]
            up = now > crossing and desk.first[i, k] < 0.0 and before <= crossing
            if up and desk.clock[k] >= jobs.since[desk.job[k]]:
                desk.first[i, k] = desk.clock[k] + (crossing - before) / (now - before)
            desk.before[i, k] = now


@native()
def level_at(waves: Any, row: int, t: int) -> float:
    """Relative current of a wave in a step; 0 after its end."""
    return float(waves[row, t]) if t < waves.shape[1] else 0.0


@native()
def begin(fibres: Fibres, jobs: Jobs, lanes: Lanes, desk: Desk, k: int) -> None:
    """Start a try of the lane's job from rest."""
    rest(lanes, k, fibres, jobs.fibre[desk.job[k]])
    desk.clock[k] = 0
    for i in range(lanes.nodes.shape[0]):
        desk.first[i, k] = -1.0
        desk.before[i, k] = lanes.nodes[i, k]


@native()
def take(fibres: Fibres, jobs: Jobs, lanes: Lanes, desk: Desk, k: int, j: int) -> None:
    """Give a job to a lane."""
    desk.job[k], desk.tries[k], desk.amplitude[k] = j, 0, jobs.guess[j]
    load(lanes, k, fibres, jobs.fibre[j], jobs.push[j], jobs.node_push[j])
    begin(fibres, jobs, lanes, desk, k)


@native()
def replace(lanes: Lanes, desk: Desk, source: int, target: int) -> None:
    """Move a running search into a lane that has nothing left to do."""
    move(lanes, source, target)
    desk.job[target] = desk.job[source]
    desk.clock[target] = desk.clock[source]
    desk.tries[target] = desk.tries[source]
    desk.amplitude[target] = desk.amplitude[source]
    for i in range(lanes.nodes.shape[0]):
        desk.first[i, target] = desk.first[i, source]
        desk.before[i, target] = desk.before[i, source]


@native()
def note(desk: Desk, k: int, fired: bool, left: bool) -> None:
    """Narrow the bracket of the lane's job by what the try has shown."""
    j = desk.job[k]
    desk.tries[k] += 1
    if fired or left:
        desk.bounds[1, j] = desk.amplitude[k]
        desk.left[j] = 1 if left else 0
        for i in range(desk.first.shape[0]):
            desk.crossings[j, i] = desk.first[i, k]
    else:
        desk.bounds[0, j] = desk.amplitude[k]


@native()
def verdict(desk: Desk, j: int, tries: int, tolerance: float) -> int:
    """How a search ended; 0 while it goes on."""
    low, high = desk.bounds[0, j], desk.bounds[1, j]
    if low > 0.0 and high < np.inf:
        if high - low > tolerance * high:
            return 0
        return LEFT_TABLE if desk.left[j] == 1 else FOUND
    if tries <= MOST_TRIES:
        return 0
    return NO_UPPER if high == np.inf else NO_LOWER


@native()
def next_amplitude(desk: Desk, k: int) -> None:
    """Try next: half, double, or the middle."""
    low, high = desk.bounds[0, desk.job[k]], desk.bounds[1, desk.job[k]]
    if low == 0.0:
        desk.amplitude[k] /= 2
    elif high == np.inf:
        desk.amplitude[k] *= 2
    else:
        desk.amplitude[k] = (low + high) / 2


@native()
def advance(fibres: Fibres, jobs: Jobs, waves: Any, lanes: Lanes, desk: Desk, active: int) -> None:
    """One step of every lane."""
    for k in range(active):
        wave = jobs.wave[desk.job[k]]
        lanes.level[k] = desk.amplitude[k] * level_at(waves, wave, desk.clock[k])
    step(lanes, fibres, active)
    mark(lanes, desk, jobs, active)
    for k in range(active):
        desk.clock[k] += 1


@native()
def settle(fibres: Fibres, lanes: Lanes, times: int) -> None:
    """Let every lane find the rest of its fibre, without any drive."""
    count = lanes.level.size
    for k in range(count):
        load(lanes, k, fibres, k, lanes.push[:, :, k], lanes.node_push[:, k])
        rest(lanes, k, fibres, k)
    for _ in range(times):
        step(lanes, fibres, count)


@native()
def start(fibres: Fibres, lanes: Lanes, push: Any, node_push: Any) -> None:
    """Put one fibre and its unit drive into one lane, at rest."""
    load(lanes, 0, fibres, 0, push, node_push)
    rest(lanes, 0, fibres, 0)


@native()
def watch(fibres: Fibres, lanes: Lanes, levels: Any, trace: Any) -> None:
    """Advance one lane through currents, and keep the voltages of its nodes after each step."""
    for t in range(levels.size):
        lanes.level[0] = levels[t]
        step(lanes, fibres, 1)
        for i in range(trace.shape[1]):
            trace[t, i] = lanes.nodes[i, 0]


@native()
def search(fibres: Fibres, jobs: Jobs, waves: Any, lanes: Lanes, desk: Desk) -> None:
    """Search all thresholds."""
    count, width = jobs.fibre.size, lanes.level.size
    active = min(width, count)
    for k in range(active):
        take(fibres, jobs, lanes, desk, k, k)
    taken = active
    while active > 0:
        advance(fibres, jobs, waves, lanes, desk, active)
        for k in range(active - 1, -1, -1):
            j = desk.job[k]
            left = lanes.out[k] == 1
            fired = desk.first[jobs.detect, k] >= 0.0
            if not (fired or left or desk.clock[k] >= jobs.steps[j]):
                continue
            note(desk, k, fired, left)
            desk.ends[j] = verdict(desk, j, desk.tries[k], jobs.tolerance)
            if desk.ends[j] == 0:
                next_amplitude(desk, k)
                begin(fibres, jobs, lanes, desk, k)
            elif taken < count:
                take(fibres, jobs, lanes, desk, k, taken)
                taken += 1
            else:
                active -= 1
                if k < active:
                    replace(lanes, desk, active, k)
