"""Clients on a live line while something breaks: who ends the output, and how soon."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tensplan.errors import UsageError
from tensplan.virtual_device.trial import KINDS, Trial, Verdict

CLIENT = Path(__file__).parents[2] / "trial_client.py"
WATCHED_US = 4_000_000


def tried(client: str, fault: str, *, watched_us: int = WATCHED_US) -> Verdict:
    """Let one of our clients meet one fault."""
    kind = next(kind for kind in KINDS if kind.id == fault)
    command = [sys.executable, str(CLIENT), client]
    return Trial(command, kind, watched_us=watched_us).run()


@pytest.mark.parametrize("fault", ["drop", "corrupt", "silence"])
def test_a_careful_client_stops_by_itself(fault: str) -> None:
    """It waits half a second for an answer, then stops, long before the device would."""
    found = tried("careful", fault)
    assert found.ended_by == "client"
    assert found.after_us is not None
    assert found.after_us < 1_500_000
    assert "NoAnswer" in found.client
    assert not found.is_undetected_hazard


@pytest.mark.parametrize("fault", ["stray", "split", "duplicate"])
def test_what_does_no_harm_stops_no_client(fault: str) -> None:
    """Such answers can be understood, and the client goes on."""
    found = tried("careful", fault)
    assert (found.ended_by, found.after_us) == ("nobody", None)
    assert found.client == "still running after 4 s"
    assert not found.is_undetected_hazard


def test_who_listens_to_nothing_plays_into_silence() -> None:
    """The device goes on because it is kept alive, and that is the hazard of the table."""
    found = tried("careless", "silence")
    assert found.ended_by == "nobody"
    assert found.is_undetected_hazard
    assert found.charge == pytest.approx(4 * 50 * 2 * 200e-6 * 0.02, rel=0.25)  # 4 s at 50 Hz


@pytest.mark.parametrize(
    ("client", "fault", "latest_us"),
    [("careful", "unplug", 2_100_000), ("careless", "electrode", 200_000)],
)
def test_the_device_ends_what_the_client_cannot(client: str, fault: str, latest_us: int) -> None:
    """Its time-out of two seconds, and its lead-off policy at 20 mA."""
    found = tried(client, fault, watched_us=6_000_000)
    assert found.ended_by == "device"
    assert found.after_us is not None
    assert found.after_us <= latest_us


def test_a_client_that_never_stimulates_is_said_to() -> None:
    """It ended before its first pulse."""
    found = tried("idle", "drop")
    assert (found.ended_by, found.charge) == ("", 0.0)
    assert found.client == "never stimulated; exit code 0"


def test_a_command_that_does_not_exist() -> None:
    """One line names it."""
    with pytest.raises(UsageError, match=r"client '\./nothing' cannot be started: no such file"):
        Trial(["./nothing"], KINDS[0], watched_us=WATCHED_US).run()
