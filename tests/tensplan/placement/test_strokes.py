"""Smooth curves through outline points."""

import re

import pytest

from tensplan.placement.records import load
from tensplan.placement.strokes import outline_points, path_data, smooth


def _ends(track):
    """The points where the pieces of a path meet."""
    start = [tuple(map(float, re.match(r"M(\S+) ([^C]+)", track).groups()))]
    pieces = re.findall(r"C([^CZ]+)", track)
    return start + [tuple(map(float, piece.split()[4:])) for piece in pieces]


def test_open_curve_runs_through_every_point():
    """The curve meets each point in order."""
    spots = [(0.0, 0.0), (10.0, 5.0), (20.0, 0.0), (25.0, 9.0)]
    assert _ends(smooth(spots, closed=False)) == spots


def test_closed_curve_returns_to_its_start():
    """A closed curve has one piece more and ends where it began."""
    spots = [(0.0, 0.0), (10.0, 5.0), (20.0, 0.0)]
    track = smooth(spots, closed=True)
    assert _ends(track) == [*spots, spots[0]]
    assert track.endswith("Z")


def test_points_on_a_line_stay_on_it():
    """Evenly spaced points on a line give a straight curve."""
    track = smooth([(0.0, 0.0), (6.0, 0.0), (12.0, 0.0)], closed=False)
    assert track == "M0 0C1 0 4 0 6 0C8 0 11 0 12 0"


def test_ellipse_keeps_its_radii():
    """A turned ellipse reaches its radii along its own axes."""
    points = outline_points({"ellipse": [5, 7, 4, 2, 90]})
    assert max(y for _, y in points) == pytest.approx(11, rel=1e-12)
    assert max(x for x, _ in points) == pytest.approx(7, rel=1e-12)


@pytest.mark.parametrize("view", load("outlines")["views"])
def test_outline_table_can_be_drawn(view):
    """Each view has thin lines that turn into path data."""
    rows = load("outlines")["views"][view]["details"]
    assert all(path_data(row, lambda x, y: (x, y), closed=False).startswith("M") for row in rows)


@pytest.mark.parametrize("name", load("outlines")["landmarks"])
def test_landmark_is_named_and_used(name):
    """Each landmark has a label and helps to find at least one site."""
    table = load("outlines")
    assert table["landmarks"][name]["label"]
    assert any(name in helps for helps in table["helps"].values())
