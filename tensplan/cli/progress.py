"""Progress on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

QUIET_FIRST_S: Final = 0.5
"""Nothing is shown for work that is done sooner. [s]"""


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None] | None]:
    """Give a callback that shows what is being worked on; None when nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    start = time.monotonic()
    shown = False

    def tick(name: str) -> None:
        nonlocal shown
        if time.monotonic() - start > QUIET_FIRST_S:
            shown = True
            sys.stderr.write(f"\r\033[K{what} {name}")
            sys.stderr.flush()

    try:
        yield tick
    finally:
        if shown:
            sys.stderr.write("\r\033[K")
