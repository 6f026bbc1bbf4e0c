"""Tissue under a pack by FiPy's finite volumes, one person at a time, asked in lines.

The pack is one more cell in front of the skin. Backward Euler with fixed steps, the flow of blood taken
from the temperature at the start of a step; FiPy builds, assembles and solves.
"""

from __future__ import annotations

import os
from typing import Any

os.environ["FIPY_SOLVERS"] = "scipy"

import numpy as np
from fipy import (
    CellVariable,
    DiffusionTerm,
    FaceVariable,
    Grid1D,
    ImplicitSourceTerm,
    TransientTerm,
)
from fipy.solvers import LinearLUSolver
from lines import serve


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Temperature of each cell of the tissue at the end. [degC]"""
    cells = {name: np.array(values) for name, values in question["cells"].items()}
    pack, room = question["pack"], question["room"]
    width = np.concatenate([cells["width"][:1], cells["width"]])
    store = np.concatenate([[pack["capacity"] / width[0]], cells["volumetric_heat"]])
    mesh = Grid1D(dx=width)
    state = CellVariable(mesh=mesh, value=question["start"], hasOld=True)
    state.value[0] = pack["temperature"]
    brought = CellVariable(mesh=mesh, value=0.0)
    brought_at = CellVariable(mesh=mesh, value=0.0)
    brought.value[0] = pack["loss"] / width[0]
    brought_at.value[0] = brought.value[0] * room
    equation = TransientTerm(coeff=CellVariable(mesh=mesh, value=store)) == DiffusionTerm(
        coeff=conductivities(mesh, width, cells["conductivity"], pack["resistance"])
    ) + brought_at - ImplicitSourceTerm(coeff=brought)
    solver = LinearLUSolver()
    for _ in range(question["steps"]):
        state.updateOld()
        tissue = state.value[1:]
        blood = cells["blood_heat"] * factors(question, tissue)
        brought[1:] = blood
        brought_at[1:] = blood * question["arterial"] + cells["source"]
        equation.solve(var=state, dt=question["dt"], solver=solver)
    return {"profile": [float(value) for value in state.value[1:]]}


def conductivities(mesh: Any, width: Any, conductivity: Any, contact: float) -> Any:
    """Give each face what makes its flux right: half a cell on either side, and the contact. [W/(m K)]"""
    half = width[1:] / (2 * conductivity)
    resistance = half[1:] + half[:-1]
    between = np.concatenate([[contact + half[0]], resistance])
    faces = FaceVariable(mesh=mesh, value=0.0)
    faces[1:-1] = (width[1:] + width[:-1]) / 2 / between
    return faces


def factors(question: dict[str, Any], tissue: Any) -> Any:
    """How much more or less blood flows than at rest: straight lines between given points."""
    kinds = np.array(question["response"])
    found = np.ones(len(tissue))
    for kind, values in question["factor"].items():
        here = kinds == kind
        found[here] = np.interp(tissue[here], question["factor_at"], values)
    return found


if __name__ == "__main__":
    serve(answer)
