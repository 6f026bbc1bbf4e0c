"""What the simulator is asked about one channel with one pulse, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from simulator import recruitment
from simulator.recruitment import Prediction
from simulator.waveform import Pulse
from tensplan.nerve_response.scene import Scene
from tensplan.protocol.program import Program
from tensplan.protocol.pulse_times import widths_us
from tensplan.safety.simulated import train_of
from tensplan.units import to_si

SEED: Final = 0
"""Of the people behind the intervals: the same plan always gives the same rows."""

CEILING: Final = to_si(50, "mA")
"""Up to here the simulator's exact answer matters; reach is judged by each program's own cap."""

SHIFT: Final = 10e-3
"""How far a pad is moved beside the nerve to see what that costs. [m]"""


def pulses_of(program: Program) -> tuple[Pulse, Pulse]:
    """Return the widest and the narrowest pulse of a program; the same one where none changes.

    Examples
    --------
    >>> import tensplan
    >>> program = tensplan.load_protocol("sciatic-path-modulated").programs["modulated"]
    >>> [pulse.width_us for pulse in pulses_of(program)]
    [160, 80]
    """
    train, widths = train_of(program), [width for width, _ in widths_us(program)]
    return train.pulse(max(widths)), train.pulse(min(widths))


@dataclass(frozen=True)
class Asked:
    """One channel with one pulse.

    Parameters
    ----------
    scene : Scene
        Where the pads lie.
    pulse : Pulse
        What is played.
    """

    scene: Scene
    pulse: Pulse

    @cached_property
    def predictions(self) -> tuple[Prediction, ...]:
        """Thresholds, the earliest first."""
        where = self.scene
        found = recruitment.predict(
            where.electrodes, where.tissues, where.targets, self.pulse, ceiling=CEILING, seed=SEED
        )
        return tuple(sorted(found, key=lambda one: (one.current, one.nerve, one.pad, one.fibre)))

    def best_width_us(self, nerve: str) -> int:
        """Width with the most room between the nerve and pain [us]."""
        where = self.scene
        choices = recruitment.pulse_widths(
            where.electrodes, where.tissues, where.targets, self.pulse, CEILING, nerve
        )
        return max(choices, key=lambda choice: choice.room).width_us

    def shifted(self, nerve: str) -> float:
        """Threshold of the nerve with the pad 10 mm further beside it, over that before."""
        where = self.scene
        return recruitment.shifted(
            where.electrodes, where.tissues, where.targets, self.pulse, CEILING, nerve, SHIFT
        )

    def curves(self, currents: tuple[float, ...]) -> tuple[recruitment.Curve, ...]:
        """Recruitment of each class of each nerve at amplitudes [A]."""
        where = self.scene
        return recruitment.recruitment(
            where.electrodes, where.tissues, where.targets, self.pulse, CEILING, currents
        )


@lru_cache(maxsize=64)
def ask(scene: Scene, pulse: Pulse) -> Asked:
    """Return the question about a channel and a pulse; the last ones keep their answers.

    Examples
    --------
    >>> import tensplan
    >>> from tensplan.nerve_response.scene import scene
    >>> protocol = tensplan.load_protocol("distal-nerve-sural")
    >>> where = scene(protocol.placement.channels[0])
    >>> widest, _ = pulses_of(protocol.programs["conventional"])
    >>> ask(where, widest) is ask(where, widest)
    True
    """
    return Asked(scene, pulse)
