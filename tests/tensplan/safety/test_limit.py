"""One limit: what keeps it, what breaks it, and which of two is the stricter."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tensplan.safety.limit import Limit, Scope

LEVELS = ("none", "warning", "error")


def limit(comparison: str, error: Any = None, warning: Any = None, **more: Any) -> Limit:
    """Return an invented limit."""
    about = {"id": "test/limit", "quantity": "x_mm", "unit": "mm", "source": "s", "clause": "-"}
    return Limit(
        **{
            **about,
            "confidence": "project-default",
            "rationale": "r",
            "comparison": comparison,
            "error": tuple(error) if isinstance(error, list) else error,
            "warning": tuple(warning) if isinstance(warning, list) else warning,
            **more,
            "scope": Scope(**more["scope"]) if "scope" in more else None,
        }
    )


@pytest.mark.parametrize(
    ("comparison", "value", "level"),
    [
        ("<=", 2.0, "none"),
        ("<=", math.nextafter(2.0, 3), "error"),
        ("<", 2.0, "error"),
        ("<", math.nextafter(2.0, 1), "none"),
        (">=", 2.0, "none"),
        (">=", math.nextafter(2.0, 1), "error"),
        (">", 2.0, "error"),
        (">", math.nextafter(2.0, 3), "none"),
    ],
)
def test_a_value_on_the_bound(comparison: str, value: float, level: str) -> None:
    """Only the comparisons with an equals sign keep the bound itself."""
    assert limit(comparison, 2.0).level(value) == level


@pytest.mark.parametrize(
    ("value", "level"), [(0.999, "error"), (1, "none"), (150, "none"), (150.001, "error")]
)
def test_a_range_keeps_both_ends(value: float, level: str) -> None:
    """Both ends of a range belong to it."""
    assert limit("within", [1, 150]).level(value) == level


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf], ids=str)
@pytest.mark.parametrize(
    "bounds", [("<=", 2.0, None), (">=", 2.0, None), ("within", [1, 2], None), ("<=", None, 2.0)],
    ids=["at-most", "at-least", "within", "warning-only"],
)  # fmt: skip
def test_what_is_no_number_is_an_error(bounds: Any, value: float) -> None:
    """NaN and infinity break every limit, also one that only warns, on either side."""
    assert limit(*bounds).level(value) == "error"


def test_a_warning_lies_between() -> None:
    """Up to the warning nothing, up to the error a warning, beyond it an error."""
    bound = limit("<=", 6, 5)
    assert [bound.level(value) for value in (5, 5.5, 6, 6.5)] == [
        "none", "warning", "warning", "error",
    ]  # fmt: skip
    assert (bound.bound("none"), bound.bound("warning"), bound.bound("error")) == (5, 5, 6)
    assert bound.bound_text("warning") == "at most 5 mm"
    assert bound.bound_text("error") == "at most 6 mm"


@pytest.mark.parametrize(
    ("comparison", "error", "text"),
    [
        ("<=", 2, "at most 2 mm"),
        ("<", 0.25, "below 0.25 mm"),
        (">=", 16, "at least 16 mm"),
        (">", 1, "above 1 mm"),
        ("within", [50, 250], "50 to 250 mm"),
    ],
)
def test_a_bound_in_words(comparison: str, error: Any, text: str) -> None:
    """The words say on which side of the bound a value may lie, and its unit."""
    assert limit(comparison, error).bound_text() == text


@pytest.mark.parametrize(
    ("rate", "applies"),
    [(400, (True, False, False)), (400.000001, (False, True, False)),
     (1500, (False, True, False)), (1500.000001, (False, False, True))],
)  # fmt: skip
def test_the_bands_of_pulse_rate_touch_and_do_not_overlap(
    rate: float, applies: tuple[bool, ...]
) -> None:
    """Each rate falls into exactly one band; an edge belongs to the lower, stricter one."""
    bands = [
        {"pulse_rate_at_most_hz": 400},
        {"pulse_rate_above_hz": 400, "pulse_rate_at_most_hz": 1500},
        {"pulse_rate_above_hz": 1500},
    ]
    found = [
        limit("<=", 50, scope=band).applies(pulse_rate_hz=rate, dc_blocking=False) for band in bands
    ]
    assert tuple(found) == applies


@pytest.mark.parametrize(("blocking", "applies"), [(False, True), (True, False)])
def test_a_scope_that_falls_away_with_blocking(blocking: bool, applies: bool) -> None:
    """A limit that is unless blocked applies to a device that is not known to block."""
    bound = limit("<=", 0, scope={"unless_dc_blocking": True})
    assert bound.applies(pulse_rate_hz=80, dc_blocking=blocking) is applies


numbers = st.floats(-1e6, 1e6)
bounds = st.one_of(st.none(), numbers)
pairs = st.tuples(bounds, bounds).filter(lambda pair: pair != (None, None))
sides = st.sampled_from(["<=", "<", ">=", ">"])


@given(sides, pairs, pairs, numbers)
def test_a_stricter_limit_never_lets_more_through(
    side: str, old_bounds: Any, new_bounds: Any, value: float
) -> None:
    """If one limit is at least as strict as another, no value is judged milder by it."""
    old, new = limit(side, *old_bounds), limit(side, *new_bounds)
    if new.is_at_least_as_strict_as(old):
        assert LEVELS.index(new.level(value)) >= LEVELS.index(old.level(value))


@given(sides, numbers, numbers)
def test_a_limit_that_would_let_more_through_is_not_as_strict(
    side: str, error: float, other: float
) -> None:
    """Of two different bounds on one side exactly one is the stricter."""
    assume(error != other)
    one, two = limit(side, error), limit(side, other)
    assert one.is_at_least_as_strict_as(two) != two.is_at_least_as_strict_as(one)


@pytest.mark.parametrize(
    ("new", "strict"),
    [([2, 100], True), ([1, 150], True), ([0.5, 150], False), ([1, 151], False), ([100, 2], False),
     ([160, 170], False), (None, False)],
)  # fmt: skip
def test_a_range_is_tightened_from_within_only(new: Any, strict: bool) -> None:
    """Both ends of the new range lie in the old one, in order; one number is no range."""
    old = limit("within", [1, 150])
    assert limit("within", new, [1, 150]).is_at_least_as_strict_as(old) is strict


def test_a_warning_that_is_taken_away_is_a_loosening() -> None:
    """Without its warning a limit is not as strict as with it, nor without its error."""
    old = limit("<=", 6, 5)
    assert not limit("<=", 4, None).is_at_least_as_strict_as(old)
    assert not limit("<=", None, 4).is_at_least_as_strict_as(old)
    assert limit("<=", 6, 4).is_at_least_as_strict_as(old)


@pytest.mark.parametrize(
    ("error", "warning", "ordered"),
    [(6, 5, True), (5, 5, True), (5, 6, False), (5, None, True), (None, 5, True)],
)  # fmt: skip
def test_a_warning_begins_no_later_than_the_error(error: Any, warning: Any, ordered: bool) -> None:
    """A warning beyond the error would never be seen."""
    assert limit("<=", error, warning).is_ordered() is ordered


@pytest.mark.parametrize(
    "change",
    [
        {"error": None},
        {"error": math.nan},
        {"error": math.inf},
        {"error": [1, 2]},
        {"source": ""},
        {"clause": ""},
        {"rationale": ""},
        {"unit": ""},
        {"confidence": "sure"},
        {"comparison": "within"},
        {"comparison": "=="},
    ],
    ids=str,
)
def test_a_limit_that_is_not_whole_is_refused(change: dict[str, Any]) -> None:
    """No limit exists without a bound of its form, a source, and a word for its confidence."""
    with pytest.raises(ValueError, match="test/limit"):
        limit(**{"comparison": "<=", "error": 2.0, **change})
