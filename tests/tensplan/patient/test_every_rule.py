"""Every row of the screening rules fires on a person made for it, and is silent on the intact one."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from people import DAY, make_patient, sensed

from tensplan.patient.case import FACTS, Case
from tensplan.patient.codes import ConditionCode, RedFlagCode, Role
from tensplan.patient.evidence import TESTS, red_flag_codes
from tensplan.patient.places import areas, place_ids, sites_of
from tensplan.patient.rule import MODALITIES, Clause, Modality, Rule, red_flags, screening_rules
from tensplan.patient.verdict import Hit, hits, site_verdict
from tensplan.safety.limit import CONFIDENCE_WORDS

TODAY = DAY.isoformat()
RULES = screening_rules()
ROWS = [
    (rule, modality, number)
    for rule in RULES.values()
    for modality in MODALITIES
    for number in range(len(rule.clauses(modality)))
]
ROW_IDS = [f"{rule.id}-{modality}-{number}" for rule, modality, number in ROWS]

DULL = {"sharp_blunt": 3, "light_touch": "normal", "tested_on": TODAY}
PAINFUL = {"sharp_blunt": 10, "light_touch": "painful", "tested_on": TODAY}
WEAK = {"sharp_blunt": 10, "light_touch": "reduced", "tested_on": TODAY}
COLD_MISSED = {"hot_cold": {"hot": 5, "cold": 1}, "tested_on": TODAY}
NOT_FUSED_IS_UNKNOWN = {"procedure": "other", "wound": "closed"}


def near(what: str) -> dict[str, Any]:
    """Return something that lies 10 mm from the pad behind the ankle."""
    return {"near_pads": [{"what": what, "site": "tibial-ankle", "gap_mm": 10}]}


def cream(agent: str) -> dict[str, Any]:
    """Return a cream that is on the ankle today."""
    return {"topicals": [{"agent": agent, "places": ["ankle"], "applied_on": TODAY}]}


FIRING: dict[str, dict[str, Any]] = {
    "P_SENS": {"sensation": sensed(tibial_ankle=DULL)},
    "P_REDUCED": {"sensation": sensed(tibial_ankle=WEAK)},
    "P_HOTCOLD": {"sensation": sensed(tibial_ankle=COLD_MISSED)},
    "P_FOOT": {"sensation": sensed(arch_medial=DULL)},
    "P_ALLO": {"sensation": sensed(tibial_ankle=PAINFUL)},
    "P_FRAGILE": {"skin": {"ankle": "fragile"}},
    "P_NOSWELL": {},
    "K_LIDO": cream("lidocaine"),
    "K_CAPS": cream("capsaicin-cream"),
    "K_BATH": cream("capsaicin-cream"),
    "K_CAPS8": cream("capsaicin-8-percent"),
    "K_PATCH": cream("drug-patch"),
    "K_RUB": cream("heat-rub"),
    "N_SCAR": {**near("scar"), "weeks_since_surgery": 4},
    "N_WOUND": near("wound"),
    "N_IMPLANT": near("implant"),
    "N_METAL": near("hardware"),
    "T_ASK": {"weeks_since_surgery": None},
    "T_72H": {"weeks_since_surgery": 0.2},
    "T_2W": {"weeks_since_surgery": 1},
    "T_6W": {"weeks_since_surgery": 4},
    "T_12W": {"weeks_since_surgery": 8},
    "T_INJECTION": {"epidural_injection_on": "2026-11-20"},
    "M_SEDATING": {"medicines": ["gabapentinoid"]},
    "M_OPIOID": {"medicines": ["opioid"]},
    "M_TRICYCLIC": {"medicines": ["tricyclic"]},
    "M_FIRST": {"heat_or_cold_before": False},
}
"""A person for each rule that is read from findings; the others are conditions by their code."""

SILENT: dict[str, dict[str, Any]] = {
    "P_NOSWELL": {"swelling": {"acute_at": ["ankle", "foot-sole"]}}
}
"""Where the intact person is not the opposite."""

FACT_CHANGES: dict[str, dict[str, Any]] = {
    "pacemaker-not-demand": {"implants": {"pacemaker": "not-demand"}},
    "injection-within-3-days": {"epidural_injection_on": "2026-11-20"},
}
"""What makes a fact true that a clause waits for."""

FACTS_UNDONE: dict[str, dict[str, Any]] = {
    "pacemaker-not-demand": {},
    "monofilament-felt": {"sensation": None},
    "supervised": {},
    "wound-closed": {
        "surgery": {"procedure": "microdiscectomy", "fused": False, "wound": "sutures"}
    },
    "not-fused": {"surgery": {"procedure": "fusion", "wound": "closed"}},
}
"""What keeps a fact from being true that would excuse."""


def person_for(rule: Rule, clause: Clause) -> dict[str, Any]:
    """Return what has to change in the intact person for a clause to fire."""
    change = FIRING.get(rule.id, {"conditions": [rule.id]})
    return {
        **change,
        **(FACT_CHANGES[clause.when] if clause.when else {}),
        **(FACTS_UNDONE[clause.unless] if clause.unless else {}),
    }


def place_for(clause: Clause, modality: Modality) -> str:
    """Return a site, or an area for heat and cold, in which a clause holds."""
    named = [place for place in (*clause.where, *clause.located) if place != "anywhere"]
    sites = sites_of(named[0]) if named and sites_of(named[0]) else frozenset({"tibial-ankle"})
    site = "tibial-ankle" if "tibial-ankle" in sites else min(sites)
    if modality == "tens":
        return site
    return "ankle" if site in areas()["ankle"] else next(a for a in areas() if site in areas()[a])


def found(rule: Rule, clause: Clause, modality: Modality, **changes: Any) -> list[Hit]:
    """Return the hits of one clause on the intact person with changes."""
    where = {"where": {rule.id: ["ankle"]}} if "elsewhere" in clause.located and changes else {}
    case = Case(
        patient=make_patient(**changes, **where),
        modality=modality,
        place=place_for(clause, modality),
        on=DAY,
        motor=clause.motor,
    )
    return [hit for hit in hits(case) if hit.rule is rule and hit.clause is clause]


@pytest.mark.parametrize(("rule", "modality", "number"), ROWS, ids=ROW_IDS)
def test_every_row_fires(rule: Rule, modality: Modality, number: int) -> None:
    """On a person made for it a row has its say, as an error unless it only warns."""
    clause = rule.clauses(modality)[number]
    hit = found(rule, clause, modality, **person_for(rule, clause))
    assert len(hit) == 1
    expected = "warning" if clause.level == "warning" else "error"
    assert hit[0].severity == expected
    assert hit[0].state == ("unknown" if rule.id == "T_ASK" else "present")


@pytest.mark.parametrize(("rule", "modality", "number"), ROWS, ids=ROW_IDS)
def test_every_row_is_silent_without_cause(rule: Rule, modality: Modality, number: int) -> None:
    """On the intact person the same row says nothing at the same place."""
    clause = rule.clauses(modality)[number]
    assert found(rule, clause, modality, **SILENT.get(rule.id, {})) == []


UNLESS = [row for row in ROWS if row[0].clauses(row[1])[row[2]].unless]


@pytest.mark.parametrize(
    ("rule", "modality", "number"), UNLESS, ids=lambda x: getattr(x, "id", str(x))
)
def test_an_excuse_has_to_be_known(rule: Rule, modality: Modality, number: int) -> None:
    """A row that a fact would excuse is silent once the fact is known, and only then."""
    clause = rule.clauses(modality)[number]
    excused = {
        "pacemaker-not-demand": {"implants": {"pacemaker": "not-demand"}},
        "wound-closed": {
            "surgery": {"procedure": "microdiscectomy", "fused": False, "wound": "closed"}
        },
        "not-fused": {"surgery": {"procedure": "microdiscectomy", "fused": False}},
        "monofilament-felt": {},
        "supervised": {},
    }[clause.unless]
    change = {**person_for(rule, clause), **excused}
    change |= {} if clause.unless != "monofilament-felt" else {"sensation": sensed()}
    if clause.unless == "supervised":
        case = Case(
            patient=make_patient(**change),
            modality=modality,
            place="tibial-ankle",
            on=DAY,
            setting="supervised",
        )
        assert [hit for hit in hits(case) if hit.clause is clause] == []
    else:
        assert found(rule, clause, modality, **change) == []


CLEARED = [row for row in ROWS if row[0].clauses(row[1])[row[2]].level == "clearance"]


@pytest.mark.parametrize(
    ("rule", "modality", "number"), CLEARED, ids=[f"{r.id}-{m}" for r, m, _ in CLEARED]
)
@pytest.mark.parametrize(
    ("change", "severity"),
    [
        ({}, "note"),
        ({"by_role": None}, "error"),
        ({"on": "2026-11-23"}, "error"),
        ({"on": "2020-01-01"}, "error"),
        ({"code": "I_NONE"}, "error"),
        ({"places": ["elsewhere"]}, "error"),
    ],
    ids=["sound", "other-role", "future", "expired", "other-rule", "other-place"],
)
def test_only_a_sound_clearance_opens(
    rule: Rule, modality: Modality, number: int, change: dict[str, Any], severity: str
) -> None:
    """The named role, for this rule and place, in time: else the row still blocks."""
    clause = rule.clauses(modality)[number]
    stranger = next(role for role in get_args(Role) if role not in clause.by)
    clearance = {"code": rule.id, "by_role": clause.by[0], "on": TODAY, **change}
    clearance["by_role"] = clearance["by_role"] or stranger
    hit = found(rule, clause, modality, **person_for(rule, clause), clearances=[clearance])
    assert [h.severity for h in hit] == [severity]


@pytest.mark.parametrize("code", get_args(ConditionCode))
def test_an_unasked_condition_is_never_better_than_an_absent_one(code: str) -> None:
    """Not asked gives at least what asked and absent gives, and what the rule says of unknown."""
    rule = RULES[code]
    for modality in MODALITIES:
        for clause in rule.clauses(modality):
            if clause.when or clause.motor or "elsewhere" in clause.located:
                continue
            hit = found(
                rule,
                clause,
                modality,
                conditions_not_asked=[code],
                **({"age_years": None} if code == "P_CHILD" else {}),
                **({"sensation": None} if clause.unless == "monofilament-felt" else {}),
            )
            states = {h.state for h in hit if h.declared}
            assert states == (set() if rule.unknown == "silent" else {"unknown"})


def test_codes_and_rules_are_the_same() -> None:
    """Every code of the file format has a rule, and every rule is a code or is read from findings."""
    assert set(get_args(RedFlagCode)) == set(red_flags())
    assert set(get_args(ConditionCode)) <= set(RULES)
    others = set(RULES) - set(get_args(ConditionCode))
    assert {code for code in others if RULES[code].weeks is None} <= set(TESTS)
    assert set(TESTS) <= set(RULES)


@pytest.mark.parametrize("rule", [*RULES.values(), *red_flags().values()], ids=lambda rule: rule.id)
def test_every_rule_is_whole(rule: Rule) -> None:
    """Each rule asks in words, names its sources and their confidence, and only known places."""
    assert rule.ask.endswith("?")
    assert rule.title
    assert rule.help.endswith(".")
    assert rule.sources
    assert all(statement.confidence in CONFIDENCE_WORDS for statement in rule.sources)
    for clause in (*rule.tens, *rule.heat, *rule.cold):
        assert set(clause.where) | set(clause.located) <= {*place_ids(), "anywhere"}
        assert {clause.when, clause.unless} - {""} <= set(FACTS)
        assert set(clause.by) <= set(get_args(Role))
        assert (clause.level == "clearance") == bool(clause.by) == (clause.valid_days is not None)


@pytest.mark.parametrize("flag", red_flags().values(), ids=lambda rule: rule.id)
def test_every_red_flag_says_how_urgent_and_whom_to_call(flag: Rule) -> None:
    """A red flag limits nothing apart: it stops everything, and says what to do."""
    assert flag.urgency in ("emergency", "same-day", "urgent")
    assert flag.call
    assert flag.act
    assert (flag.tens, flag.heat, flag.cold) == ((), (), ())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"red_flags": ["RF_PE"]}, ("RF_PE",)),
        ({"red_flags": []}, ()),
        ({"red_flags": None}, None),
        ({"strength": {"great_toe_extension": {"grade": 3, "previous_grade": 4}}}, ("RF_MOTOR",)),
        ({"strength": {"great_toe_extension": {"grade": 4, "previous_grade": 4}}}, ()),
        ({"strength": {"great_toe_extension": {"grade": 3}}}, ()),
        ({"swelling": {"calf_difference_cm": 3}}, ("RF_DVT",)),
        ({"swelling": {"calf_difference_cm": -4}}, ("RF_DVT",)),
        ({"swelling": {"calf_difference_cm": 2.9}}, ()),
        ({"surgery": {"wound": "open"}}, ("RF_WOUND",)),
        ({"red_flags": None, "swelling": {"calf_difference_cm": 4}}, ("RF_DVT",)),
    ],
    ids=str,
)  # fmt: skip
def test_red_flags_are_listed_or_amounted_to(change: dict[str, Any], expected: Any) -> None:
    """A weaker muscle, a thicker calf or an open wound is a red flag whatever the list says."""
    assert red_flag_codes(make_patient(**change)) == expected


@pytest.mark.parametrize(
    ("site", "modality"),
    [
        ("tibial-ankle", "tens"),
        ("POP", "tens"),
        ("LP4", "tens"),
        ("lumbar", "heat"),
        ("calf", "heat"),
    ],
    ids=str,
)
def test_the_intact_person_passes(site: str, modality: Modality) -> None:
    """With everything asked, tested and fine, nothing is left to say."""
    found_there = site_verdict(make_patient(), site, modality, on=DAY)
    assert (found_there.verdict, found_there.reasons) == ("pass", ())


def test_a_place_that_is_no_site_is_refused() -> None:
    """A verdict on the chest raises with the reason."""
    with pytest.raises(ValueError, match="is no electrode site"):
        site_verdict(make_patient(), "chest", on=DAY)
