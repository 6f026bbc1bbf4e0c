"""The figures: all there, whole, the same each time, and showing what was simulated."""

from xml.etree import ElementTree as ET

import pytest
from builders import make_protocol, placement, program_data

from simulator.properties import device
from tensplan.simulation.figures import figure_files
from tensplan.simulation.simulation import simulate_protocol

NAMES = ("pulse", "second", "rate", "envelope", "loads", "thresholds", "recruitment")
PNG = b"\x89PNG\r\n\x1a\n"


def files(**changes):
    """Return the figures of a short session over a nerve that is reached."""
    pads = placement(
        {"site": "tibial-ankle", "size_mm": [40, 40]},
        {"site": "tibial-above-ankle", "size_mm": [40, 40]},
        strategy="distal-nerve",
    )
    protocol = make_protocol(program_data(duration_min=1, **changes), placement=pads)
    (found,) = simulate_protocol(protocol, device("generic-tens"))
    return figure_files(found)


@pytest.fixture(scope="module")
def drawn():
    """Return the figures of the plain program."""
    return files()


def test_each_figure_comes_as_svg_and_png(drawn):
    """Two files each, named by channel, program and what they show."""
    expected = {f"A-main-{name}.{ending}" for name in NAMES for ending in ("svg", "png")}
    assert set(drawn) == expected


@pytest.mark.parametrize("name", NAMES)
def test_files_are_whole(drawn, name):
    """An SVG parses; a PNG begins and ends as it must."""
    assert ET.fromstring(drawn[f"A-main-{name}.svg"]).tag.endswith("svg")
    image = drawn[f"A-main-{name}.png"]
    assert image.startswith(PNG)
    assert image[-8:-4] == b"IEND"


def test_the_same_simulation_gives_the_same_bytes(drawn):
    """No date and no chance is in a figure."""
    assert files() == drawn


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pulse", ["current (mA)", "voltage (V)", "500 ohm", "dry skin"]),
        ("second", ["current (mA)", "Channel A, main"]),
        ("rate", ["pulses in a second", "Hz"]),
        ("envelope", ["peak of each pulse (mA)", "before end (s)"]),
        ("loads", ["10000 ohm (clips)", "wet skin", "voltage (V)"]),
        ("thresholds", ["amplitude (mA)", "comfort window", "cap", "tibial A-alpha, A2"]),
        ("recruitment", ["amplitude (mA)", "fibres that fire (%)", "cap"]),
    ],
    ids=NAMES,
)
def test_axes_name_quantity_and_unit(drawn, name, words):
    """Each axis says what it shows, in its unit, as text."""
    text = drawn[f"A-main-{name}.svg"].decode()
    for word in words:
        assert word in text


def test_burst_and_pauses_are_drawn():
    """A train with gaps has seconds without pulses, and is drawn all the same."""
    assert len(files(burst={"on_s": 1, "off_s": 3})) == 2 * len(NAMES)
