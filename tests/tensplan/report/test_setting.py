"""What to set, in words."""

from __future__ import annotations

import pytest

from tensplan.protocol.program import Program
from tensplan.report.setting import rate_words, settings, side_by_side, width_words

SYMMETRIC = {"shape": "symmetric-biphasic", "pulse_width_us": 100, "interphase_interval_us": 0}
COMMON = {
    "target": "sensory",
    "amplitude_cap_ma": 30,
    "ramp": {"up_s": 2, "down_s": 1},
    "duration_min": 20,
}


def program(**parts):
    return Program.model_validate({"waveform": SYMMETRIC, **COMMON, **parts})


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"pulse_rate_hz": 100}, "100 Hz (pulses a second)"),
        (
            {"pulse_rate_hz": 100, "burst": {"bursts_per_s": 2, "pulses_per_burst": 8}},
            "2 bursts a second of 8 pulses; inside: 100 Hz (pulses a second)",
        ),
        (
            {"pulse_rate_hz": 80, "burst": {"on_s": 4, "off_s": 6}},
            "4 s on, 6 s off; inside: 80 Hz (pulses a second)",
        ),
        (
            {
                "steps": [
                    {"pulse_rate_hz": 2, "duration_s": 3},
                    {"pulse_rate_hz": 80, "duration_s": 4, "off_s": 3},
                ]
            },
            "in a loop: 2 Hz for 3 s, then 80 Hz for 4 s and 3 s off",
        ),
    ],
    ids=["constant", "burst-count", "burst-window", "steps"],
)
def test_rate_in_words(parts, words):
    """Each kind of timing is said as a person would set it."""
    assert rate_words(program(**parts)) == words


@pytest.mark.parametrize(
    ("form", "extra", "words"),
    [
        ("step", {"period_s": 8}, "jumps between 2 Hz and 80 Hz, half of every 8 s at each"),
        ("triangle", {"period_s": 8}, "rises from 2 Hz to 80 Hz and falls back, every 8 s"),
        ("sine", {"period_s": 8}, "swings between 2 Hz and 80 Hz, every 8 s"),
        ("exponential", {"time_constant_s": 5}, "goes from 2 Hz towards 80 Hz, time constant 5 s"),
        (
            "random",
            {"period_s": 60, "seed": 1},
            "changes from pulse to pulse between 2 Hz and 80 Hz, repeating after 60 s",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_modulated_rate_in_words(form, extra, words):
    """Each form of modulation has its own sentence with both bounds and its time."""
    modulation = {"parameter": "pulse_rate", "form": form, "low_hz": 2, "high_hz": 80, **extra}
    assert rate_words(program(modulation=[modulation])) == words


def test_width_of_steps_falls_back_to_the_waveform():
    """A step without a width of its own shows the waveform's."""
    steps = [
        {"pulse_rate_hz": 2, "duration_s": 3, "pulse_width_us": 200},
        {"pulse_rate_hz": 80, "duration_s": 3},
    ]
    assert width_words(program(steps=steps)) == "200 µs, then 100 µs"


def test_amplitude_line_starts_at_zero_and_names_the_cap(plan):
    """The amplitude is never a value to set: from 0, up to the cap at most."""
    lines = dict(settings(plan)[0].lines)
    assert lines["Amplitude"] == "start at 0, raise it slowly, never above 40 mA"
    assert lines["Time"] == "30 minutes, with 3 s to rise and 1 s to fall"


def test_modulated_amplitude_is_a_share_of_what_is_set(plan):
    """An amplitude modulation is added to the amplitude line."""
    part = {
        "parameter": "amplitude",
        "form": "sine",
        "low_fraction": 0.5,
        "high_fraction": 1,
        "period_s": 6,
    }
    plan["protocol"]["content"]["programs"]["conventional"]["modulation"].append(part)
    line = dict(settings(plan)[0].lines)["Amplitude"]
    assert line.endswith("; it swings between 50 % and 100 %, every 6 s of what is set")


def test_only_played_programs_are_set(plan_of):
    """A program that no channel plays is left out; the others are numbered in file order."""
    plan = plan_of("sciatic-path-rotation")
    assert [setting.letter for setting in settings(plan)] == ["P1", "P2"]
    plan["channels"][0]["programs"] = ["low-rate"]
    assert [(s.letter, s.name) for s in settings(plan)] == [("P1", "low-rate")]


def test_programs_side_by_side_share_equal_lines(plan_of):
    """Lines that agree are said once, lines that differ once for each program."""
    rows = dict(side_by_side(settings(plan_of("sciatic-path-rotation"))))
    assert len(rows["Pulse shape"]) == 1
    assert len(rows["Pulse rate"]) == 2
