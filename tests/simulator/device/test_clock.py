"""The clock of the device."""

from __future__ import annotations

import pytest

from simulator.device import Clock
from simulator.exact import LONGEST_US


def test_each_action_happens_at_its_own_time() -> None:
    """Moving far does what is due on the way, in order, and shows each its own time."""
    clock, seen = Clock(), []
    for at_us in (30, 10, 20):
        clock.at(at_us, lambda: seen.append(clock.now_us))
    clock.move_to(25)
    assert (seen, clock.now_us, clock.next_us) == ([10, 20], 25, 30)


def test_equal_times_keep_their_order() -> None:
    """Of two actions at one time the first that was added happens first."""
    clock, seen = Clock(), []
    clock.at(5, lambda: seen.append("first"))
    clock.at(5, lambda: seen.append("second"))
    clock.move_to(5)
    assert seen == ["first", "second"]


def test_an_action_may_add_another() -> None:
    """What an action appoints before the end of the move happens in the same move."""
    clock, seen = Clock(), []
    clock.at(5, lambda: clock.at(7, lambda: seen.append(clock.now_us)))
    clock.move_to(10)
    assert seen == [7]


@pytest.mark.parametrize("at_us", [4, 5.5, "6", True], ids=["past", "float", "text", "bool"])
def test_times_are_whole_and_to_come(at_us: object) -> None:
    """A time that is past or no whole number is refused."""
    clock = Clock()
    clock.move_to(5)
    with pytest.raises(ValueError, match="time of an event must be"):
        clock.at(at_us, lambda: None)  # type: ignore[arg-type]


def test_the_end_of_the_clock_is_never_passed() -> None:
    """What would come after the last microsecond of the clock is not appointed."""
    clock = Clock()
    clock.at(LONGEST_US + 1, lambda: None)
    assert clock.next_us is None
