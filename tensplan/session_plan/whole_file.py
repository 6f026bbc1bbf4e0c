"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tensplan.errors import UnreadableError

try:
    import fcntl
except ImportError:  # pragma: no cover  (Windows has no advisory locks)
    fcntl = None  # type: ignore[assignment]


class WriteError(UnreadableError):
    """A place that cannot be written to."""

    ref = "file/not-writable"


def write_together(
    folder: str | os.PathLike[str],
    files: Mapping[str, bytes],
    *,
    instead_of: str = "",
    mode: int = 0o666,
) -> None:
    """Write several files into a folder: all bytes reach the disk before any name appears.

    Each file is written under a hidden name, flushed, and then renamed in the order given, while
    the folder is locked against other writers. A fault leaves the old files as they were.

    Parameters
    ----------
    folder : path-like
        Made when it does not exist.
    files : mapping
        Name to bytes, in the order in which the names appear.
    instead_of : str
        Name of an older file that they replace; it goes when they are there.
    mode : int
        Who may read and write them at most; the user's mask takes from it.

    Raises
    ------
    WriteError
        If the folder or the disk refuses.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _locked(target):
            _refuse_folders(target, [*files, instead_of] if instead_of else [*files])
            _write_and_rename(target, files, mode & ~_mask())
            if instead_of:
                (target / instead_of).unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WriteError(
            f"nothing was written: {reason}",
            where=str(target),
            hint="choose another folder with --out, or make room; older files there are as they were",
        ) from error


def write_new(path: Path, data: bytes) -> None:
    """Write a file for its owner alone, whole at once, unless there is one by now.

    Raises
    ------
    OSError
        If the folder or the disk refuses.
    """
    with _locked(path.parent):
        if not path.exists():
            _write_and_rename(path.parent, {path.name: data}, 0o600)


def remove_leftovers(folder: Path) -> None:
    """Remove hidden files that a killed writer left behind."""
    for leftover in folder.glob(".tensplan-*.partial"):
        with suppress(OSError):
            leftover.unlink()


def _refuse_folders(folder: Path, names: list[str]) -> None:
    """Stop before the first rename when a folder has the name of a file."""
    for name in names:
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            raise IsADirectoryError(errno.EISDIR, f"{name} is a folder")


def _write_and_rename(folder: Path, files: Mapping[str, bytes], mode: int) -> None:
    remove_leftovers(folder)
    partial: list[tuple[str, Path]] = []
    try:
        for name, data in files.items():
            descriptor, path = tempfile.mkstemp(prefix=".tensplan-", suffix=".partial", dir=folder)
            partial.append((path, folder / name))
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(path).chmod(mode)
        for path, final in partial:
            Path(path).replace(final)
        _sync_folder(folder)
    finally:
        for path, _ in partial:
            with suppress(OSError):
                Path(path).unlink()


def _mask() -> int:
    """Return what the user's mask takes away; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    if fcntl is None:  # pragma: no cover
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
