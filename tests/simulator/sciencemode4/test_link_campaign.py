"""A host that does as `tensplan play` does, on a line that is spoilt once."""

from __future__ import annotations

from functools import cache

import pytest
from virtual_devices import AREA, make_train

from simulator.device.admission import AdmittedChannel
from simulator.sciencemode4.balance import NotEncodable
from simulator.sciencemode4.link_campaign import FAULTS, MOMENTS, LinkOutcome, link_campaign


def planned(**changes: object) -> AdmittedChannel:
    """Return a channel at 40 mA and 100 Hz, but for the changes."""
    return AdmittedChannel(id="A", program="p", areas=(AREA, AREA), train=make_train(**changes))


@cache
def outcomes() -> dict[tuple[str, str], LinkOutcome]:
    """Return every outcome by kind and moment."""
    return {(one.kind, one.moment): one for one in link_campaign([planned()])}


def test_every_fault_comes_at_each_moment() -> None:
    """Eight kinds, two moments."""
    assert set(outcomes()) == {(kind, moment) for kind in FAULTS for moment in MOMENTS}


@pytest.mark.parametrize("moment", sorted(MOMENTS))
@pytest.mark.parametrize("kind", ["drop", "delay", "corrupt", "wrong-number", "silence"])
def test_a_missing_answer_is_noticed_and_the_output_ends(kind: str, moment: str) -> None:
    """It waits a second for its answer; pulses until then, and none after the stop."""
    found = outcomes()[kind, moment]
    assert found.noticed_by == "host"
    assert found.delay_us is not None
    assert 900_000 <= found.delay_us <= 1_000_000
    assert found.charge == pytest.approx(100 * 2 * 100e-6 * 0.04, rel=0.2)  # a second at 100 Hz


@pytest.mark.parametrize("moment", sorted(MOMENTS))
@pytest.mark.parametrize("kind", ["split", "duplicate", "stray"])
def test_what_can_be_understood_ends_nothing(kind: str, moment: str) -> None:
    """Twelve seconds of pulses go on."""
    found = outcomes()[kind, moment]
    assert (found.noticed_by, found.delay_us) == ("", None)
    assert found.charge == pytest.approx(12 * 100 * 2 * 100e-6 * 0.04, rel=0.1)


def test_nothing_hazardous_comes_of_the_line() -> None:
    """A rise of 15 patterns and a stop within a second break no limit of the judge."""
    assert {one.hazards for one in outcomes().values()} == {()}


def test_a_plan_that_the_wire_cannot_say_is_refused() -> None:
    """A single pulse that is longer than its points can be."""
    with pytest.raises(NotEncodable):
        next(link_campaign([planned(width_us=100_000, pulse_rate=2, shape="monophasic")]))
