"""Which assumption puts leg nerves how far too high: ``python benchmarks/leg_nerve.py``, under a minute.

One body, the tibial nerve at the ankle of `docs/recruitment.md`, one thing changed at a time. Field by
`simulator.volume_conductor`, threshold by the exact solver; nothing of `simulator.recruitment` takes part.
"""

from __future__ import annotations

from math import inf

import numpy as np

from simulator.nerve import Phase, mrg, thresholds_at_length
from simulator.properties import table
from simulator.volume_conductor import Layer, Layers, Pad, Rectangle, potential

DEPTH, SKIN, BARRIER, SKIN_S_M = 9.1e-3, 1.5e-3, 5e-5, 7e-4
PULSE = [Phase(0.0, 200e-6, -1.0), Phase(200e-6, 200e-6, 1.0)]
THICKEST_TENTH, THICKEST_HUNDREDTH = 12.42e-6, 13.99e-6


def layers(
    fat: float = 6e-3,
    bone: float | None = None,
    across: float | None = None,
    along: float | None = None,
) -> Layers:
    """Skin, fat and muscle, over bone from a depth on where one is given [m], [S/m]."""
    rows = table("tissue")
    dermis = table("body_layers")["dermis_conductivity"].value
    rest = SKIN / SKIN_S_M - (SKIN - BARRIER) / dermis
    stack = [
        Layer(conductivity=BARRIER / rest, thickness=BARRIER, name="barrier"),
        Layer(conductivity=dermis, thickness=SKIN - BARRIER, name="dermis"),
        Layer(conductivity=rows["fat_conductivity"].value, thickness=fat, name="fat"),
    ]
    muscle = {
        "conductivity": rows["muscle_conductivity_across"].value if across is None else across,
        "conductivity_along": rows["muscle_conductivity_along"].value if along is None else along,
    }
    stack.append(
        Layer(**muscle, thickness=inf if bone is None else bone - SKIN - fat, name="muscle")
    )
    if bone is not None:
        stack.append(Layer(conductivity=rows["bone_conductivity"].value, name="bone"))
    return Layers(tuple(stack))


def threshold_ma(
    under: Layers, *, side: float = 0.05, diameter: float = THICKEST_TENTH, celsius: float = 31.0
) -> float:
    """Threshold of one straight fibre under the middle of a square pad. [mA]"""
    fibre = mrg(diameter, 121, temperature=celsius)
    along = fibre.positions - fibre.length / 2
    half = potential(
        [(x, 0.0, DEPTH) for x in along[along.size // 2 :]],
        [Pad(outline=Rectangle(side, side), current=1.0)],
        under,
    )
    # beyond 5 cm the field dies away, so that the cut fibre does not fire at its ends
    inside = np.clip((along[-1] - along[along.size // 2 + 1 :]) / (along[-1] - 0.05), 0, 1)
    half[1:] = half[0] + np.cumsum(np.diff(half) * np.sin(np.pi / 2 * inside) ** 2)
    field = np.concatenate([half[:0:-1], half])
    (found,) = thresholds_at_length([fibre], [field], PULSE, tolerance=1e-3)
    return 1e3 * found.current


def main() -> None:
    """Print each threshold, and what it is of the first."""
    cases = {
        "nerve in muscle under 6 mm of fat": threshold_ma(layers()),
        "nerve in fat": threshold_ma(layers(fat=12e-3)),
        "bone from 12 mm on": threshold_ma(layers(bone=12e-3)),
        "bone from 16 mm on": threshold_ma(layers(bone=16e-3)),
        "bone from 25 mm on": threshold_ma(layers(bone=25e-3)),
        "muscle 0.086 S/m both ways": threshold_ma(layers(along=0.086)),
        "muscle 0.16 and 0.5 S/m": threshold_ma(layers(across=0.16, along=0.5)),
        "first hundredth of the fibres": threshold_ma(layers(), diameter=THICKEST_HUNDREDTH),
        "in fat, bone from 12 mm on": threshold_ma(layers(fat=10.4e-3, bone=12e-3)),
        "and the first hundredth": threshold_ma(
            layers(fat=10.4e-3, bone=12e-3), diameter=THICKEST_HUNDREDTH
        ),
        "37 degC": threshold_ma(layers(), celsius=37.0),
    }
    first = next(iter(cases.values()))
    for name, found in cases.items():
        print(f"| {name} | {found:.3g} | {found / first:.2f} |")


if __name__ == "__main__":
    main()
