"""What became of a session that was played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tensplan.session_plan.session_record import StopReason

Ending = Literal["completed", "stopped", "interrupted", "device"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How a session went.

    Parameters
    ----------
    ending : str
        ``completed``; ``stopped`` by the person; ``interrupted`` by a signal; ``device`` when that or its
        line failed.
    because : str
        In the words of the session log.
    words : str
        What happened, for people.
    played_us : int
        Session time that passed, pauses left out. [us]
    stimulated_us : int
        Of that, with an amplitude above 0. [us]
    highest_ma : mapping
        Highest amplitude that was sent, by channel. [mA]
    """

    ending: Ending
    because: StopReason
    words: str
    played_us: int
    stimulated_us: int
    highest_ma: Mapping[str, float]

    @property
    def is_complete(self) -> bool:
        """Whether the session ran its time."""
        return self.ending == "completed"

    def as_json(self) -> dict[str, Any]:
        """Return it as data.

        Examples
        --------
        >>> Outcome(ending="stopped", because="pain", words="stopped", played_us=60_000_000,
        ...         stimulated_us=50_000_000, highest_ma={"A": 12.5}).as_json()["played_s"]
        60.0
        """
        return {
            "ending": self.ending,
            "because": self.because,
            "words": self.words,
            "played_s": self.played_us / 1e6,
            "stimulated_s": self.stimulated_us / 1e6,
            "highest_ma": dict(self.highest_ma),
        }
