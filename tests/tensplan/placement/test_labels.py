"""Room for labels."""

import pytest

from tensplan.placement.labels import Crowd

BOUNDS = (0.0, 0.0, 200.0, 200.0)
SIZE = (30.0, 20.0)


def _apart(centre, box):
    """Whether a label of the usual size at this centre leaves a box free."""
    left, top = centre[0] - SIZE[0] / 2, centre[1] - SIZE[1] / 2
    clear_x = left >= box[0] + box[2] or box[0] >= left + SIZE[0]
    return clear_x or top >= box[1] + box[3] or box[1] >= top + SIZE[1]


@pytest.mark.parametrize(("outward", "sign"), [(1.0, 1), (-1.0, -1)], ids=["right", "left"])
def test_free_label_stands_level_on_the_liked_side(outward, sign):
    """With room all round, a label stands beside its pad on the side that was asked for."""
    x, y = Crowd(bounds=BOUNDS).settle((100, 100), (20, 20), SIZE, outward)
    assert (x - 100) * sign > 0
    assert y == pytest.approx(100, abs=1e-9)  # rounding of sine


def test_label_gives_way_to_what_stands_there():
    """A label leaves a box free that covers the spot it likes best."""
    taken = (120.0, 70.0, 80.0, 60.0)
    centre = Crowd(bounds=BOUNDS, taken=[taken]).settle((100, 100), (20, 20), SIZE, 1.0)
    assert _apart(centre, taken)


def test_label_stays_within_the_bounds():
    """A label of a pad at the edge stands on the inner side."""
    x, _ = Crowd(bounds=BOUNDS).settle((180, 100), (15, 15), SIZE, 1.0)
    assert x + SIZE[0] / 2 <= 200


def test_second_label_leaves_the_first_one_free():
    """A label that was settled is taken for the next."""
    crowd = Crowd(bounds=BOUNDS)
    first = crowd.settle((100, 100), (20, 20), SIZE, 1.0)
    second = crowd.settle((100, 100), (20, 20), SIZE, 1.0)
    assert _apart(second, (first[0] - 15, first[1] - 10, 30.0, 20.0))


def test_label_avoids_a_line():
    """A label does not stand on the line between two pads."""
    crowd = Crowd(bounds=BOUNDS, lines=[((100.0, 100.0), (190.0, 100.0))])
    _, y = crowd.settle((100, 100), (20, 20), SIZE, 1.0)
    assert abs(y - 100) > SIZE[1] / 2
