"""Slowing of a nerve by the fall of the skin, and by the fall of the tissue around it."""

import pytest

from simulator.bioheat import Cover, Person, simulate, slowing_beneath
from simulator.bioheat.slowing import slowing

COLD = {"pack": "crushed-ice", "cover": Cover(damp_towels=1), "minutes": 15.0}


@pytest.mark.parametrize(("fibre", "per_kelvin"), [("sensory", 1.0), ("motor", 0.29)])
def test_slowing_of_the_nerve_beneath(fibre, per_kelvin):
    """So many metres per second for each kelvin of the skin."""
    assert slowing(10.0, fibre) == pytest.approx(10 * per_kelvin, rel=1e-12)


@pytest.mark.parametrize(
    ("drop", "fibre", "message"),
    [
        (-1.0, "motor", "drop of the skin must be finite and from 0 to 25 K, got -1"),
        (26.0, "motor", "drop of the skin"),
        (float("nan"), "motor", "drop of the skin"),
        (5.0, "pain", "fibre must be sensory or motor, got 'pain'"),
    ],
    ids=["below", "above", "nan", "fibre"],
)
def test_slowing_refuses(drop, fibre, message):
    """A drop outside what was measured, or another fibre, is refused."""
    with pytest.raises(ValueError, match=message):
        slowing(drop, fibre)


def test_slowing_of_a_nerve_follows_its_own_tissue():
    """Loss is the fall at the depth of the nerve times 1.1 to 2.4, and deeper nerves lose less."""
    cold = simulate("calf", **COLD)
    near, far = (slowing_beneath(cold, depth) for depth in (0.005, 0.02))
    drop = cold.at(0.005)[0] - cold.at(0.005).min()
    assert near.drop == pytest.approx(drop, rel=1e-12)  # rounding
    assert (near.low, near.loss, near.high) == pytest.approx((1.1 * drop, 1.75 * drop, 2.4 * drop))
    assert 0 < far.loss < near.loss


def test_slowing_counts_whoever_cools_most():
    """Under the worst, the candidate with the largest fall at this depth counts."""
    worst = simulate("calf", person="worst", **COLD)
    alone = [slowing_beneath(simulate("calf", person=p, **COLD), 0.012).drop for p in worst.people]
    assert slowing_beneath(worst, 0.012).drop == pytest.approx(max(alone), rel=1e-9)  # rounding
    assert max(alone) > min(alone) + 1  # K


def test_a_warmed_nerve_is_not_slowed():
    """Tissue that only warms has no fall."""
    warm = simulate("calf", pack="wheat-bag", cover=Cover(dry_towels=1), minutes=10.0)
    found = slowing_beneath(warm, 0.003)
    assert (found.drop, found.loss) == (0.0, 0.0)


@pytest.mark.parametrize("depth", [-0.001, 1.0, float("nan")], ids=str)
def test_slowing_beneath_refuses(depth):
    """A nerve outside the tissue is refused."""
    found = simulate("calf", person=Person(), **COLD)
    with pytest.raises(ValueError, match="depth must be finite and from 0 to"):
        slowing_beneath(found, depth)
