"""What goes with a course: exercises, notes on medicines, referral points, the evidence."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tensplan.patient.model import Patient
from tensplan.protocol.document import read_document

FUSIONS = ("fusion",)

Guidance = dict[str, Any]


def guidance(patient: Patient | None) -> Guidance:
    """Return the sentences that go with a course, for a person or for nobody.

    Parameters
    ----------
    patient : Patient or None
        Their weeks since surgery decide which exercises wait; their medicines which notes are given.

    Examples
    --------
    >>> import tensplan
    >>> found = guidance(tensplan.load_patient("example-numb-sole"))
    >>> [(item["id"], item["now"]) for item in found["exercises"]][-1]
    ('bird-dog', 'from week 6 after surgery: reached')
    >>> [note["about"] for note in found["medicines"]]
    ['gabapentinoid']
    """
    table = _table()
    return {
        "apart": table["apart"],
        "exercises": [_exercise(row, patient) for row in table["exercises"]],
        "medicines": [] if patient is None else _medicines(patient),
        "medicines_note": table["medicines_note"],
        "ladder": list(table["ladder"]),
        "ladder_note": table["ladder_note"],
        "evidence": list(table["evidence"]),
    }


@cache
def _table() -> dict[str, Any]:
    """Read the table once."""
    return dict(read_document(Path(__file__).with_name("guidance.yaml")).value)


def _exercise(row: dict[str, Any], patient: Patient | None) -> dict[str, str]:
    """Return one exercise with where the person stands."""
    return {
        "id": row["id"],
        "title": row["title"],
        "dose": row["dose"],
        "rules": row["rules"],
        "now": _now(row, patient),
        "source": row["source"],
        "confidence": row["confidence"],
    }


def _now(row: dict[str, Any], patient: Patient | None) -> str:
    """Say whether an exercise may begin, by weeks since surgery and by fusion."""
    start = f"from week {row['from_week']} after surgery" if row["from_week"] else "from the start"
    if patient is None:
        return start
    if row["fusion_needs_clearance"] and _fused(patient) is not False:
        return f"{start}: ask the surgeon first{_why(patient)}"
    if not row["from_week"]:
        return start
    weeks = patient.weeks_since_surgery
    if weeks is None:
        return f"{start}: weeks since surgery are unknown, ask"
    return f"{start}: {'reached' if weeks >= row['from_week'] else 'not yet'}"


def _why(patient: Patient) -> str:
    """Say why the surgeon is asked."""
    return ", fused" if _fused(patient) else ", whether segments were fused is unknown"


def _fused(patient: Patient) -> bool | None:
    """Say whether segments were fused; None when nobody knows."""
    surgery = patient.surgery
    if surgery is None:
        return None
    return True if surgery.procedure in FUSIONS else surgery.fused


def _medicines(patient: Patient) -> list[dict[str, str]]:
    """Return the notes on what the person takes and applies, each once."""
    table = _table()
    taken = [(name, table["medicines"][name]) for name in patient.medicines or ()]
    applied = [(item.agent, table["topicals"][item.agent]) for item in patient.topicals or ()]
    return [{"about": name, **note} for name, note in dict([*taken, *applied]).items()]
