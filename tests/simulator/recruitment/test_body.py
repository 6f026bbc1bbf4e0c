"""Layers, nerves and pads as they are given."""

import pytest
from channels import SAID, nerve, pads, spread

from simulator.recruitment import Spread, Target, Tissue, fixed


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"depth": -1e-3}, "above 0"),
        ({"depth": float("nan")}, "finite"),
        ({"depth": 0.2}, "at most 0.15 m"),
        ({"pad": 3}, "pad must be 1 or 2"),
        ({"senses": frozenset({"itch"})}, "senses must be some of"),
        ({"senses": frozenset()}, "senses must be some of"),
    ],
    ids=["above-the-skin", "nan", "too-deep", "pad", "sense", "no-sense"],
)
def test_a_nerve_that_cannot_be_is_refused(change: dict[str, object], message: str) -> None:
    """A nerve above the skin, at no depth, under no pad or without a sense is an error."""
    with pytest.raises(ValueError, match=message):
        nerve(**change)


def test_a_depth_that_may_pass_zero_is_refused() -> None:
    """A depth must be lognormal: a normal one would put some nerves above the skin."""
    depth = Spread(low=1e-3, central=2e-3, high=3e-3, shape="normal", **SAID)
    with pytest.raises(ValueError, match="depth must be a lognormal"):
        Target(nerve="sural", pad=1, depth=depth)


def test_a_temperature_that_no_fibre_model_takes_is_refused() -> None:
    """Fibres are modelled from 15 to 42 degC."""
    with pytest.raises(ValueError, match="temperature must be within 15 to 42"):
        Tissue(
            fat_thickness=fixed(5e-3, **SAID),
            skin_thickness=fixed(1.5e-3, **SAID),
            skin_conductivity=fixed(7e-4, **SAID),
            temperature=spread(10.0, 12.0, 14.0),
        )


def test_what_is_weak_is_named() -> None:
    """Names of remembered or chosen inputs stay with the body."""
    weak = {"confidence": "recalled", "source": "remembered"}
    target = Target(nerve="sural", pad=1, depth=fixed(5e-3, **weak))
    assert target.weak == ("depth",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"distance": 0.03}, "pads overlap"),
        ({"distance": float("nan")}, "distance must be above 0"),
        ({"cathode": 0}, "pad must be 1 or 2"),
    ],
    ids=["overlap", "nan", "cathode"],
)
def test_pads_that_cannot_be_are_refused(change: dict[str, float], message: str) -> None:
    """Pads that overlap, lie nowhere or have no cathode are errors."""
    with pytest.raises(ValueError, match=message):
        pads(**change)
