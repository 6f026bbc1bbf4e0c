"""One session from the open port to its entry in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator.sciencemode4.encoding import Encoding
from tensplan.play.entering import Entered, enter
from tensplan.play.interruption import Interruption
from tensplan.play.outcome import Outcome
from tensplan.play.play_log import FORM, PLAYING, PlayLog
from tensplan.play.player import Hand, Player
from tensplan.play.port import open_device
from tensplan.play.session_clock import SessionClock
from tensplan.play.telling import Watcher
from tensplan.play.treatment_day import TreatmentDay
from tensplan.play.voice import Voice


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """What is played, where, and into which store.

    Parameters
    ----------
    plan : mapping
        Content of an approved plan.json.
    day : TreatmentDay
        Of its course.
    encodings : tuple of Encoding
        Its channels, as the wire can say them.
    port : str
        Of the device.
    speed : float
        Of the device. [1]
    store : str
        Folder of the store.
    at : datetime
        Now, with its zone.
    forbidden : callable
        Says why the plan may no longer be played, or nothing; asked when a pause ends.
    """

    plan: Mapping[str, Any]
    day: TreatmentDay
    encodings: tuple[Encoding, ...]
    port: str
    speed: float
    store: str
    at: datetime
    forbidden: Callable[[], str] = lambda: ""

    def play(self, hand: Hand, watcher: Watcher) -> tuple[Outcome, dict[str, Any], Entered]:
        """Play it to its end, log it, and enter it.

        Parameters
        ----------
        hand : Hand
            Who steers.
        watcher : Watcher
            Who is told.

        Returns
        -------
        outcome : Outcome
            How it went.
        timing : dict
            How late messages were.
        entered : Entered
            What the store has now.

        Raises
        ------
        TensplanError
            If the port, the device, the log or the store cannot be used.
        """
        with Interruption() as interruption:
            line, host, device_id = open_device(self.port, speed=self.speed)
            with closing(line), self._logged(device_id, watcher) as log:

                def tell(kind: str, said: dict[str, Any]) -> None:
                    log.write(kind, **said)
                    watcher.tell(kind, said)
                    if not watcher.is_heard:
                        interruption.ask("SIGPIPE")  # nobody sees any more what is given

                voices = [Voice(encoding, number) for number, encoding in enumerate(self.encodings)]
                player = Player(
                    host,
                    line,
                    voices,
                    clock=SessionClock(self.speed),
                    hand=hand,
                    tell=tell,
                    interruption=interruption,
                    forbidden=self.forbidden,
                )
                outcome = player.run()
            entered = enter(log.path, self.store)  # a signal waits for it
        return outcome, player.timing(), entered

    @contextmanager
    def _logged(self, device_id: str, watcher: Watcher) -> Iterator[PlayLog]:
        """Open the log and write its head; close it whatever happens."""
        digest = str(self.plan["digest"])
        name = f"{self.at:%Y%m%dT%H%M%S%f}-{digest.removeprefix('sha256:')[:12]}.jsonl"
        head = {
            "log": FORM,
            "at": self.at.isoformat(),
            "on": self.at.astimezone().date().isoformat(),
            "device": device_id,
            "speed": self.speed,
            "day": self.day.number,
            "programs": dict(self.day.programs),
            "compared": [row.as_json() for one in self.encodings for row in one.compared],
        }
        with closing(PlayLog(Path(self.store) / PLAYING / name)) as log:
            log.write("plan", **head, plan=dict(self.plan))
            watcher.tell("plan", head | {"plan": digest})
            yield log
