"""Print thresholds and time constants of MRG and Gaines fibres at the same places; a minute.

python benchmarks/fibre_variants.py
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

from simulator.nerve import Fibre, gaines, mrg, thresholds, weiss
from simulator.recruitment.body import Target, Tissue
from simulator.recruitment.electrodes import Electrodes
from simulator.recruitment.exact import BEYOND, LATENCY, TOLERANCE, VELOCITY, phases
from simulator.recruitment.human_table import WIDTHS_US
from simulator.recruitment.nerve_place import NervePlace
from simulator.recruitment.question import questions
from simulator.recruitment.reaction import Reaction
from simulator.recruitment.spread import Spread, fixed
from simulator.volume_conductor import Rectangle
from simulator.waveform import Pulse

Build = Callable[[float, int, float], Fibre]

VARIANTS: Final[dict[str, dict[str, Build]]] = {
    "A-beta": {
        "MRG": lambda diameter, nodes, warm: mrg(diameter, nodes, temperature=warm),
        "Gaines, sensory": lambda d, nodes, warm: gaines(d, nodes, "sensory", temperature=warm),
    },
    "A-alpha": {
        "MRG": lambda diameter, nodes, warm: mrg(diameter, nodes, temperature=warm),
        "Gaines, motor": lambda d, nodes, warm: gaines(d, nodes, "motor", temperature=warm),
    },
}


def of(value: float) -> Spread:
    """Give a number of the one body."""
    return fixed(value, confidence="project-default", source="body of the comparison")


def leg(pulse: Pulse) -> Iterator[tuple[str, Reaction]]:
    """Sensory and motor fibres of the tibial nerve in the body of the human table."""
    tissue = Tissue(
        fat_thickness=of(6e-3),
        skin_thickness=of(1.5e-3),
        skin_conductivity=of(7e-4),
        temperature=of(31.0),
    )
    nerve = Target(
        nerve="tibial", pad=1, depth=of(9.1e-3), senses=frozenset({"sensation", "motor"})
    )
    pads = Electrodes(outlines=(Rectangle(0.05, 0.05),) * 2, distance=0.3)
    for question in questions(pads, (tissue, tissue), (nerve,), pulse):
        if question.nerve == "tibial":
            yield question.fibre, question.reactions[0]


def threshold(reaction: Reaction, build: Build, pulse: Pulse) -> float:
    """Threshold of the median body with one kind of fibre [A]."""
    body, place = reaction.median, reaction.place
    assert isinstance(place, NervePlace)
    size, warm = body["diameter"], body["temperature"]
    middle = math.ceil(place.extent / build(size, 11, warm).spacing) + 1
    fibre = build(size, 2 * middle + 1, warm)
    field = place.field(place.alone(body), fibre.positions - middle * fibre.spacing)
    (found,) = thresholds(
        [fibre],
        [field],
        phases(pulse),
        tolerance=TOLERANCE,
        wait=LATENCY + place.reach / (VELOCITY * size),
        detect_node=middle + BEYOND,
    )
    return found.current


def rows() -> Iterator[str]:
    """Thresholds at all widths and the time constant, for each class and fibre."""
    for fibre, builds in VARIANTS.items():
        for name, build in builds.items():
            currents = []
            for width in WIDTHS_US:
                pulse = Pulse("monophasic", width)
                currents.append(threshold(dict(leg(pulse))[fibre], build, pulse))
            constant = weiss([width * 1e-6 for width in WIDTHS_US], currents).chronaxie
            told = " | ".join(f"{1e3 * current:.3g}" for current in currents)
            yield f"| {fibre}, {name} | {told} | {1e6 * constant:.0f} |"


if __name__ == "__main__":
    print(f"| fibre | {' | '.join(f'{width} us' for width in WIDTHS_US)} | time constant, us |")
    for row in rows():
        print(row, flush=True)
