"""Recruitment over amplitude, other pulse widths, a shifted pad."""

import math

import numpy as np
import pytest
from channels import nerve, pads, tissue

from simulator.recruitment import predict, pulse_widths, recruitment, shifted
from simulator.waveform import Pulse

CHANNEL = (
    pads(),
    (tissue(), tissue()),
    (nerve(senses=frozenset({"sensation", "motor"})),),
    Pulse("symmetric-biphasic", 200),
)
CEILING = 0.05


def test_a_tenth_fires_at_the_predicted_threshold() -> None:
    """Curve and prediction meet where the class counts as recruited."""
    found = predict(*CHANNEL, ceiling=CEILING)[:2]
    for row in found:
        curves = recruitment(*CHANNEL, CEILING, [row.current / 2, row.current, row.current * 3])
        (curve,) = [curve for curve in curves if curve.fibre == row.fibre]
        # A line between 15 diameters: off by less than a hundredth of the fibres.
        assert curve.shares[1] == pytest.approx(0.1, abs=0.01)
        assert curve.shares[0] == 0.0


@pytest.mark.parametrize(
    ("currents", "message"),
    [([], "finite and at least 0"), ([math.nan], "finite and at least 0"), ([2.0, 1.0], "rise")],
    ids=["none", "nan", "order"],
)
def test_currents_of_a_curve_must_rise(currents: list[float], message: str) -> None:
    """A curve needs finite, rising currents."""
    with pytest.raises(ValueError, match=message):
        recruitment(*CHANNEL, CEILING, currents)


def test_wider_pulses_need_less_current_for_nerve_and_pain() -> None:
    """Strength falls with duration, for both edges of the window."""
    choices = pulse_widths(*CHANNEL, CEILING, "tibial")
    assert np.all(np.diff([choice.nerve_current for choice in choices]) < 0)
    assert np.all(np.diff([choice.pain_current for choice in choices]) < 0)
    assert choices[0].room == choices[0].pain_current / choices[0].nerve_current


def test_the_solved_pulse_width_keeps_its_exact_threshold() -> None:
    """The table changes nothing where nothing is changed."""
    (choice,) = pulse_widths(*CHANNEL, CEILING, "tibial", [200])
    found = predict(*CHANNEL, ceiling=CEILING)[1]
    assert choice.nerve_current == pytest.approx(found.current, rel=1e-12)


def test_a_pad_beside_the_nerve_needs_more() -> None:
    """Ten millimetres around the limb raise the threshold, none leave it."""
    assert shifted(*CHANNEL, CEILING, "tibial", 0.0) == pytest.approx(1.0, rel=1e-12)
    assert 1.0 < shifted(*CHANNEL, CEILING, "tibial") < 2.0


def test_a_nerve_that_is_not_there_is_refused() -> None:
    """Only targets can be asked about."""
    with pytest.raises(ValueError, match="must hold a sensation of sural"):
        shifted(*CHANNEL, CEILING, "sural")
