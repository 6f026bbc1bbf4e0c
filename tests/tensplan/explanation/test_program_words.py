"""Programs said in words."""

import pytest
from builders import make_program, waveform

from tensplan.explanation.program_words import (
    burst_words,
    rate_bounds,
    rate_words,
    waveform_words,
    width_bounds,
    width_words,
)

RATE = {"parameter": "pulse_rate", "form": "sine", "low_hz": 2, "high_hz": 10, "period_s": 5}
WIDTH = {
    "parameter": "pulse_width",
    "form": "random",
    "low_us": 80,
    "high_us": 160,
    "period_s": 6,
    "seed": 7,
}
FADE = {
    "parameter": "pulse_rate",
    "form": "exponential",
    "low_hz": 2,
    "high_hz": 10,
    "time_constant_s": 3,
}
STEPS = [
    {"pulse_rate_hz": 5, "pulse_width_us": 90, "duration_s": 3},
    {"pulse_rate_hz": 90, "duration_s": 2, "off_s": 1},
]


@pytest.mark.parametrize(
    ("changes", "words", "bounds"),
    [
        ({}, "80 Hz", (80, 80)),
        ({"pulse_rate_hz": None, "modulation": [RATE]}, "2-10 Hz, sine over 5 s", (2, 10)),
        (
            {"pulse_rate_hz": None, "modulation": [FADE]},
            "2-10 Hz, exponential with a time constant of 3 s",
            (2, 10),
        ),
        (
            {"pulse_rate_hz": None, "steps": STEPS},
            "5 Hz of 90 us for 3 s; 90 Hz for 2 s, then 1 s off",
            (5, 90),
        ),
    ],
    ids=["constant", "sine", "exponential", "steps"],
)
def test_rate_in_words(changes, words, bounds):
    """The rate is said with everything that moves it."""
    program = make_program(**changes)
    assert rate_words(program) == words
    assert rate_bounds(program) == bounds


def test_modulated_width_in_words():
    """A random width names its seed, so that it can be repeated."""
    program = make_program(waveform=waveform(pulse_width_us=None), modulation=[WIDTH])
    assert width_words(program) == "80-160 us, random over 6 s (seed 7)"
    assert width_bounds(program) == (80, 160)


def test_widths_of_steps_count():
    """A step's own width is among the widths."""
    assert width_bounds(make_program(pulse_rate_hz=None, steps=STEPS)) == (90, 100)


@pytest.mark.parametrize(
    ("burst", "words"),
    [
        ({"bursts_per_s": 2, "pulses_per_burst": 7}, "2 bursts per second of 7 pulses"),
        ({"on_s": 1.5, "off_s": 3}, "1.5 s on, 3 s off"),
        (None, "none"),
    ],
    ids=["counted", "windowed", "none"],
)
def test_burst_in_words(burst, words):
    """Both meanings of a burst have their own words."""
    assert burst_words(make_program(burst=burst).burst) == words


def test_cathode_is_named_only_where_it_has_a_meaning():
    """A symmetric pulse has no cathode to name."""
    assert "cathode" not in waveform_words(make_program().waveform)
    shape = {"shape": "asymmetric-biphasic", "recharge_ratio": 4, "cathode": 2}
    words = waveform_words(make_program(waveform=waveform(**shape)).waveform)
    assert words == "asymmetric biphasic, second phase 4 times as wide, pad 2 is the cathode"
