"""The virtual stimulator: clock, states, electrodes, and a ledger of what they really get."""

from simulator.device.clock import Clock
from simulator.device.contact import Contact
from simulator.device.lead_off import lead_off_policies
from simulator.device.ledger import Ledger
from simulator.device.machine import NotAnswering
from simulator.device.program import PointProgram, TrainProgram
from simulator.device.report import Report
from simulator.device.stimulator import VirtualStimulator
from simulator.device.transition import TransitionRefused

__all__ = [
    "Clock",
    "Contact",
    "Ledger",
    "NotAnswering",
    "PointProgram",
    "Report",
    "TrainProgram",
    "TransitionRefused",
    "VirtualStimulator",
    "lead_off_policies",
]
