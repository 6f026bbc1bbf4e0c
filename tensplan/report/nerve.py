"""What the nerves are predicted to do, in words and figures, from a plan's own rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tensplan.nerve_response.anatomy import nerve
from tensplan.nerve_response.row import SKIN
from tensplan.report.figures.chart import Figure
from tensplan.report.figures.recruitment import Curve, draw_recruitment
from tensplan.report.figures.thresholds import bar_of, draw_thresholds
from tensplan.report.numbers import quantity, shown

SENSE_WORDS: Final = {"sensation": "tingle", "motor": "twitch", "pain": "pain"}

CAUTION: Final = (
    "A model of flat layers and single fibres: it ranks places and settings well and is out by a "
    "factor in mA. The first tingle of the person counts, not the number here."
)
LIMITS_OF_THE_MODEL: Final = (
    "The window is for the first minutes: fading of sensation is not modelled, and raising after it "
    "stays below the cap. A muscle that twitches under the pad itself is not modelled either."
)


@dataclass(frozen=True, slots=True)
class NerveLine:
    """One predicted threshold in words."""

    who: str
    pad: str
    felt: str
    median: str
    span: str
    below_cap: str
    target: bool
    confidence: str
    weak: str


@dataclass(frozen=True, slots=True)
class NerveTable:
    """All predictions of one channel and program, with their figures."""

    channel: str
    program: str
    lines: tuple[NerveLine, ...]
    weak: str
    figures: tuple[Figure, ...]
    sentences: tuple[str, ...]
    ladder: tuple[str, ...]


def nerve_tables(data: Mapping[str, Any]) -> list[NerveTable]:
    """Return one table for each channel and program that the model was asked about."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in data["nerve"]:
        grouped.setdefault((row["channel"], row["program"]), []).append(row)
    windows = {(w["channel"], w["program"]): w for w in data["nerve_windows"]}
    return [_table(key, rows, windows[key]) for key, rows in grouped.items()]


def _table(
    key: tuple[str, str], rows: Sequence[Mapping[str, Any]], window: Mapping[str, Any]
) -> NerveTable:
    shared = [name for name in rows[0]["weak"] if all(name in row["weak"] for row in rows)]
    return NerveTable(
        channel=key[0],
        program=key[1],
        lines=tuple(_line(row, shared) for row in rows),
        weak=_listed(shared),
        figures=tuple(_figures(rows, window)),
        sentences=tuple(_sentences(window)),
        ladder=tuple(_ladder(rows, window)),
    )


def _line(row: Mapping[str, Any], shared: Sequence[str]) -> NerveLine:
    low, high = row["threshold_low_ma"], row["threshold_high_ma"]
    below = "yes" if _at_most(row["threshold_ma"], row["cap_ma"]) else "in few people"
    return NerveLine(
        who=f"{_who(row['nerve'])}, {row['fibre'].replace('A-', 'A-')}",
        pad=row["pad"],
        felt=SENSE_WORDS[row["sense"]],
        median=_amount(row["threshold_ma"]),
        span=f"{_bare(low)} to {_bare(high)}",
        below_cap=below if row["reachable"] else "no",
        target=row["target"],
        confidence=row["confidence"],
        weak=_listed([name for name in row["weak"] if name not in shared]),
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def _figures(rows: Sequence[Mapping[str, Any]], window: Mapping[str, Any]) -> Iterator[Figure]:
    earliest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in rows:
        key = (row["nerve"], row["sense"])
        if key not in earliest or _order(row) < _order(earliest[key]):
            earliest[key] = row
    chosen = sorted(earliest.values(), key=_order)
    bars = [bar_of(row, f"{_short(row['nerve'])}, {SENSE_WORDS[row['sense']]}") for row in chosen]
    edges = (window["first_tingle_ma"], window["upper_ma"])
    yield draw_thresholds(bars, cap_ma=window["cap_ma"], window_ma=edges)
    drawn: dict[str, Curve] = {}
    for curve in window["recruitment"]:
        label = f"{_short(curve['nerve'])}, {curve['fibre']}"
        drawn.setdefault(label, Curve(label, _points(curve)))
    curves = list(drawn.values())
    if curves:
        yield draw_recruitment(curves, cap_ma=window["cap_ma"])


def _points(curve: Mapping[str, Any]) -> tuple[tuple[float, float], ...]:
    return tuple(zip(curve["amplitudes_ma"], curve["shares"], strict=True))


def _sentences(window: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a reader must know of the window."""
    upper = window["upper_ma"]
    if upper is None:
        yield "No upper edge of comfort is predicted."
    else:
        yield (
            f"Comfort window: from {quantity(window['first_tingle_ma'], 'mA')} to "
            f"{quantity(upper, 'mA')} ({shown(window['upper_low_ma'])} to "
            f"{shown(window['upper_high_ma'])}); its upper edge: {window['upper_basis']}."
        )
    if window["before"] is not None:
        yield from _calibration(window)
    if window["charge_uc"] is not None:
        yield f"Charge of the leading phase at the nerve's threshold: {quantity(window['charge_uc'], 'uC')}."
    if window["best_pulse_width_us"] is not None:
        best = window["best_pulse_width_us"]
        yield f"Most room between nerve and pain, of 50 to 500 µs: at a pulse width of {best} µs."
    if window["shift_10mm"] is not None:
        yield (
            f"A pad 10 mm beside the line of the nerve needs {shown(window['shift_10mm'], 2)} times the amplitude."
        )


def _calibration(window: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the person's own currents changed."""
    words = {
        "first_tingle_ma": "first tingle",
        "nerve_tingle_ma": "tingle along the nerve",
        "upper_ma": "upper edge",
    }
    for key, before in window["before"].items():
        yield (
            f"Scaled to the person's own currents: {words.get(key, key)} predicted at "
            f"{quantity(before, 'mA')} before, {_amount(window[key])} after."
        )


def _ladder(rows: Sequence[Mapping[str, Any]], window: Mapping[str, Any]) -> Iterator[str]:
    """Yield what to expect on the way up."""
    step = window["step_ma"]
    by = "by the smallest step of the device" if step is None else f"by {quantity(step, 'mA')}"
    yield f"Start at 0 mA; raise {by} every two to three seconds."
    yield (
        f"First tingle expected {_under_each_pad(rows)}. It may come under either pad and is no "
        "proof that the nerve was reached."
    )
    if window["nerve"] and window["nerve_tingle_ma"] is not None:
        found = nerve(window["nerve"])
        yield (
            f"The {found.title} nerve answers at {_interval(window, 'nerve_tingle')}: the tingle "
            f"then runs {found.felt}."
        )
    yield (
        f"Stop at strong but comfortable, at the latest at {quantity(window['advice_ma'], 'mA')}; "
        "if it hurts, burns or stings, lower by 10 to 20 %."
    )


def _under_each_pad(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the earliest tingle under each pad, the earlier pad first."""
    felt = [row for row in rows if row["sense"] == "sensation" and row["threshold_ma"] is not None]
    first: dict[str, Mapping[str, Any]] = {}
    for row in sorted(felt, key=_order):
        first.setdefault(row["pad"], row)
    return ", ".join(
        f"under pad {pad} at {_interval(row, 'threshold')}" for pad, row in first.items()
    )


def _interval(window: Mapping[str, Any], name: str) -> str:
    low, high = window[f"{name}_low_ma"], window[f"{name}_high_ma"]
    return f"{_amount(window[f'{name}_ma'])} ({_bare(low)} to {_bare(high)})"


def _who(name: str) -> str:
    return "skin under the pad" if name == SKIN else f"{nerve(name).title} nerve"


def _short(name: str) -> str:
    return SKIN if name == SKIN else nerve(name).title


def _amount(value: float | None) -> str:
    return "no amplitude" if value is None else quantity(value, "mA")


def _bare(value: float | None) -> str:
    return "none" if value is None else shown(value)


def _at_most(value: float | None, bound: float) -> bool:
    return value is not None and value <= bound


def _order(row: Mapping[str, Any]) -> float:
    value = row["threshold_ma"]
    return float("inf") if value is None else float(value)
