"""The table of transitions."""

from __future__ import annotations

import pytest

from simulator.device.transition import ACTIVE, EVENTS, STATES, TRANSITIONS, follow
from simulator.device.transition import TransitionRefused as Refused

REFUSED = [
    (state, event) for state in STATES for event in EVENTS if (state, event) not in TRANSITIONS
]


@pytest.mark.parametrize(("state", "event"), REFUSED, ids=str)
def test_what_is_not_in_the_table_is_refused(state: str, event: str) -> None:
    """Every other pair is refused, and the message says what is possible."""
    with pytest.raises(Refused, match=f"{event} is not possible in state {state}; possible: "):
        follow(state, event)  # type: ignore[arg-type]


def test_pulses_begin_only_by_start_resume_or_raise() -> None:
    """No other event leads into a state that sends pulses, and none leads there from a fault."""
    into = {(at, event) for (at, event), to in TRANSITIONS.items() if to in ACTIVE}
    assert {event for _, event in into} == {"start", "resume", "raise", "risen"}
    assert {at for at, _ in into} == {"standby", "paused", *ACTIVE}


def test_every_state_can_be_reached_and_left() -> None:
    """No state is an island, and each one can be switched off."""
    assert set(TRANSITIONS.values()) == set(STATES)
    assert all(TRANSITIONS[state, "power-off"] == "off" for state in STATES)
