"""The keys of a terminal as orders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from tensplan.play.steering import Order

STEP_MA: Final = 0.5
"""One key press; the smallest step of the wire. [mA]"""

UP: Final = ("\x1b[A", "\x1bOA", "+", "=")
DOWN: Final = ("\x1b[B", "\x1bOB", "-")
HELP: Final = "up/down amplitude   1-8 channel   0 to zero   space pause   q stop"


class Keys:
    """Turns key presses into orders for the selected channel.

    Parameters
    ----------
    channels : sequence of str
        Ids; the keys 1 to 8 select one.

    Examples
    --------
    >>> keys = Keys(["A", "B"])
    >>> [(o.do, o.channel, o.amplitude_ma) for o in keys.orders("+2-", paused=False)]
    [('change', 'A', 0.5), ('change', 'B', -0.5)]
    >>> [o.do for o in keys.orders(" q", paused=True)]
    ['resume', 'stop']
    """

    def __init__(self, channels: Sequence[str]) -> None:
        self._channels = tuple(channels)
        self.selected = self._channels[0]

    def orders(self, typed: str, *, paused: bool) -> list[Order]:
        """Return what some keys ask for.

        Parameters
        ----------
        typed : str
            As the terminal gave it.
        paused : bool
            Whether the session is paused, so that space lets it go on.
        """
        found = []
        for key in _split(typed):
            order = self._order(key, paused)
            if order is not None:
                found.append(order)
        return found

    def _order(self, key: str, paused: bool) -> Order | None:
        """Order of one key; None for one that means nothing or selects a channel."""
        if key in UP:
            return Order(do="change", channel=self.selected, amplitude_ma=STEP_MA)
        if key in DOWN:
            return Order(do="change", channel=self.selected, amplitude_ma=-STEP_MA)
        if key == "0":
            return Order(do="set", channel=self.selected, amplitude_ma=0.0)
        if key == " ":
            return Order(do="resume" if paused else "pause")
        if key in ("q", "\x1b"):
            return Order(do="stop")
        if key.isdecimal() and int(key) <= len(self._channels):
            self.selected = self._channels[int(key) - 1]
        return None


def _split(typed: str) -> Iterator[str]:
    """Yield single keys; an arrow is three characters."""
    at = 0
    while at < len(typed):
        arrow = typed[at : at + 3]
        step = 3 if arrow in UP + DOWN else 1
        yield typed[at : at + step]
        at += step


class KeyHand:
    """A person at a terminal.

    Parameters
    ----------
    file : int
        The terminal, giving each key at once.
    keys : Keys
        What they mean.
    """

    def __init__(self, file: int, keys: Keys) -> None:
        self._file = file
        self.keys = keys

    def next_us(self) -> int | None:
        """When something is asked is not known."""
        return None

    def files(self) -> list[int]:
        """Return the terminal."""
        return [self._file]

    def take(self, now_us: int, *, paused: bool = False) -> list[Order]:
        """Return what was typed; a terminal that is gone asks to stop."""
        import select

        if not select.select([self._file], [], [], 0)[0]:
            return []
        try:
            typed = os.read(self._file, 256).decode("ascii", "ignore")
        except OSError:
            typed = ""
        return self.keys.orders(typed, paused=paused) if typed else [Order(do="stop")]


@contextmanager
def listening(file: int) -> Iterator[None]:
    """Let a terminal give each key at once and unseen; put it back afterwards."""
    import termios
    import tty

    before = termios.tcgetattr(file)
    tty.setcbreak(file)
    try:
        yield
    finally:
        with suppress(termios.error):  # a terminal that is gone needs nothing put back
            termios.tcsetattr(file, termios.TCSADRAIN, before)
