"""JSON lines on loopback: one request a line, one answer a line, for those who know the token."""

from __future__ import annotations

import hmac
import json
import socket
from collections.abc import Callable
from typing import Any

from simulator.sciencemode4.ports.port import Outbox

Answer = Callable[[Any], dict[str, Any]]
"""Gives the answer to a request; never raises for what a caller says."""

AT_ONCE = 65_536
LONGEST_LINE = 65_536
MOST_CALLERS = 8


class ControlPort:
    """A door for tests, beside the line of the host.

    The first line of a caller is ``{"token": "..."}``; whoever does not know it is sent away.

    Parameters
    ----------
    token : str
        A secret of this start.

    Raises
    ------
    ValueError
        If the token is empty.
    OSError
        If no port is free.

    Examples
    --------
    >>> door = ControlPort("secret")
    >>> door.serve(lambda request: {"ok": True})
    >>> door.name.startswith("127.0.0.1:")
    True
    >>> door.close()
    """

    def __init__(self, token: str) -> None:
        if not token:
            raise ValueError("token must not be empty")
        self.token = token
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=MOST_CALLERS)
        self._listener.setblocking(False)
        self._callers: list[_Caller] = []

    @property
    def name(self) -> str:
        """Address and port number."""
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self, answer: Answer) -> None:
        """Answer what has been asked until now; wait for nothing."""
        self._accept()
        for caller in self._callers:
            caller.serve(self.token.encode(), answer)
        self._callers = [caller for caller in self._callers if caller.there]

    def _accept(self) -> None:
        """Let callers in, as long as there is room."""
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:  # nobody waits
                return
            if len(self._callers) < MOST_CALLERS:
                self._callers.append(_Caller(line))
            else:
                line.close()

    def close(self) -> None:
        """Let all callers go and stop listening."""
        for caller in self._callers:
            caller.leave()
        self._listener.close()


class _Caller:
    """One connection: what it has said of a line that is not whole, and what it has not read."""

    def __init__(self, line: socket.socket) -> None:
        line.setblocking(False)
        self._line = line
        self._heard = b""
        self._known = False
        self._outbox = Outbox()
        self.there = True

    def serve(self, token: bytes, answer: Answer) -> None:
        """Read what is there and answer each whole line."""
        self._flush()
        self._read()
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            if self.there and line.strip():
                self._say(self._answer(line, token, answer))
        if len(self._heard) > LONGEST_LINE:
            self._say({"ok": False, "error": f"a line must be at most {LONGEST_LINE} bytes"})
            self.leave()

    def _answer(self, line: bytes, token: bytes, answer: Answer) -> dict[str, Any]:
        """Answer one line; the first one must name the token."""
        try:
            request = json.loads(line)
        except (ValueError, RecursionError) as error:
            return {"ok": False, "error": f"a request must be one line of JSON: {error}"}
        if self._known:
            return answer(request)
        said = request.get("token") if isinstance(request, dict) else None
        self._known = isinstance(said, str) and hmac.compare_digest(
            said.encode(errors="surrogatepass"), token
        )
        return {"ok": True} if self._known else {"ok": False, "error": "this is not the token"}

    def _read(self) -> None:
        """Take what has come."""
        try:
            data = self._line.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._heard += data
        else:
            self.leave()

    def _say(self, what: dict[str, Any]) -> None:
        """Send an answer; who does not know the token is sent away after it."""
        self._outbox.add(json.dumps(what).encode() + b"\n")
        self._flush()
        if not self._known:
            self.leave()

    def _flush(self) -> None:
        """Send what the line takes."""
        try:
            self._outbox.flush(self._line.send)
        except OSError:
            self.leave()

    def leave(self) -> None:
        """Let the caller go."""
        self.there = False
        self._line.close()
