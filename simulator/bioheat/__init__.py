"""Heat and cold: layers of tissue under a pack, their temperature in time, dose and injury.

SI units; temperatures in degC, which is an SI unit, and differences in K.

>>> from simulator.bioheat import Cover, simulate
>>> warm = simulate("lumbar", pack="moist-heat-pack", cover=Cover(dry_towels=7), minutes=15)
>>> 38 < float(warm.dose.peak_basal[0]) < 46
True
"""

from simulator.bioheat.cover import Cover
from simulator.bioheat.dose import Dose, dose
from simulator.bioheat.pack import Pack, pack, pack_ids
from simulator.bioheat.person import Person, worst_people
from simulator.bioheat.simulation import Heating, Temperatures, simulate
from simulator.bioheat.site import Layer, Site, site, site_ids
from simulator.bioheat.tissue import Tissue, tissue

__all__ = [
    "Cover",
    "Dose",
    "Heating",
    "Layer",
    "Pack",
    "Person",
    "Site",
    "Temperatures",
    "Tissue",
    "dose",
    "pack",
    "pack_ids",
    "simulate",
    "site",
    "site_ids",
    "tissue",
    "worst_people",
]
