"""A session plan as an immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from tensplan.finding import Finding
from tensplan.safety.exposure_row import ExposureRow
from tensplan.session_plan.canonical import canonical_bytes, digest, rounded

PLAN_SCHEMA = "tensplan/plan/1"

Verdict = Literal["pass", "warn", "blocked", "stop"]

VERDICT_WORDS = {
    "pass": "no listed limit broken",
    "warn": "no listed limit broken, with warnings",
    "blocked": "blocked",
    "stop": "stopped",
    "not-planned": "not planned",
}
"""What people read; never "safe"."""


ALLOWED = ("pass", "warn")
"""Verdicts of what may be done."""


def may_stimulate(content: Mapping[str, Any]) -> bool:
    """Say whether a plan allows TENS; one that is written may allow heat or cold alone.

    Parameters
    ----------
    content : mapping
        Of a plan.json.

    Examples
    --------
    >>> may_stimulate({"modalities": {"tens": {"verdict": "blocked"}}})
    False
    """
    return content["modalities"]["tens"]["verdict"] in ALLOWED


def allowed_packs(content: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """Return the packs that a plan allows, by number: no heat, or no cold, where one of it is blocked.

    Parameters
    ----------
    content : mapping
        Of a plan.json.

    Examples
    --------
    >>> import tensplan
    >>> made = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    >>> allowed_packs(made.as_json())
    {}
    """
    found = {part["entry"] for part in content["thermal"] if part["verdict"] in ALLOWED}
    return {
        number: pack
        for number, pack in enumerate(content["protocol"]["content"].get("thermal") or ())
        if number in found and content["modalities"][pack["modality"]]["verdict"] in ALLOWED
    }


def frozen(value: Any) -> Any:
    """Return the same data with mappings and lists that cannot be changed.

    Examples
    --------
    >>> frozen({"a": [1, 2]})["a"]
    (1, 2)
    """
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    return tuple(map(frozen, value)) if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class Modality:
    """Whether TENS, heat or cold may be done, and why not."""

    verdict: Literal["pass", "warn", "blocked", "not-planned"]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One judged session plan, or the reasons for its refusal.

    Parameters
    ----------
    verdict : {"pass", "warn", "blocked", "stop"}
        Blocked and stopped plans are never written.
    modalities : mapping
        Verdict and reasons of ``tens``, ``heat`` and ``cold``.
    findings : tuple of Finding
        Everything that stops or limits the plan.
    exposure : tuple of ExposureRow
        Every quantity of every channel and program.
    content : mapping
        The rest of plan.json: protocol, channels, course, titration, sources and so on.

    Examples
    --------
    >>> import tensplan
    >>> plan = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    >>> plan.verdict, plan.is_specimen
    ('warn', True)
    """

    verdict: Verdict
    modalities: Mapping[str, Modality]
    findings: tuple[Finding, ...]
    exposure: tuple[ExposureRow, ...]
    content: Mapping[str, Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "modalities", MappingProxyType(dict(self.modalities)))
        object.__setattr__(self, "content", frozen(self.content))

    @property
    def is_specimen(self) -> bool:
        """Whether the plan is for no person."""
        return self.content["patient"] is None

    @property
    def is_blocked(self) -> bool:
        """Whether the plan may not be written."""
        return self.verdict in ("blocked", "stop")

    def as_json(self) -> dict[str, Any]:
        """Return plan.json as data, numbers rounded, with its digest."""
        data: dict[str, Any] = {
            "schema": PLAN_SCHEMA,
            "verdict": self.verdict,
            "modalities": {
                name: {"verdict": part.verdict, "reasons": list(part.reasons)}
                for name, part in self.modalities.items()
            },
            "findings": [finding.without_place().as_json() for finding in self.findings],
            "exposure": [row.as_json() for row in self.exposure],
            **self.content,
        }
        data = rounded(data)
        data["digest"] = digest(data)
        return data

    def to_bytes(self) -> bytes:
        """Return the canonical bytes of plan.json."""
        return canonical_bytes(self.as_json())
