"""The set of limits that the project ships, read from data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tensplan.protocol.document import read_document
from tensplan.safety.limit import Limit, Scope

OWN_LIMITS = Path(__file__).with_name("limits.yaml")


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits that apply, in their order.

    Parameters
    ----------
    entries : tuple of Limit
        The limits.
    tightened_by : str
        Name of the clinic file; empty for the project's own limits.
    """

    entries: tuple[Limit, ...]
    tightened_by: str = ""

    def __iter__(self) -> Iterator[Limit]:
        return iter(self.entries)

    def of(self, quantity: str) -> tuple[Limit, ...]:
        """Return the limits of one quantity."""
        return tuple(limit for limit in self.entries if limit.quantity == quantity)

    def named(self, rule: str) -> Limit | None:
        """Return one limit by its id."""
        return next((limit for limit in self.entries if limit.id == rule), None)

    @property
    def digest(self) -> str:
        """SHA-256 over the limits in canonical form."""
        import hashlib

        from tensplan.session_plan.canonical import canonical_bytes

        content: list[Any] = [asdict(limit) for limit in self.entries]
        return "sha256:" + hashlib.sha256(canonical_bytes(content)).hexdigest()


@cache
def own_limits() -> Limits:
    """Return the limits that the project ships.

    Raises
    ------
    ValueError
        If an entry of the data is not a whole limit.

    Examples
    --------
    >>> own_limits().named("project/current-density").error
    2
    """
    return Limits(tuple(_limit(entry) for entry in read_document(OWN_LIMITS).value["limits"]))


def _limit(entry: dict[str, Any]) -> Limit:
    """Build one limit of the data; an unknown key raises."""
    scope = entry.get("scope")
    bounds = {
        name: tuple(entry[name]) if isinstance(entry.get(name), list) else entry.get(name)
        for name in ("warning", "error")
    }
    return Limit(**{**entry, **bounds, "scope": None if scope is None else Scope(**scope)})
