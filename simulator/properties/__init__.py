"""Literature values as data: each number with unit, range, source and confidence.

>>> from simulator.properties import device, table
>>> device("generic-tens").amplitude_tolerance.confidence
'recalled'
>>> table("skin")["parallel_resistance_dry"].unit
'ohm'
"""

from simulator.properties.device_profile import DeviceProfile, device, device_ids
from simulator.properties.property import CONFIDENCES, Property
from simulator.properties.table import table

__all__ = ["CONFIDENCES", "DeviceProfile", "Property", "device", "device_ids", "table"]
