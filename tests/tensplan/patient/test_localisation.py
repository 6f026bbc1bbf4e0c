"""What findings are consistent with, and what they do not explain."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tensplan
from tensplan.patient.localisation import Seat, caveats, localise, table
from tensplan.patient.localisation_findings import findings_of
from tensplan.placement.sites import site_ids

FINDINGS = [row["id"] for row in table()["findings"]]
PLACES = [place["id"] for place in table()["places"]]
CONFIDENCES = ("quoted", "quoted-secondary", "recalled", "derived", "project-default")
DAY = date(2026, 11, 22)


def seat(name: str, *there: str, absent: tuple[str, ...] = ()) -> Seat:
    """Return one place held against findings."""
    given_ = {**dict.fromkeys(there, True), **dict.fromkeys(absent, False)}
    return next(item for item in localise(given_) if item.id == name)


@pytest.mark.parametrize(
    ("there", "best"),
    [
        pytest.param(["weak-great-toe-extension", "weak-hip-abduction"], "l5", id="l5"),
        pytest.param(["ankle-reflex-reduced", "weak-plantarflexion", "numb-sole"], "s1", id="s1"),
        pytest.param(["knee-reflex-reduced", "numb-inner-calf"], "l4", id="l4"),
        pytest.param(
            ["weak-ankle-dorsiflexion", "tinel-at-fibular-neck"], "common-peroneal", id="peroneal"
        ),
        pytest.param(["stocking-pattern", "numb-sole", "numb-dorsum"], "polyneuropathy", id="poly"),
        pytest.param(["tinel-at-inner-ankle", "numb-sole"], "tarsal-tunnel", id="tarsal"),
    ],
)
def test_typical_findings_point_to_their_place(there: list[str], best: str) -> None:
    """The textbook picture of each place is consistent with it, and with it first."""
    first = localise(dict.fromkeys(there, True))[0]
    assert (first.id, first.verdict) == (best, "consistent with")


@pytest.mark.parametrize("separator", ["weak-hip-abduction", "weak-inversion"])
def test_what_tells_the_root_from_the_peroneal_nerve(separator: str) -> None:
    """Foot drop goes with both; weakness at the hip or of turning in is not the peroneal nerve's."""
    drop = "weak-ankle-dorsiflexion"
    assert seat("common-peroneal", drop).verdict == "consistent with"
    assert seat("common-peroneal", drop, separator).verdict == "partly consistent with"
    assert seat("l5", drop, separator).verdict == "consistent with"


@pytest.mark.parametrize("row", table()["findings"], ids=FINDINGS)
def test_each_finding_is_explained_by_some_place_and_not_by_all(row: dict) -> None:
    """A finding that every place explains, or none, would tell nothing; each row has its source."""
    alone = localise({row["id"]: True})
    assert {item.verdict for item in alone} == {"consistent with", "not explained by"}
    assert len(row["by"]) == len(PLACES)
    assert row["confidence"] in CONFIDENCES
    assert len(row["source"]) > 10
    assert set(row.get("sites", [])) <= set(site_ids())


def test_what_was_not_found_is_told_apart_from_what_was_not_looked_for() -> None:
    """A normal reflex is said to be missing; an untested one is unknown, never normal."""
    found = seat("s1", "numb-sole", absent=("ankle-reflex-reduced",))
    assert found.expected == ("reduced ankle reflex",)
    assert "weak heel raise on one leg" in found.unknown
    assert "reduced ankle reflex" not in found.unknown


@given(st.dictionaries(st.sampled_from(FINDINGS), st.sampled_from([True, False, None])))
def test_every_finding_is_accounted_for_at_every_place(findings: dict[str, bool | None]) -> None:
    """Each place explains or leaves unexplained all that is there, and nothing that is not."""
    says = {row["id"]: row["says"] for row in table()["findings"]}
    there = {says[name] for name, value in findings.items() if value}
    for item in localise(findings):
        assert set(item.explained) | set(item.unexplained) == there
        assert not set(item.explained) & set(item.unexplained)


def test_without_findings_nothing_is_said() -> None:
    """An examination without a finding leaves every place open, in the order of the table."""
    assert [(item.id, item.verdict) for item in localise({})] == [(n, "open") for n in PLACES]


def test_unknown_finding_is_named() -> None:
    """A misspelt finding is refused with the list."""
    with pytest.raises(ValueError, match="finding 'foot-drop' is unknown; listed are ankle-reflex"):
        localise({"foot-drop": True})


def test_the_caveats_carry_their_sources() -> None:
    """What limits the reading is printed with numbers and sources, and names no diagnosis."""
    assert [item.confidence for item in caveats()] == ["quoted", "quoted", "quoted-secondary"]
    assert "1.74 for L5 and 1.29 for S1" in caveats()[1].says


@pytest.mark.parametrize(
    ("name", "there", "best"),
    [
        ("example-intact", ["weak-great-toe-extension", "straight-leg-raise"], "l5"),
        (
            "example-numb-sole",
            ["weak-plantarflexion", "ankle-reflex-reduced", "numb-outer-border", "numb-sole"],
            "s1",
        ),
    ],
)
def test_examples(name: str, there: list[str], best: str) -> None:
    """The invented people read as they are meant to."""
    found = findings_of(tensplan.load_patient(name), DAY)
    assert [key for key, value in found.items() if value] == there
    assert localise(found)[0].id == best


def test_lapsed_tests_are_not_looked_for() -> None:
    """A month later the tests of feeling say nothing any more; strength still does."""
    found = findings_of(tensplan.load_patient("example-numb-sole"), date(2026, 12, 22))
    assert found["numb-sole"] is None
    assert found["weak-plantarflexion"] is True


def test_a_person_without_examination_has_no_finding() -> None:
    """What nobody examined is unknown in every row."""
    blank = tensplan.load_patient("example-intact").model_copy(
        update={"strength": None, "reflexes": None, "signs": None, "sensation": None}
    )
    assert set(findings_of(blank, DAY).values()) == {None}
