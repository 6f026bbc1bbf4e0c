"""Bodies and pads that the tests of this room share."""

from simulator.recruitment import Electrodes, Spread, Target, Tissue, fixed
from simulator.volume_conductor import Rectangle

SAID = {"confidence": "quoted", "source": "an invented body"}


def spread(low: float, central: float, high: float) -> Spread:
    """Spread with a source."""
    return Spread(low=low, central=central, high=high, **SAID)


def tissue(fat: float = 12e-3, temperature: float = 31.0) -> Tissue:
    """Layers that do not vary."""
    return Tissue(
        fat_thickness=fixed(fat, **SAID),
        skin_thickness=fixed(1.5e-3, **SAID),
        skin_conductivity=fixed(7e-4, **SAID),
        temperature=fixed(temperature, **SAID),
    )


def pads(side: float = 0.04, distance: float = 0.3, cathode: int = 1) -> Electrodes:
    """Two square pads."""
    return Electrodes(outlines=(Rectangle(side, side),) * 2, distance=distance, cathode=cathode)


def nerve(depth: float = 9e-3, pad: int = 1, **more: object) -> Target:
    """Nerve at a depth that does not vary."""
    return Target(nerve="tibial", pad=pad, depth=fixed(depth, **SAID), **more)
