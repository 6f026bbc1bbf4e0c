"""Properties and device profiles: every number has a unit, a range that holds it, and a source."""

import dataclasses

import pytest

from simulator.properties import CONFIDENCES, Property, device, device_ids, table
from simulator.properties.device_profile import parse_device
from simulator.properties.table import parse_property

GOOD = {"value": 2.0, "unit": "ohm", "low": 1.0, "high": 3.0, "source": "x", "confidence": "quoted"}
DEVICE = {
    "id": "d",
    "title": "D",
    "output": "constant-current",
    "source": "a manual",
    "confidence": "quoted",
    "note": "",
    "dc_blocking": None,
}
TOLERANCE = Property(value=0.2, unit="1", source="a standard", confidence="recalled")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"value": 0.5}, "within 1.0 to 3.0 ohm, got 0.5", id="below-range"),
        pytest.param({"value": 3.5}, "within 1.0 to 3.0 ohm, got 3.5", id="above-range"),
        pytest.param({"value": float("nan")}, "finite", id="nan"),
        pytest.param({"value": float("inf"), "high": None}, "finite", id="infinite"),
        pytest.param({"source": "  "}, "source of 2.0 ohm must not be empty", id="no-source"),
        pytest.param({"unit": ""}, "unit of a property", id="no-unit"),
        pytest.param({"confidence": "sure"}, "confidence must be one of", id="bad-confidence"),
    ],
)
def test_property_refuses(change, message):
    """A property outside its range, without source or unit, or with an unknown word is refused."""
    with pytest.raises(ValueError, match=message):
        Property(**(GOOD | change))


def test_property_refuses_an_unknown_key():
    """A misspelt key in the data is an error, never ignored."""
    with pytest.raises(ValueError, match=r"unknown keys \['vlaue'\]"):
        parse_property(GOOD | {"vlaue": 2.0})


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_weakness_follows_the_confidence_word(confidence):
    """Only remembered and chosen values are weak."""
    weak = Property(**(GOOD | {"confidence": confidence})).is_weak
    assert weak == (confidence in {"recalled", "project-default"})


@pytest.mark.parametrize("key", sorted(table("skin")))
def test_skin_rows_have_a_positive_value_and_a_long_source(key):
    """Each skin row names more than a word as its source."""
    row = table("skin")[key]
    assert row.value > 0
    assert len(row.source) > 20


@pytest.mark.parametrize(
    ("key", "value", "low", "high"),
    [
        pytest.param("series_resistance", 350.0, 200.0, 500.0, id="series"),
        pytest.param("parallel_resistance_dry", 5000.0, 1000.0, 10000.0, id="parallel-dry"),
        pytest.param("parallel_capacitance_dry", 100e-9, 50e-9, 200e-9, id="capacitance-dry"),
        pytest.param("electrode_to_electrode", 2000.0, 1000.0, 7800.0, id="nolan-1991"),
    ],
)
def test_skin_numbers(key, value, low, high):
    """The skin table holds the ranges that its sources name."""
    row = table("skin")[key]
    assert (row.value, row.low, row.high) == (value, low, high)


def test_remembered_skin_values_say_so():
    """The recalled pad values keep their tag on the way out."""
    assert table("skin")["series_resistance"].confidence == "recalled"
    assert table("skin")["halving_current_density"].confidence == "project-default"


def test_shipped_devices():
    """A generic unit, the P24 and at least four real units are there."""
    assert {"generic-tens", "p24", "tensmed-s84", "neurotrac", "geko-t1", "auvon-as8016"} <= set(
        device_ids()
    )
    assert len(device_ids()) >= 6


@pytest.mark.parametrize("id_", device_ids())
def test_profile_is_frozen_and_keyed_by_its_own_id(id_):
    """A profile answers to its id and cannot be changed."""
    profile = device(id_)
    assert profile.id == id_
    with pytest.raises(dataclasses.FrozenInstanceError):
        profile.title = "other"


@pytest.mark.parametrize("id_", device_ids())
def test_unstated_lists_exactly_what_is_none_or_defaulted(id_):
    """A field is None only when it is listed as unstated."""
    profile = device(id_)
    none = {f.name for f in dataclasses.fields(profile) if getattr(profile, f.name) is None}
    assert none <= set(profile.unstated)
    assert set(profile.unstated) - none <= {
        "amplitude_tolerance",
        "width_tolerance",
        "rate_tolerance",
    }


@pytest.mark.parametrize("id_", device_ids())
def test_default_tolerance_is_twenty_percent_and_recalled(id_):
    """Where a profile states no tolerance, 20 % with its tag stands in."""
    profile = device(id_)
    assert profile.amplitude_tolerance.value == 0.2
    assert profile.amplitude_tolerance.confidence == "recalled"


@pytest.mark.parametrize(
    ("id_", "field", "value"),
    [
        pytest.param("tensmed-s84", "max_amplitude", 0.0995, id="s84-current"),
        pytest.param("tensmed-s84", "rate_high", 120.0, id="s84-rate"),
        pytest.param("neurotrac", "max_amplitude", 0.050, id="neurotrac-half-of-peak-to-peak"),
        pytest.param("geko-t1", "load_low", 200.0, id="geko-load"),
        pytest.param("p24", "compliance_voltage", 150.0, id="p24-compliance"),
        pytest.param("p24", "amplitude_step", 0.0005, id="p24-step"),
        pytest.param("endomed-484", "max_rms_current", 0.050, id="endomed-rms"),
    ],
)
def test_quoted_device_values(id_, field, value):
    """Values read in the makers' texts arrive in SI."""
    assert getattr(device(id_), field).value == value


def test_geko_load_and_current_stay_below_its_voltage():
    """27 mA into 3 kohm is 81 V and fits into the 90 V stated beside it."""
    geko = device("geko-t1")
    needed = geko.max_amplitude.value * geko.load_high.value
    assert needed == pytest.approx(81.0, rel=1e-12, abs=0)
    assert needed < geko.compliance_voltage.value


def test_p24_does_not_block_dc():
    """The P24 can output d.c., so its profile must not be read as blocking."""
    assert device("p24").dc_blocking is False


def test_generic_unit_credits_no_dc_blocking_and_says_what_it_does_not_know():
    """Nothing is credited to a unit that is not named."""
    profile = device("generic-tens")
    assert profile.dc_blocking is None
    assert {"dc_blocking", "open_circuit_voltage"} <= set(profile.unstated)
    assert profile.confidence == "project-default"


def test_unknown_device_lists_the_known_ones():
    """A wrong id is answered with the ids that exist."""
    with pytest.raises(ValueError, match=r"auvon-as8016, .*p24.*, got 'p42'"):
        device("p42")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"output": "constant-power"}, "output must be", id="output"),
        pytest.param({"colour": "red"}, r"unknown keys \['colour'\]", id="unknown-key"),
        pytest.param({"source": " "}, "source must not be empty", id="no-source"),
        pytest.param(
            {"max_amplitude": GOOD}, "max_amplitude must be in A, got ohm", id="wrong-unit"
        ),
        pytest.param(
            {"load_low": GOOD | {"value": 0.0, "low": None}}, "must be above 0", id="zero"
        ),
        pytest.param(
            {
                "width_low": GOOD | {"unit": "s"},
                "width_high": GOOD | {"unit": "s", "value": 1.5},
            },
            "width_low must not pass width_high",
            id="range",
        ),
    ],
)
def test_profile_refuses(change, message):
    """A malformed profile is refused with the field's name."""
    with pytest.raises(ValueError, match=message):
        parse_device(DEVICE | change, TOLERANCE)


def test_stated_numbers_are_offered_with_their_sources():
    """The report can walk over everything a profile states."""
    stated = device("p24").properties()
    assert "max_amplitude" in stated
    assert "open_circuit_voltage" not in stated
    assert all(row.source for row in stated.values())
