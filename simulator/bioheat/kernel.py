"""Pennes' equation in compiled lanes: people side by side, cells one after the other.

Every array ends with the person. All compiled functions of the room stand in this one file: a change
in it, or in the tuples that it takes, compiles them anew. Inputs are checked where they are built;
nothing here sees a number from outside.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.bioheat.lanes import Answer, Books, Ground, Now, Plan, Rows, Touch
from simulator.compiled import native


@native(fast=True, apart=True)
def flow_factors(answer: Answer, kind: Any, at: Any, ceiling: Any, factor: Any) -> None:
    """Factor on the resting flow; kind is a row of the answer for each cell, or -1 for none."""
    scale, dilation = answer.scale, answer.dilation
    floor, full_at, slope = answer.closes[0], answer.closes[1], answer.closes[2]
    for i in range(kind.size):
        row = max(kind[i], 0)
        gain, start, rise = answer.opens[row, 0], answer.opens[row, 1], answer.opens[row, 2]
        for k in range(scale.size):
            hot = (at[i, k] - start) * rise
            hot = 0.0 if hot < 0.0 else hot
            hot = 1.0 if hot > 1.0 else hot
            cold = floor + (at[i, k] - full_at) * slope
            cold = floor if cold < floor else cold
            cold = ceiling[i, k] if cold > ceiling[i, k] else cold
            factor[i, k] = scale[k] * (1.0 + dilation[k] * gain * hot) * cold
        if kind[i] < 0:
            for k in range(scale.size):
                factor[i, k] = scale[k]


@native(fast=True, apart=True)
def eliminate(ground: Ground, touch: Touch, now: Now, per_second: float) -> None:
    """Go from the pack to the deepest cell; 0 per second is the steady state."""
    ratio, middle, lead, told, brought = now.ratio, now.middle, now.lead, now.told, now.brought
    for k in range(lead.size):
        held = touch.held[k] == 1.0 or (0.0 <= now.heat[k] < touch.latent[k])
        store = touch.capacity[k] * per_second
        diagonal = 1.0 if held else store + touch.pack[k] + touch.loss[k]
        right = store * now.pack[k] + touch.loss[k] * touch.air
        lead[k] = (0.0 if held else touch.pack[k]) / diagonal
        told[k] = now.pack[k] if held else right / diagonal
    for k in range(lead.size):
        out, air = touch.pack[k], touch.room[k]
        now.lean[k] = air + out * (1.0 - lead[k])
        now.push[k] = air * touch.air + out * told[k]
    for i in range(ground.kind.size):
        for k in range(lead.size):
            brought[i, k] *= ground.blood[i, k]
            store, deeper = ground.capacity[i, k] * per_second, ground.link[i, k]
            inverse = 1.0 / (store + brought[i, k] + deeper + now.lean[k])
            right = store * now.tissue[i, k] + brought[i, k] * ground.arterial[k]
            middle[i, k] = (right + touch.source[i, k] + now.push[k]) * inverse
            ratio[i, k] = deeper * inverse
            now.lean[k] = deeper * (1.0 - ratio[i, k])
            now.push[k] = deeper * middle[i, k]


@native(fast=True, apart=True)
def step(
    ground: Ground,
    answer: Answer,
    touch: Touch,
    now: Now,
    per_second: float,
    whole: float,
    ahead: float,
) -> None:
    """Solve for the weighted instant of a step, go on by `whole` of the way there, look ahead."""
    flow_factors(answer, ground.kind, now.ahead, now.ceiling, now.brought)
    eliminate(ground, touch, now, per_second)
    tissue, expected, push, blood = now.tissue, now.ahead, now.push, now.blood
    last = ground.kind.size - 1
    for k in range(push.size):
        push[k] = ground.core[k]
        now.core[k] = now.middle[last, k] + now.ratio[last, k] * ground.core[k]
        blood[k] = 0.0
    for i in range(last, -1, -1):
        for k in range(push.size):
            middle = now.middle[i, k] + now.ratio[i, k] * push[k]
            push[k] = middle
            blood[k] += now.brought[i, k] * (ground.arterial[k] - middle)
            change = (middle - tissue[i, k]) * whole
            tissue[i, k] += change
            expected[i, k] = tissue[i, k] + ahead * change
    for k in range(push.size):
        now.told[k] += now.lead[k] * push[k]


@native(fast=True, apart=True)
def book(ground: Ground, touch: Touch, now: Now, books: Books, length: float) -> None:
    """Book the heat of a step at its weighted temperatures, and give the pack its share."""
    last, told, first = ground.kind.size - 1, now.told, now.push
    for k in range(told.size):
        given = touch.pack[k] * (told[k] - first[k])
        lost = touch.loss[k] * (touch.air - told[k])
        books.pack[k] += length * given
        books.loss[k] += length * lost
        books.room[k] += length * touch.room[k] * (touch.air - first[k])
        books.blood[k] += length * now.blood[k]
        books.source[k] += length * touch.made[k]
        books.core[k] += length * ground.link[last, k] * (ground.core[k] - now.core[k])
        now.heat[k] += length * (lost - given)
        if touch.held[k] == 0.0:
            over = min(now.heat[k], 0.0) + max(now.heat[k] - touch.latent[k], 0.0)
            now.pack[k] = touch.melting[k] + over / touch.capacity[k]


@native(fast=True, apart=True)
def feel(now: Now) -> float:
    """Note the coldest of each person so far; return the coldest of all."""
    lowest, coldest = np.inf, now.coldest
    for i in range(now.tissue.shape[0]):
        for k in range(coldest.size):
            coldest[k] = np.minimum(coldest[k], now.tissue[i, k])
    for k in range(coldest.size):
        lowest = min(lowest, coldest[k])
    return lowest


@native(fast=True, apart=True)
def remember(answer: Answer, now: Now, time: float) -> None:
    """Hold the lowest flow that real cold has left, and forget it in time."""
    floor, full_at, slope = answer.closes[0], answer.closes[1], answer.closes[2]
    held_below, hold = answer.closes[3], answer.closes[4]
    for i in range(now.tissue.shape[0]):
        for k in range(now.lead.size):
            if time - now.since[i, k] > hold:
                now.ceiling[i, k] = 1.0
            if now.tissue[i, k] < held_below:
                left = max(floor, floor + (now.tissue[i, k] - full_at) * slope)
                if left <= now.ceiling[i, k]:
                    now.ceiling[i, k] = left
                    now.since[i, k] = time


@native(fast=True, apart=True)
def keep(ground: Ground, touch: Touch, now: Now, rows: Rows, row: int, first: int) -> None:
    """Keep skin, basal layer and pack of one instant in the columns of these people."""
    below = ground.basal if ground.basal < ground.kind.size else 0
    for k in range(now.lead.size):
        beside = now.pack[k] if touch.pack[k] > 0.0 else touch.air
        skin = now.tissue[0, k] + touch.share[k] * (beside - now.tissue[0, k])
        above = skin if below == 0 else now.tissue[below - 1, k]
        rows.skin[row, first + k] = skin
        rows.basal[row, first + k] = above + ground.face[k] * (now.tissue[below, k] - above)
        rows.pack[row, first + k] = now.pack[k]
        rows.heat[row, first + k] = now.heat[k]


@native(fast=True, apart=True)
def keep_profile(now: Now, rows: Rows, mark: int, first: int) -> None:
    """Keep the whole tissue of one instant."""
    for i in range(now.tissue.shape[0]):
        for k in range(now.lead.size):
            rows.profile[mark, i, first + k] = now.tissue[i, k]


@native(fast=True, apart=True)
def run(
    ground: Ground,
    answer: Answer,
    touch: Touch,
    now: Now,
    books: Books,
    plan: Plan,
    rows: Rows,
    first: int,
) -> None:
    """Take the steps of one stage, for the people whose columns begin at the first."""
    row, mark = plan.row, plan.profile
    keep(ground, touch, now, rows, row, first)
    for n in range(plan.length.size):
        length, weight = plan.length[n], plan.weight[n]
        per_second, ahead = 1.0 / (length * weight), plan.ahead[n]
        step(ground, answer, touch, now, per_second, 1.0 / weight, ahead)
        book(ground, touch, now, books, length)
        if feel(now) < answer.closes[3]:
            remember(answer, now, plan.time[n])
        row += 1
        keep(ground, touch, now, rows, row, first)
        if plan.mark[n] == 1:
            keep_profile(now, rows, mark, first)
            mark += 1


@native(fast=True, apart=True)
def settle(ground: Ground, answer: Answer, touch: Touch, now: Now, times: int) -> None:
    """Go half the way to the balance with the flow of now, again and again."""
    for _ in range(times):
        step(ground, answer, touch, now, 0.0, 0.5, 0.0)
