"""The rules that are no limits, read from data: what, why, and how to satisfy them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tensplan.protocol.document import read_document

FORMAT_RULE = "a rule of the file format or of this program"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule that is no limit.

    Parameters
    ----------
    id : str
        As findings carry it.
    what, why, fix : str
        What it finds, why it exists, and how to satisfy it.
    source, confidence : str
        Where it comes from; ``design`` for a rule of the file format.
    """

    id: str
    what: str
    why: str
    fix: str
    source: str = FORMAT_RULE
    confidence: str = "design"


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """One of the ten exposure quantities.

    Parameters
    ----------
    id, title : str
        Name with its unit, and readable name.
    formula : str
        Closed form.
    inputs : tuple of str
        What it is computed from.
    says : str
        What it means.
    """

    id: str
    title: str
    formula: str
    inputs: tuple[str, ...]
    says: str


@cache
def rules() -> dict[str, Rule]:
    """Return every rule that is no limit, by id.

    Examples
    --------
    >>> rules()["timing/one-rate"].fix
    'Keep one of them.'
    """
    return {entry["id"]: Rule(**entry) for entry in _read("rules")["rules"]}


@cache
def quantities() -> dict[str, Quantity]:
    """Return the ten exposure quantities by id.

    Examples
    --------
    >>> quantities()["phase_charge_uc"].formula
    'I w'
    """
    entries = _read("quantities")["quantities"]
    return {
        entry["id"]: Quantity(**{**entry, "inputs": tuple(entry["inputs"])}) for entry in entries
    }


@cache
def common() -> dict[str, str]:
    """Return what holds for all exposure quantities: where, by which routes, how judged."""
    return dict(_read("quantities")["common"])


def _read(name: str) -> dict[str, Any]:
    return dict(read_document(Path(__file__).with_name(f"{name}.yaml")).value)
