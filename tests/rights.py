"""Acting as a user who may read nothing of others, for tests of permissions that root would pass."""

from __future__ import annotations

import encodings.utf_8_sig  # noqa: F401  (nobody may not read the interpreter's own files)
import os
import tty  # noqa: F401
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


def open_the_way(folder: Path) -> None:
    """Let everybody reach a folder of a test."""
    for one in (folder, *folder.parents[:3]):
        one.chmod(one.stat().st_mode | 0o055)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Act as a user without rights; root would read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
