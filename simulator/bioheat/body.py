"""A site with its people as finite volumes, and their temperatures at rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.bioheat import lanes
from simulator.bioheat.contact import Contact
from simulator.bioheat.flow import Flow
from simulator.bioheat.medium import Medium, build
from simulator.bioheat.person import Person
from simulator.bioheat.site import Layer, Site
from simulator.bioheat.slab import FloatArray, Slab
from simulator.compiled import Compiled

CELLS = {"epidermis": (4, 1.0), "dermis": (12, 2.0), "fat": (16, 2.0)}
DEEP_CELLS = (14, 4.0)
"""Cells and stretch of each layer."""

ROUNDS = 40
"""Halvings of the way to rest: what is left is a millionth of a millionth."""

settle = Compiled("simulator.bioheat.kernel", "settle")


def body(site: Site, people: Sequence[Person], *, refine: int = 1) -> Medium:
    """Cut a site into finite volumes for several people.

    Parameters
    ----------
    site : Site
        Layers and shape.
    people : sequence of Person
        Differ in fat and in the temperature of their blood.
    refine : int
        Factor on the number of cells.

    Returns
    -------
    medium : Medium

    Raises
    ------
    ValueError
        If fat leaves no room for anything below it in a limb.

    Examples
    --------
    >>> from simulator.bioheat.site import site
    >>> body(site("lumbar"), [Person()]).depth.shape
    (46, 1)
    """
    thick: list[FloatArray] = []
    slabs = []
    for layer in site.layers:
        width = _thickness(layer, site, people, thick)
        thick.append(width)
        slabs.append(_slab(layer, width, refine))
    return build(
        slabs,
        arterial=[_or(p.arterial_temperature, site.arterial_temperature.value) for p in people],
        radius=None if site.radius is None else site.radius.value,
        people=len(people),
    )


def _slab(layer: Layer, width: FloatArray, refine: int) -> Slab:
    """Return a layer in numbers."""
    cells, stretch = CELLS.get(layer.tissue.id, DEEP_CELLS)
    return Slab(
        thickness=width,
        conductivity=layer.tissue.conductivity.value,
        volumetric_heat=layer.tissue.volumetric_heat,
        blood_heat=layer.tissue.blood_heat,
        source=layer.tissue.metabolic_heat.value,
        response=layer.tissue.response,
        cells=cells * refine,
        stretch=stretch,
    )


def _thickness(
    layer: Layer, site: Site, people: Sequence[Person], above: Sequence[FloatArray]
) -> FloatArray:
    """Thickness of a layer for each person. [m]"""
    if layer.thickness is None:
        assert site.radius is not None
        left = site.radius.value - np.sum(above, axis=0)
        if not np.all(left > 0):
            raise ValueError(f"fat must leave room in a radius of {site.radius.value} m")
        return np.asarray(left, dtype=float)
    own = [p.fat_thickness if layer.tissue.id == "fat" else None for p in people]
    return np.array([_or(value, layer.thickness.value) for value in own])


def flow_of(site: Site, people: Sequence[Person]) -> Flow:
    """How the blood of people answers at a site.

    Examples
    --------
    >>> from simulator.bioheat.site import site
    >>> flow_of(site("heel"), [Person()]).glabrous
    True
    """
    return Flow(
        glabrous=site.glabrous,
        scale=np.array([p.flow_scale for p in people]),
        dilation=np.array([p.dilation for p in people]),
    )


def at_rest(medium: Medium, site: Site, people: Sequence[Person]) -> FloatArray:
    """Steady temperature below skin that has its resting temperature, with its normal flow.

    Parameters
    ----------
    medium : Medium
        From `body`.
    site : Site
        Gives the resting temperature of the skin where a person does not.
    people : sequence of Person
        In the same order.

    Returns
    -------
    temperature : ndarray, shape (cells, people)
        [degC]

    Notes
    -----
    Flow answers to temperature, so the balance is repeated until it stands. Flow that a pack
    shuts off is still there before the pack.

    Examples
    --------
    >>> from simulator.bioheat.site import site
    >>> calf = site("calf")
    >>> rest = at_rest(body(calf, [Person()]), calf, [Person()])
    >>> 31.4 < float(rest[0, 0]) < float(rest[-1, 0]) < 37
    True
    """
    skin = np.array([_or(p.skin_temperature, site.skin_temperature.value) for p in people])
    flow = Flow(glabrous=site.glabrous, scale=np.ones(len(people)), dilation=np.ones(len(people)))
    now = lanes.begin(np.broadcast_to(skin, medium.depth.shape), 0.0)
    now.pack[:] = skin
    held = Contact(temperature=skin, resistance=0.0)
    touch = lanes.touch(medium, held, medium.source, on=True, air=0.0, conductance=0.0)
    settle(lanes.ground(medium, answers=True), flow.answer, touch, now, ROUNDS)
    rest: FloatArray = now.tissue
    return rest


def _or(value: float | None, usual: float) -> float:
    """Return a person's own number, or the usual one; zero is a number."""
    return usual if value is None else value
