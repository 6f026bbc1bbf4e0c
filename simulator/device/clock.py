"""The clock of the device: whole microseconds that jump from one event to the next."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count

from simulator.exact import LONGEST_US, whole

Action = Callable[[], None]


class Clock:
    """Device time and what is to happen; of equal times the action added first comes first.

    Nothing here reads the time of day: who plays live advances the device by real time.

    Examples
    --------
    >>> clock, seen = Clock(), []
    >>> clock.at(20, lambda: seen.append("late"))
    >>> clock.at(10, lambda: seen.append("early"))
    >>> clock.next_us
    10
    >>> clock.move_to(20)
    >>> seen, clock.now_us
    (['early', 'late'], 20)
    """

    def __init__(self) -> None:
        self.now_us = 0
        self._heap: list[tuple[int, int, Action]] = []
        self._order = count()

    def at(self, at_us: int, action: Action) -> None:
        """Add an action.

        Parameters
        ----------
        at_us : int
            Device time, not before now; what would come after the end of the clock never comes.
            [us]
        action : callable
            Called without arguments.

        Raises
        ------
        ValueError
            If the time is no whole number of microseconds, or is past.
        """
        if isinstance(at_us, int) and at_us > LONGEST_US:
            return
        at_us = whole("time of an event", at_us, self.now_us)
        heapq.heappush(self._heap, (at_us, next(self._order), action))

    @property
    def next_us(self) -> int | None:
        """Time of the next action [us]; None when there is none."""
        return self._heap[0][0] if self._heap else None

    def move_to(self, now_us: int) -> None:
        """Go to a time and do what is due until then, each at its own time.

        Raises
        ------
        ValueError
            If the time is no whole number of microseconds, or is past.
        """
        now_us = whole("time", now_us, self.now_us)
        while self._heap and self._heap[0][0] <= now_us:
            self.now_us, _, action = heapq.heappop(self._heap)
            action()
        self.now_us = now_us
