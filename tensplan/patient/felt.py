"""What a person feels at a place on a day: the tests in the file, lapsed ones left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from tensplan.patient.model import Patient
from tensplan.patient.places import areas, sites_of, touches
from tensplan.patient.sensation import GRADES, Grade, SensationTest, grade, hot_cold_passed

Limb = Literal["treated", "other"]

LIMITING: tuple[Grade, ...] = ("allodynia", "failed", "absent")
"""Grades that hold for every site of the area in which they were found."""


def grade_at(patient: Patient, site: str, on: date, *, limb: Limb = "treated") -> Grade:
    """Return the grade of sensation under a pad at a site.

    A site passes on its own test only; a test of its whole area can only make it worse.

    Parameters
    ----------
    patient : Patient
        The person.
    site : str
        Word id or code of an electrode site.
    on : date
        Day of the plan.
    limb : {"treated", "other"}
        The painful limb or the other one.

    Raises
    ------
    ValueError
        If the site is unknown.

    Examples
    --------
    >>> import tensplan
    >>> person = tensplan.load_patient("example-numb-sole")
    >>> grade_at(person, "arch-lateral", date(2026, 11, 22))
    'failed'
    >>> grade_at(person, "TIBA", date(2026, 11, 22)), grade_at(person, "TIBA", date(2026, 12, 22))
    ('intact', 'unknown')
    """
    (word,) = sites_of(site) if site not in areas() else (site,)
    tests = _tests(patient, limb)
    since = lapsed_since(patient, word, on)
    own = grade(tests.get(word), on, since=since)
    around = [
        grade(test, on, since=since)
        for place, test in tests.items()
        if place != word and place in areas() and touches(place, word)
    ]
    return max((own, *(g for g in around if g in LIMITING)), key=GRADES.index)


def hot_cold_at(patient: Patient, area: str, on: date, *, limb: Limb = "treated") -> bool | None:
    """Say whether hot and cold are told apart all over an area; None when that was not tested.

    The area passes on a test of its own, or when each of its sites has passed; one failure in it
    is a failure.

    Examples
    --------
    >>> import tensplan
    >>> person, day = tensplan.load_patient("example-numb-sole"), date(2026, 11, 22)
    >>> [hot_cold_at(person, area, day) for area in ("lumbar", "foot-sole", "calf")]
    [True, False, None]
    """
    tests = _tests(patient, limb)
    results = {
        place: hot_cold_passed(test, on, since=lapsed_since(patient, place, on))
        for place, test in tests.items()
        if touches(place, area)
    }
    if False in results.values():
        return False
    if results.get(area):
        return True
    return True if all(results.get(site) for site in sites_of(area)) else None


def lapsed_since(patient: Patient, place: str, on: date) -> date | None:
    """Return the last day whose tests at a place no longer count: a change, or a cream there."""
    creams = [
        on if topical.applied_on is None else topical.applied_on
        for topical in patient.topicals or ()
        if any(touches(place, where) for where in topical.places)
    ]
    days = [*creams, *([] if patient.changed_on is None else [patient.changed_on])]
    return max(days, default=None)


def failed_places(patient: Patient, on: date, *, limb: Limb = "treated") -> Iterator[str]:
    """Yield the places at which a current test of sensation failed."""
    for place, test in _tests(patient, limb).items():
        since = lapsed_since(patient, place, on)
        failed = grade(test, on, since=since) in ("failed", "absent")
        if failed or hot_cold_passed(test, on, since=since) is False:
            yield place


def _tests(patient: Patient, limb: Limb) -> dict[str, SensationTest]:
    """Return the tests of one limb."""
    found = patient.sensation if limb == "treated" else patient.sensation_other_side
    return {} if found is None else found
