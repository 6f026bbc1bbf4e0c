"""One tissue: what stores, leads and makes heat in it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Literal

from simulator.bioheat.tables import constant, entry_of, property_of
from simulator.properties import Property

Response = Literal["none", "skin", "muscle"]
"""How the flow of blood answers to temperature: not at all, as skin does, as muscle does."""

UNITS = {
    "density": "kg/m3",
    "specific_heat": "J/(kg K)",
    "conductivity": "W/(m K)",
    "perfusion_rate": "1/s",
    "metabolic_heat": "W/m3",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tissue:
    """One tissue with its sources.

    Parameters
    ----------
    id : str
        Name in the data.
    response : {"none", "skin", "muscle"}
        How its flow of blood answers to temperature.
    density, specific_heat, conductivity : Property
        [kg/m3], [J/(kg K)], [W/(m K)]
    perfusion_rate : Property
        Volume of blood per volume of tissue and time, at rest. [1/s]
    metabolic_heat : Property
        [W/m3]
    """

    id: str
    response: Response
    density: Property
    specific_heat: Property
    conductivity: Property
    perfusion_rate: Property
    metabolic_heat: Property

    @property
    def volumetric_heat(self) -> float:
        """Heat that warms a volume. [J/(m3 K)]"""
        return self.density.value * self.specific_heat.value

    @property
    def blood_heat(self) -> float:
        """Heat that blood at rest brings per kelvin. [W/(m3 K)]"""
        blood = constant("blood_density") * constant("blood_specific_heat")
        return self.perfusion_rate.value * blood

    def properties(self) -> dict[str, Property]:
        """Every number by name, for showing sources and confidence."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name in UNITS}


@cache
def tissue(id: str) -> Tissue:  # noqa: A002 - the word users type
    """One tissue of the data.

    Parameters
    ----------
    id : str
        "epidermis", "dermis", "fat", "muscle", "tendon" or "bone".

    Returns
    -------
    tissue : Tissue
        Frozen; SI units.

    Raises
    ------
    ValueError
        If no tissue has this id; the message lists the known ones.

    Examples
    --------
    >>> tissue("fat").conductivity.value, tissue("fat").conductivity.confidence
    (0.21, 'quoted')
    """
    entry = entry_of("tissues", "tissue", id)
    numbers = {name: property_of(entry, name, unit) for name, unit in UNITS.items()}
    return Tissue(id=id, response=entry["response"], **numbers)
