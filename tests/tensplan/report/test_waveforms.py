"""The figures of each program."""

from __future__ import annotations

from tensplan.report.setting import settings
from tensplan.report.waveforms import waveforms


def titles(plan):
    return [[figure.caption for figure in part.figures] for part in waveforms(settings(plan))]


def test_each_program_gets_its_figures(plan_of):
    """Two programs give two sets, each with pulse, seconds, modulation and session."""
    found = titles(plan_of("sciatic-path-rotation"))
    assert len(found) == 2
    assert found[0] == [
        "One pulse at the cap, to scale",
        "The first second, each stroke a pulse",
        "Pulse rate over 16 seconds",
        "Amplitude at the start and at the end",
    ]


def test_widest_pulse_is_drawn(plan_of):
    """A modulated width is drawn at its widest, the one that is judged."""
    plan = plan_of("sciatic-path-modulated")
    pulse = waveforms(settings(plan))[0].figures[0]
    program = plan["protocol"]["content"]["programs"]["modulated"]
    widest = next(m["high_us"] for m in program["modulation"] if m["parameter"] == "pulse_width")
    assert f"Leading phase: {widest} µs" in pulse.description
