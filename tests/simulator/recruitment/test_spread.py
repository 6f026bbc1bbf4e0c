"""Spread of a number between people."""

import numpy as np
import pytest

from simulator.recruitment import Spread, fixed, lognormal

SAID = {"confidence": "quoted", "source": "a study of people"}


@pytest.mark.parametrize("shape", ["lognormal", "normal"])
def test_its_three_numbers_are_its_quantiles(shape: str) -> None:
    """A tenth of the people lie outside low and high, half of them below the central number."""
    spread = Spread(low=2.0, central=3.0, high=7.0, shape=shape, **SAID)
    drawn = spread.at(np.random.default_rng(1).standard_normal(20_000))
    # 20,000 draws: the share of a tail has a standard error of 0.0015.
    assert [np.mean(drawn < x) for x in (2.0, 3.0, 7.0)] == pytest.approx(
        [0.05, 0.5, 0.95], abs=0.01
    )


def test_lognormal_has_its_mean_and_deviation() -> None:
    """Mean and standard deviation of what is drawn are those that were given."""
    drawn = lognormal(17.2e-3, 5.4e-3, **SAID).at(np.random.default_rng(2).standard_normal(50_000))
    # 50,000 draws: standard errors of 0.2 % of the mean and 0.5 % of the deviation.
    assert drawn.mean() == pytest.approx(17.2e-3, rel=0.01)
    assert drawn.std() == pytest.approx(5.4e-3, rel=0.03)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"low": 0.0}, "above 0"),
        ({"central": float("nan")}, "finite and in order"),
        ({"low": 4.0}, "finite and in order"),
        ({"confidence": "sure"}, "confidence must be one of"),
        ({"source": " "}, "must not be empty"),
        ({"shape": "flat"}, "lognormal or normal"),
    ],
    ids=["zero", "nan", "order", "word", "source", "shape"],
)
def test_what_is_no_spread_is_refused(change: dict[str, object], message: str) -> None:
    """A spread that is not in order, has no source or no known confidence is an error."""
    given = {"low": 1.0, "central": 2.0, "high": 3.0, **SAID, **change}
    with pytest.raises(ValueError, match=message):
        Spread(**given)


def test_mean_below_zero_is_refused() -> None:
    """A lognormal mean must be above 0."""
    with pytest.raises(ValueError, match="mean must be above 0"):
        lognormal(-1.0, 0.1, **SAID)


def test_fixed_does_not_vary() -> None:
    """A measured number is the same for every score."""
    assert fixed(3.0, **SAID).at([-2.0, 0.0, 2.0]).tolist() == [3.0, 3.0, 3.0]
