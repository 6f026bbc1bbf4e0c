"""Small factories: a sound protocol, changed in the one place that a test is about."""

from __future__ import annotations

import copy
from typing import Any

from tensplan.protocol.model import Protocol
from tensplan.protocol.program import Program
from tensplan.session_plan.canonical import digest
from tensplan.session_plan.session_record import SessionRecord

PROGRAM: dict[str, Any] = {
    "waveform": {
        "shape": "symmetric-biphasic",
        "pulse_width_us": 100,
        "interphase_interval_us": 0,
    },
    "pulse_rate_hz": 80,
    "target": "strong-but-comfortable",
    "amplitude_cap_ma": 40,
    "ramp": {"up_s": 3, "down_s": 1},
    "duration_min": 30,
}

PROTOCOL: dict[str, Any] = {
    "schema": "tensplan/protocol/1",
    "id": "example",
    "title": "An example",
    "version": "1.0.0",
    "status": "draft",
    "summary": "An invented protocol for tests.",
    "evidence": [],
    "evidence_against": [{"citation": "NICE NG59", "says": "do not offer TENS for sciatica"}],
    "placement": {
        "strategy": "sciatic-path",
        "channels": [
            {
                "id": "A",
                "pads": [
                    {"site": "popliteal-upper", "size_mm": [50, 50]},
                    {"site": "tibial-ankle", "size_mm": [50, 50]},
                ],
                "program": "main",
            }
        ],
    },
    "programs": {"main": PROGRAM},
    "course": {"sessions_per_day": 2, "days_per_week": 5, "weeks": 4, "minimum_gap_h": 2},
}


def program_data(**changes: Any) -> dict[str, Any]:
    """Return a program's data; a value of None removes the key."""
    return _changed(PROGRAM, changes)


def make_program(**changes: Any) -> Program:
    """Return a program with changed keys."""
    return Program.model_validate(program_data(**changes))


def waveform(**changes: Any) -> dict[str, Any]:
    """Return a waveform's data with changed keys."""
    return _changed(PROGRAM["waveform"], changes)


def protocol_data(program: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return a protocol's data, with another program or changed keys."""
    data = _changed(PROTOCOL, changes)
    if program is not None:
        data["programs"] = {"main": program}
    return data


def make_protocol(program: dict[str, Any] | None = None, **changes: Any) -> Protocol:
    """Return a protocol with another program or changed keys."""
    return Protocol.model_validate(protocol_data(program, **changes))


def placement(*pads: dict[str, Any], strategy: str = "sciatic-path") -> dict[str, Any]:
    """Return a placement of one channel with these two pads."""
    channel = {"id": "A", "pads": list(pads), "program": "main"}
    return {"strategy": strategy, "channels": [channel]}


def _changed(data: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    new = copy.deepcopy(data)
    for key, value in changes.items():
        if value is None:
            new.pop(key, None)
        else:
            new[key] = value
    return new


def make_record(**changes: Any) -> SessionRecord:
    """Return a session that went well, with changed fields."""
    usual: dict[str, Any] = {
        "on": "2026-11-22",
        "minutes": 30.0,
        "amplitude_ma": (("A", 18.0),),
        "pain_before": 6.0,
        "pain_during": 3.0,
        "pain_after": 4.0,
        "felt": "strong-but-comfortable",
        "skin": "normal",
        "stop_reason": "completed",
    }
    return SessionRecord(**{**usual, **changes})


def plan_for(code: str | None, *, on: str = "2026-11-20", **changes: Any) -> dict[str, Any]:
    """Return a plan.json for a person under a code, of a program with changed keys."""
    from tensplan.session_plan.compose import compose

    data = compose(make_protocol(program_data(**changes)), on=on).as_json()
    data["patient"] = None if code is None else {"code": code, "digest": "sha256:" + "0" * 64}
    return {**data, "digest": digest(data)}
