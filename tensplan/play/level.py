"""The amplitude of one channel as the person sets it: up slowly, down at once, never above the cap."""

from __future__ import annotations


class Level:
    """What is asked of a channel, and how far it has risen.

    Parameters
    ----------
    cap_ma : float
        Never passed. [mA]
    rise_us : int
        Time from 0 to the cap; 0 rises at once. [us]

    Examples
    --------
    >>> level = Level(cap_ma=30, rise_us=3_000_000)
    >>> level.ask(20, now_us=0)
    >>> level.at(1_000_000), level.at(5_000_000)
    (10.0, 20)
    >>> level.ask(5, now_us=6_000_000)
    >>> level.at(6_000_000)
    5
    """

    def __init__(self, *, cap_ma: float, rise_us: int) -> None:
        self.cap_ma = cap_ma
        self.asked_ma = 0.0
        self._rise_us = rise_us
        self._from_ma = 0.0
        self._since_us = 0

    def ask(self, amplitude_ma: float, *, now_us: int) -> None:
        """Set it.

        Parameters
        ----------
        amplitude_ma : float
            0 to the cap. [mA]
        now_us : int
            Time of the session clock. [us]

        Raises
        ------
        ValueError
            If it leaves that range.
        """
        if not 0 <= amplitude_ma <= self.cap_ma:
            raise ValueError(f"amplitude must be 0 to {self.cap_ma:g} mA, got {amplitude_ma} mA")
        self._from_ma = min(self.at(now_us), amplitude_ma)
        self._since_us = now_us
        self.asked_ma = amplitude_ma

    def begin_again(self, *, now_us: int) -> None:
        """Rise from 0 once more, as after every interruption."""
        self._from_ma, self._since_us = 0.0, now_us

    def rise_in(self, length_us: int) -> float:
        """Return by how much it can rise in a time [mA]."""
        return self.cap_ma * length_us / self._rise_us if self._rise_us else self.cap_ma

    def at(self, now_us: int) -> float:
        """Return the amplitude that is due at a time [mA]."""
        if self._rise_us == 0:
            return self.asked_ma
        return min(self.asked_ma, self._from_ma + self.rise_in(now_us - self._since_us))
