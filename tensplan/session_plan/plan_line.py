"""The line of a plan: what stays the same from one plan to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def line_of(plan: Mapping[str, Any]) -> str:
    """Return the protocol and the person of a plan.

    Parameters
    ----------
    plan : mapping
        The content of a plan.json.

    Examples
    --------
    >>> line_of({"protocol": {"id": "foot"}, "patient": {"code": "P-014"}})
    'foot/P-014'
    """
    person = plan["patient"]
    return f"{plan['protocol']['id']}/{'' if person is None else person['code']}"
