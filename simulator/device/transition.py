"""The states of the device, and what leads from one to another."""

from __future__ import annotations

from typing import Literal, get_args

State = Literal["off", "self-test", "standby", "ramping", "running", "paused", "fault-latched"]
Event = Literal[
    "power-on",
    "test-passed",
    "test-failed",
    "start",
    "risen",
    "raise",
    "pause",
    "resume",
    "stop",
    "time-up",
    "fault",
    "acknowledge",
    "restart",
    "power-off",
]

STATES: tuple[State, ...] = get_args(State)
EVENTS: tuple[Event, ...] = get_args(Event)

ACTIVE: tuple[State, ...] = ("ramping", "running")
"""States in which pulses are sent."""

_STEPS: dict[tuple[State, Event], State] = {
    ("off", "power-on"): "self-test",
    ("self-test", "test-passed"): "standby",
    ("self-test", "test-failed"): "fault-latched",
    ("standby", "start"): "ramping",
    ("standby", "fault"): "fault-latched",
    ("ramping", "risen"): "running",
    ("ramping", "raise"): "ramping",
    ("running", "raise"): "ramping",
    ("ramping", "pause"): "paused",
    ("running", "pause"): "paused",
    ("paused", "resume"): "ramping",
    ("paused", "fault"): "fault-latched",
    ("ramping", "stop"): "standby",
    ("running", "stop"): "standby",
    ("paused", "stop"): "standby",
    ("ramping", "time-up"): "standby",
    ("running", "time-up"): "standby",
    ("ramping", "fault"): "fault-latched",
    ("running", "fault"): "fault-latched",
    ("fault-latched", "acknowledge"): "standby",
    ("ramping", "restart"): "standby",
    ("running", "restart"): "standby",
    ("paused", "restart"): "standby",
}

_OFF: dict[tuple[State, Event], State] = {(state, "power-off"): "off" for state in STATES}

TRANSITIONS = _STEPS | _OFF
"""Every allowed step. There is none from a latched fault into a state that sends pulses."""


class TransitionRefused(ValueError):  # noqa: N818 (what happened, not that something broke)
    """The device does not do this in its state."""


def follow(state: State, event: Event) -> State:
    """Return the state after an event.

    Parameters
    ----------
    state : State
        Where the device is.
    event : Event
        What happens.

    Returns
    -------
    State
        Where it is then.

    Raises
    ------
    TransitionRefused
        If the table has no such step; the message lists those that it has.

    Examples
    --------
    >>> follow("standby", "start")
    'ramping'
    """
    if (state, event) not in TRANSITIONS:
        known = ", ".join(sorted(name for at, name in TRANSITIONS if at == state))
        raise TransitionRefused(f"{event} is not possible in state {state}; possible: {known}")
    return TRANSITIONS[state, event]
