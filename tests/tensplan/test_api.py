"""The Python entry points: what they take, what they refuse, and that the same gives the same."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import tensplan
from tensplan.errors import UnreadableError, UsageError
from tensplan.safety.clinic_limits import LimitsError

NAME = "sciatic-path-conventional"
DAY = "2026-11-22"


def test_the_promised_call() -> None:
    """The call and the attributes that the outside is promised are there."""
    plan = tensplan.plan(tensplan.load_protocol(NAME), patient=None, on=DAY)
    assert plan.verdict == "warn"
    assert set(plan.modalities) == {"tens", "heat", "cold"}
    assert {"plan/specimen"} <= {finding.rule for finding in plan.findings}
    assert len(plan.exposure) == 10


@pytest.mark.parametrize("patient", ["patient.yaml", {}, 0, False], ids=repr)
def test_what_is_no_patient_is_refused(patient: Any) -> None:
    """A path or a mapping is no patient: it has to be loaded, and so checked, first."""
    with pytest.raises(UsageError, match="not a Patient"):
        tensplan.plan(tensplan.load_protocol(NAME), patient=patient, on=DAY)


@pytest.mark.parametrize(
    "on",
    [DAY, date(2026, 11, 22), datetime(2026, 11, 22, 23, 59, tzinfo=UTC)],
    ids=["text", "date", "time"],
)
def test_a_day_is_a_day(on: Any) -> None:
    """A day given as text, date or time of day is the same day of the same plan."""
    protocol = tensplan.load_protocol(NAME)
    plan = tensplan.plan(protocol, on=on)
    assert plan.content["provenance"]["on"] == DAY
    assert plan.to_bytes() == tensplan.plan(protocol, on=DAY).to_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"on": "tomorrow"}, "isoformat"),
        ({"on": ""}, "isoformat"),
        ({"setting": "hospital"}, "setting must be home or supervised, got 'hospital'"),
        ({"device": "no-such"}, "device must be one of auvon-as8016"),
    ],
)
def test_an_argument_outside_its_range(arguments: dict[str, Any], message: str) -> None:
    """An unknown day, setting or device raises; none is put into a plan as it stands."""
    with pytest.raises(ValueError, match=message):
        tensplan.plan(tensplan.load_protocol(NAME), **{"on": DAY, **arguments})


def test_limits_that_loosen_stop_the_plan(tmp_path: Path) -> None:
    """A clinic's file is read here too, and may not loosen."""
    path = tmp_path / "clinic.yaml"
    path.write_text(
        "schema: tensplan/limits/1\nlimits:\n  - {id: project/current-density, error: 3}\n"
    )
    with pytest.raises(LimitsError, match="would be loosened"):
        tensplan.plan(tensplan.load_protocol(NAME), on=DAY, limits=path)


def test_tightened_limits_block_what_passed(tmp_path: Path) -> None:
    """A stricter density turns a plan that passed into a blocked one, and its digest shows it."""
    path = tmp_path / "clinic.yaml"
    path.write_text(
        "schema: tensplan/limits/1\nlimits:\n  - {id: project/current-density, error: 0.1}\n"
    )
    protocol = tensplan.load_protocol(NAME)
    plan = tensplan.plan(protocol, on=DAY, limits=path)
    own = tensplan.plan(protocol, on=DAY)
    assert (own.verdict, plan.verdict) == ("warn", "blocked")
    digests = [p.content["provenance"]["limits_digest"] for p in (own, plan)]
    assert digests[0] != digests[1]


@pytest.mark.parametrize("name", ["no-such-protocol", "sciatic-path"])
def test_an_unknown_name_is_wrong_usage(name: str) -> None:
    """A name outside the catalogue is no file."""
    with pytest.raises(UsageError, match="there is no protocol"):
        tensplan.load_protocol(name)


def test_a_folder_is_no_protocol(tmp_path: Path) -> None:
    """A folder is refused as what it is."""
    with pytest.raises(UnreadableError, match="this is a folder"):
        tensplan.load_protocol(f"{tmp_path}/")


PRINT_DIGEST = (
    "import tensplan; "
    f"print(tensplan.plan(tensplan.load_protocol('{NAME}'), on='{DAY}').as_json()['digest'])"
)


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Adak", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "1"},
    ],
    ids=["east", "west"],
)
def test_a_plan_hangs_on_its_content_alone(surroundings: dict[str, str], tmp_path: Path) -> None:
    """Hash seed, time zone, language, optimisation and folder leave no trace in a plan."""
    environment = os.environ | surroundings | {"PYTHONPATH": os.pathsep.join(sys.path)}
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    plan = tensplan.plan(tensplan.load_protocol(NAME), on=DAY)
    assert printed == plan.as_json()["digest"]


def test_a_protocol_is_the_same_by_name_and_by_path(tmp_path: Path) -> None:
    """A copy of a catalogue file in another place gives the same bytes."""
    from tensplan.protocol.catalogue import find_protocol

    copy = tmp_path / "copy.yaml"
    copy.write_bytes(find_protocol(NAME).read_bytes())
    first = tensplan.plan(tensplan.load_protocol(NAME), on=DAY)
    second = tensplan.plan(tensplan.load_protocol(copy), on=DAY)
    assert first.to_bytes() == second.to_bytes()
