"""Heat and cold: the packs in words, what they do to the skin of whom, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tensplan.report.exposure import ROW_WORDS
from tensplan.report.figures.chart import Figure
from tensplan.report.figures.heat import NAMES, draw_heat, span_of
from tensplan.report.numbers import quantity, shown, sign
from tensplan.session_plan.plan import VERDICT_WORDS

QUANTITIES: Final = {
    "heat": {
        "peak_basal_c": ("Hottest basal layer, where burns begin", "degC"),
        "max_skin_c": ("Hottest skin", "degC"),
        "skin_above_43_min": ("Longest time of the skin above 43 °C", "min"),
        "skin_above_48_min": ("Longest time of the skin above 48 °C", "min"),
        "cem43_min": ("Thermal dose, equivalent minutes at 43 °C", "min"),
        "omega": ("Injury integral; 0.53 is a first-degree burn", ""),
    },
    "cold": {
        "min_skin_c": ("Coldest skin", "degC"),
        "coldest_c": ("Coldest tissue at any depth", "degC"),
    },
}
"""What is shown of each modality, with its unit."""
DRAWN: Final = {"heat": "peak_basal_c", "cold": "min_skin_c"}
"""The quantity whose limits are drawn into the figures."""


@dataclass(frozen=True, slots=True)
class Value:
    """One quantity of everybody, beside one of its limits."""

    name: str
    unit: str
    by_person: tuple[str, ...]
    limit: str
    rule: str
    verdict: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One use of heat or cold, ready to be read."""

    modality: str
    words: str
    verdict: str
    physics: str
    reasons: tuple[str, ...]
    people: tuple[str, ...]
    values: tuple[Value, ...]
    figures: tuple[Figure, ...]
    would_pass: tuple[str, ...]
    session: str
    guidance: tuple[Mapping[str, str], ...]
    doubts: tuple[str, ...]
    weak: int


_WHEN = {
    "before-stimulation": "before the stimulation",
    "after-stimulation": "after the stimulation",
    "separate": "apart from the stimulation",
}
_AREA = {
    "lumbar": "the lower back",
    "gluteal": "the buttock",
    "foot-dorsum": "the back of the foot",
    "foot-sole": "the sole of the foot",
    "posterior-thigh": "the back of the thigh",
}


def thermal_words(entry: Mapping[str, Any]) -> str:
    """Return one use of heat or cold as sentences.

    Examples
    --------
    >>> words = thermal_words({"modality": "cold", "area": "heel", "pack": "gel-pack",
    ...     "pack_temperature_c": 0, "cover": {"damp_towel_layers": 1}, "duration_min": 10,
    ...     "when": "separate", "gap_min": 30, "skin_check_every_min": 5})
    >>> words.split(", for ")[0]
    'Gel pack at 0 °C on the heel, over 1 layer of damp towel'
    """
    area = _AREA.get(entry["area"], f"the {entry['area'].replace('-', ' ')}")
    pack = entry["pack"].replace("-", " ").capitalize()
    return (
        f"{pack} at {shown(entry['pack_temperature_c'])} °C on {area}, {_cover(entry['cover'])}, "
        f"for {shown(entry['duration_min'])} minutes, {_WHEN[entry['when']]}, at least "
        f"{shown(entry['gap_min'])} minutes between them. "
        f"Look at the skin every {shown(entry['skin_check_every_min'])} minutes."
    )


def _cover(cover: Mapping[str, Any]) -> str:
    layers = [
        f"{count} {'layer' if count == 1 else 'layers'} of {kind} towel"
        for kind in ("dry", "damp")
        if (count := cover.get(f"{kind}_towel_layers"))
    ]
    return "over " + " and ".join(layers) if layers else "with no towel between"


def packs(data: Mapping[str, Any]) -> list[Pack]:
    """Return every use of heat or cold of a plan."""
    entries = data["protocol"]["content"].get("thermal", [])
    return [
        _pack(data, entry, shown) for entry, shown in zip(entries, data["thermal"], strict=True)
    ]


def _pack(data: Mapping[str, Any], entry: Mapping[str, Any], found: Mapping[str, Any]) -> Pack:
    modality = data["modalities"][entry["modality"]]
    rows = [row for row in data["heat"] if row["entry"] == found["entry"]]
    return Pack(
        modality=entry["modality"],
        words=thermal_words(entry),
        verdict=modality["verdict"],
        physics=VERDICT_WORDS[found["verdict"]],
        reasons=tuple(_own_reasons(data, found["entry"])),
        people=tuple(NAMES[row["person"]] for row in rows),
        values=tuple(_values(data, found, rows)),
        figures=tuple(_figures(entry, found)),
        would_pass=tuple(one["words"] for one in found["would_pass"]),
        session=session_words(found["session"], entry["modality"]),
        guidance=tuple(found["guidance"]),
        doubts=tuple(found["doubts"]),
        weak=len(found["weak"]),
    )


def session_words(session: Mapping[str, Any] | None, modality: str) -> str:
    """Return what the whole session on an area comes to in the worst case; empty for none.

    Examples
    --------
    >>> session_words({"parts": [{"name": "heat 1", "to_min": 15.0}], "verdict": "pass", "people":
    ...     [{"person": "worst", "peak_basal_c": 39.64, "cem43_min": 0.087, "omega": 0.0023}]}, "heat")
    'heat 1, in all 15 minutes: the basal layer reaches 39.6 °C, 0.087 min at 43 °C, injury 0.0023'
    """
    if session is None:
        return ""
    worst = session["people"][-1]
    reached = (
        f"the basal layer reaches {shown(worst['peak_basal_c'])} °C, "
        f"{shown(worst['cem43_min'])} min at 43 °C, injury {shown(worst['omega'])}"
        if modality == "heat"
        else f"the skin falls to {shown(worst['min_skin_c'])} °C"
    )
    names = ", ".join(part["name"] for part in session["parts"])
    return f"{names}, in all {shown(session['parts'][-1]['to_min'])} minutes: {reached}"


def _own_reasons(data: Mapping[str, Any], index: int) -> list[str]:
    """Return what stops or limits this very pack."""
    here = f"thermal[{index}]"
    return [
        finding["message"]
        for finding in data["findings"]
        if finding["path"].startswith(here) and finding["severity"] != "note"
    ]


def _figures(entry: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Figure]:
    """Yield one figure for each person, all on the same scale."""
    if not found["traces"]:
        return
    bounds = _bounds(found)
    span = span_of(found["traces"], bounds)
    for trace in found["traces"]:
        off, deep = entry["duration_min"], found["deep_mm"]
        yield draw_heat(trace, bounds, off_min=off, deep_mm=deep, span=span)


def _bounds(found: Mapping[str, Any]) -> list[float]:
    """Return the limits that are drawn into the figures."""
    drawn = DRAWN[found["modality"]]
    return sorted({row["limit"] for row in found["judged"] if row["quantity"] == drawn})


def _values(
    data: Mapping[str, Any], found: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> list[Value]:
    sources = {entry["what"]: entry for entry in data["sources"]}
    chosen = QUANTITIES[found["modality"]]
    judged = [row for name in chosen for row in found["judged"] if row["quantity"] == name]
    return [_value(row, chosen[row["quantity"]], rows, sources) for row in judged]


def _value(
    judged: Mapping[str, Any],
    named: tuple[str, str],
    rows: Sequence[Mapping[str, Any]],
    sources: Mapping[str, Mapping[str, str]],
) -> Value:
    name, unit = named
    source = sources.get(f"limit {judged['rule']}", {})
    side = {"<=": "at most ", "<": "below ", ">=": "at least ", ">": "above "}
    return Value(
        name=name,
        unit=sign(unit),
        by_person=tuple(shown(row[judged["quantity"]]) for row in rows),
        limit=side[judged["comparison"]] + quantity(judged["limit"], unit),
        rule=judged["rule"],
        verdict=ROW_WORDS[judged["verdict"]],
        source=source.get("source", ""),
        confidence=source.get("confidence", ""),
    )
