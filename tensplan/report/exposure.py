"""The exposure table and what is left of the contact, ready to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tensplan.report.numbers import quantity, share, shown, sign
from tensplan.report.wording import named, say


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity in words."""

    quantity: str
    unit: str
    kind: str
    closed_form: str
    simulated: str
    worst_case: str
    limit: str
    rule: str
    verdict: str
    used: str
    margin: str
    bar: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Contact:
    """The density of one pad as it peels off, in words."""

    pad: str
    program: str
    full: str
    half: str
    quarter: str
    limit: str
    rule: str
    smallest: str
    smallest_share: str


@dataclass(frozen=True, slots=True)
class ExposureTable:
    """The rows of one channel and program."""

    channel: str
    program: str
    rows: tuple[Row, ...]


def exposure_tables(data: Mapping[str, Any]) -> list[ExposureTable]:
    """Return one table for each channel and program."""
    sources = {entry["what"]: entry for entry in data["sources"]}
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in data["exposure"]:
        key = (row["channel"], row.get("program", ""))
        grouped.setdefault(key, []).append(_row(row, sources))
    return [
        ExposureTable(channel, program, tuple(rows)) for (channel, program), rows in grouped.items()
    ]


def contacts(data: Mapping[str, Any]) -> list[Contact]:
    """Return the density at full, half and quarter contact for each density limit."""
    return [_contact(entry) for entry in data["contact"]]


def _row(row: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Row:
    source = sources.get(f"limit {row['rule']}", {})
    used = _used(row["worst_case"], row["limit"])
    verdict = say(f"exposure.verdicts.{row['verdict']}")
    return Row(
        quantity=named("exposure.quantities").get(row["quantity"], row["quantity"]),
        unit=sign(row["unit"]),
        kind=say(f"exposure.kinds.{row['kind']}"),
        closed_form=shown(row["closed_form"]),
        simulated=shown(row["simulated"]),
        worst_case=shown(row["worst_case"]),
        limit=shown(row["limit"]),
        rule=row["rule"],
        verdict=verdict,
        used="" if used is None else share(used),
        margin=verdict if used is None else _margin(row, used, verdict),
        bar=0.0 if used is None else round(min(used, 1.0) * 100, 1),
        source=source.get("source", ""),
        confidence=source.get("confidence", ""),
    )


def _used(value: float | None, limit: float | None) -> float | None:
    """Return the used share of a limit; None without a limit or where it is zero."""
    if value is None or limit is None or limit == 0:
        return None
    return value / limit


def _margin(row: Mapping[str, Any], used: float, verdict: str) -> str:
    """Return how much of a limit is used and left, with the verdict."""
    if used > 1:
        left = say("exposure.passed", used=share(used))
    else:
        left = say(
            "exposure.left",
            used=share(used),
            left=quantity(row["limit"] - row["worst_case"], row["unit"]),
        )
    return say("exposure.verdict_left", left=left, verdict=verdict)


def _contact(entry: Mapping[str, Any]) -> Contact:
    unit, limit = entry["unit"], entry["limit"]
    return Contact(
        pad=entry["pad"],
        program=entry["program"],
        full=_against(entry["density"], limit, unit),
        half=_against(entry["density_half"], limit, unit),
        quarter=_against(entry["density_quarter"], limit, unit),
        limit=quantity(limit, unit),
        rule=entry["rule"],
        smallest=quantity(entry["smallest_cm2"], "cm2"),
        smallest_share=share(entry["smallest_cm2"] / entry["conductive_cm2"]),
    )


def _against(density: float, limit: float, unit: str) -> str:
    """Return a density, with words when it passes the limit."""
    above = say("contact.passes") if density > limit else ""
    return quantity(density, unit) + above
