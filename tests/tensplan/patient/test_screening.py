"""Screening a whole protocol: one finding for each thing, at its place, with whom to ask."""

from __future__ import annotations

from typing import Any

import pytest
from builders import make_protocol, placement
from people import DAY, make_patient, sensed

from tensplan.finding import Finding
from tensplan.patient.screening import Screening, screen
from tensplan.protocol.model import Protocol

HEAT = {
    "modality": "heat",
    "area": "lumbar",
    "pack": "warm-compress",
    "pack_temperature_c": 40,
    "cover": {"dry_towel_layers": 1},
    "duration_min": 10,
    "when": "separate",
    "gap_min": 30,
    "skin_check_every_min": 5,
}
DULL = {"sharp_blunt": 3, "tested_on": "2026-11-22"}


def bracket() -> Protocol:
    """Return two pads on the sole, and heat on the back."""
    size = [40, 40]
    pads = placement({"site": "arch-medial", "size_mm": size}, {"site": "PMTH", "size_mm": size})
    return make_protocol(placement=pads, thermal=[HEAT])


def screened(**changes: Any) -> Screening:
    """Return the screening of the intact person with changes."""
    return screen(make_patient(**changes), bracket(), on=DAY, setting="home")


def errors(screening: Screening) -> list[Finding]:
    """Return what blocks."""
    return [finding for finding in screening.findings if finding.severity == "error"]


def test_the_intact_person_has_nothing_to_say() -> None:
    """No finding, nobody to ask, nothing cleared."""
    assert screened() == Screening(red_flags=(), findings=())


def test_two_pads_make_one_finding() -> None:
    """The same reason at two pads is said once, with both places, at the first pad's line."""
    found = errors(screened(sensation=sensed(arch_medial=DULL, plantar_metatarsal=DULL)))
    assert [f.rule for f in found] == ["screening/P_SENS"]
    assert "arch medial, plantar metatarsal" in found[0].message
    assert found[0].dotted_path == "placement.channels[0].pads[0].site"


def test_a_reason_of_the_whole_person_has_no_place() -> None:
    """A defibrillator is about TENS as a whole, and leaves the heat alone."""
    found = errors(screened(conditions=["I_ICD"]))
    assert [(f.rule, f.path) for f in found] == [("screening/I_ICD", ())]
    assert "Europace" in found[0].source


def test_a_pack_has_its_own_findings() -> None:
    """What stops heat stands at the entry of the pack."""
    found = errors(screened(conditions=["P_COG"], circulation={"pulses": "present"}))
    assert {f.path for f in found} == {(), ("thermal", 0)}


def test_who_is_missing_is_asked() -> None:
    """A clearance that is missing names its role; a sound one names its last day."""
    waiting = screened(conditions=["P_CARD"])
    assert waiting.ask == ("cardiologist", "physician")
    assert all(f.hint.startswith("ask the cardiologist or physician") for f in errors(waiting))
    leave = {"code": "P_CARD", "by_role": "cardiologist", "on": "2026-11-01"}
    opened = screened(conditions=["P_CARD"], clearances=[leave])
    assert (errors(opened), opened.ask) == ([], ())
    assert [(c.code, str(c.until)) for c in opened.cleared] == [("P_CARD", "2027-01-30")]
    assert {f.severity for f in opened.findings} == {"note"}


def test_when_nobody_asked_it_is_said_once() -> None:
    """Without a list of conditions one finding for each modality names all that is missing."""
    found = [f for f in errors(screened(conditions=None)) if f.rule == "screening/unknown"]
    assert [f.path for f in found] == [(), ("thermal", 0)]
    assert "pacemaker (I_PM)" in found[0].message
    assert "pacemaker" not in found[1].message


def test_a_single_question_is_asked_in_words() -> None:
    """One condition that was not asked blocks with its question."""
    found = errors(screened(conditions_not_asked=["I_SCS"]))
    assert found[0].rule == "screening/I_SCS"
    assert found[0].hint.startswith("ask: Is there a spinal cord stimulator")


def test_unknown_red_flags_block_everything() -> None:
    """Until somebody asked, neither TENS nor heat is planned."""
    found = errors(screened(red_flags=None))
    assert [(f.rule, f.path) for f in found] == [
        ("screening/red-flags-unknown", ()),
        ("screening/red-flags-unknown", ("thermal", 0)),
    ]


def test_a_red_flag_hides_everything_else() -> None:
    """With a red flag nothing else is looked at."""
    found = screened(red_flags=["RF_INF", "RF_CSF"], conditions=["I_ICD"])
    assert found.stops
    assert [f.rule for f in found.findings] == ["screening/RF_INF", "screening/RF_CSF"]
    assert found.findings[0].hint == "call the surgical team"


def test_an_unknown_side_is_a_warning() -> None:
    """Pads have to go on some side."""
    assert [f.rule for f in screened(side=None).findings] == ["screening/side-unknown"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"code": "I_NONE"}, "there is no such rule"),
        ({"code": "I_ICD"}, "nobody can override this rule here"),
        ({"code": "RF_CES"}, "nobody can override this rule here"),
        ({"by_role": "neurologist"}, "it is by a neurologist, and must be by a cardiologist"),
        ({"on": "2026-11-23"}, "it is dated after the plan of 2026-11-22"),
        ({"on": "2026-01-01"}, "it is 325 days old, and holds for 90 days"),
    ],
    ids=["no-rule", "icd", "red-flag", "role", "future", "old"],
)
def test_a_clearance_that_opens_nothing_says_why(change: dict[str, str], reason: str) -> None:
    """Leave that does not count is shown with the reason."""
    leave = {"code": "P_CARD", "by_role": "cardiologist", "on": "2026-11-22", **change}
    found = [f for f in screened(clearances=[leave]).findings if f.rule == "screening/clearance"]
    assert len(found) == 1
    assert reason in found[0].message
