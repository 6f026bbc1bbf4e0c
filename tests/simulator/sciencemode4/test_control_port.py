"""JSON lines on loopback: who knows the token is answered, nobody stops the device."""

from __future__ import annotations

import json
import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.sciencemode4.ports.control_port import LONGEST_LINE, MOST_CALLERS, ControlPort

TOKEN = b'{"token": "secret"}\n'


def echo(request):
    """Answer with what was asked."""
    return {"ok": True, "asked": request}


class Caller:
    """A socket to a door that the test serves itself."""

    def __init__(self, door: ControlPort) -> None:
        host, number = door.name.split(":")
        self.door = door
        self.line = socket.create_connection((host, int(number)))
        self.line.settimeout(0.01)

    def say(self, data: bytes) -> None:
        """Send bytes, if the other end is there."""
        try:
            self.line.sendall(data)
        except OSError:
            return

    def hear(self, count: int = 1) -> list[dict]:
        """Serve until so many answers are there, or the line is closed; return them."""
        said, end = b"", time.monotonic() + 5
        while said.count(b"\n") < count and time.monotonic() < end:
            self.door.serve(echo)
            try:
                data = self.line.recv(65_536)
            except TimeoutError:
                continue
            except OSError:
                break
            if not data:
                break
            said += data
        return [json.loads(line) for line in said.splitlines()]

    @property
    def is_closed(self) -> bool:
        """Whether the door has sent the caller away."""
        try:
            return self.line.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True


@pytest.fixture
def door():
    """Open a door, and close it."""
    port = ControlPort("secret")
    yield port
    port.close()


@pytest.fixture
def call(door):
    """Connect callers, and close them."""
    callers = []

    def build() -> Caller:
        callers.append(Caller(door))
        return callers[-1]

    yield build
    for caller in callers:
        caller.line.close()


def test_who_knows_the_token_is_answered(call):
    """Requests in pieces and several at once, each with its answer in order."""
    caller = call()
    caller.say(TOKEN + b'{"do": 1}\n\n{"d')
    assert caller.hear(2) == [{"ok": True}, {"ok": True, "asked": {"do": 1}}]
    caller.say(b'o": 2}\n[]\n')
    assert [answer["asked"] for answer in caller.hear(2)] == [{"do": 2}, []]


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(b'{"token": "guess"}\n{"do": 1}\n', id="wrong"),
        pytest.param(b'{"token": 5}\n', id="number"),
        pytest.param(b'{"token": "\\ud800"}\n', id="half-a-character"),
        pytest.param(b'{"do": "freeze"}\n', id="none"),
        pytest.param(b"[]\n", id="list"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="browser"),
        pytest.param(b"\xff\xfe\n", id="bytes"),
    ],
)
def test_who_does_not_is_sent_away(call, first):
    """One answer that says so, nothing is done, and the line is closed."""
    caller = call()
    caller.say(first)
    (answer,) = caller.hear()
    assert answer["ok"] is False
    caller.door.serve(echo)
    assert caller.is_closed


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(b"nonsense\n", "must be one line of JSON", id="no-json"),
        pytest.param(b"[" * 50_000 + b"\n", "must be one line of JSON", id="deep"),
        pytest.param(b"1" * 6_000 + b"\n", "must be one line of JSON", id="long-number"),
    ],
)
def test_what_is_no_request_is_told(call, line, reason):
    """An error line, and the next request is answered."""
    caller = call()
    caller.say(TOKEN + line + b"7\n")
    answers = caller.hear(3)
    assert reason in answers[1]["error"]
    assert answers[2] == {"ok": True, "asked": 7}


def test_a_line_without_end_is_cut(call):
    """Whoever sends more than a line may have is sent away."""
    caller = call()
    caller.say(TOKEN)
    caller.hear()
    caller.line.settimeout(1)
    caller.say(b"x" * (LONGEST_LINE + 10))
    assert "at most 65536 bytes" in caller.hear()[0]["error"]
    assert caller.is_closed


def test_there_is_room_for_a_few(call, door):
    """One caller too many is sent away; when one leaves there is room again."""
    callers = [call() for _ in range(MOST_CALLERS + 1)]
    for caller in callers:
        caller.say(TOKEN)
    assert [len(caller.hear()) for caller in callers] == [1] * MOST_CALLERS + [0]
    callers[0].line.close()
    door.serve(echo)
    late = call()
    late.say(TOKEN)
    assert late.hear() == [{"ok": True}]


def test_a_caller_that_leaves_or_does_not_read_stops_nobody(call, door):
    """Answers wait or are dropped; the others are served."""
    gone, deaf, good = call(), call(), call()
    gone.say(TOKEN + b'{"do"')
    gone.line.close()
    deaf.line.settimeout(1)
    deaf.say(TOKEN + b'"' + b"x" * 60_000 + b'"\n')
    for _ in range(40):
        deaf.say(b'"' + b"x" * 60_000 + b'"\n')
        door.serve(echo)
    good.say(TOKEN + b"1\n")
    assert len(good.hear(2)) == 2


def test_an_empty_token_is_refused():
    """A door without a lock is not opened."""
    with pytest.raises(ValueError, match="token must not be empty"):
        ControlPort("")


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(st.binary(max_size=60), max_size=5), known=st.booleans())
def test_any_bytes_leave_the_door_open(pieces, known):
    """Whatever a caller says, the next one is answered."""
    door = ControlPort("secret")
    first, second = Caller(door), Caller(door)
    try:
        first.say(TOKEN if known else b"")
        for piece in pieces:
            first.say(piece)
            door.serve(echo)
        second.say(TOKEN + b"1\n")
        assert second.hear(2) == [{"ok": True}, {"ok": True, "asked": 1}]
    finally:
        first.line.close()
        second.line.close()
        door.close()
