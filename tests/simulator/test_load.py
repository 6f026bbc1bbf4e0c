"""The load that exposure is measured into."""

import pytest

from simulator.load import Load


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
@pytest.mark.parametrize("quantity", ["resistance", "area"])
def test_value_outside_its_range_is_refused(quantity, value):
    """Resistance and area are finite and above zero."""
    with pytest.raises(ValueError, match=f"{quantity} must be finite and above 0"):
        Load(**{"resistance": 500.0, "area": 25e-4, quantity: value})
