"""The figures of each program, with what they show in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.train import Train
from tensplan.protocol.program import Program
from tensplan.report.blocks import Picture
from tensplan.report.figures.chart import Figure
from tensplan.report.figures.envelope import draw_envelope
from tensplan.report.figures.pulse import draw_pulse
from tensplan.report.figures.timing import draw_timing
from tensplan.report.setting import Setting
from tensplan.safety.simulated import train_of


@dataclass(frozen=True, slots=True)
class Waveforms:
    """The figures of one program."""

    letter: str
    name: str
    figures: tuple[Picture, ...]


def waveforms(programs: Sequence[Setting]) -> list[Waveforms]:
    """Return the figures of every program, drawn from the simulated pulse train."""
    return [Waveforms(one.letter, one.name, tuple(_pictures(one))) for one in programs]


def _pictures(setting: Setting) -> Iterator[Picture]:
    """Yield the pictures of one program."""
    for number, figure in enumerate(_figures(setting.program), start=1):
        yield figure.picture(f"figure-{setting.letter}-{number}")


def _figures(program: Program) -> list[Figure]:
    train = train_of(program)
    pulse = draw_pulse(train, _widest_us(train), cap_ma=program.amplitude_cap_ma)
    return [pulse, *draw_timing(train), draw_envelope(train)]


def _widest_us(train: Train) -> int:
    """Return the widest leading phase that is played."""
    modulation = train.modulation("pulse_width")
    widths = [step.width_us for step in train.steps]
    widths += [train.width_us, None if modulation is None else int(modulation.high)]
    return max(width for width in widths if width is not None)
