"""Heat and cold: the packs in words, what they do to the skin of whom, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tensplan.report.blocks import Picture
from tensplan.report.figures.heat import draw_heat, span_of
from tensplan.report.numbers import quantity, shown, sign
from tensplan.report.wording import counted, named, say
from tensplan.session_plan.plan import VERDICT_WORDS

QUANTITIES: Final = {
    "heat": {
        "peak_basal_c": "degC",
        "max_skin_c": "degC",
        "skin_above_43_min": "min",
        "skin_above_48_min": "min",
        "cem43_min": "min",
        "omega": "",
    },
    "cold": {"min_skin_c": "degC", "coldest_c": "degC"},
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
    figures: tuple[Picture, ...]
    would_pass: tuple[str, ...]
    session: str
    guidance: tuple[Mapping[str, str], ...]
    doubts: tuple[str, ...]
    weak: tuple[str, ...]


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
    area = entry["area"]
    own = say("heat.area", name=area.replace("-", " "))
    return say(
        "heat.entry",
        pack=entry["pack"].replace("-", " ").capitalize(),
        temperature=shown(entry["pack_temperature_c"]),
        area=named("heat.areas").get(area, own),
        cover=_cover(entry["cover"]),
        minutes=shown(entry["duration_min"]),
        when=say(f"heat.when.{entry['when']}"),
        gap=shown(entry["gap_min"]),
        check=shown(entry["skin_check_every_min"]),
    )


def _cover(cover: Mapping[str, Any]) -> str:
    """Return the towels between pack and skin."""
    layers = [
        counted(f"heat.layers.{kind}", count)
        for kind in ("dry", "damp")
        if (count := cover.get(f"{kind}_towel_layers"))
    ]
    return say("heat.cover", layers=say("heat.and").join(layers)) if layers else say("heat.bare")


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
        people=tuple(say(f"figures.people.{row['person']}") for row in rows),
        values=tuple(_values(data, found, rows)),
        figures=tuple(_figures(entry, found)),
        would_pass=tuple(one["words"] for one in found["would_pass"]),
        session=session_words(found["session"], entry["modality"]),
        guidance=tuple(found["guidance"]),
        doubts=tuple(found["doubts"]),
        weak=tuple(found["weak"]),
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
    if modality == "heat":
        values = {"basal": worst["peak_basal_c"], "dose": worst["cem43_min"]}
        values["omega"] = worst["omega"]
    else:
        values = {"skin": worst["min_skin_c"]}
    reached = say(f"heat.whole_{modality}", **{key: shown(one) for key, one in values.items()})
    names = ", ".join(part["name"] for part in session["parts"])
    minutes = shown(session["parts"][-1]["to_min"])
    return say("heat.whole", names=names, minutes=minutes, reached=reached)


def _own_reasons(data: Mapping[str, Any], index: int) -> list[str]:
    """Return what stops or limits this very pack."""
    here = f"thermal[{index}]"
    return [
        finding["message"]
        for finding in data["findings"]
        if finding["path"].startswith(here) and finding["severity"] != "note"
    ]


def _figures(entry: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Picture]:
    """Yield one figure for each person, all on the same scale."""
    if not found["traces"]:
        return
    bounds = _bounds(found)
    span = span_of(found["traces"], bounds)
    for trace in found["traces"]:
        off, deep = entry["duration_min"], found["deep_mm"]
        figure = draw_heat(trace, bounds, off_min=off, deep_mm=deep, span=span)
        yield figure.picture(f"heat-{found['entry']}-{trace['person']}")


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
    modality = found["modality"]
    return [_value(row, modality, chosen[row["quantity"]], rows, sources) for row in judged]


def _value(
    judged: Mapping[str, Any],
    modality: str,
    unit: str,
    rows: Sequence[Mapping[str, Any]],
    sources: Mapping[str, Mapping[str, str]],
) -> Value:
    source = sources.get(f"limit {judged['rule']}", {})
    limit = quantity(judged["limit"], unit)
    return Value(
        name=say(f"heat.quantities.{modality}.{judged['quantity']}"),
        unit=sign(unit),
        by_person=tuple(shown(row[judged["quantity"]]) for row in rows),
        limit=named("heat.sides")[judged["comparison"]].format(limit=limit),
        rule=judged["rule"],
        verdict=say(f"exposure.verdicts.{judged['verdict']}"),
        source=source.get("source", ""),
        confidence=source.get("confidence", ""),
    )
