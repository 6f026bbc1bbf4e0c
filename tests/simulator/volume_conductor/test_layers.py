"""Layers of tissue: what they refuse and what they know of themselves."""

import math

import pytest

from simulator.volume_conductor import Layer, Layers

GOOD = {"conductivity": 0.1, "conductivity_along": 0.4, "thickness": 0.01, "name": "muscle"}
TOP = Layer(conductivity=0.03, thickness=0.01, name="fat")
DEEP = Layer(conductivity=0.3, name="muscle")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            {"conductivity": 0.0}, "conductivity of muscle must be above 0 S/m", id="zero"
        ),
        pytest.param({"conductivity": math.nan}, "got nan S/m", id="nan"),
        pytest.param({"conductivity": math.inf}, "finite, got inf S/m", id="infinite"),
        pytest.param({"conductivity_along": -1.0}, "conductivity_along of muscle", id="along"),
        pytest.param({"thickness": 0.0}, "thickness of muscle must be above 0 m, got 0", id="thin"),
        pytest.param({"thickness": math.nan}, "thickness of muscle", id="thickness-nan"),
    ],
)
def test_layer_refuses(change, message):
    """A layer without a positive conductivity and thickness is refused with its name."""
    with pytest.raises(ValueError, match=message):
        Layer(**(GOOD | change))


@pytest.mark.parametrize(
    ("stack", "message"),
    [
        pytest.param((), "at least one layer", id="none"),
        pytest.param((TOP,), "must be infinite in the last layer", id="ends"),
        pytest.param((DEEP, TOP), "finite above it, got muscle inf m, fat 0.01 m", id="order"),
        pytest.param((DEEP, DEEP), "finite above it", id="two-endless"),
    ],
)
def test_layers_refuse(stack, message):
    """Only the last layer goes on without end."""
    with pytest.raises(ValueError, match=message):
        Layers(stack)


def test_layers_refuse_an_unknown_confidence():
    """The confidence is one of the five words."""
    with pytest.raises(ValueError, match="confidence must be one of quoted"):
        Layers((DEEP,), confidence="sure")


def test_tops_are_the_summed_thicknesses():
    """Each layer begins where those above it end."""
    assert Layers((TOP, TOP, DEEP)).tops == (0.0, 0.01, 0.02)


@pytest.mark.parametrize(
    ("along", "expected"), [(None, True), (0.1, True), (0.2, False)], ids=["none", "same", "more"]
)
def test_isotropic_is_when_along_equals_across(along, expected):
    """A conductivity along the fibres that is that across them is no direction."""
    muscle = Layer(conductivity=0.1, conductivity_along=along)
    assert Layers((TOP, muscle)).is_isotropic is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param((0.03, 0.3), 100.0, id="better-below"),
        pytest.param((0.3, 0.03), 10.0, id="worse-below"),
        pytest.param((0.3, 0.03, 0.3), 5.0, id="worse-between"),
        pytest.param((0.3,), math.inf, id="one"),
    ],
)
def test_smallest_wavenumber_follows_the_contrast_with_what_lies_below(values, expected):
    """A layer on a worse conductor asks for finer panels; one layer asks for none."""
    tops = [Layer(conductivity=value, thickness=0.01) for value in values[:-1]]
    layers = Layers((*tops, Layer(conductivity=values[-1])))
    assert layers.smallest_wavenumber == pytest.approx(expected, rel=1e-12, abs=0)
