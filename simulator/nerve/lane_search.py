"""Threshold search for fibres whose internodes are condensed, or that have none."""

from __future__ import annotations

import numpy as np

from simulator.compiled import Compiled
from simulator.nerve.batch import crossing_above_rest, pushes, stack
from simulator.nerve.lanes import Fibres, Jobs, desk_for, lanes_for
from simulator.nerve.question import Found, Question

LANES = 64
"""Fibres that run side by side; the fastest of 8, 16, 32 and 64 where it was tried."""

search = Compiled("simulator.nerve.kernel", "search")


def search_lanes(asked: Question, start: Fibres | None = None) -> list[Found]:
    """Search all thresholds, each lane on its own clock, from rest or from another start."""
    batch = stack(asked.fibres, asked.dt, terminal=asked.terminal) if start is None else start
    pairs = zip(asked.fibres, asked.fields, strict=True)
    drives = [pushes(fibre, field, asked.dt) for fibre, field in pairs]
    count = len(asked.fibres)
    jobs = Jobs(
        fibre=np.arange(count),
        wave=np.arange(count),
        steps=asked.steps,
        since=asked.since,
        guess=asked.guesses([node for _, node in drives]),
        push=np.array([link for link, _ in drives]),
        node_push=np.array([node for _, node in drives]),
        detect=asked.detect,
        crossing=crossing_above_rest(asked.fibres[0]),
        tolerance=asked.tolerance,
    )
    lanes = lanes_for(asked.fibres[0].nodes, batch.keep.shape[1], min(LANES, count))
    desk = desk_for(asked.fibres[0].nodes, lanes.level.size, count)
    search(batch, jobs, asked.padded, lanes, desk)
    return [Found(int(desk.ends[j]), desk.bounds[:, j], desk.crossings[j]) for j in range(count)]
