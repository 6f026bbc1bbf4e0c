"""Predictions for one channel."""

import math

import pytest
from channels import nerve, pads, spread, tissue

from simulator.recruitment import Prediction, Target, predict
from simulator.waveform import Pulse

PULSE = Pulse("symmetric-biphasic", 200)


@pytest.fixture(scope="module")
def found() -> tuple[Prediction, ...]:
    """Predictions for one mixed nerve under pad 1."""
    depth = spread(6e-3, 9e-3, 14e-3)
    target = Target(nerve="tibial", pad=1, depth=depth, senses=frozenset({"sensation", "motor"}))
    return predict(pads(), (tissue(), tissue()), [target], PULSE, ceiling=0.02)


def test_every_class_and_pad_is_answered_once(found: tuple[Prediction, ...]) -> None:
    """The nerve's two classes come first, then three classes of the skin under each pad."""
    assert [(row.nerve, row.fibre, row.pad) for row in found] == [
        ("tibial", "A-alpha", 1),
        ("tibial", "A-beta", 1),
        ("skin", "A-beta", 1),
        ("skin", "A-delta", 1),
        ("skin", "C", 1),
        ("skin", "A-beta", 2),
        ("skin", "A-delta", 2),
        ("skin", "C", 2),
    ]


def test_skin_is_first_felt_by_touch_then_hurts(found: tuple[Prediction, ...]) -> None:
    """Under a pad A-beta fires before A-delta, and A-delta before C."""
    skin = [row.current for row in found if row.nerve == "skin" and row.pad == 1]
    assert skin == sorted(skin)


def test_intervals_hold_their_middle(found: tuple[Prediction, ...]) -> None:
    """Low, current and high are in order, and both weightings of a pad lie inside."""
    for row in found:
        assert row.low <= min(row.uniform, row.isopotential) <= row.current <= row.high


def test_reachable_is_judged_at_the_low_end(found: tuple[Prediction, ...]) -> None:
    """Something is out of reach only when even the lowest twentieth of people needs more."""
    assert [row.reachable for row in found] == [row.low <= 0.02 for row in found]
    assert {row.reachable for row in found if row.fibre == "C"} == {False}


def test_charge_is_that_of_the_leading_phase(found: tuple[Prediction, ...]) -> None:
    """Charge at threshold is current times pulse width."""
    assert found[0].charge == pytest.approx(found[0].current * 200e-6, rel=1e-12)


def test_what_is_remembered_is_named(found: tuple[Prediction, ...]) -> None:
    """The dermis is remembered, and every prediction says so."""
    assert all("dermis_conductivity" in row.weak for row in found)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ceiling": math.nan}, "ceiling must be above 0"),
        ({"ceiling": 0.0}, "ceiling must be above 0"),
        ({"seed": -1}, "seed must be at least 0"),
    ],
    ids=["nan", "zero", "seed"],
)
def test_what_cannot_be_asked_is_refused(change: dict[str, float], message: str) -> None:
    """A ceiling or a seed outside its range is an error."""
    with pytest.raises(ValueError, match=message):
        predict(pads(), (tissue(), tissue()), [nerve()], PULSE, **{"ceiling": 0.1, **change})


def test_two_tissues_are_needed() -> None:
    """Each pad has its own tissue."""
    with pytest.raises(ValueError, match="tissues must be two, got 1"):
        predict(pads(), (tissue(),), [], PULSE, ceiling=0.1)  # type: ignore[arg-type]
