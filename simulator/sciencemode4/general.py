"""Messages of the general level: who the device is and what state it is in."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.sciencemode4.codes import HighVoltage, Result, Status

ID_LENGTH = 10
SPEEDY = "SIMX"
"""How the id of a device begins whose time is not the world's; its speed follows."""

SLOWEST, FASTEST = 0.01, 999_999
"""Speeds that an id can say."""


@dataclass(frozen=True, slots=True)
class Version:
    """Versions of firmware and protocol.

    Parameters
    ----------
    firmware, protocol : tuple of int
        Major, minor, revision; each 0 to 255.
    digest : int
        32 bits that name the firmware.

    Examples
    --------
    >>> Version().encode().hex(" ")
    '01 02 03 04 00 00'
    """

    firmware: tuple[int, int, int] = (1, 2, 3)
    protocol: tuple[int, int, int] = (4, 0, 0)
    digest: int = 0xDEADBEEF

    def encode(self) -> bytes:
        """Return the six numbers."""
        return bytes((*self.firmware, *self.protocol))

    def encode_extended(self) -> bytes:
        """Return the six numbers, the digest as that of a git commit, and that it holds."""
        return self.encode() + self.digest.to_bytes(4, "big") + b"\x01\x01"

    @classmethod
    def decode_extended(cls, data: bytes) -> Version:
        """Read what `encode_extended` writes."""
        first, second, third, fourth, fifth, sixth = data[:6]
        digest = int.from_bytes(data[6:10], "big")
        return cls((first, second, third), (fourth, fifth, sixth), digest)


@dataclass(frozen=True, slots=True)
class StimStatus:
    """Answer to the question for the state.

    Parameters
    ----------
    status : Status
        What the device is ready for.
    high_voltage : HighVoltage
        Supply of the output stage.

    Examples
    --------
    >>> StimStatus().encode().hex(" ")
    '00 00 01'
    """

    status: Status = Status.NOTHING
    high_voltage: HighVoltage = HighVoltage.OFF

    def encode(self) -> bytes:
        """Return the data of the answer."""
        return bytes((Result.OK, self.status, self.high_voltage))

    @classmethod
    def decode(cls, data: bytes) -> StimStatus:
        """Read the data of the answer."""
        return cls(Status(data[1]), HighVoltage(data[2]))


def check_id(device_id: str) -> str:
    """Return the id of a virtual device, or say what is wrong with it.

    Parameters
    ----------
    device_id : str
        Ten ASCII characters that begin with SIM.

    Returns
    -------
    str
        The same.

    Raises
    ------
    ValueError
        If it has another form; no virtual device can be taken for a real one.

    Examples
    --------
    >>> check_id("SIM0000001")
    'SIM0000001'
    """
    if not (device_id.isascii() and len(device_id) == ID_LENGTH and device_id.startswith("SIM")):
        raise ValueError(
            f"device id must be {ID_LENGTH} ASCII characters beginning with SIM, got {device_id!r}"
        )
    return device_id


def id_of_speed(speed: float) -> str:
    """Return the id of a device whose time runs this many times as fast as the world's.

    Parameters
    ----------
    speed : float
        0.01 to 999999; 1 is real time. [1]

    Returns
    -------
    str
        Ten characters that begin with SIM.

    Raises
    ------
    ValueError
        If the speed is outside its range or takes more than six characters.

    Examples
    --------
    >>> id_of_speed(1), id_of_speed(60), id_of_speed(2.5)
    ('SIM0000001', 'SIMX000060', 'SIMX0002.5')
    """
    digits = f"{speed:g}" if speed < 1e6 else ""
    if not (SLOWEST <= speed <= FASTEST and 0 < len(digits) <= ID_LENGTH - len(SPEEDY)):
        raise ValueError(
            f"speed must be {SLOWEST} to {FASTEST} times real time in at most six characters, got {speed}"
        )
    return "SIM0000001" if speed == 1 else SPEEDY + digits.rjust(ID_LENGTH - len(SPEEDY), "0")


def announced_speed(device_id: str) -> float:
    """Return how many times as fast as the world's the time of a device runs, by its id.

    Parameters
    ----------
    device_id : str
        As the device gave it.

    Returns
    -------
    float
        1 unless the id says otherwise. [1]

    Raises
    ------
    ValueError
        If the id begins as one that says a speed, and says none.

    Examples
    --------
    >>> announced_speed("SIM0000001"), announced_speed("SIMX000060")
    (1.0, 60.0)
    """
    if not device_id.startswith(SPEEDY):
        return 1.0
    try:
        speed = float(device_id.removeprefix(SPEEDY))
    except ValueError:
        speed = 0.0
    if not SLOWEST <= speed <= FASTEST:
        raise ValueError(f"device id {device_id!r} says no speed after {SPEEDY}")
    return speed
