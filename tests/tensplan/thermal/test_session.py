"""Packs, gaps and current on one area, judged as one session."""

import pytest
from builders import make_protocol, placement, program_data
from packs import bottle, peas

from simulator.bioheat import Part
from tensplan.safety.limits import own_limits
from tensplan.thermal.part import thermal_part
from tensplan.thermal.session import companions, in_session, session_parts

BACK = placement(
    {"site": "lumbar-l4", "size_mm": [50, 50]},
    {"site": "lumbar-s1", "size_mm": [50, 50]},
    strategy="lumbar-segmental",
)
FOOT = placement(
    {"site": "tibial-ankle", "size_mm": [40, 40]},
    {"site": "tibial-above-ankle", "size_mm": [40, 40]},
)
AFTER = {"when": "after-stimulation", "gap_min": 5.0}


def protocol(*entries, cap=40, where=BACK):
    """Return a protocol with packs, and pads on the back."""
    return make_protocol(
        program_data(amplitude_cap_ma=cap),
        thermal=[entry.model_dump(exclude_none=True) for entry in entries],
        placement=where,
    )


def worst(found, area="lumbar"):
    """Return what the worst case reaches in a session."""
    return in_session(area, session_parts(found, area), "worst").values


def test_parts_follow_the_file():
    """Pack, gap, stimulation, gap, pack, and five minutes, each with its length."""
    found = protocol(bottle(**AFTER), bottle())
    assert [(part.name, part.minutes) for part in session_parts(found, "lumbar")] == [
        ("heat 2", 15.0),
        ("gap 2", 10.0),
        ("stimulation", 30.0),
        ("gap 1", 5.0),
        ("heat 1", 15.0),
        ("rest", 5.0),
    ]


ALONE = {
    "pads elsewhere": protocol(bottle(area="calf")),
    "apart from the stimulation": protocol(bottle(when="separate")),
    "no pack there": protocol(bottle(area="gluteal")),
}


@pytest.mark.parametrize("found", ALONE.values(), ids=ALONE)
def test_a_pack_without_company_has_no_session(found):
    """Neither pads nor a second pack: it was judged alone already."""
    area = "calf" if "calf" in str(found.thermal[0].area) else "lumbar"
    assert companions(found, area) == ()


def test_two_packs_share_a_session_without_pads():
    """Between them the stimulation is a pause for this area."""
    found = protocol(bottle(area="calf"), bottle(area="calf", **AFTER))
    assert [index for index, _ in companions(found, "calf")] == [0, 1]
    parts = {part.name: part for part in session_parts(found, "calf")}
    assert parts["stimulation"] == Part(name="stimulation", minutes=30.0)


def test_current_adds_heat():
    """More current is more dose and injury; a strong one makes the session hotter than its pack."""
    found = [worst(protocol(bottle(), cap=cap)) for cap in (1, 40, 80)]
    assert [v["omega"] for v in found] == sorted({v["omega"] for v in found})
    assert found[0]["peak_basal_c"] == found[1]["peak_basal_c"]  # of the pack, before the current
    assert found[2]["peak_basal_c"] > found[1]["peak_basal_c"] + 2


def test_a_second_pack_adds_dose():
    """Dose and injury of two packs are more than of one."""
    once = worst(protocol(bottle(pack_temperature_c=50.0)))
    twice = worst(
        protocol(bottle(pack_temperature_c=50.0), bottle(pack_temperature_c=50.0, **AFTER))
    )
    assert twice["cem43_min"] > 1.3 * once["cem43_min"]
    assert twice["omega"] > 1.3 * once["omega"]


def part_of(*entries, **options):
    """Return heat and cold of a protocol with pads on the back."""
    return thermal_part(protocol(*entries, **options), setting="home", limits=own_limits())


def test_what_passes_alone_may_not_pass_together():
    """Two warm packs, each within every limit, pass the dose together, and that is said once."""
    pair = (
        bottle(pack_temperature_c=50.0),
        bottle(pack_temperature_c=50.0, **AFTER),
    )
    found = part_of(*pair, cap=1)
    assert [entry["verdict"] for entry in found.entries] == ["pass", "pass"]
    (error,) = [finding for finding in found.findings if finding.severity == "error"]
    assert error.rule == "project/thermal-dose-home"
    assert error.message.startswith("whole session, heat on the lower back: the thermal dose is")
    assert error.hint == "leave one pack of the session out, or keep more time between"
    assert found.entries[0]["session"]["verdict"] == "blocked"
    assert found.entries[1]["session"] is None


def test_a_limit_broken_alone_is_not_said_twice():
    """The session adds only what the pack alone did not break."""
    hot = part_of(bottle(pack_temperature_c=65.0))
    rules = [finding.rule for finding in hot.findings if finding.severity == "error"]
    assert len(rules) == len(set(rules))


def test_session_is_told_with_its_times():
    """Parts carry from when to when, and everybody's values."""
    session = part_of(bottle()).entries[0]["session"]
    assert session["parts"][1] == {"name": "gap 1", "from_min": 15.0, "to_min": 25.0}
    assert [one["person"] for one in session["people"]] == ["normal", "worst"]
    assert session["verdict"] == "pass"


def test_cold_and_current_are_one_session_too():
    """Peas before the stimulation, with pads on the ankle: the skin is as cold as under them alone."""
    cold = peas(when="before-stimulation", gap_min=30.0)
    found = thermal_part(protocol(cold, where=FOOT), setting="home", limits=own_limits())
    alone = found.rows[1]["min_skin_c"]
    together = found.entries[0]["session"]["people"][1]["min_skin_c"]
    assert together == pytest.approx(alone, abs=0.05)  # the same pack at the same steps


def test_what_is_offered_passes_in_its_session_too():
    """A change that would pass for the pack alone is not offered where the session breaks a limit."""
    hot = bottle(pack_temperature_c=60.0)
    alone = thermal_part(protocol(hot, where=FOOT), setting="home", limits=own_limits())
    shared = part_of(hot, cap=60)
    offers = [found.entries[0]["would_pass"] for found in (alone, shared)]
    degrees = [
        one["pack_temperature_c"]
        for found in offers
        for one in found
        if one["change"] == "temperature"
    ]
    assert len(degrees) == 2
    assert degrees[1] < degrees[0]
