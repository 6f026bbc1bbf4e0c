"""Serving on this machine alone: a listening socket, an address that opens once, an end by Ctrl-C."""

from __future__ import annotations

import errno
import logging
import os
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tensplan.errors import UsageError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

LOOPBACK: Final = "127.0.0.1"
MOST_AT_ONCE: Final = 32
"""Requests that are answered at one time."""

LARGEST_HEAD_BYTES: Final = 16 * 1024


def listening(port: int = 0) -> socket.socket:
    """Return a socket that listens on this machine alone.

    Parameters
    ----------
    port : int
        0 for any that is free.

    Raises
    ------
    UsageError
        If the port is in use or not allowed.

    Examples
    --------
    >>> with listening() as own:
    ...     own.getsockname()[0]
    '127.0.0.1'
    """
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere this would let another program take the port too
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind((LOOPBACK, port))
        own.listen(128)
    except OSError as error:
        own.close()
        in_use = error.errno == errno.EADDRINUSE
        why = "is in use" if in_use else f"cannot be used: {(error.strerror or '').lower()}"
        raise UsageError(
            f"port {port} {why}", hint="name another with --port, or leave it out"
        ) from None
    return own


def server_of(app: ASGIApp) -> uvicorn.Server:
    """Return the server of the pages, with limits on what a client can hold open.

    Parameters
    ----------
    app : ASGI application
        From `tensplan.review.app.application`.
    """
    import uvicorn

    # what a client sends wrongly is answered to the client, not told to the terminal line by line
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        app,
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="error",
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=LARGEST_HEAD_BYTES,
    )
    return uvicorn.Server(config)


def can_show_a_browser() -> bool:
    """Say whether this is a terminal of a desktop, where people expect the browser to open."""
    has_desktop = sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return sys.stdout.isatty() and has_desktop


@contextmanager
def opened_in_browser(address: str) -> Iterator[Path]:
    """Open an address in the browser through a file of its owner alone, removed at the end.

    On a command line the address, and with it the token, could be read by every user.

    Parameters
    ----------
    address : str
        With its token.
    """
    descriptor, name = tempfile.mkstemp(prefix="tensplan-review-", suffix=".html")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(
                '<!doctype html><html lang="en"><title>tensplan review</title>'
                f'<meta http-equiv="refresh" content="0; url={escape(address)}">'
                f'<p><a href="{escape(address)}">tensplan review</a></p></html>'
            )
        with suppress(webbrowser.Error):
            webbrowser.open(Path(name).as_uri())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
