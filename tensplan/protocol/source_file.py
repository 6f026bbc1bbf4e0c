"""Reading a file that may be hostile: regular, small and UTF-8, or refused in one line."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from tensplan.errors import UnreadableError

LARGEST_FILE_BYTES: Final = 256 * 1024
_OPEN_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class SourceFileError(UnreadableError):
    """A file that cannot be read as text."""

    ref = "file/not-readable"


class FileTooLargeError(SourceFileError):
    """A file over the limit of 256 KiB."""

    ref = "file/too-large"


class NotTextError(SourceFileError):
    """A file that is not UTF-8 text."""

    ref = "file/not-text"


def read_source(path: str | os.PathLike[str], *, limit: int = LARGEST_FILE_BYTES) -> bytes:
    """Return the bytes of a regular file of limited size.

    Never waits: a pipe, a terminal or a device is refused and not read.

    Parameters
    ----------
    path : path-like
        The file.
    limit : int
        Largest size. [byte]

    Raises
    ------
    SourceFileError
        If the file is missing, forbidden, not a regular file, or larger than `limit`.
    """
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except (OSError, ValueError) as error:
        raise SourceFileError(_reason(error), where=str(path), hint=_way_out(error)) from None
    try:
        _refuse_special(descriptor, path)
        data = _read(descriptor, limit + 1)
    except OSError as error:
        raise SourceFileError(_reason(error), where=str(path)) from None
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise FileTooLargeError(
            f"the file is larger than {limit // 1024} KiB",
            where=str(path),
            hint="split it: one protocol, program or patient per file",
        )
    return data


def _read(descriptor: int, most: int) -> bytes:
    """Read up to so many bytes."""
    with os.fdopen(descriptor, "rb", closefd=False) as stream:
        return stream.read(most)


def decode(data: bytes, *, name: str) -> str:
    """Return the text of UTF-8 bytes, without a byte-order mark.

    Raises
    ------
    NotTextError
        If the bytes are not UTF-8 or hold a NUL.
    """
    hint = "save the file as UTF-8 text"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8 text"
        raise NotTextError(what, where=f"{name}:{line}:1", hint=hint) from None
    position = text.find("\0")
    if position >= 0:
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        what = "the file holds a NUL character"
        raise NotTextError(what, where=f"{name}:{line}:{column}", hint=hint)
    return text


def _refuse_special(descriptor: int, path: str | os.PathLike[str]) -> None:
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return
    kind = "a folder" if stat.S_ISDIR(mode) else "a pipe, socket or device"
    raise SourceFileError(
        f"this is {kind}, not a regular file", where=str(path), hint="name a regular file"
    )


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"the file cannot be read: {error.strerror.lower()}"
    return "the file cannot be read: its name is not a path"


def _way_out(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "check the path; tensplan list shows the catalogue"
    if isinstance(error, PermissionError):
        return "ask for the right to read it"
    return "name a regular file"


def display_name(path: str | os.PathLike[str]) -> str:
    """Return a path as messages show it: relative to here when it lies below."""
    full = Path(path)
    try:
        return str(full.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(full)
