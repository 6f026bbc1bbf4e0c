"""Numbers of the protocol: commands, results, states of the stimulator, kinds of trouble."""

from __future__ import annotations

from enum import IntEnum

DATA_SELECTION_FIRST_FOUR = 2
DATA_SELECTION_EIGHT = 3
DATA_SELECTION_ERRORS = 4
"""What `MID_LEVEL_CURRENT_DATA` may ask for."""


class Command(IntEnum):
    """What a packet is; the answer to a request has the number after it.

    The numbers are those of HASOMED's "P24 Instructions for Use v1.1" (2023), tables 5 to 26, and
    of the public C library of the same maker; they differ in `MID_LEVEL_CURRENT_DATA`, which the
    table prints as 37 and every client sends as 36.

    Examples
    --------
    >>> Command.DEVICE_ID + 1 == Command.DEVICE_ID_ACK
    True
    """

    LOW_LEVEL_INIT = 0
    LOW_LEVEL_INIT_ACK = 1
    LOW_LEVEL_CHANNEL_CONFIG = 2
    LOW_LEVEL_CHANNEL_CONFIG_ACK = 3
    LOW_LEVEL_STOP = 4
    LOW_LEVEL_STOP_ACK = 5
    MID_LEVEL_INIT = 30
    MID_LEVEL_INIT_ACK = 31
    MID_LEVEL_UPDATE = 32
    MID_LEVEL_UPDATE_ACK = 33
    MID_LEVEL_STOP = 34
    MID_LEVEL_STOP_ACK = 35
    MID_LEVEL_CURRENT_DATA = 36
    MID_LEVEL_CURRENT_DATA_ACK = 37
    VERSION_MAIN = 50
    VERSION_MAIN_ACK = 51
    DEVICE_ID = 52
    DEVICE_ID_ACK = 53
    BATTERY = 54
    BATTERY_ACK = 55
    RESET = 58
    RESET_ACK = 59
    VERSION_STIM = 60
    VERSION_STIM_ACK = 61
    STIM_STATUS = 62
    STIM_STATUS_ACK = 63
    MAIN_STATUS = 64
    MAIN_STATUS_ACK = 65
    GENERAL_ERROR = 66
    UNKNOWN_COMMAND = 67
    EXTENDED_VERSION = 68
    EXTENDED_VERSION_ACK = 69


class Result(IntEnum):
    """First byte of an answer (table 27 of the same document); only those that a P24 can give.

    Examples
    --------
    >>> Result(10).name
    'ELECTRODE_ERROR'
    """

    OK = 0
    TRANSFER_ERROR = 1
    PARAMETER_ERROR = 2
    PROTOCOL_ERROR = 3
    STIM_TIMEOUT = 4
    NOT_INITIALISED = 7
    HIGH_VOLTAGE_ERROR = 8
    ELECTRODE_ERROR = 10
    UNKNOWN_COMMAND = 11
    PULSE_TIMEOUT = 16
    BUSY = 21
    LOW_CURRENT = 28


class Status(IntEnum):
    """What the stimulator is ready for.

    Examples
    --------
    >>> Status(3).name
    'MID_LEVEL_RUNNING'
    """

    NOTHING = 0
    LOW_LEVEL = 1
    MID_LEVEL = 2
    MID_LEVEL_RUNNING = 3


class HighVoltage(IntEnum):
    """Supply of the output stage, as the status reports it.

    Examples
    --------
    >>> HighVoltage.ON.value
    6
    """

    OFF = 1
    ON = 6


class Refused(ValueError):  # noqa: N818 (what happened, not that something broke)
    """A request that the device answers with a result other than OK.

    Examples
    --------
    >>> Refused(Result.BUSY, "10 pulses wait").result.name
    'BUSY'
    """

    def __init__(self, result: Result, reason: str) -> None:
        super().__init__(f"{result.name}: {reason}")
        self.result = result
