"""Potential under pads on flat layers of skin, fat and muscle.

x runs along the limb, y around it, z is the depth under the skin.

Examples
--------
The two ways in which the flux may leave a pad bound a real one:

>>> from simulator.volume_conductor import Disc, Pad, both_weightings, limb
>>> pads = [Pad(outline=Disc(0.025), current=1e-3, x=-0.05),
...         Pad(outline=Disc(0.025), current=-1e-3, x=0.05)]
>>> even, one = both_weightings([(-0.05, 0.0, 0.01)], pads, limb(fat_thickness=0.005))
>>> bool(even[0] > one[0] > 0)
True
"""

from simulator.volume_conductor.field import WEIGHTINGS, both_weightings, potential
from simulator.volume_conductor.layers import Layer, Layers
from simulator.volume_conductor.limb import limb
from simulator.volume_conductor.pad import Disc, Outline, Pad, Rectangle

__all__ = [
    "WEIGHTINGS",
    "Disc",
    "Layer",
    "Layers",
    "Outline",
    "Pad",
    "Rectangle",
    "both_weightings",
    "limb",
    "potential",
]
