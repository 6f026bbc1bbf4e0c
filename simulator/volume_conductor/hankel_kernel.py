"""The integral over J0 for round pads on isotropic layers, compiled: a block of wavenumbers at a time.

Inputs are checked where they are built; nothing here sees a number from outside.
"""

from __future__ import annotations

from math import exp, pi
from typing import Any

from simulator.compiled import native
from simulator.volume_conductor.bessel_kernel import (
    BLOCK,
    BORDER,
    bessel,
    fill_far,
    fill_near,
    turned,
)

UNIFORM = 0
"""Number of the even flux; any other is that of an isopotential disc."""

FACTOR, ECHO, FADE, DOWN = 0, 1, 2, 3
"""What is known of each layer: reflection at its bottom, the same seen from its top, fall through it,
and the wave that goes down from its top."""


@native()
def place_nodes(borders: Any, gauss: Any, first: int, k: Any, weight: Any) -> None:
    """Fill in Gauss nodes and weights of whole panels from the first on."""
    points = gauss.shape[1]
    for j in range(k.size):
        panel, node = first + j // points, j % points
        half = (borders[panel + 1] - borders[panel]) / 2
        k[j] = borders[panel] + half * (gauss[0, node] + 1)
        weight[j] = half * gauss[1, node]


@native()
def spread_flux(flux: int, tables: Any, radius: float, k: Any, weight: Any, work: Any) -> None:
    """Multiply weights by the transform of a disc of one ampere over 2 pi."""
    x, wave = work[6, : k.size], work[7, : k.size]
    for j in range(k.size):
        x[j] = k[j] * radius
    if flux == UNIFORM:
        bessel(1, tables[2], tables[3], x, wave, work)
    else:
        turned(x, wave, work[0])
    double = 2 if flux == UNIFORM else 1
    for j in range(k.size):
        weight[j] *= double * wave[j] / (x[j] * 2 * pi)


@native()
def reflect(stack: Any, k: Any, weight: Any, waves: Any) -> None:
    """Join the layers from the bottom up, then send the weights down from the skin."""
    last = stack.shape[1] - 1
    factor, echo, fade, down = waves[FACTOR], waves[ECHO], waves[FADE], waves[DOWN]
    for j in range(k.size):
        echo[last, j] = 0.0
    for i in range(last - 1, -1, -1):
        better, height = stack[0, i] / stack[0, i + 1], stack[1, i + 1] - stack[1, i]
        for j in range(k.size):
            matched = better * (1 + echo[i + 1, j]) / (1 - echo[i + 1, j])
            factor[i, j] = (matched - 1) / (matched + 1)
            fade[i, j] = exp(-height * k[j])
            echo[i, j] = factor[i, j] * fade[i, j] * fade[i, j]
    for j in range(k.size):
        down[0, j] = weight[j] / (stack[0, 0] * (1 - echo[0, j]))
    for i in range(last):
        for j in range(k.size):
            passed = fade[i, j] * (1 + factor[i, j]) / (1 + echo[i + 1, j])
            down[i + 1, j] = down[i, j] * passed


@native()
def fall(stack: Any, waves: Any, depth: float, k: Any, row: Any) -> None:
    """Fill in the transform of the layers at a depth, in the first without its half space."""
    i, last = 0, stack.shape[1] - 1
    while i < last and depth >= stack[1, i + 1]:
        i += 1
    below, down, factor = depth - stack[1, i], waves[DOWN, i], waves[FACTOR, i]
    if i == last:
        for j in range(k.size):
            row[j] = down[j] * exp(-below * k[j])
        return
    back = 2 * (stack[1, i + 1] - stack[1, i])
    for j in range(k.size):
        up = factor[j] * exp((below - back) * k[j])
        if i == 0:
            row[j] = down[j] * (up + factor[j] * exp(-(below + back) * k[j]))
        else:
            row[j] = down[j] * (exp(-below * k[j]) + up)


@native()
def ripple(tables: Any, distance: float, k: Any, wave: Any, work: Any) -> None:
    """Fill in J0 of rising wavenumbers times a distance, each part by its own form."""
    x, near = work[6, : k.size], 0
    for j in range(k.size):
        x[j] = k[j] * distance
        near += x[j] < BORDER
    if near < k.size:
        fill_far(0, tables[1], x[near:], wave[near:], work)
    if near > 0:
        fill_near(0, tables[0], x[:near], wave[:near], work)


@native(fast=True)
def dot(a: Any, b: Any) -> float:
    """Sum of products."""
    total = 0.0
    for j in range(a.size):
        total += a[j] * b[j]
    return total


@native()
def integrate(
    flux: int,
    tables: Any,
    gauss: Any,
    borders: Any,
    stack: Any,
    radius: float,
    r: Any,
    z: Any,
    total: Any,
    work: Any,
    waves: Any,
) -> None:
    """Add the integral to `total`, at distances `r` and depths `z`.

    `tables`: of J0 and J1, near and far; `gauss`: nodes and weights on -1 to 1; `borders` of the
    panels; `stack`: conductivities and tops of the layers; `work`: eleven rows of a block; `waves`:
    four rows of a block for each layer.
    """
    points = gauss.shape[1]
    many = BLOCK // points
    for first in range(0, borders.size - 1, many):
        count = points * min(many, borders.size - 1 - first)
        k, weight = work[8, :count], work[9, :count]
        place_nodes(borders, gauss, first, k, weight)
        spread_flux(flux, tables, radius, k, weight, work)
        reflect(stack, k, weight, waves)
        wave, row = work[7, :count], work[10, :count]
        for p in range(r.size):
            if p == 0 or z[p] != z[p - 1]:
                fall(stack, waves, z[p], k, row)
            if p == 0 or r[p] != r[p - 1]:
                ripple(tables, r[p], k, wave, work)
            total[p] += dot(row, wave)
