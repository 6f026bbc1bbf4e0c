"""What is reached under a pack, in the quantities that limits bound."""

import pytest
from packs import bottle, peas

from simulator.bioheat import Cover, Person, simulate
from simulator.bioheat.steps import Steps
from tensplan.protocol.thermal import Thermal
from tensplan.thermal.reached import cover_of, reached


def test_values_are_those_of_the_simulator():
    """The planner adds no physics: the same numbers come from the simulator at fine steps."""
    mine = reached(bottle(), "worst").values
    fine = simulate(
        "lumbar",
        pack="hot-water-bottle",
        cover=Cover(dry_towels=2),
        minutes=15,
        person="worst",
        pack_temperature=45.0,
        minutes_after=5,
        steps=Steps(first=0.01, growth=1.05, longest=5.0),
    )
    # steps of the planner are coarser: 0.001 degC, and a thousandth of dose and injury
    assert mine["peak_basal_c"] == pytest.approx(float(fine.dose.peak_basal[0]), abs=2e-3)
    assert mine["min_skin_c"] == pytest.approx(float(fine.dose.min_skin[0]), abs=0.05)
    assert mine["omega"] == pytest.approx(float(fine.dose.omega[0]), rel=1e-3)


def test_tissue_is_followed_after_the_pack_is_off():
    """Five minutes after the pack count: the dose is larger than up to its end."""
    hot = bottle(pack_temperature_c=60.0)
    until_off = simulate(
        "lumbar",
        pack="hot-water-bottle",
        cover=Cover(dry_towels=2),
        minutes=15,
        person="worst",
        pack_temperature=60.0,
    )
    assert reached(hot, "worst").values["cem43_min"] > 1.02 * float(until_off.dose.cem43[0])


def test_worst_is_worse_than_normal():
    """Hotter under heat, colder under cold."""
    assert (
        reached(bottle(), "worst").values["peak_basal_c"]
        > reached(bottle(), "normal").values["peak_basal_c"] + 1
    )
    assert (
        reached(peas(), "worst").values["min_skin_c"]
        < reached(peas(), "normal").values["min_skin_c"] - 1
    )


def test_a_person_without_dilation_gets_hotter():
    """Someone whose vessels do not open lies between normal and worst."""
    given = reached(bottle(), Person(dilation=0.0))
    assert given.person == "given"
    normal, worst = (reached(bottle(), who).values["peak_basal_c"] for who in ("normal", "worst"))
    assert normal < given.values["peak_basal_c"] < worst


def test_cover_is_read_and_never_assumed():
    """Zero layers are bare skin; nothing said is refused."""
    assert cover_of(bottle(cover={"dry_towel_layers": 0})) == Cover()
    assert cover_of(peas(cover={"dry_towel_layers": 2, "damp_towel_layers": 1})) == Cover(
        dry_towels=2, damp_towels=1
    )
    silent = Thermal.model_validate({**bottle().model_dump(exclude_none=True), "cover": {}})
    with pytest.raises(ValueError, match="cover must say how many towel layers, 0 to 30"):
        cover_of(silent)
