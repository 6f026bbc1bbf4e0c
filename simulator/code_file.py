"""Files of machine code: where numba is told to keep its own, beside the package, or at home."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

DIGEST = 32
"""Length of the check before the content. [bytes]"""


def find(package: Path, key: str) -> bytes | None:
    """Content that was kept under a key.

    Parameters
    ----------
    package : Path
        Folder of the kernel file.
    key : str
        Names everything that the content depends on.

    Returns
    -------
    content : bytes or None
        None where none is, or none is whole.

    Examples
    --------
    >>> find(Path("nowhere"), "nothing") is None
    True
    """
    for folder in _folders(package):
        with suppress(OSError):
            whole = (folder / f"{key}.code").read_bytes()
            if hashlib.sha256(whole[DIGEST:]).digest() == whole[:DIGEST]:
                return whole[DIGEST:]
    return None


def keep(package: Path, key: str, content: bytes) -> None:
    """Write content into the first folder that takes it, whole or not at all.

    Where none takes it, nothing is kept and nothing fails.

    Parameters
    ----------
    package : Path
        Folder of the kernel file.
    key : str
        For `find`.
    content : bytes
        Any.
    """
    for folder in _folders(package):
        part = folder / f"{key}.{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(hashlib.sha256(content).digest() + content)
            part.replace(folder / f"{key}.code")
            return
        except OSError:
            with suppress(OSError):
                part.unlink()


def _folders(package: Path) -> Iterator[Path]:
    """Folders to look in, the first choice first."""
    told = os.environ.get("NUMBA_CACHE_DIR")
    if told:
        yield Path(told)
        return
    yield package / "__pycache__"
    with suppress(RuntimeError):  # a user may have no home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tensplan"
