"""A pack that is not what its name says."""

import pytest
from packs import bottle, peas

from tensplan.thermal.direction import wrong_way


def test_packs_that_do_what_they_say():
    """A warm bottle and frozen peas are in order."""
    assert [*wrong_way(0, bottle()), *wrong_way(0, peas())] == []


CASES = {
    "heat that cools": (bottle(pack_temperature_c=20.0), "thermal/wrong-way"),
    "heat at the skin's own": (bottle(pack_temperature_c=33.0), "thermal/wrong-way"),
    "cold that warms": (peas(pack="gel-pack", pack_temperature_c=40.0), "thermal/wrong-way"),
    "melted ice": (peas(pack="ice-water", pack_temperature_c=4.0), "thermal/melted"),
}


@pytest.mark.parametrize(("entry", "rule"), CASES.values(), ids=CASES)
def test_wrong_way_is_named(entry, rule):
    """The finding names the temperature of the pack and of the skin or of melting."""
    (finding,) = [found for found in wrong_way(1, entry) if found.severity == "error"]
    assert finding.rule == rule
    assert finding.path == ("thermal", 1, "pack_temperature_c")
    assert finding.value == entry.pack_temperature_c
    assert f"{entry.pack_temperature_c:g} degC" in finding.message


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            bottle(pack_temperature_c=90.0),
            "hot-water bottle is stated at 90 degC; such packs are known from 35 to 60 degC",
        ),
        (
            peas(pack_temperature_c=-25.0),
            "frozen peas is stated at -25 degC; such packs are known from -18 to 0 degC",
        ),
    ],
    ids=["boiling", "deep-frozen"],
)
def test_pack_harsher_than_known_is_a_warning(entry, message):
    """Hotter or colder than any of its kind is doubtful, and the known range is said."""
    (finding,) = wrong_way(0, entry)
    assert (finding.rule, finding.severity) == ("thermal/unusual-pack", "warning")
    assert finding.message == message


def test_milder_than_known_is_no_fault():
    """A pack that has cooled down is milder, and needs no warning."""
    cooled = bottle(pack="moist-heat-pack", pack_temperature_c=46.0)
    assert list(wrong_way(0, cooled)) == []
