"""Every byte of a line in a file, as it passes: a device that is killed loses none."""

from __future__ import annotations

import os
from typing import IO

from simulator.sciencemode4.transcript import Saying, Speaker
from tensplan.session_plan.whole_file import WriteError


class TranscriptFile:
    """JSON lines with time, speaker and bytes, as `simulator.sciencemode4.transcript` reads them.

    Parameters
    ----------
    path : path-like
        Begun anew.

    Raises
    ------
    WriteError
        If it cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = path
        try:
            self._file: IO[bytes] = open(path, "wb", buffering=0)  # noqa: SIM115,PTH123
        except OSError as error:
            raise self._fault(error) from None

    def add(self, at_us: int, speaker: Speaker, data: bytes = b"") -> None:
        """Write down what was said; nothing said is not written."""
        if data or speaker == "host-lost":
            line = Saying(at_us, speaker, data).line() + "\n"
            try:
                self._file.write(line.encode())
            except OSError as error:
                raise self._fault(error) from None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _fault(self, error: OSError) -> WriteError:
        """Say why it is not written."""
        reason = (error.strerror or str(error)).lower()
        return WriteError(
            f"the transcript is not written: {reason}",
            where=str(self._path),
            hint="choose another file with --transcript, or make room",
        )
