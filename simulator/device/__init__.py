"""The virtual stimulator: clock, states, electrodes, and a ledger of what they really get."""

from simulator.device.admission import Admitted, PlanRefused, admit
from simulator.device.campaign import Outcome, single_fault
from simulator.device.clock import Clock
from simulator.device.contact import Contact
from simulator.device.fault import Fault, fault_kinds, parse_fault, read_faults
from simulator.device.hazard import Hazard, hazards
from simulator.device.lead_off import lead_off_policies
from simulator.device.ledger import Ledger
from simulator.device.link_fault import LinkFault, pass_on
from simulator.device.machine import NotAnswering
from simulator.device.program import PointProgram, TrainProgram
from simulator.device.report import Report
from simulator.device.stimulator import VirtualStimulator
from simulator.device.transition import TransitionRefused

__all__ = [
    "Admitted",
    "Clock",
    "Contact",
    "Fault",
    "Hazard",
    "Ledger",
    "LinkFault",
    "NotAnswering",
    "Outcome",
    "PlanRefused",
    "PointProgram",
    "Report",
    "TrainProgram",
    "TransitionRefused",
    "VirtualStimulator",
    "admit",
    "fault_kinds",
    "hazards",
    "lead_off_policies",
    "parse_fault",
    "pass_on",
    "read_faults",
    "single_fault",
]
