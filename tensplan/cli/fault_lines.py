"""What ``tensplan faults`` prints: the table of a risk file, as text, JSON or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tensplan.cli.paper import table, wrapped
from tensplan.cli.terminal import data_text

if TYPE_CHECKING:
    from simulator.device.plan_campaign import Row
    from simulator.sciencemode4.link_campaign import LinkOutcome
    from tensplan.virtual_device.trial import Verdict

Entry = dict[str, Any]
SMALLEST = 0.01
"""Less is only said to be less."""

NOBODY = "The virtual stimulator has no output: nothing is delivered to anybody."


def plan_entries(rows: Sequence[Row]) -> list[Entry]:
    """Return the rows of a plan as data, with units in the keys."""
    return [
        {
            "fault": row.case.kind,
            "moment": row.case.moment,
            "at_us": row.case.at_us,
            "noticed_by": row.outcome.noticed_by or None,
            "why_unseen": row.why_unseen or None,
            "delay_ms": None if row.outcome.delay_us is None else row.outcome.delay_us / 1e3,
            "charge_uc": _figure(row.outcome.charge * 1e6),
            "energy_mj": _figure(row.outcome.energy * 1e3),
            "worst_density_ma_per_cm2": _figure(row.outcome.worst_density / 10),
            "hazards": sorted({hazard.name for hazard in row.outcome.hazards}),
            "undetected_hazard": row.is_undetected_hazard,
        }
        for row in rows
    ]


def link_entries(outcomes: Sequence[LinkOutcome]) -> list[Entry]:
    """Return the faults of the line as rows of the same table."""
    return [
        {
            "fault": f"link: {one.kind}",
            "moment": one.moment,
            "at_us": one.at_us,
            "noticed_by": one.noticed_by or None,
            "why_unseen": None if one.noticed_by else "understood all the same",
            "delay_ms": None if one.delay_us is None else one.delay_us / 1e3,
            "charge_uc": _figure(one.charge * 1e6),
            "energy_mj": _figure(one.energy * 1e3),
            "worst_density_ma_per_cm2": _figure(one.worst_density / 10),
            "hazards": list(one.hazards),
            "undetected_hazard": bool(one.hazards) and not one.noticed_by,
        }
        for one in outcomes
    ]


def client_entries(verdicts: Sequence[Verdict]) -> list[Entry]:
    """Return the trials of a client as data, with units in the keys."""
    return [
        {
            "fault": one.kind.id,
            "what": one.kind.what,
            "ended_by": one.ended_by or None,
            "after_ms": None if one.after_us is None else one.after_us / 1e3,
            "charge_uc": _figure(one.charge * 1e6),
            "hazards": list(one.hazards),
            "client": one.client,
            "undetected_hazard": one.is_undetected_hazard,
        }
        for one in verdicts
    ]


def written(entries: Sequence[Entry], about: Mapping[str, Any], form: str) -> str:
    """Return entries as JSON or CSV."""
    if form == "json":
        return data_text({**about, "rows": entries})
    out = io.StringIO()
    writer = csv.DictWriter(out, list(entries[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**entry, "hazards": " ".join(entry["hazards"])} for entry in entries)
    return out.getvalue().rstrip("\n")


def plan_text(entries: Sequence[Entry], about: Mapping[str, Any], looks_at: str) -> str:
    """Return the table of a plan, and what to make of it."""
    heads = ("fault", "when", "noticed by", "after ms", "uC", "mJ", "mA/cm2", "hazards")
    rows = [
        (
            entry["fault"],
            entry["moment"],
            entry["noticed_by"] or "-",
            _text(entry["delay_ms"]),
            _text(entry["charge_uc"]),
            _text(entry["energy_mj"]),
            _text(entry["worst_density_ma_per_cm2"]),
            ", ".join(entry["hazards"]) or entry["why_unseen"] or "-",
        )
        for entry in entries
    ]
    note = (
        "Charge and energy are what all pads got from the fault until the device acted, or for "
        "12 s; density is the worst second of a pad. Every amplitude is raised to its cap at 4 s; "
        "14 to 18 s is a pause; a session of more than 40 s is cut to that. On the link, a "
        "host that stops at the first missing answer, as tensplan play does, keeps a P24 going."
    )
    return "\n".join(
        [
            wrapped(f"Device {about['device']}, protections {about['protections']}: {looks_at}."),
            "",
            *table(heads, rows, right="lllrrrr"),
            "",
            wrapped(note),
            wrapped(NOBODY),
            _sum(entries),
        ]
    )


def client_text(entries: Sequence[Entry]) -> str:
    """Return the table of a client."""
    heads = ("fault", "ended by", "after ms", "uC", "client; hazards")
    rows = [
        (
            entry["fault"],
            _ender(entry),
            _text(entry["after_ms"]),
            _text(entry["charge_uc"]),
            "; ".join([entry["client"], *entry["hazards"]]),
        )
        for entry in entries
    ]
    note = (
        "Each fault comes a second after the first pulse. Microcoulombs are what all pads got from "
        "then on. The client may go on after one spoiled answer, and after a pad that lies again."
    )
    return "\n".join(
        [*table(heads, rows, right="llrr"), "", wrapped(note), wrapped(NOBODY), _sum(entries)]
    )


def _ender(entry: Entry) -> str:
    """Return who ended the output; where nobody had to, it went on."""
    went_on = entry["ended_by"] == "nobody" and not entry["undetected_hazard"]
    return "went on" if went_on else entry["ended_by"] or "-"


def _sum(entries: Sequence[Entry]) -> str:
    """Count the hazards that nobody noticed."""
    bad = [entry["fault"] for entry in entries if entry["undetected_hazard"]]
    if not bad:
        return f"{len(entries)} runs: no hazard went unnoticed."
    names = ", ".join(dict.fromkeys(bad))
    return wrapped(f"{len(entries)} runs: in {len(bad)} a hazard went unnoticed: {names}.")


def _figure(value: float) -> float:
    """Return a number to 6 digits."""
    return float(f"{value:.6g}")


def _text(value: float | None) -> str:
    """Return a number as a person reads it; nothing is a dash."""
    if value is None:
        return "-"
    if 0 < abs(value) < SMALLEST:
        return f"<{SMALLEST}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
