"""What a test of sensation comes to, at which place, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from people import DAY, make_patient, sensed

from tensplan.patient.felt import failed_places, grade_at, hot_cold_at
from tensplan.patient.model import Patient
from tensplan.patient.places import areas, place_ids, sites_of, touches
from tensplan.placement.sites import site_ids

SITE = "dorsal-ankle"


def felt(**test: Any) -> Patient:
    """Return a person whose skin at one site was tested like this today."""
    return make_patient(sensation={SITE: {"tested_on": DAY.isoformat(), **test}})


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"sharp_blunt": 10, "light_touch": "normal"}, "intact"),
        ({"sharp_blunt": 9, "light_touch": "normal"}, "intact"),
        ({"sharp_blunt": 9, "light_touch": "reduced"}, "reduced"),
        ({"sharp_blunt": 10}, "reduced"),
        ({"sharp_blunt": 8, "light_touch": "normal"}, "failed"),
        ({"sharp_blunt": 0, "light_touch": "normal"}, "absent"),
        ({"sharp_blunt": 10, "light_touch": "absent"}, "failed"),
        ({"sharp_blunt": 10, "light_touch": "painful"}, "allodynia"),
        ({"light_touch": "painful"}, "allodynia"),
        ({"light_touch": "normal"}, "unknown"),
        ({}, "unknown"),
    ],
    ids=str,
)
def test_grade_of_a_site(test: dict[str, Any], expected: str) -> None:
    """Nine of ten pass; painful touch, absent touch and missing tests never do."""
    assert grade_at(felt(**test), SITE, DAY) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [(0, "intact"), (14, "intact"), (15, "unknown"), (-1, "unknown")], ids=str
)
def test_sharp_and_blunt_hold_for_fourteen_days(days: int, expected: str) -> None:
    """An older test counts as unknown, and so does one that is dated after the plan."""
    patient = felt(sharp_blunt=10, light_touch="normal")
    assert grade_at(patient, SITE, DAY + timedelta(days=days)) == expected


@pytest.mark.parametrize(
    ("hot", "cold", "days", "expected"),
    [
        (5, 5, 0, True),
        (5, 4, 0, True),
        (4, 5, 0, True),
        (4, 4, 0, False),
        (5, 3, 0, False),
        (5, 5, 1, None),
        (0, 0, 1, None),
    ],
    ids=str,
)
def test_hot_and_cold_hold_for_the_day(hot: int, cold: int, days: int, expected: Any) -> None:
    """Nine of ten with four of each pass; the next day nobody knows."""
    test = {"hot_cold": {"hot": hot, "cold": cold}, "tested_on": DAY.isoformat()}
    patient = make_patient(sensation={"calf": test})
    assert hot_cold_at(patient, "calf", DAY + timedelta(days=days)) is expected


def test_one_failure_in_an_area_fails_it() -> None:
    """The area's own test does not outvote a site in it."""
    bad = {"hot_cold": {"hot": 2, "cold": 2}, "tested_on": DAY.isoformat()}
    assert hot_cold_at(make_patient(), "foot-sole", DAY) is True
    assert hot_cold_at(make_patient(sensation=sensed(arch_medial=bad)), "foot-sole", DAY) is False


def test_an_area_without_own_test_needs_every_site() -> None:
    """Sites stand for their area only when all of them were tested."""
    good = {"hot_cold": {"hot": 5, "cold": 5}, "tested_on": DAY.isoformat()}
    all_of_them = dict.fromkeys(sites_of("heel"), good)
    assert hot_cold_at(make_patient(sensation=all_of_them), "heel", DAY) is True
    assert hot_cold_at(make_patient(sensation={"heel-medial": good}), "heel", DAY) is None


def test_a_failed_area_fails_its_sites() -> None:
    """A site that passed is not used in an area that failed, and an area never lets a site pass."""
    bad = {"sharp_blunt": 3, "tested_on": DAY.isoformat()}
    good = {"sharp_blunt": 10, "light_touch": "normal", "tested_on": DAY.isoformat()}
    assert grade_at(make_patient(sensation=sensed(ankle=bad)), SITE, DAY) == "failed"
    assert grade_at(make_patient(sensation={"ankle": good}), SITE, DAY) == "unknown"


@pytest.mark.parametrize(
    "change",
    [
        {"changed_on": "2026-11-22"},
        {"topicals": [{"agent": "lidocaine", "places": ["ankle"], "applied_on": "2026-11-22"}]},
        {"topicals": [{"agent": "capsaicin-cream", "places": [SITE]}]},
    ],
    ids=["new-numbness", "lidocaine", "cream-of-unknown-day"],
)
def test_a_change_or_a_cream_ends_a_test(change: dict[str, Any]) -> None:
    """After new numbness, or a cream on the place, the skin is unknown again; elsewhere it is not."""
    patient = make_patient(**change)
    assert grade_at(patient, SITE, DAY) == "unknown"
    assert hot_cold_at(patient, "ankle", DAY) is None
    if "topicals" in change:
        assert grade_at(patient, "popliteal-upper", DAY) == "intact"


def test_the_other_limb_has_its_own_tests() -> None:
    """Nothing is inferred from one limb to the other."""
    patient = make_patient(
        sensation_other_side={SITE: {"sharp_blunt": 2, "tested_on": "2026-11-22"}}
    )
    assert grade_at(patient, SITE, DAY, limb="other") == "failed"
    assert grade_at(patient, SITE, DAY) == "intact"
    assert grade_at(patient, "tibial-ankle", DAY, limb="other") == "unknown"


def test_failed_places_are_named() -> None:
    """Both kinds of failure count."""
    cold = {"hot_cold": {"hot": 5, "cold": 0}, "tested_on": DAY.isoformat()}
    dull = {"sharp_blunt": 1, "tested_on": DAY.isoformat()}
    patient = make_patient(
        sensation={"heel": cold, "arch-medial": dull, "calf": {**dull, "sharp_blunt": 10}}
    )
    assert list(failed_places(patient, DAY)) == ["heel", "arch-medial"]


def test_places_cover_every_site() -> None:
    """Each site lies in at least one area, and every named site exists."""
    inside = frozenset().union(*areas().values())
    assert inside == set(site_ids())
    assert sites_of("foot") < sites_of("leg")
    assert sites_of("elsewhere") == frozenset()
    assert not touches("back", "leg")
    assert len(place_ids()) == len(set(place_ids()))


def test_an_unknown_place_is_refused() -> None:
    """A place that does not exist raises and names what there is."""
    with pytest.raises(ValueError, match="place is 'hand'; it must be one of lumbar-l4"):
        sites_of("hand")


def test_unknown_is_never_a_pass() -> None:
    """Without any test every site and every area is unknown."""
    patient = make_patient(sensation=None)
    assert {grade_at(patient, site, DAY) for site in site_ids()} == {"unknown"}
    assert {hot_cold_at(patient, area, DAY) for area in areas()} == {None}
