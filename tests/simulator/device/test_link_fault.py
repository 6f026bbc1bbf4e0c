"""What becomes of a message."""

from __future__ import annotations

import pytest

from simulator.device import LinkFault, pass_on

CASES = [
    (LinkFault(kind="drop"), ()),
    (LinkFault(kind="silence"), ()),
    (LinkFault(kind="delay", delay_us=7), ((7, b"abc"),)),
    (LinkFault(kind="split", delay_us=7, place=1), ((0, b"a"), (7, b"bc"))),
    (LinkFault(kind="split", delay_us=7, place=3), ((7, b"abc"),)),
    (LinkFault(kind="corrupt", place=4), ((0, b"a\x9dc"),)),
    (LinkFault(kind="duplicate"), ((0, b"abc"), (0, b"abc"))),
    (LinkFault(kind="stray", stray=b"!"), ((0, b"!abc"),)),
]


@pytest.mark.parametrize(("fault", "arrives"), CASES, ids=[case[0].kind for case in CASES])
def test_messages_arrive_as_the_fault_says(
    fault: LinkFault, arrives: tuple[tuple[int, bytes], ...]
) -> None:
    """Each kind gives exactly these parts at these times."""
    assert pass_on(b"abc", fault) == arrives


def test_another_number_needs_the_protocol() -> None:
    """Renumbering is the protocol's; without it the fault is refused."""
    fault = LinkFault(kind="wrong-number")
    assert pass_on(b"abc", fault, lambda message: message[::-1]) == ((0, b"cba"),)
    with pytest.raises(ValueError, match="needs the protocol's way"):
        pass_on(b"abc", fault)


def test_unknown_kinds_and_empty_messages_are_refused() -> None:
    """A kind that does not exist, and a message of nothing."""
    with pytest.raises(ValueError, match="link fault must be one of drop, delay"):
        LinkFault(kind="chew")
    with pytest.raises(ValueError, match="at least one byte"):
        pass_on(b"", LinkFault(kind="drop"))
