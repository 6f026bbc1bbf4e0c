"""Flat layers of tissue under the skin, from the top down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from simulator.properties import CONFIDENCES


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """One layer of tissue; fibres, where it has them, lie along x.

    Parameters
    ----------
    conductivity : float
        Across the fibres (y and z), above 0. [S/m]
    conductivity_along : float or None
        Along the fibres (x), above 0; None for a tissue without direction. [S/m]
    thickness : float
        Above 0; infinite in the last layer and only there. [m]
    name : str
        How reports call it.

    Raises
    ------
    ValueError
        If a value is not in its range.

    Examples
    --------
    >>> Layer(conductivity=0.1, conductivity_along=0.4, name="muscle").stretch
    2.0
    """

    conductivity: float
    conductivity_along: float | None = None
    thickness: float = math.inf
    name: str = "tissue"

    def __post_init__(self) -> None:
        _check_conductivity("conductivity", self.conductivity, self.name)
        if self.conductivity_along is not None:
            _check_conductivity("conductivity_along", self.conductivity_along, self.name)
        if not self.thickness > 0:
            raise ValueError(f"thickness of {self.name} must be above 0 m, got {self.thickness} m")

    @property
    def stretch(self) -> float:
        """Root of the conductivity along over the conductivity across; 1 without direction."""
        if self.conductivity_along is None:
            return 1.0
        return math.sqrt(self.conductivity_along / self.conductivity)


@dataclass(frozen=True)
class Layers:
    """Layers from the skin down, the last without end.

    Parameters
    ----------
    stack : tuple of Layer
        At least one; every layer but the last has a finite thickness.
    confidence : str
        The weakest confidence among the numbers behind it.

    Raises
    ------
    ValueError
        If there is no layer, the last one ends, or another one does not, or the confidence
        is not one of the words.

    Examples
    --------
    >>> layers = Layers((Layer(conductivity=0.03, thickness=0.01), Layer(conductivity=0.3)))
    >>> layers.is_isotropic, layers.tops
    (True, (0.0, 0.01))
    """

    stack: tuple[Layer, ...]
    confidence: str = "project-default"

    def __post_init__(self) -> None:
        if not self.stack:
            raise ValueError("layers must have at least one layer, got none")
        finite = [math.isfinite(layer.thickness) for layer in self.stack]
        if finite[-1] or not all(finite[:-1]):
            raise ValueError(
                "thickness must be infinite in the last layer and finite above it, got "
                + ", ".join(f"{layer.name} {layer.thickness:g} m" for layer in self.stack)
            )
        if self.confidence not in CONFIDENCES:
            raise ValueError(
                f"confidence must be one of {', '.join(CONFIDENCES)}, got {self.confidence!r}"
            )

    @cached_property
    def tops(self) -> tuple[float, ...]:
        """Depth of the top of each layer [m]."""
        depths = [0.0]
        for layer in self.stack[:-1]:
            depths.append(depths[-1] + layer.thickness)
        return tuple(depths)

    @property
    def is_isotropic(self) -> bool:
        """Whether every layer conducts alike in all directions."""
        return all(layer.stretch == 1.0 for layer in self.stack)

    @cached_property
    def smallest_wavenumber(self) -> float:
        """Wavenumber [1/m] below which the stack acts as its last layer; infinite for one layer.

        How near to 0 a pole of the transformed potential may come: only a layer on a worse
        conductor brings one nearer than one over the thickness, by their contrast.
        """
        if len(self.stack) == 1:
            return math.inf
        values = [layer.conductivity for layer in self.stack]
        contrast = min(min(values[i:]) / value for i, value in enumerate(values))
        steepest = max(max(layer.stretch, 1.0) for layer in self.stack)
        return contrast / (self.tops[-1] * steepest)


def _check_conductivity(quantity: str, value: float, name: str) -> None:
    """Refuse a conductivity that is not a positive finite number."""
    if not 0 < value < math.inf:
        raise ValueError(f"{quantity} of {name} must be above 0 S/m and finite, got {value} S/m")
