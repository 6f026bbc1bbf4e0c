"""What is shown of a session while it is played, and before and after it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from typing import Any, Final

from simulator.sciencemode4.encoding import Compared, Encoding
from tensplan.play.keys import HELP, Keys
from tensplan.play.outcome import Outcome

EVERY_S: Final = 60.0
"""How often a line says how it goes where nobody watches. [s of session]"""

WORDS: Final = {
    "amplitude_cap_ma": "amplitude cap",
    "widest_pulse_width_us": "pulse width",
    "phase_charge_uc": "phase charge",
    "mean_rate_hz": "mean pulse rate",
    "net_charge_uc": "net charge",
    "shortest_interval_us": "shortest interval",
    "longest_interval_us": "longest interval",
    "pulses_per_pattern": "pulses in a pattern",
    "updates_per_s": "messages",
}


def side_by_side(encodings: Iterable[Encoding]) -> list[list[str]]:
    """Return the cells of the table of asked and encoded.

    Examples
    --------
    >>> from simulator.sciencemode4.encoding import encode
    >>> from simulator.train import Train
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.0203, width_us=100,
    ...               pulse_rate=80, duration_us=60_000_000)
    >>> side_by_side(encode({"A": train}))[0]
    ['A', 'amplitude cap', '20.3 mA', '20 mA', 'towards 0 to 0.5 mA']
    """
    return [_cells(row) for encoding in encodings for row in encoding.compared]


def _cells(row: Compared) -> list[str]:
    """Return the cells of one row."""
    asked = "" if row.quantity == "updates_per_s" else _amount(row.asked, row.unit)
    return [row.channel, WORDS[row.quantity], asked, _amount(row.encoded, row.unit), row.rule]


def _amount(value: float, unit: str) -> str:
    """Return a number with its unit, whole numbers in full."""
    number = f"{value:.0f}" if value == int(value) else f"{value:.5g}"
    return number if unit == "1" else f"{number} {unit}"


def clock_time(seconds: float) -> str:
    """Return a time left as people read it.

    Examples
    --------
    >>> clock_time(65.2), clock_time(3600)
    ('1:06', '60:00')
    """
    whole = -int(-seconds // 1)
    return f"{whole // 60}:{whole % 60:02}"


def status_line(state: dict[str, Any], selected: str) -> str:
    """Return how it goes in one line.

    Examples
    --------
    >>> status_line({"left_s": 65, "paused": False, "asked": {"A": 12.0}, "cap_ma": {"A": 40.0},
    ...              "sent": {"A": {"amplitude_ma": 8.5}}}, "A")
    '1:05 left  playing  [A] 8.5 of 12 mA asked, cap 40'
    """
    parts = []
    for name, asked in state["asked"].items():
        shown = f"[{name}]" if name == selected else name
        sent = state["sent"][name]["amplitude_ma"]
        parts.append(f"{shown} {sent:g} of {asked:g} mA asked, cap {state['cap_ma'][name]:g}")
    word = "paused" if state["paused"] else "playing"
    return "  ".join([f"{clock_time(state['left_s'])} left", word, *parts])


def sentences(kind: str, content: dict[str, Any]) -> str:
    """Return an event in words; empty for one that needs none.

    Examples
    --------
    >>> sentences("asked", {"channel": "A", "amplitude_ma": 12.0})
    'channel A: 12 mA asked'
    """
    if kind == "begin":
        return "begun at 0 mA"
    if kind == "asked":
        return f"channel {content['channel']}: {content['amplitude_ma']:g} mA asked"
    if kind == "device":
        said = [f"channel {name}: {what}" for name, what in content["troubles"].items()]
        return "device: " + ("; ".join(said) or "all well again")
    if kind == "paused":
        return "paused: output 0"
    return "going on, from 0 mA" if kind == "resumed" else ""


class Watcher:
    """Tells a terminal, a file or a pipe what happens.

    Parameters
    ----------
    echo : callable
        Writes a text; ends the line unless told not to.
    keys : Keys or None
        Of a terminal, where one line is drawn again and again.
    as_json : bool
        Whether every event is a line of JSON.
    """

    def __init__(self, echo: Callable[..., None], *, keys: Keys | None, as_json: bool) -> None:
        self._echo, self._keys, self._json = echo, keys, as_json
        self._said_s = 0.0
        self.is_heard = True

    def tell(self, kind: str, content: dict[str, Any]) -> None:
        """Say what has happened; a terminal or a reader that is gone is noted, and told nothing more."""
        if not self.is_heard:
            return
        try:
            self._say(kind, content)
        except OSError:
            self.is_heard = False

    def _say(self, kind: str, content: dict[str, Any]) -> None:
        """Choose a form and say it."""
        if self._json:
            self._echo(json.dumps({"kind": kind, **content}, ensure_ascii=False))
        elif self._keys is not None:
            self._draw(kind, content, self._keys.selected)
        elif words := sentences(kind, content):
            self._echo(words)
        elif kind == "progress" and content["session_s"] >= self._said_s + EVERY_S:
            self._said_s = content["session_s"]
            self._echo(f"{clock_time(content['session_s'])} played")

    def _draw(self, kind: str, content: dict[str, Any], selected: str) -> None:
        """Draw the line anew, below what is said for good."""
        if kind == "progress":
            line = f"{status_line(content, selected)}   ({HELP})"
            self._echo(f"\r\x1b[K{line[: width() - 1]}", nl=False)
        elif kind != "asked" and (words := sentences(kind, content)):
            self._echo(f"\r\x1b[K{words}")
        elif kind == "end":
            self._echo("\r\x1b[K", nl=False)


def width() -> int:
    """Return the columns of the terminal.

    Examples
    --------
    >>> width() > 0
    True
    """
    return shutil.get_terminal_size().columns


def summary(outcome: Outcome, timing: dict[str, Any]) -> list[str]:
    """Return how it went, for people.

    Examples
    --------
    >>> outcome = Outcome(ending="completed", because="completed", words="completed",
    ...     played_us=60_000_000, stimulated_us=50_000_000, highest_ma={"A": 12.5})
    >>> summary(outcome, {"updates": 3, "missed": 0, "late_p50_ms": 0.1, "late_p99_ms": 0.4,
    ...                   "late_worst_ms": 0.4})[0]
    'completed: 1.0 min played, 0.8 min with stimulation; A up to 12.5 mA'
    """
    reached = ", ".join(f"{name} up to {ma:g} mA" for name, ma in outcome.highest_ma.items())
    played, stimulated = outcome.played_us / 6e7, outcome.stimulated_us / 6e7
    return [
        f"{outcome.words}: {played:.1f} min played, {stimulated:.1f} min with stimulation; {reached}",
        f"{timing['updates']} messages, behind their time by {timing['late_p50_ms']:.2f} ms (median), "
        f"{timing['late_p99_ms']:.2f} ms (99 in 100), {timing['late_worst_ms']:.2f} ms (worst); "
        f"{timing['missed']} answered after their pulse had begun",
    ]
