"""Heat and cold as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tensplan.cli.paper import bold, labelled, paint, table
from tensplan.session_plan.plan import VERDICT_WORDS

if TYPE_CHECKING:
    from tensplan.finding import Finding
    from tensplan.protocol.model import Protocol

COLOURS: Final = {"pass": "green", "warn": "yellow", "blocked": "red"}
COLUMNS: Final = {
    "max_skin_c": "skin max",
    "min_skin_c": "skin min",
    "peak_basal_c": "basal max",
    "coldest_c": "coldest",
    "cem43_min": "CEM43 min",
    "omega": "omega",
}
"""Quantities that are shown, with their heads; degC where nothing else is said."""


def heat_lines(
    protocol: Protocol, content: Mapping[str, Any], said: Sequence[Finding] = ()
) -> Iterator[str]:
    """Yield every use of heat or cold: what each person reaches, what breaks, what would pass.

    Parameters
    ----------
    protocol : Protocol
        Whose packs they are.
    content : mapping
        With ``heat`` and ``thermal`` as in plan.json.
    said : sequence of Finding
        Findings on the packs that are not told elsewhere.
    """
    from tensplan.explanation.protocol_words import thermal_words

    for entry, found in zip(protocol.thermal or (), content["thermal"], strict=True):
        verdict = paint(VERDICT_WORDS[found["verdict"]], fg=COLOURS[found["verdict"]])
        head = bold(f"{entry.modality.capitalize()} on the {entry.area_words}: ")
        yield f"{head}{verdict} (temperatures alone)"
        yield labelled("pack", thermal_words(entry))
        rows = [row for row in content["heat"] if row["entry"] == found["entry"]]
        cells = [[f"  {row['person']}", *_cells(row)] for row in rows]
        yield from table(["", *COLUMNS.values()], cells, right="l" + "r" * len(COLUMNS))
        yield from _broken(found["judged"])
        yield from _session(found["session"])
        yield from _would_pass(found)
        yield from _said(said, found["entry"])
        yield labelled("unsure", f"{len(found['weak'])} numbers are recalled or project defaults")
        yield ""


def _cells(row: Mapping[str, Any]) -> list[str]:
    return [f"{row[quantity]:.3g}" for quantity in COLUMNS]


def _said(said: Sequence[Finding], index: int) -> Iterator[str]:
    """Yield what lies in the pack itself or outside the model, and not in a limit."""
    for finding in said:
        own = finding.path[:2] == ("thermal", index) and finding.rule.startswith("thermal/")
        if own and finding.rule != "thermal/person-unknown":
            yield labelled(finding.severity, finding.message)


def _broken(judged: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the limits that are not kept."""
    for one in judged:
        if one["verdict"] != "pass":
            side = "blocked by" if one["verdict"] == "blocked" else "warned by"
            yield labelled(side, f"{one['rule']}: {one['value']:.4g}, limit {one['limit']:g}")


def _session(session: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield what the whole session on the area comes to in the worst case."""
    if session is None:
        return
    worst, parts = session["people"][-1], session["parts"]
    yield labelled(
        "session",
        f"{', '.join(part['name'] for part in parts)}: basal {worst['peak_basal_c']:.3g} degC, "
        f"skin from {worst['min_skin_c']:.3g} degC, CEM43 {worst['cem43_min']:.3g} min, "
        f"omega {worst['omega']:.3g}; {VERDICT_WORDS[session['verdict']]}",
    )


def _would_pass(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was simulated and passes."""
    if found["would_pass"]:
        words = "; or ".join(one["words"] for one in found["would_pass"])
        yield labelled("would pass", f"{words} (each simulated)")
