"""The solver for fibres whose every compartment has channels, compiled; fibres side by side in lanes.

Two unknowns stand in each compartment: the axoplasm and the periaxonal space, both against the
outside. A step is backward Euler with the conductances that the gates had before it, solved from
the leaves of the tree to its root and back. Every array of a lane ends with the lane. All compiled
functions stand in this one file: a change in it, or in the tuples that it takes, compiles them anew.
"""

from __future__ import annotations

from typing import Any

from simulator.compiled import native
from simulator.nerve.cable_lanes import GATES, Net, State


@native(fast=True, apart=True)
def open_channels(net: Net, now: State) -> None:
    """Conductance of every compartment, and the same times the reversals, from its gates."""
    x, e = now.gates, net.reversal
    for i in range(net.kind.size):
        g = net.density[net.kind[i]]
        for k in range(now.level.size):
            s, n, q = x[i, k, 3], x[i, k, 4], x[i, k, 5]
            g2, g3, g4 = g[2] * s, g[3] * n * n * n * n, g[4] * q
            total = g2 + g3 + g4 + g[5]
            driven = g2 * e[2] + g3 * e[3] + g4 * e[4] + g[5] * e[5]
            if net.kind[i] == 0:
                m, p = x[i, k, 0], x[i, k, 2]
                g0, g1 = g[0] * m * m * m * x[i, k, 1], g[1] * p * p * p
                total += g0 + g1
                driven += g0 * e[0] + g1 * e[1]
            now.own[i, k] = net.area[i, k] * total
            now.own_e[i, k] = net.area[i, k] * driven


@native(fast=True, apart=True)
def gather(net: Net, now: State) -> None:
    """Diagonal blocks and right-hand sides; the latter take the place of the voltages."""
    for i in range(net.parent.size):
        for k in range(now.level.size):
            held = net.store[i, k] + now.own[i, k]
            pulled = net.store[i, k] * (now.inside[i, k] - now.around[i, k]) + now.own_e[i, k]
            now.a[i, k] = held + net.axial[i, k]
            now.c[i, k] = held
            now.b[i, k] = held + net.myelin_store[i, k] + net.myelin[i, k] + net.outer[i, k]
            now.inside[i, k] = pulled + now.level[k] * net.push_in[i, k]
            now.around[i, k] = (
                net.myelin_store[i, k] * now.around[i, k]
                - pulled
                + now.level[k] * net.push_out[i, k]
            )


@native(fast=True, apart=True)
def eliminate(net: Net, now: State) -> None:
    """From the leaves to the root; afterwards a, b, c hold the inverse of each block."""
    for i in range(net.parent.size - 1, -1, -1):
        up = net.parent[i]
        for k in range(now.level.size):
            inverse = 1.0 / (now.a[i, k] * now.b[i, k] - now.c[i, k] * now.c[i, k])
            aa, bb, cc = inverse * now.b[i, k], inverse * now.a[i, k], inverse * now.c[i, k]
            now.a[i, k], now.b[i, k], now.c[i, k] = aa, bb, cc
            if up >= 0:
                x, y = net.axial[i, k], net.outer[i, k]
                r, s = now.inside[i, k], now.around[i, k]
                now.a[up, k] += x - x * x * aa
                now.b[up, k] += y - y * y * bb
                now.c[up, k] += x * y * cc
                now.inside[up, k] += x * (aa * r + cc * s)
                now.around[up, k] += y * (cc * r + bb * s)


@native(fast=True, apart=True)
def back(net: Net, now: State) -> None:
    """From the root to the leaves."""
    for i in range(net.parent.size):
        up = net.parent[i]
        for k in range(now.level.size):
            r, s = now.inside[i, k], now.around[i, k]
            if up >= 0:
                r += net.axial[i, k] * now.inside[up, k]
                s += net.outer[i, k] * now.around[up, k]
            now.inside[i, k] = now.a[i, k] * r + now.c[i, k] * s
            now.around[i, k] = now.c[i, k] * r + now.b[i, k] * s


@native(fast=True, apart=True)
def step_gates(net: Net, now: State) -> None:
    """Advance the gates with the new voltage; mark a lane whose voltage left the table."""
    table, x = net.table, now.gates
    last = table.shape[0] - 2
    for i in range(net.kind.size):
        first = 0 if net.kind[i] == 0 else 3
        for k in range(now.level.size):
            place = (now.inside[i, k] - now.around[i, k]) * net.scale[0] + net.scale[1]
            if not 0.0 <= place < last:
                now.out[k] = 1
                place = 0.0
            row = int(place)
            part = place - row
            for q in range(first, GATES):
                steady = table[row, q] + part * (table[row + 1, q] - table[row, q])
                kept = table[row, GATES + q] + part * (
                    table[row + 1, GATES + q] - table[row, GATES + q]
                )
                x[i, k, q] = steady + (x[i, k, q] - steady) * kept


@native()
def advance(net: Net, now: State) -> None:
    """One step of every lane at its level."""
    open_channels(net, now)
    gather(net, now)
    eliminate(net, now)
    back(net, now)
    step_gates(net, now)


@native()
def watch(net: Net, now: State, levels: Any, trace: Any) -> None:
    """Advance one lane through currents, and keep the voltages of its nodes after each step."""
    for t in range(levels.size):
        now.level[0] = levels[t]
        advance(net, now)
        for j in range(trace.shape[1]):
            trace[t, j] = now.inside[net.nodes[j], 0] - now.around[net.nodes[j], 0]


@native()
def mark(
    net: Net, now: State, since: Any, before: Any, first: Any, crossing: float, t: int
) -> None:
    """Note when each node first crosses upwards, in steps, between two of them."""
    for j in range(net.nodes.size):
        i = net.nodes[j]
        for k in range(now.level.size):
            v = now.inside[i, k] - now.around[i, k]
            if t >= since[k] and v > crossing >= before[j, k] and first[j, k] < 0.0:
                first[j, k] = t + (crossing - before[j, k]) / (v - before[j, k])
            before[j, k] = v


@native()
def run(
    net: Net,
    now: State,
    waves: Any,
    currents: Any,
    steps: Any,
    since: Any,
    first: Any,
    before: Any,
    detect: int,
    crossing: float,
) -> None:
    """Advance all lanes until each has fired at a node or its time is over.

    `waves`: relative current by lane and step, 0 after its end; `steps`, `since`: by lane, how long
    to go on and from when a firing counts; `first`: first crossings, nodes by lanes, -1 where there
    is none; `before`: of the same shape; `detect`: -1 never ends early.
    """
    lanes = now.level.size
    for j in range(net.nodes.size):
        for k in range(lanes):
            before[j, k] = now.inside[net.nodes[j], k] - now.around[net.nodes[j], k]
    t, running = 0, True
    while running:
        for k in range(lanes):
            now.level[k] = currents[k] * waves[k, t] if t < waves.shape[1] else 0.0
        advance(net, now)
        mark(net, now, since, before, first, crossing, t)
        t += 1
        running = False
        for k in range(lanes):
            ended = detect >= 0 and (first[detect, k] >= 0.0 or now.out[k] == 1)
            running = running or not (ended or t >= steps[k])
