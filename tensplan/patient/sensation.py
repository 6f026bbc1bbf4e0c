"""Tests of sensation at a place, what they come to, and when they expire."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from tensplan.patient.places import Day
from tensplan.protocol.field import Model, key

Grade = Literal["intact", "reduced", "failed", "absent", "allodynia", "unknown"]
"""What a pad may expect of the skin beneath it; an expired test counts as unknown."""

GRADES: Final[tuple[Grade, ...]] = (
    "intact",
    "reduced",
    "unknown",
    "allodynia",
    "failed",
    "absent",
)
"""From the least to the most limiting."""

SHARP_BLUNT_TOUCHES: Final = 10
LEAST_SHARP_BLUNT: Final = 9
HOT_COLD_TOUCHES_OF_EACH: Final = 5
LEAST_HOT_COLD: Final = 9
LEAST_HOT_COLD_OF_EACH: Final = 4
SENSATION_DAYS: Final = 14
"""Numbers of the tests, and the days for which all but hot and cold hold (project defaults)."""


class HotCold(Model):
    """Warm and cold tubes told apart, eyes closed, in random order."""

    hot: int = key("hot", "Warm touches named rightly, of 5.", ge=0, le=HOT_COLD_TOUCHES_OF_EACH)
    cold: int = key("cold", "Cold touches named rightly, of 5.", ge=0, le=HOT_COLD_TOUCHES_OF_EACH)


class SensationTest(Model):
    """What was felt at one place, on one day."""

    sharp_blunt: int | None = key(
        "sharp or blunt",
        "Touches named rightly, of 10, eyes closed.",
        default=None,
        ge=0,
        le=SHARP_BLUNT_TOUCHES,
    )
    light_touch: Literal["normal", "reduced", "absent", "painful"] | None = key(
        "light touch", "A brush or cotton wool; painful means allodynia.", default=None
    )
    hot_cold: HotCold | None = key(
        "hot or cold", "Warm (about 40 degC) and cold (about 10 degC) tubes.", default=None
    )
    monofilament: Literal["felt", "not-felt"] | None = key(
        "monofilament", "The 10 g monofilament, on the sole.", default=None
    )
    tested_on: Day = key("tested on", "Day of these tests.")


def is_current(test: SensationTest | None, on: date, *, days: int, since: date | None) -> bool:
    """Say whether a test still counts: not from later, not too old, not from before a change.

    Parameters
    ----------
    test : SensationTest or None
        The test; None is never current.
    on : date
        Day of the plan.
    days : int
        How long it holds; 0 for the same day only. [day]
    since : date or None
        Day of the last new numbness, weakness or cream; a test of that day or before has lapsed.

    Examples
    --------
    >>> test = SensationTest(sharp_blunt=10, tested_on="2026-11-20")
    >>> is_current(test, date(2026, 11, 22), days=14, since=None)
    True
    >>> is_current(test, date(2026, 11, 22), days=14, since=date(2026, 11, 21))
    False
    """
    if test is None or not 0 <= (on - test.tested_on).days <= days:
        return False
    return since is None or test.tested_on > since


def grade(test: SensationTest | None, on: date, *, since: date | None = None) -> Grade:
    """Return what a pad may expect of the skin at a place.

    Without a test of light touch nobody knows whether touch hurts, so the skin counts as reduced.

    Examples
    --------
    >>> day = date(2026, 11, 22)
    >>> test = SensationTest(sharp_blunt=9, light_touch="normal", tested_on="2026-11-22")
    >>> grade(test, day), grade(test, date(2026, 12, 24)), grade(None, day)
    ('intact', 'unknown', 'unknown')
    """
    if test is None or not is_current(test, on, days=SENSATION_DAYS, since=since):
        return "unknown"
    named = test.sharp_blunt
    if named == 0:
        return "absent"
    if test.light_touch == "absent" or (named is not None and named < LEAST_SHARP_BLUNT):
        return "failed"
    if test.light_touch == "painful":
        return "allodynia"
    if named is None:
        return "unknown"
    return "intact" if test.light_touch == "normal" else "reduced"


def hot_cold_passed(
    test: SensationTest | None, on: date, *, since: date | None = None
) -> bool | None:
    """Say whether warm and cold are told apart; None when nobody tested it on the day itself.

    Examples
    --------
    >>> test = SensationTest(hot_cold=HotCold(hot=5, cold=4), tested_on="2026-11-22")
    >>> hot_cold_passed(test, date(2026, 11, 22)), hot_cold_passed(test, date(2026, 11, 23))
    (True, None)
    """
    if test is None or test.hot_cold is None:
        return None
    if not is_current(test, on, days=0, since=since):
        return None
    felt = test.hot_cold
    each = min(felt.hot, felt.cold) >= LEAST_HOT_COLD_OF_EACH
    return each and felt.hot + felt.cold >= LEAST_HOT_COLD
