"""The limits as plain numbers: those of exposure, in SI, where they apply."""

from __future__ import annotations

import pytest

from tensplan.safety.limits import own_limits
from tensplan.safety.plain_limits import plain_limits


def found(pulse_rate_hz: float = 100, *, dc_blocking: bool = False) -> dict[str, tuple[str, float]]:
    """Return quantity and maximum by name."""
    limits = plain_limits(own_limits(), pulse_rate_hz=pulse_rate_hz, dc_blocking=dc_blocking)
    return {limit.name: (limit.quantity, limit.maximum) for limit in limits}


@pytest.mark.parametrize(
    ("name", "quantity", "maximum"),
    [
        ("iec-60601-2-10/pulse-energy", "pulse_energy", 0.3),
        ("iec-60601-2-10/output-current", "rms_current", 0.05),
        ("iec-60601-2-10/direct-current", "net_dc", 0.08),
        ("fda/power-density", "mean_power_density", 2500.0),
        ("project/current-density", "rms_current_density", 20.0),
        ("project/direct-current-density", "dc_density", 2.0),
        ("project/net-direct-current", "net_dc", 0.0),
    ],
    ids=str,
)
def test_a_limit_of_exposure_is_a_maximum_in_si(name: str, quantity: str, maximum: float) -> None:
    """The number of the data, converted by hand."""
    assert found()[name] == (quantity, pytest.approx(maximum, rel=1e-12))


@pytest.mark.parametrize(
    ("rate", "name"),
    [(400, "output-current"), (401, "output-current-to-1500-hz"), (1501, "output-current-above-1500-hz")],
    ids=str,
)  # fmt: skip
def test_only_the_limit_of_the_rate_applies(rate: int, name: str) -> None:
    """Three limits of one quantity divide the rates."""
    names = [key for key, (quantity, _) in found(rate).items() if quantity == "rms_current"]
    assert names == [f"iec-60601-2-10/{name}"]


def test_a_device_that_blocks_direct_current_may_have_some() -> None:
    """The rule against any net direct current falls away."""
    assert "project/net-direct-current" not in found(dc_blocking=True)


def test_what_must_stay_below_is_strict() -> None:
    """At exactly 0.25 W/cm2 the power density is broken already."""
    limits = plain_limits(own_limits(), pulse_rate_hz=100, dc_blocking=False)
    assert [limit.name for limit in limits if limit.strict] == ["fda/power-density"]


def test_other_limits_are_left_out() -> None:
    """A rate, a length or a temperature is nothing that a ledger of pulses can tell."""
    left = {"project/pulse-rate", "project/session-length", "iec-60601-2-10/open-circuit-voltage"}
    assert left & set(found()) == set()
