"""Heat and cold: layers of tissue under a pack, their temperature in time, dose and injury.

SI units; temperatures in degC, which is an SI unit, and differences in K.

>>> from simulator.bioheat import Cover, simulate
>>> warm = simulate("lumbar", pack="moist-heat-pack", cover=Cover(dry_towels=7), minutes=15)
>>> 38 < float(warm.dose.peak_basal[0]) < 46
True
"""

from simulator.bioheat.cover import Cover
from simulator.bioheat.dose import Dose, dose
from simulator.bioheat.heating import Heating, under_pad
from simulator.bioheat.pack import Pack, pack, pack_ids
from simulator.bioheat.part import Part
from simulator.bioheat.person import Person, worst_people
from simulator.bioheat.simulation import simulate, simulate_sequence
from simulator.bioheat.site import Layer, Site, site, site_ids
from simulator.bioheat.slowing import Slowing, slowing_beneath
from simulator.bioheat.temperatures import Temperatures
from simulator.bioheat.tissue import Tissue, tissue

__all__ = [
    "Cover",
    "Dose",
    "Heating",
    "Layer",
    "Pack",
    "Part",
    "Person",
    "Site",
    "Slowing",
    "Temperatures",
    "Tissue",
    "dose",
    "pack",
    "pack_ids",
    "simulate",
    "simulate_sequence",
    "site",
    "site_ids",
    "slowing_beneath",
    "tissue",
    "under_pad",
    "worst_people",
]
