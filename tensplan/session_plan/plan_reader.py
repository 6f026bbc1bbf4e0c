"""Reading a plan whose every part is there."""

from __future__ import annotations

import os
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
    return content
