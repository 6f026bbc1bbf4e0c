"""Every byte of a session with its time, as lines of text; and the same session once more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from simulator.sciencemode4.firmware import Firmware

Speaker = Literal["host", "device", "host-lost"]
"""Who said the bytes; `host-lost` has none."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Bytes that passed in one piece.

    Parameters
    ----------
    at_us : int
        Device time. [us]
    speaker : Speaker
        Who.
    data : bytes
        What.

    Examples
    --------
    >>> Saying(5, "host", b"ab").line()
    '{"at_us": 5, "from": "host", "hex": "6162"}'
    """

    at_us: int
    speaker: Speaker
    data: bytes = b""

    def line(self) -> str:
        """Return it as one line of JSON."""
        return json.dumps({"at_us": self.at_us, "from": self.speaker, "hex": self.data.hex()})


@dataclass
class Transcript:
    """What was said on a line.

    Examples
    --------
    >>> transcript = Transcript()
    >>> transcript.add(0, "host", b"")
    >>> transcript.add(7, "host", b"a")
    >>> list(transcript.lines())
    ['{"at_us": 7, "from": "host", "hex": "61"}']
    >>> Transcript.read(transcript.lines()) == transcript
    True
    """

    sayings: list[Saying] = field(default_factory=list)

    def add(self, at_us: int, speaker: Speaker, data: bytes = b"") -> None:
        """Write down what was said; nothing said is not written."""
        if data or speaker == "host-lost":
            self.sayings.append(Saying(at_us, speaker, data))

    def lines(self) -> Iterator[str]:
        """Yield one line of JSON for each piece."""
        return (saying.line() for saying in self.sayings)

    @classmethod
    def read(cls, lines: Iterable[str]) -> Transcript:
        """Read the lines again.

        Raises
        ------
        ValueError
            If a line is no saying; the message names it.
        """
        return cls([_read(number, line) for number, line in enumerate(lines, 1)])


def _read(number: int, line: str) -> Saying:
    """Read one line."""
    try:
        row = json.loads(line)
        saying = Saying(row["at_us"], row["from"], bytes.fromhex(row["hex"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"line {number} of the transcript: {error}") from error
    if saying.speaker not in get_args(Speaker) or not isinstance(saying.at_us, int):
        raise ValueError(f"line {number} of the transcript: {line.strip()} is no saying")
    return saying


def replay(transcript: Transcript, device: Firmware) -> Transcript:
    """Say once more what a host said, at the same times.

    Parameters
    ----------
    transcript : Transcript
        Of a session from its start.
    device : Firmware
        A new one.

    Returns
    -------
    Transcript
        Equal to the first one when the device behaved in the same way.

    Examples
    --------
    >>> replay(Transcript([Saying(5, "host", b"noise")]), Firmware(None)).sayings
    [Saying(at_us=5, speaker='host', data=b'noise')]
    """
    again = Transcript()
    for saying in transcript.sayings:
        if saying.speaker == "host":
            again.add(saying.at_us, "host", saying.data)
            again.add(saying.at_us, "device", device.receive(saying.data, saying.at_us))
        elif saying.speaker == "host-lost":
            device.host_lost(saying.at_us)
            again.add(saying.at_us, "host-lost")
        else:
            again.add(saying.at_us, "device", device.advance(saying.at_us))
    return again
