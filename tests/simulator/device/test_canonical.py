"""The device's canonical bytes against another writer of RFC 8785."""

from __future__ import annotations

import math
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from simulator.device.canonical import canonical

NUMBERS = st.one_of(
    st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False)
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_two_writers_write_the_same_bytes(value: Any) -> None:
    """Whatever the data, the bytes are those of the rfc8785 package."""
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
    ids=str,
)
def test_numbers_are_those_of_ecmascript(value: float, text: str) -> None:
    """Where the writing of a number changes its form, as ECMA-262 says."""
    assert canonical(value).decode() == text


@pytest.mark.parametrize("value", [math.nan, math.inf, b"x"], ids=["nan", "inf", "bytes"])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    """No number that is none, and no bytes."""
    with pytest.raises(ValueError, match=r"must be finite|is no JSON"):
        canonical({"a": [value]})
