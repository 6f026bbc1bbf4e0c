"""The drawing of a protocol's pads."""

from xml.etree import ElementTree as ET

import pytest
from builders import make_protocol, placement, program_data, waveform

import tensplan
from tensplan.explanation.drawing import protocol_drawing

PADS = ({"site": "POP", "size_mm": [50, 50]}, {"site": "TIBA", "size_mm": [50, 50]})


def labels(svg: str) -> list[str]:
    """Return the labels of the drawn pads."""
    return [node.get("data-pad") for node in ET.fromstring(svg).iter() if node.get("data-pad")]


@pytest.mark.parametrize("side", ["right", "left"])
def test_pads_are_drawn_on_the_treated_limb(side):
    """The drawing is of the side that is treated."""
    svg = protocol_drawing(make_protocol(), side=side)
    assert f"{side} side" in svg
    assert labels(svg) == ["A1", "A2"]


def test_contralateral_pads_are_drawn_on_the_other_limb():
    """Pads of the other limb are drawn there."""
    protocol = tensplan.load_protocol("contralateral-dorsum")
    assert "Where the pads go, left side" in protocol_drawing(protocol, side="right")


def test_polarity_is_shown_only_where_there_is_one():
    """A monophasic pulse has a cathode, a symmetric one has none."""
    shape = waveform(shape="monophasic", cathode=2, interphase_interval_us=None)
    assert labels(protocol_drawing(make_protocol(program_data(waveform=shape)))) == [
        "A1 +",
        "A2 \u2212",
    ]
    assert labels(protocol_drawing(make_protocol())) == ["A1", "A2"]


def test_two_limbs_stand_side_by_side():
    """Both limbs are in one picture that is still one SVG."""
    other = [{**pad, "side": "other"} for pad in PADS]
    both = placement(*PADS, strategy="sciatic-path")
    both["channels"].append({"id": "B", "pads": other, "program": "main"})
    svg = protocol_drawing(make_protocol(placement=both))
    assert labels(svg) == ["A1", "A2", "B1", "B2"]
    assert ET.fromstring(svg).get("viewBox").split()[2] == "880"


def test_unknown_site_is_refused():
    """A pad that lies nowhere cannot be drawn."""
    nowhere = placement({"site": "nowhere", "size_mm": [50, 50]}, PADS[1])
    with pytest.raises(ValueError, match="site 'nowhere' is unknown"):
        protocol_drawing(make_protocol(placement=nowhere))
