"""Fibres laid along paths: places, and what is refused."""

import numpy as np
import pytest

from simulator.nerve import laid, mrg

FIBRE = mrg(10e-6, 11)


def test_a_straight_path_keeps_the_positions():
    """Corners on one line, however many and in whatever direction, are no bends."""
    way = np.array([2.0, -1.0, 2.0]) / 3
    places = laid(FIBRE, np.outer([0.0, 1e-3, 1.5e-3, 20e-3], way))
    # rounding
    np.testing.assert_allclose(places @ way, FIBRE.positions, rtol=1e-12, atol=1e-18)


def test_a_corner_keeps_the_length_of_the_fibre():
    """Compartments behind a right angle lie as far along the second leg as is left of the fibre."""
    places = laid(FIBRE, [[0, 0, 0], [4e-3, 0, 0], [4e-3, 0, 30e-3]])
    behind = FIBRE.positions > 4e-3
    # rounding
    np.testing.assert_allclose(places[behind, 2], FIBRE.positions[behind] - 4e-3, rtol=1e-12)
    assert (places[~behind, 2] == 0).all()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param([[0, 0, 0]], r"shape \(2 or more, 3\), got \(1, 3\)", id="point"),
        pytest.param([[0, 0], [1, 1]], r"shape \(2 or more, 3\), got \(2, 2\)", id="plane"),
        pytest.param([[0, 0, 0], [0, 0, np.nan]], "path must be finite, got nan m", id="nan"),
        pytest.param([[0, 0, 0], [0, 0, 0], [1, 0, 0]], "got point 0 twice", id="stands-still"),
        pytest.param([[0, 0, 0], [1e-3, 0, 0]], "fibre of 11.223 mm, got 1 mm", id="short"),
    ],
)
def test_what_is_no_path_is_refused(path, words):
    """A path has three coordinates, moves on, and carries the whole fibre."""
    with pytest.raises(ValueError, match=words):
        laid(FIBRE, path)
