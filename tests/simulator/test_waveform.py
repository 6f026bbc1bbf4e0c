"""One pulse: phases, charge balance, refusals."""

from fractions import Fraction

import pytest

from simulator.waveform import Pulse


def test_monophasic_has_one_positive_phase():
    """A monophasic pulse is its leading phase."""
    pulse = Pulse("monophasic", 80)
    assert pulse.phases == ((0, 80, 1.0),)
    assert pulse.duration_us == 80


def test_symmetric_pulse_reverses_after_the_interval():
    """The second phase mirrors the first after the interphase interval."""
    pulse = Pulse("symmetric-biphasic", 80, 20)
    assert pulse.phases == ((0, 80, 1.0), (100, 80, -1.0))
    assert pulse.duration_us == 180


@pytest.mark.parametrize(
    ("width", "ratio", "second"),
    [(100, Fraction(4), 400), (100, Fraction(5, 2), 250), (102, Fraction(4, 3), 136)],
    ids=["whole", "half", "third"],
)
def test_recharge_phase_is_wider_lower_and_balanced(width, ratio, second):
    """The recharge phase is ratio times as wide, 1/ratio as high, and carries the same charge."""
    leading, recharge = Pulse("asymmetric-biphasic", width, 0, ratio).phases
    assert recharge[1] == second
    assert Fraction(recharge[1]) / ratio == leading[1]
    assert recharge[2] == pytest.approx(-1 / float(ratio), rel=1e-15)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("square", 100), "shape must be one of monophasic"),
        (("monophasic", 0), "width_us must be 1 to 1000000000000 us, got 0 us"),
        (("monophasic", 99.5), "width_us must be a whole number of us, got 99.5"),
        (("monophasic", True), "width_us must be a whole number"),
        (("monophasic", 100, 10), "interphase_us of a monophasic pulse must be 0 us"),
        (("symmetric-biphasic", 100, -1), "interphase_us must be 0 to"),
        (("symmetric-biphasic", 100, 0, Fraction(2)), "symmetric-biphasic pulse must be 1"),
        (("asymmetric-biphasic", 100, 0, Fraction(1, 2)), "recharge_ratio must be at least 1"),
        (("asymmetric-biphasic", 101, 0, Fraction(5, 2)), "multiple of 2 us"),
        (("asymmetric-biphasic", 100, 0, float("nan")), "recharge_ratio must be a finite number"),
    ],
    ids=["shape", "zero", "float", "bool", "mono-gap", "gap", "sym-ratio", "ratio", "part", "nan"],
)
def test_impossible_pulse_is_refused(arguments, message):
    """A pulse that cannot be is refused with quantity, value and range."""
    with pytest.raises(ValueError, match=message):
        Pulse(*arguments)
