"""A plan that somebody sent: read as if it wanted to do harm."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

from tensplan.errors import UsageError
from tensplan.session_plan.plan_file import PlanFileError
from tensplan.session_plan.plan_reader import read_whole_plan

PLACE: Final = "what was uploaded"


def read_uploaded(data: bytes | None) -> dict[str, Any]:
    """Return the plan in uploaded bytes: canonical, whole, unchanged; its name is not asked.

    Parameters
    ----------
    data : bytes or None
        Of the file; None where none came.

    Raises
    ------
    UsageError
        If there is none.
    PlanFileError
        If it is no whole, canonical, unchanged plan.

    Examples
    --------
    >>> read_uploaded(b"PK")
    Traceback (most recent call last):
    tensplan.session_plan.plan_file.PlanFileError: ...
    """
    if not data:
        raise UsageError("no file came with the form", hint="choose a plan.json")
    with tempfile.TemporaryDirectory(prefix="tensplan-review-") as folder:
        path = Path(folder) / "plan.json"
        path.write_bytes(data)
        try:
            return read_whole_plan(path)
        except PlanFileError as error:
            raise PlanFileError(
                error.what, where=PLACE, hint="choose a plan.json as tensplan plan wrote it"
            ) from None
