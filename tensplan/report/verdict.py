"""May this be done: one answer apiece for TENS, heat and cold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensplan.report.blocks import Answer
from tensplan.report.wording import named
from tensplan.session_plan.plan import VERDICT_WORDS


def answers(data: Mapping[str, Any]) -> tuple[Answer, ...]:
    """Return the answers in the order TENS, heat, cold."""
    marks = named("may.marks")
    return tuple(
        Answer(
            verdict=data["modalities"][key]["verdict"],
            mark=marks[data["modalities"][key]["verdict"]],
            name=name,
            words=VERDICT_WORDS[data["modalities"][key]["verdict"]],
            reasons=tuple(data["modalities"][key]["reasons"]),
        )
        for key, name in named("may.names").items()
    )
