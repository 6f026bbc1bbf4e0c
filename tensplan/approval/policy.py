"""Which roles may approve, and for how long: the project's defaults, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["plan", "protocol"]


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules of approval.

    Parameters
    ----------
    roles : tuple of str
        Every role that a reviewer may have.
    may_approve : tuple of str
        Those whose signature counts.
    plan_days, protocol_days : int
        How long an approval holds. [d]
    clock_skew : int
        Difference of clocks that is forgiven. [s]
    """

    roles: tuple[str, ...]
    may_approve: tuple[str, ...]
    plan_days: int
    protocol_days: int
    clock_skew: int

    def days(self, kind: Kind) -> int:
        """Return how long an approval holds. [d]"""
        return self.plan_days if kind == "plan" else self.protocol_days


@cache
def own_policy() -> Policy:
    """Return the project's policy.

    Examples
    --------
    >>> own_policy().may_approve[0], "engineer" in own_policy().may_approve
    ('physician', False)
    """
    import yaml

    text = (Path(__file__).parent / "roles.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return Policy(
        roles=tuple(data["roles"]),
        may_approve=tuple(data["may_approve"]),
        plan_days=data["valid_days"]["plan"],
        protocol_days=data["valid_days"]["protocol"],
        clock_skew=data["clock_skew_s"],
    )
