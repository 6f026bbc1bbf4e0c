"""How one session went, as it was recorded."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from math import isfinite
from typing import Any, Literal, get_args

Felt = Literal["nothing", "tingle", "strong-but-comfortable", "twitch", "painful"]
Skin = Literal["normal", "redness-that-faded", "redness-that-stayed", "broken", "blister", "burn"]
StopReason = Literal[
    "completed",
    "pain",
    "burning",
    "skin",
    "spasm",
    "fainting",
    "new-numbness",
    "new-weakness",
    "device",
    "no-time",
]

HIGHEST_PAIN = 10.0
HIGHEST_AMPLITUDE_MA = 200.0
LONGEST_MIN = 1440.0
"""Ends of what can be recorded; beyond them a number is a slip."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionRecord:
    """One session of one plan.

    Parameters
    ----------
    on : str
        Day of the session, such as 2026-11-22.
    minutes : float
        Time with stimulation, 0 to 1440. [min]
    amplitude_ma : tuple of (str, float)
        Channel and the amplitude that was used, 0 to 200. [mA]
    pain_before, pain_during, pain_after : float or None
        Numeric rating, 0 to 10; None for not asked.
    felt : str or None
        What was felt under the pads at that amplitude; None for not asked.
    skin : str or None
        The skin under the pads afterwards; None for not looked at.
    stop_reason : str
        Why the session ended; ``completed`` when it ran its time.

    Raises
    ------
    ValueError
        If a number or a word is outside what can be recorded.

    Examples
    --------
    >>> record = SessionRecord(
    ...     on="2026-11-22", minutes=30, amplitude_ma=(("A", 18),), pain_before=6, pain_during=3,
    ...     pain_after=4, felt="strong-but-comfortable", skin="normal", stop_reason="completed")
    >>> record.relief
    3
    """

    on: str
    minutes: float
    amplitude_ma: tuple[tuple[str, float], ...]
    pain_before: float | None
    pain_during: float | None
    pain_after: float | None
    felt: Felt | None
    skin: Skin | None
    stop_reason: StopReason

    def __post_init__(self) -> None:
        date.fromisoformat(self.on)
        _require("session length", self.minutes, LONGEST_MIN, "min")
        for channel, amplitude in self.amplitude_ma:
            _require(f"amplitude of channel {channel}", amplitude, HIGHEST_AMPLITUDE_MA, "mA")
        for when in ("before", "during", "after"):
            pain = getattr(self, f"pain_{when}")
            if pain is not None:
                _require(f"pain {when}", pain, HIGHEST_PAIN, "on the scale of 0 to 10")
        _require_word("felt", self.felt, (None, *get_args(Felt)))
        _require_word("skin", self.skin, (None, *get_args(Skin)))
        _require_word("stop reason", self.stop_reason, get_args(StopReason))

    @property
    def relief(self) -> float | None:
        """How far the pain fell during the session; None when it was not asked both times."""
        if self.pain_before is None or self.pain_during is None:
            return None
        return self.pain_before - self.pain_during

    @property
    def highest_ma(self) -> float | None:
        """The highest amplitude of any channel; None when none was noted."""
        return max((amplitude for _, amplitude in self.amplitude_ma), default=None)

    def to_text(self) -> str:
        """Return the record as one line of JSON."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> SessionRecord:
        """Return the record in a line of JSON.

        Raises
        ------
        ValueError
            If the line is no record.
        """
        data: dict[str, Any] = json.loads(text)
        if set(data) != {field.name for field in fields(cls)}:
            raise ValueError(f"a session record has other keys: {', '.join(sorted(data))}")
        data["amplitude_ma"] = tuple(
            (str(name), float(value)) for name, value in data["amplitude_ma"]
        )
        return cls(**data)


def _require(what: str, value: float, highest: float, unit: str) -> None:
    """Refuse a number outside 0 to the highest."""
    if not (isfinite(value) and 0 <= value <= highest):
        raise ValueError(f"{what} must be 0 to {highest:g} {unit}, got {value}")


def _require_word(what: str, word: object, known: tuple[object, ...]) -> None:
    """Refuse a word that is not listed."""
    if word not in known:
        words = ", ".join(str(item) for item in known if item is not None)
        raise ValueError(f"{what} must be one of {words}, got {word!r}")
