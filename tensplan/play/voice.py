"""One channel on its way through the session: which pattern is next, and when it must be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from simulator.sciencemode4.cues import Cue
from simulator.sciencemode4.encoding import Encoding
from simulator.sciencemode4.mid_level import MOST_RAMP, Pattern
from tensplan.play.level import Level


@dataclass
class Voice:
    """A channel that is played.

    While a pulse lasts, at the middle of its interval, the pattern of the next one is due, so that
    the device begins it in time however early or late within half an interval it comes. A short burst
    is one pattern, and the same holds for its interval.
    A channel that is silent is started when its next pulse is due. Every pattern names the longest
    rise of the wire, which acts only where a channel starts: should the device have stopped by itself
    unseen, it would not begin again at full amplitude. From one pattern to the next the amplitude rises
    by what one interval allows, also where the next one is sent late: a program that was held up while
    it rose, or while the session did, leaps to no amplitude.

    Parameters
    ----------
    encoding : Encoding
        What to play.
    number : int
        Channel of the device, from 0.

    Examples
    --------
    >>> from simulator.sciencemode4.encoding import encode
    >>> from simulator.train import Train
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.02, width_us=100, pulse_rate=100,
    ...               duration_us=30_000)
    >>> voice = Voice(encode({"A": train})[0], 0)
    >>> voice.level.ask(12.5, now_us=0)
    >>> voice.due_us, voice.go_on(0, 0), voice.pattern.points[0].current_ma, voice.due_us
    (0, True, 12.5, 5000)
    """

    encoding: Encoding
    number: int
    level: Level = field(init=False)
    pattern: Pattern | None = None
    amplitude_ma: float = 0.0
    highest_ma: float = 0.0
    pulses: int = 0
    _level_ma: float = 0.0
    _onset_us: int = 0
    _apart_us: int = 0
    _here: Cue | None = None
    _next: Cue | None = None
    _cues: Iterator[Cue] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rise_us = self.encoding.train.ramp.up_us
        self.level = Level(cap_ma=self.encoding.cap_ma, rise_us=rise_us)
        self._cues = self.encoding.cues()
        self._next = next(self._cues, None)

    @property
    def name(self) -> str:
        """Its id in the plan."""
        return self.encoding.channel

    @property
    def due_us(self) -> int | None:
        """Session time at which something must be sent [us]; None after the last pulse."""
        if self._here is not None:
            return self._here.onset_us + self._here.period_us // 2
        return None if self._next is None else self._next.onset_us

    @property
    def late_us(self) -> int | None:
        """Session time after which what is due comes too late for its pulse [us]."""
        return None if self._here is None else self._here.onset_us + self._here.period_us

    def go_on(self, session_us: int, now_us: int) -> bool:
        """Take every step that is due.

        Parameters
        ----------
        session_us : int
            Time of the session, without pauses. [us]
        now_us : int
            Time of the clock, for what the person has set. [us]

        Returns
        -------
        changed : bool
            Whether the device must be told.
        """
        before, stepped, begun = self.pattern, False, self.pulses
        while (due := self.due_us) is not None and due <= session_us:
            self._step()
            stepped = True
        if stepped:
            new = 0 if self._here is None else len(self._here.pulses)
            self._show(now_us, missed=self.pulses - begun > new)
        return self.pattern != before

    def _step(self) -> None:
        """Go from one pulse to the next, or into silence."""
        ends = self._here is not None and (self._here.alone or self._next is None)
        if ends:
            self._here = None
            return
        self._here, self._next = self._next, next(self._cues, None)
        if self._here is None:
            return
        self.pulses += len(self._here.pulses)
        self._apart_us = self._here.onset_us - self._onset_us
        self._onset_us = self._here.onset_us

    def _show(self, now_us: int, *, missed: bool = False) -> None:
        """Set what the device is to play; rise from the amplitude that flows where pulses were missed."""
        if self._here is None:
            self.pattern, self.amplitude_ma = None, 0.0
            return
        gain = max(share for _, _, share in self._here.pulses)
        flowing = self.amplitude_ma / gain if missed and gain > 0 else self._level_ma
        most = min(self._level_ma, flowing) + self.level.rise_in(self._apart_us)
        self._level_ma = min(self.level.at(now_us), most)
        pattern, self.amplitude_ma = self.encoding.pattern(self._here, self._level_ma)
        self.pattern = pattern if self._here.alone else replace(pattern, ramp=MOST_RAMP)
        self.highest_ma = max(self.highest_ma, self.amplitude_ma)

    def fall_back(self, now_us: int) -> bool:
        """Take back what is set to come, where the person has lowered it; say whether to tell the device."""
        before = self.pattern
        if before is not None:
            self._show(now_us)
        return self.pattern != before

    def fall_silent(self, session_us: int, *, now_us: int) -> None:
        """Stop, as in a pause; the next pulse will be one of later, and rise from 0.

        What was set to come and has not begun comes after the pause.
        """
        if self._here is not None and self._here.onset_us > session_us:
            self.pulses -= len(self._here.pulses)
            self._cues = chain([] if self._next is None else [self._next], self._cues)
            self._next = self._here
            self._onset_us -= self._apart_us
        while self._next is not None and self._next.onset_us < session_us:
            self._next = next(self._cues, None)
        self._here = self.pattern = None
        self.amplitude_ma = self._level_ma = 0.0
        self.level.begin_again(now_us=now_us)

    def sent(self) -> dict[str, Any]:
        """Return what was sent last, as data."""
        points = () if self.pattern is None else self.pattern.points
        return {
            "amplitude_ma": self.amplitude_ma,
            "pulse_width_us": points[0].duration_us if points else 0,
            "period_us": 0 if self.pattern is None else self.pattern.period_us,
            "pulses": self.pulses,
        }
