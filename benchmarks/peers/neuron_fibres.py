"""Thresholds of MRG fibres in NEURON: ``python neuron_fibres.py MECHANISMS`` and questions in lines.

Built as NEURON is fastest with these equations: one segment a section, the field written into the sections
only when the pulse begins and ends, nothing recorded, a run ends when the fibre has fired, each run starts
from one saved resting state; the loop over steps takes less than 1 % of a step. Sizes and constants come
from the data file that the other side reads too; membrane, cable and field are NEURON's or written here.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from math import hypot, pi
from pathlib import Path
from typing import Any

from lines import serve
from neuron import h

DATA = Path(__file__).parents[2] / "simulator/properties/nerve_mrg.json"
STINS = 6
FIRED_MV = -30.0
SETTLING_MS, SETTLING_STEPS = 5.0, 40
OPEN_OHM_CM = 1e10
"""Axial resistivity of the two end nodes: nothing flows into them."""


def sizes(diameter: float, data: dict[str, Any]) -> dict[str, float]:
    """Interpolated sizes of a fibre. [um]"""
    names = ("flut_length", "axon_diameter", "node_diameter", "lamellae")
    found = {name: polynomial(data[name], diameter) for name in names}
    side = "above" if diameter >= data["bend_um"] else "below"
    found["spacing"] = polynomial(data[f"internode_length_{side}"], diameter)
    return found


def polynomial(factors: list[float], at: float) -> float:
    """Value of a polynomial, highest power first."""
    value = 0.0
    for factor in factors:
        value = value * at + factor
    return value


class Fibre:
    """One fibre at rest. Lengths in um, the rest in NEURON's units."""

    def __init__(self, diameter: float, nodes: int) -> None:
        data = json.loads(DATA.read_text(encoding="utf-8"))
        self.numbers = {name: row["value"] for name, row in data["numbers"].items()}
        self.sizes = sizes(diameter, data["interpolated"])
        self.diameter = diameter
        length = 1e6 * self.numbers["node_length"], 1e6 * self.numbers["mysa_length"]
        flut = self.sizes["flut_length"]
        stin = (self.sizes["spacing"] - length[0] - 2 * length[1] - 2 * flut) / STINS
        mysas, fluts = ("mysa", length[1]), ("flut", flut)
        internode = [mysas, fluts, *[("stin", stin)] * STINS, fluts, mysas]
        parts = [("node", length[0]), *internode] * (nodes - 1) + [("node", length[0])]
        self.sections = [self._section(*part) for part in parts]
        for before, after in pairwise(self.sections):
            after.connect(before(1))
        self.nodes = self.sections[:: len(internode) + 1]
        for end in (self.nodes[0], self.nodes[-1]):
            self._seal(end)
        self.centres = [0.0]
        for before, after in pairwise(self.sections):
            self.centres.append(self.centres[-1] + (before.L + after.L) / 2)
        self.outside = h.PtrVector(len(self.sections))
        for index, section in enumerate(self.sections):
            self.outside.pset(index, section(0.5)._ref_e_extracellular)
        self._settle()

    def _section(self, kind: str, length: float) -> Any:
        """Build one section with what surrounds it."""
        n = self.numbers
        section = h.Section(name=kind)
        narrow = kind in ("node", "mysa")
        core = self.sizes["node_diameter" if narrow else "axon_diameter"]
        section.nseg, section.L, section.diam = 1, length, core
        section.Ra = 100 * n["axoplasm_resistivity"]
        section.cm = 100 * n["membrane_capacitance"]
        section.insert("extracellular")
        gap = 1e6 * n["periaxonal_width_narrow" if narrow else "periaxonal_width_wide"]
        ring_um2 = pi * ((core / 2 + gap) ** 2 - (core / 2) ** 2)
        for layer in (0, 1):
            section.xraxial[layer], section.xg[layer], section.xc[layer] = 1e9, 1e9, 0.0
        section.xraxial[0] = 1e-6 * 100 * n["periaxonal_resistivity"] / (1e-8 * ring_um2)
        if kind == "node":
            section.insert("mrgnode")
            section.xg[0] = 1e10
            return section
        section.insert("pas")
        section.g_pas = 1e-4 * n["mysa_leak" if narrow else "internode_leak"]
        section.e_pas = 1e3 * n["rest"]
        share = self.diameter / core / (2 * self.sizes["lamellae"])
        section.xg[0] = 1e-4 * n["lamella_conductance"] * share
        section.xc[0] = 100 * n["lamella_capacitance"] * share
        return section

    def _seal(self, end: Any) -> None:
        """Make an end passive, with no way into its axoplasm."""
        end.uninsert("mrgnode")
        end.insert("pas")
        end.g_pas, end.e_pas = 1e-4, 1e3 * self.numbers["rest"]
        end.Ra = OPEN_OHM_CM

    def _settle(self) -> None:
        """Find the resting state and keep it."""
        self._push(h.Vector(len(self.sections), 0.0))
        h.finitialize(1e3 * self.numbers["rest"])
        h.t, h.dt = -SETTLING_MS * SETTLING_STEPS, SETTLING_MS
        for _ in range(SETTLING_STEPS):
            h.fadvance()
        self.rest = h.SaveState()
        self.rest.save()

    def _push(self, field: Any) -> None:
        self.outside.scatter(field)

    def field(self, distance_um: float, conductivity: float) -> Any:
        """Potential of a point source beside the middle node. [mV/mA]"""
        middle = self.centres[len(self.centres) // 2]
        away_m = [1e-6 * hypot(centre - middle, distance_um) for centre in self.centres]
        return h.Vector([1 / (4 * pi * conductivity * away) for away in away_m])

    def fires(self, field: Any, current_ma: float, question: dict[str, Any]) -> bool:
        """Whether a cathodic pulse of some steps fires the fibre within some more. [mA]"""
        self.rest.restore()
        h.dt = question["dt_ms"]
        pulse, wait = question["pulse_steps"], question["wait_steps"]
        fired = self.nodes[question["watched"]](0.5)._ref_v
        self._push(field.c().mul(-current_ma))
        for step in range(pulse + wait):
            if step == pulse:
                self._push(h.Vector(len(self.sections), 0.0))
            h.fadvance()
            if fired[0] > FIRED_MV:
                return True
        return False


def threshold(question: dict[str, Any], diameter: float, guess_ma: float) -> tuple[float, int]:
    """Smallest current that fires, as the upper end of the last bracket [mA], and the runs taken."""
    fibre = Fibre(diameter, question["nodes"])
    field = fibre.field(question["distance_um"], question["conductivity"])
    low, high, current, runs = 0.0, float("inf"), guess_ma, 0
    while not (low > 0 and high < float("inf") and high - low <= question["tolerance"] * high):
        runs += 1
        if fibre.fires(field, current, question):
            high = current
        else:
            low = current
        current = (
            current / 2 if low == 0 else 2 * current if high == float("inf") else (low + high) / 2
        )
    return high, runs


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Search the thresholds of some fibres, one after the other."""
    pairs = zip(question["diameters_um"], question["guesses_ma"], strict=True)
    found = [threshold(question, *pair) for pair in pairs]
    return {"thresholds_ma": [row[0] for row in found], "runs": [row[1] for row in found]}


if __name__ == "__main__":
    h.nrn_load_dll(str(next(Path(sys.argv[1]).glob("*/libnrnmech.so"))))
    h.celsius = 37.0
    h.secondorder = 0
    serve(answer)
