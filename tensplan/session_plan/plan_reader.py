"""Reading a plan whose every part is there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from tensplan.session_plan.plan_file import PlanFileError, read_plan
from tensplan.session_plan.plan_schema import PlanContent


def read_whole_plan(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read a plan and check its bytes, its digest and its structure.

    Parameters
    ----------
    path : path-like
        A plan.json.

    Returns
    -------
    content : dict
        As `tensplan.session_plan.plan_file.read_plan` gives it.

    Raises
    ------
    PlanFileError
        If the file is no whole, canonical, unchanged plan.
    """
    content = read_plan(path)
    try:
        PlanContent.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the plan"
        more = error.error_count() - 1
        others = f", and {more} more" if more else ""
        raise PlanFileError(
            f"this is no whole plan: {place}: {first['msg'].lower()}{others}",
            where=str(path),
            hint="make it again with tensplan plan",
        ) from None
    for number, day in enumerate(content["course"], start=1):
        if not _is_played(day.get("programs"), content):
            raise PlanFileError(
                f"this is no whole plan: day {number} of the course plays what the plan does not have",
                where=str(path),
                hint="make it again with tensplan plan",
            )
    return content


def _is_played(programs: object, content: Mapping[str, Any]) -> bool:
    """Whether a day gives channels of the plan programs that they have."""
    channels = {channel["id"]: channel["programs"] for channel in content["channels"]}
    return isinstance(programs, dict) and all(
        name in channels.get(channel, ()) for channel, name in programs.items()
    )
