"""The layers of a limb from literature values: skin, fat, muscle and, if wanted, bone."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.properties import CONFIDENCES, Property, table
from simulator.volume_conductor.layers import Layer, Layers


def limb(
    *,
    fat_thickness: float,
    skin_thickness: float | None = None,
    muscle_thickness: float | None = None,
    skin_conductivity: float | None = None,
) -> Layers:
    """Layers of a limb whose muscle fibres run along x.

    Parameters
    ----------
    fat_thickness : float
        Above 0; differs so much between people that it has no default. [m]
    skin_thickness : float or None
        Above 0; None for the value of the table. [m]
    muscle_thickness : float or None
        Above 0; below it lies bone. None for muscle without end. [m]
    skin_conductivity : float or None
        Above 0; the most uncertain number, over tenfold between dry and soaked skin. None for
        the value of the table. [S/m]

    Returns
    -------
    layers : Layers
        Its `confidence` is the weakest of the numbers taken from the table.

    Raises
    ------
    ValueError
        If a thickness or the conductivity is not above 0.

    Examples
    --------
    >>> layers = limb(fat_thickness=0.005)
    >>> [layer.name for layer in layers.stack], layers.confidence
    (['skin', 'fat', 'muscle'], 'recalled')
    """
    given = {"skin_thickness": skin_thickness, "skin_conductivity": skin_conductivity}
    keys = ["fat_conductivity", "muscle_conductivity_across", "muscle_conductivity_along"]
    keys += [key for key, value in given.items() if value is None]
    keys += ["bone_conductivity"] if muscle_thickness is not None else []
    rows = {key: table("tissue")[key] for key in keys}
    values = {key: value for key, value in given.items() if value is not None}
    values |= {key: row.value for key, row in rows.items()}
    stack = _above_muscle(values, fat_thickness) + _muscle(values, muscle_thickness)
    return Layers(stack, confidence=_weakest(rows.values()))


def _above_muscle(values: dict[str, float], fat_thickness: float) -> tuple[Layer, ...]:
    """Skin and fat."""
    skin = Layer(
        conductivity=values["skin_conductivity"],
        thickness=values["skin_thickness"],
        name="skin",
    )
    fat = Layer(conductivity=values["fat_conductivity"], thickness=fat_thickness, name="fat")
    return skin, fat


def _muscle(values: dict[str, float], thickness: float | None) -> tuple[Layer, ...]:
    """Muscle, with bone under it where it ends."""
    across, along = values["muscle_conductivity_across"], values["muscle_conductivity_along"]
    if thickness is None:
        return (Layer(conductivity=across, conductivity_along=along, name="muscle"),)
    return (
        Layer(conductivity=across, conductivity_along=along, thickness=thickness, name="muscle"),
        Layer(conductivity=values["bone_conductivity"], name="bone"),
    )


def _weakest(rows: Iterable[Property]) -> str:
    """Weakest of some confidence words; what was remembered or chosen is never hidden."""
    row = max(rows, key=lambda row: (row.is_weak, CONFIDENCES.index(row.confidence)))
    return row.confidence
