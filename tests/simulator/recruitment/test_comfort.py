"""The window between first tingle and discomfort, and what one person's currents do to it."""

import math

import pytest

from simulator.recruitment import Prediction, calibrate, selectivity, window


def row(nerve: str, current: float, sense: str = "sensation", pad: int = 1) -> Prediction:
    """Prediction with a spread of a half to a double."""
    return Prediction(
        nerve=nerve,
        fibre={"sensation": "A-beta", "motor": "A-alpha", "pain": "A-delta"}[sense],
        sense=sense,
        pad=pad,
        current=current,
        low=current / 2,
        high=current * 2,
        reachable=True,
        charge=current * 200e-6,
        uniform=current,
        isopotential=current,
        weak=(),
    )


CHANNEL = [row("skin", 3e-3), row("skin", 4e-3, pad=2), row("tibial", 5e-3), row("sural", 12e-3)]


def test_first_tingle_is_no_proof_of_the_nerve() -> None:
    """Perception is the lowest current anywhere, and the nerve has its own."""
    found = window(CHANNEL, nerve="tibial")
    assert (found.perception, found.felt_in) == (3e-3, "skin")
    assert found.nerve_current == 5e-3


@pytest.mark.parametrize(
    ("nerve", "upper", "source"),
    [
        ("tibial", 2.1 * 5e-3, "tolerance-over-nerve-threshold"),
        ("sural", 3.94 * 3e-3, "intolerance-over-perception"),
        (None, 3.94 * 3e-3, "intolerance-over-perception"),
    ],
    ids=["nerve", "skin-first", "no-nerve"],
)
def test_upper_edge_is_the_lower_of_two_ratios(
    nerve: str | None, upper: float, source: str
) -> None:
    """Whichever ratio of healthy people gives less sets the edge, and the window says which."""
    found = window(CHANNEL, nerve=nerve)
    assert (found.upper, found.upper_from) == (pytest.approx(upper, rel=1e-12), source)


def test_a_measured_tolerance_replaces_both_ratios() -> None:
    """What the person said goes before what others said."""
    found = window(CHANNEL, nerve="tibial", measured_tolerance=30e-3)
    assert (found.upper, found.upper_from) == (30e-3, "measured-tolerance")


def test_a_nerve_beyond_the_window_is_not_reached() -> None:
    """A nerve that tingles only above the upper edge is out of comfort."""
    assert not window(CHANNEL, nerve="sural").reaches_nerve
    assert window(CHANNEL, nerve="tibial").reaches_nerve


def test_a_channel_without_sensation_has_no_window() -> None:
    """Motor fibres alone give no first tingle."""
    with pytest.raises(ValueError, match="must hold a sensation of peroneal"):
        window(CHANNEL, nerve="peroneal")


def test_a_tingle_that_never_comes_is_refused() -> None:
    """An infinite threshold gives no window."""
    with pytest.raises(ValueError, match="first tingle must be finite"):
        window([row("skin", math.inf)])


def test_selectivity_compares_nerves_and_not_the_skin() -> None:
    """The next nerve over the one that is meant; the skin is no nerve."""
    assert selectivity(CHANNEL, "tibial") == pytest.approx(12 / 5)
    assert selectivity(CHANNEL[:3], "tibial") is None


def test_calibration_scales_every_fibre_alike() -> None:
    """A first tingle at twice the predicted current doubles everything, before kept."""
    told = calibrate(CHANNEL, ceiling=10e-3, sensation=6e-3)
    assert told.before == tuple(CHANNEL)
    assert [after.current for after in told.after] == pytest.approx([6e-3, 8e-3, 10e-3, 24e-3])
    assert [after.reachable for after in told.after] == [True, True, True, False]


def test_calibration_by_tolerance_moves_the_upper_edge_there() -> None:
    """Where only the tolerance was measured, the predicted edge comes to lie on it."""
    told = calibrate(CHANNEL, ceiling=1.0, tolerance=21e-3, nerve="tibial")
    assert told.scaled_by == "tolerance"
    assert window(told.after, nerve="tibial").upper == pytest.approx(21e-3)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "sensation or tolerance must be given"),
        ({"sensation": math.nan}, "measured sensation must be above 0"),
        ({"sensation": 5e-3, "tolerance": 4e-3}, "must be at least the sensation"),
        ({"tolerance": -1.0}, "measured tolerance must be above 0"),
    ],
    ids=["nothing", "nan", "order", "negative"],
)
def test_what_no_person_can_feel_is_refused(given: dict[str, float], message: str) -> None:
    """A calibration needs a current above 0, and a tolerance not below the tingle."""
    with pytest.raises(ValueError, match=message):
        calibrate(CHANNEL, ceiling=1.0, **given)
