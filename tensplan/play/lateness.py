"""How far behind its time each message was sent."""

from __future__ import annotations


class Lateness:
    """Wall time minus due time, counted in steps of 10 us, in bounded memory.

    Examples
    --------
    >>> lateness = Lateness()
    >>> for late_us in (10, 20, 30, 5000):
    ...     lateness.add(late_us)
    >>> lateness.count, lateness.worst_ms, lateness.share_ms(0.5)
    (4, 5.0, 0.03)
    """

    STEP_US = 10
    STEPS = 100_000

    def __init__(self) -> None:
        self.count = 0
        self.missed = 0
        self._worst_us = 0.0
        self._counts: dict[int, int] = {}

    def add(self, late_us: float) -> None:
        """Count one message. [us]"""
        self.count += 1
        self._worst_us = max(self._worst_us, late_us)
        step = min(self.STEPS, int(late_us) // self.STEP_US)
        self._counts[step] = self._counts.get(step, 0) + 1

    @property
    def worst_ms(self) -> float:
        """The latest of all [ms]."""
        return self._worst_us / 1e3

    def share_ms(self, share: float) -> float:
        """Return what this share of the messages did not pass, to 0.01 ms. [ms]"""
        wanted, seen = share * self.count, 0
        for step in sorted(self._counts):
            seen += self._counts[step]
            if seen >= wanted:
                return (step + 1) * self.STEP_US / 1e3
        return 0.0
