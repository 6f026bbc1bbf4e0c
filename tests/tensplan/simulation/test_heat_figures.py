"""The figure of a pack: whole, the same each time, one panel for each person."""

from xml.etree import ElementTree as ET

import pytest
from packs import bottle, protocol_with, well

from tensplan.safety.limits import own_limits
from tensplan.simulation.heat_figures import heat_figure_files
from tensplan.thermal.part import thermal_part


def entry(**options):
    """Return the entry of a hot-water bottle on the back."""
    part = thermal_part(protocol_with(bottle()), setting="home", limits=own_limits(), **options)
    return part.entries[0]


@pytest.fixture(scope="module")
def drawn():
    """Return the files of a pack on nobody in particular."""
    return heat_figure_files(entry())


def test_one_figure_comes_as_svg_and_png(drawn):
    """It is named by modality, number and area, and both files are whole."""
    assert set(drawn) == {"heat-1-lumbar.svg", "heat-1-lumbar.png"}
    assert ET.fromstring(drawn["heat-1-lumbar.svg"]).tag.endswith("svg")
    assert drawn["heat-1-lumbar.png"][-8:-4] == b"IEND"


def test_the_same_pack_gives_the_same_bytes(drawn):
    """No date and no chance is in a figure."""
    assert heat_figure_files(entry()) == drawn


@pytest.mark.parametrize("words", ["normal", "worst", "temperature (degC)", "10 mm deep", "pack"])
def test_panels_and_axes_are_named(drawn, words):
    """People, quantity and unit are written out."""
    assert words.encode() in drawn["heat-1-lumbar.svg"]


def test_a_person_has_a_panel():
    """The person given is drawn beside normal and worst."""
    assert b"given" in heat_figure_files(entry(person=well()))["heat-1-lumbar.svg"]


def test_nothing_simulated_is_nothing_drawn():
    """A pack that could not be simulated has no figure."""
    assert heat_figure_files({**entry(), "traces": []}) == {}
