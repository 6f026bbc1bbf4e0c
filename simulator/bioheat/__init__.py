"""Heat and cold: layers of tissue under a pack, their temperature in time, dose and injury.

SI units; temperatures in degC, which is an SI unit, and differences in K.

>>> from simulator.bioheat import pack, site
>>> pack("gel-pack").modality, site("heel").glabrous
('cold', True)
"""

from simulator.bioheat.cover import Cover
from simulator.bioheat.pack import Pack, pack, pack_ids
from simulator.bioheat.site import Layer, Site, site, site_ids
from simulator.bioheat.tissue import Tissue, tissue

__all__ = [
    "Cover",
    "Layer",
    "Pack",
    "Site",
    "Tissue",
    "pack",
    "pack_ids",
    "site",
    "site_ids",
    "tissue",
]
