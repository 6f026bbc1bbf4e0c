"""Read the tables of this room, each once and only when it is first asked for."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """Return the parsed table `name`.json that lies beside this module.

    Parameters
    ----------
    name : str
        Table name without its ending, for example ``"sites"``.

    Returns
    -------
    table : dict
        The parsed JSON. It is shared: read it, never change it.

    Examples
    --------
    >>> load("sites")["reference"]["height_mm"]
    1700
    """
    table: dict[str, Any] = json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
    return table
