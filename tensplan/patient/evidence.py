"""What a file says about a rule: present, unknown, or absent, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from tensplan.patient.case import Case, days_since_injection, monofilament_felt
from tensplan.patient.codes import ConditionCode
from tensplan.patient.felt import failed_places, grade_at, hot_cold_at
from tensplan.patient.model import Patient
from tensplan.patient.places import touches
from tensplan.patient.rule import Rule
from tensplan.patient.sensation import Grade

State = Literal["present", "unknown"]

LOWEST_ANKLE_BRACHIAL_INDEX: Final = 0.9
DECLARABLE: Final = frozenset(get_args(ConditionCode))
SCAR_GAP_MM: Final = 25
SCAR_WEEKS: Final = 6
WOUND_GAP_MM: Final = 25
PATCH_GAP_MM: Final = 50
IMPLANT_GAP_MM: Final = 50
CALF_DIFFERENCE_CM: Final = 3
INJECTION_DAYS: Final = 7
ADULT_YEARS: Final = 18
CREAM_DAYS: Final = {"lidocaine": 0, "capsaicin-cream": 1, "capsaicin-8-percent": 7, "heat-rub": 0}
"""Triggers; each is a number of the rule's own row and project default unless its source says so."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to think that a rule applies.

    Parameters
    ----------
    state : {"present", "unknown"}
        Found, or not asked.
    places : tuple of str or None
        Where; None when the file does not say.
    declared : bool
        Whether it comes from the list of conditions, not from a test at a place.
    """

    state: State
    places: tuple[str, ...] | None = None
    declared: bool = False


def evidence(rule: Rule, case: Case) -> Iterator[Evidence]:
    """Yield every reason to think that a rule applies to a case; none when it is ruled out."""
    yield from _declared(rule, case.patient)
    found = TESTS.get(rule.id)
    state = None if found is None else found(case)
    if state is not None:
        yield Evidence(state, (case.place,))
    if rule.weeks is not None:
        weeks = case.patient.weeks_since_surgery
        if _had_surgery(case) and weeks is not None and rule.weeks[0] <= weeks < rule.weeks[1]:
            yield Evidence("present")


def red_flag_codes(patient: Patient) -> tuple[str, ...] | None:
    """Return the red flags of a person: those listed, and those that findings amount to.

    None when nobody asked and no finding amounts to one.

    Examples
    --------
    >>> import tensplan
    >>> red_flag_codes(tensplan.load_patient("example-intact"))
    ()
    """
    listed = patient.red_flags
    amounting = tuple(_amounting(patient))
    if listed is None:
        return amounting or None
    return tuple(dict.fromkeys((*listed, *amounting)))


def _amounting(patient: Patient) -> Iterator[str]:
    """Yield the red flags that measured findings amount to."""
    muscles = {} if patient.strength is None else patient.strength.graded
    if any(m.previous_grade is not None and m.grade < m.previous_grade for m in muscles.values()):
        yield "RF_MOTOR"
    swelling = patient.swelling
    girth = None if swelling is None else swelling.calf_difference_cm
    if girth is not None and abs(girth) >= CALF_DIFFERENCE_CM:
        yield "RF_DVT"
    if patient.surgery is not None and patient.surgery.wound == "open":
        yield "RF_WOUND"


def _declared(rule: Rule, patient: Patient) -> Iterator[Evidence]:
    """Yield what the list of conditions says; codes that are no condition say nothing."""
    if rule.id not in DECLARABLE:
        return
    places = (patient.where or {}).get(rule.id)  # type: ignore[call-overload]
    if patient.conditions is not None and rule.id in patient.conditions:
        yield Evidence("present", places, declared=True)
    elif rule.id in (patient.conditions_not_asked or ()) or patient.conditions is None:
        if rule.id == "P_CHILD" and patient.age_years is not None:
            return
        yield Evidence("unknown", places, declared=True)


def _had_surgery(case: Case) -> bool:
    surgery = case.patient.surgery
    return surgery is None or surgery.procedure != "none"


def _grades(case: Case) -> set[Grade]:
    """Return the grades at a pad's site, or all that were tested in a pack's area."""
    patient, limb = case.patient, case.limb
    if case.modality == "tens":
        return {grade_at(patient, case.place, case.on, limb=limb)}
    tests = patient.sensation if limb == "treated" else patient.sensation_other_side
    inside = [place for place in tests or {} if touches(place, case.place)]
    return {grade_at(patient, place, case.on, limb=limb) for place in inside}


def _sensation(case: Case) -> State | None:
    grades = _grades(case)
    if grades & {"failed", "absent"}:
        return "present"
    return "unknown" if case.modality == "tens" and "unknown" in grades else None


def _reduced(case: Case) -> State | None:
    return "present" if "reduced" in _grades(case) else None


def _allodynia(case: Case) -> State | None:
    return "present" if "allodynia" in _grades(case) else None


def _hot_cold(case: Case) -> State | None:
    passed = hot_cold_at(case.patient, case.place, case.on, limb=case.limb)
    return None if passed else "unknown" if passed is None else "present"


def _foot_at_risk(case: Case) -> State | None:
    failed = failed_places(case.patient, case.on, limb=case.limb)
    if any(touches(place, "foot") for place in failed) or monofilament_felt(case) is False:
        return "present"
    return None


def _skin(*states: str, asks: bool = False) -> Callable[[Case], State | None]:
    """Return a test of the skin's state; one of them says when nobody looked."""

    def found(case: Case) -> State | None:
        seen = {
            state
            for place, state in (case.patient.skin or {}).items()
            if touches(place, case.place)
        }
        if seen & set(states):
            return "present"
        return "unknown" if asks and not seen else None

    return found


def acute_swelling(case: Case) -> bool | None:
    """Say whether there is acute swelling at the place; None when nobody looked."""
    patient = case.patient
    places = (patient.where or {}).get("P_OEDEMA")
    if "P_OEDEMA" in (patient.conditions or ()) and (
        places is None or any(touches(place, case.place) for place in places)
    ):
        return True
    seen = None if patient.swelling is None else patient.swelling.acute_at
    if seen is not None:
        return any(touches(place, case.place) for place in seen)
    asked = patient.conditions is not None and "P_OEDEMA" not in (
        patient.conditions_not_asked or ()
    )
    return False if asked else None


def _swelling(case: Case) -> State | None:
    return "present" if acute_swelling(case) else None


def _no_swelling(case: Case) -> State | None:
    swollen = acute_swelling(case)
    return None if swollen else "unknown" if swollen is None else "present"


def _under_age(case: Case) -> State | None:
    age = case.patient.age_years
    return "present" if age is not None and age < ADULT_YEARS else None


def _poor_flow(case: Case) -> State | None:
    flow = case.patient.circulation
    if flow is None:
        return None
    index = flow.ankle_brachial_index
    low = index is not None and index < LOWEST_ANKLE_BRACHIAL_INDEX
    return "present" if low or flow.pulses == "absent" else None


def _stocking(case: Case) -> State | None:
    signs = case.patient.signs
    return "present" if signs is not None and signs.stocking_pattern else None


def _cream(agent: str, *, here: bool = True) -> Callable[[Case], State | None]:
    """Return a test for a cream at the place, or anywhere."""

    def found(case: Case) -> State | None:
        topicals = case.patient.topicals
        if topicals is None:
            return "unknown"
        for topical in topicals:
            near = not here or any(touches(place, case.place) for place in topical.places)
            if topical.agent == agent and near and _recent(topical.applied_on, agent, case.on):
                return "present"
        return None

    return found


def _recent(applied_on: date | None, agent: str, on: date) -> bool:
    """Say whether a cream still counts; a patch of a drug counts while it is listed."""
    if applied_on is None or agent not in CREAM_DAYS:
        return True
    return (on - applied_on).days <= CREAM_DAYS[agent]


def _near(things: set[str], gap_mm: float) -> Callable[[Case], State | None]:
    """Return a test for something closer to the pad than a gap."""

    def found(case: Case) -> State | None:
        close = any(
            thing.what in things and thing.gap_mm < gap_mm and touches(thing.site, case.place)
            for thing in case.patient.near_pads or ()
        )
        return "present" if close else None

    return found


def _patch(case: Case) -> State | None:
    return _near({"drug-patch"}, PATCH_GAP_MM)(case) or _cream("drug-patch")(case)


def _scar(case: Case) -> State | None:
    weeks = case.patient.weeks_since_surgery
    old = weeks is not None and weeks >= SCAR_WEEKS
    return None if old else _near({"scar"}, SCAR_GAP_MM)(case)


def _no_time(case: Case) -> State | None:
    unknown = case.patient.weeks_since_surgery is None and _had_surgery(case)
    return "unknown" if unknown else None


def _injection(case: Case) -> State | None:
    days = days_since_injection(case)
    return "present" if days is not None and days <= INJECTION_DAYS else None


def _taking(*kinds: str) -> Callable[[Case], State | None]:
    """Return a test for medicines."""
    return lambda case: "present" if set(kinds) & set(case.patient.medicines or ()) else None


def _first_time(case: Case) -> State | None:
    before = case.patient.heat_or_cold_before
    return None if before else "unknown" if before is None else "present"


TESTS: Final[dict[str, Callable[[Case], State | None]]] = {
    "P_SENS": _sensation,
    "P_REDUCED": _reduced,
    "P_ALLO": _allodynia,
    "P_HOTCOLD": _hot_cold,
    "P_FOOT": _foot_at_risk,
    "P_SKIN": _skin("broken", "rash", "fresh-scar", asks=True),
    "P_INF": _skin("infected"),
    "P_RADIO": _skin("irradiated"),
    "P_FRAGILE": _skin("fragile", "callus"),
    "P_OEDEMA": _swelling,
    "P_NOSWELL": _no_swelling,
    "P_CHILD": _under_age,
    "P_PAD": _poor_flow,
    "P_NEUROP": _stocking,
    "P_ACOAG": _taking("anticoagulant"),
    "K_LIDO": _cream("lidocaine"),
    "K_CAPS": _cream("capsaicin-cream"),
    "K_BATH": _cream("capsaicin-cream", here=False),
    "K_CAPS8": _cream("capsaicin-8-percent"),
    "K_PATCH": _patch,
    "K_RUB": _cream("heat-rub"),
    "N_SCAR": _scar,
    "N_WOUND": _near({"wound"}, WOUND_GAP_MM),
    "N_IMPLANT": _near({"implant", "graft"}, IMPLANT_GAP_MM),
    "N_METAL": _near({"hardware"}, IMPLANT_GAP_MM),
    "T_ASK": _no_time,
    "T_INJECTION": _injection,
    "M_SEDATING": _taking("gabapentinoid", "tricyclic", "opioid", "sedative"),
    "M_OPIOID": _taking("opioid"),
    "M_TRICYCLIC": _taking("tricyclic"),
    "M_FIRST": _first_time,
}
"""What is read from findings, not from the list of conditions."""
