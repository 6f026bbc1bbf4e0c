"""The pulse as characters: to scale, joined, labelled."""

import pytest

from tensplan.explanation.pulse_sketch import LEADING, WIDEST, pulse_sketch
from tensplan.protocol.waveform import Waveform

SHAPES = {
    "monophasic": {"shape": "monophasic", "cathode": 1},
    "symmetric": {"shape": "symmetric-biphasic", "interphase_interval_us": 0},
    "interval": {"shape": "symmetric-biphasic", "interphase_interval_us": 100},
    "asymmetric": {
        "shape": "asymmetric-biphasic",
        "interphase_interval_us": 0,
        "recharge_ratio": 4.0,
        "cathode": 1,
    },
    "long": {
        "shape": "asymmetric-biphasic",
        "interphase_interval_us": 0,
        "recharge_ratio": 50.0,
        "cathode": 1,
    },
}
RISERS = set("┌┐└┘│")
LINES = set("─┌┐└┘")


def sketch(name: str) -> list[str]:
    """Return the sketch of a 100 us pulse at 40 mA."""
    wave = Waveform(pulse_width_us=100, **SHAPES[name])
    return pulse_sketch(wave, width_us=100, amplitude_ma=40)


def test_symmetric_pulse():
    """The whole picture of the commonest pulse."""
    assert sketch("symmetric") == [
        "  40 mA   ┌──────────┐",
        "          │          │",
        "      0 ──┘          │          ┌───",
        "                     │          │",
        " -40 mA              └──────────┘",
        "             100 us     100 us",
    ]


@pytest.mark.parametrize("name", list(SHAPES))
def test_line_is_unbroken(name):
    """Each column holds one level, and a riser joins two levels without a gap."""
    rows = sketch(name)[:-1]
    wide = max(map(len, rows))
    grid = [row.ljust(wide) for row in rows]
    start = min(row.index("─") for row in rows if "─" in row)
    for column in range(start, wide):
        cells = [row[column] for row in grid]
        drawn = [index for index, cell in enumerate(cells) if cell in RISERS | LINES]
        assert drawn == list(range(drawn[0], drawn[-1] + 1))


@pytest.mark.parametrize(
    ("name", "label"),
    [("monophasic", "0"), ("symmetric", "-40 mA"), ("asymmetric", "-10 mA"), ("long", "-0.8 mA")],
)
def test_lowest_level_is_named(name, label):
    """The second phase is as high as the charge asks for; a monophasic pulse never goes below 0."""
    assert sketch(name)[-2].strip().startswith(label)


def test_second_phase_is_to_scale():
    """Four times as wide is four times as many columns."""
    line = next(row for row in sketch("asymmetric") if "-10 mA" in row)
    assert line.count("─") + 1 == 4 * LEADING


def test_very_long_phase_is_cut():
    """A phase fifty times as wide still fits a terminal; its label says the time."""
    rows = sketch("long")
    assert max(map(len, rows)) < WIDEST + LEADING + 25
    assert "5000 us" in rows[-1]


def test_low_second_phase_is_drawn_low():
    """A quarter of the amplitude goes one row below zero, the whole amplitude goes two."""
    assert len(sketch("asymmetric")) == len(sketch("symmetric")) - 1
