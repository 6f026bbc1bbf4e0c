"""Where the shipped protocols and schemas lie: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tensplan.errors import TensplanError


@cache
def protocols_folder() -> Path:
    """Return the folder with the catalogue.

    Raises
    ------
    TensplanError
        If neither an installed nor a checked-out catalogue is found.
    """
    package = Path(__file__).parent
    for folder in (package / "_data" / "protocols", package.parent / "protocols"):
        if (folder / "schema").is_dir():
            return folder
    raise TensplanError(
        "the catalogue is missing from this installation", hint="install tensplan again"
    )
