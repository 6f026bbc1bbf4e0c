"""What the nerves are predicted to do, in words and figures, from a plan's own rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tensplan.nerve_response.anatomy import nerve
from tensplan.nerve_response.row import SKIN
from tensplan.report.blocks import Picture
from tensplan.report.figures.chart import Figure
from tensplan.report.figures.recruitment import Curve, draw_recruitment
from tensplan.report.figures.thresholds import bar_of, draw_thresholds
from tensplan.report.numbers import quantity, shown
from tensplan.report.wording import named, say


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
    figures: tuple[Picture, ...]
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
        figures=tuple(
            figure.picture(f"nerve-{key[0]}-{number}-{key[1]}")
            for number, figure in enumerate(_figures(rows, window), start=1)
        ),
        sentences=(*_sentences(window), *_weightings(rows)),
        ladder=tuple(_ladder(rows, window)),
    )


def _line(row: Mapping[str, Any], shared: Sequence[str]) -> NerveLine:
    low, high = row["threshold_low_ma"], row["threshold_high_ma"]
    return NerveLine(
        who=say("nerve.fibre", who=_who(row["nerve"]), fibre=row["fibre"]),
        pad=row["pad"],
        felt=say(f"nerve.senses.{row['sense']}"),
        median=_bare(row["threshold_ma"]),
        span=say("nerve.span", low=_bare(low), high=_bare(high)),
        below_cap=say(f"nerve.below.{_below(row)}"),
        target=row["target"],
        confidence=row["confidence"],
        weak=_listed([name for name in row["weak"] if name not in shared]),
    )


def _below(row: Mapping[str, Any]) -> str:
    """Return whether all, few or none fire below the cap."""
    if not row["reachable"]:
        return "none"
    value = row["threshold_ma"]
    return "all" if value is not None and value <= row["cap_ma"] else "few"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def _figures(rows: Sequence[Mapping[str, Any]], window: Mapping[str, Any]) -> Iterator[Figure]:
    earliest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in rows:
        key = (row["nerve"], row["sense"])
        if key not in earliest or _order(row) < _order(earliest[key]):
            earliest[key] = row
    chosen = sorted(earliest.values(), key=_order)
    bars = [
        bar_of(row, f"{_short(row['nerve'])}, {say('nerve.senses.' + row['sense'])}")
        for row in chosen
    ]
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
    yield _edges(window)
    if window["before"] is not None:
        yield from _calibration(window)
    if window["charge_uc"] is not None:
        yield say("nerve.window.charge", charge=quantity(window["charge_uc"], "uC"))
    if window["best_pulse_width_us"] is not None:
        yield say("nerve.window.best", width=window["best_pulse_width_us"])
    if window["shift_10mm"] is not None:
        yield say("nerve.window.shift", times=shown(window["shift_10mm"], 2))
    if window.get("selectivity") is not None:
        yield say("nerve.window.selectivity", times=shown(window["selectivity"], 2))


def _weightings(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the two cases between which a real pad lies, for the first tingle and the first pain."""
    for sense in ("sensation", "pain"):
        known = [row for row in rows if row["sense"] == sense and _both(row)]
        if known:
            first = min(known, key=_order)
            yield say(
                "nerve.window.weightings",
                what=say(f"nerve.senses.{sense}"),
                pad=first["pad"],
                uniform=quantity(first["threshold_uniform_ma"], "mA"),
                isopotential=quantity(first["threshold_isopotential_ma"], "mA"),
            )


def _both(row: Mapping[str, Any]) -> bool:
    """Say whether both cases are there; plans of earlier versions have none."""
    return None not in (row.get("threshold_uniform_ma"), row.get("threshold_isopotential_ma"))


def _edges(window: Mapping[str, Any]) -> str:
    """Return the comfort window from edge to edge."""
    if window["upper_ma"] is None:
        return say("nerve.window.none")
    return say(
        "nerve.window.edges",
        first=quantity(window["first_tingle_ma"], "mA"),
        upper=quantity(window["upper_ma"], "mA"),
        low=shown(window["upper_low_ma"]),
        high=shown(window["upper_high_ma"]),
        basis=window["upper_basis"],
    )


def _calibration(window: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the person's own currents changed."""
    words = named("nerve.amounts")
    for key, before in window["before"].items():
        yield say(
            "nerve.window.scaled",
            what=words.get(key, key),
            before=quantity(before, "mA"),
            after=_amount(window[key]),
        )


def _ladder(rows: Sequence[Mapping[str, Any]], window: Mapping[str, Any]) -> Iterator[str]:
    """Yield what to expect on the way up."""
    step = window["step_ma"]
    smallest = say("nerve.ladder.smallest_step")
    yield say("nerve.ladder.start", step=smallest if step is None else quantity(step, "mA"))
    yield say("nerve.ladder.first", where=_under_each_pad(rows))
    if window["nerve"] and window["nerve_tingle_ma"] is not None:
        found = nerve(window["nerve"])
        is_below = window["nerve_tingle_ma"] <= window["cap_ma"]
        yield say(
            "nerve.ladder.answers" if is_below else "nerve.ladder.beyond",
            title=found.title,
            interval=_interval(window, "nerve_tingle"),
            felt=found.felt,
            cap=quantity(window["cap_ma"], "mA"),
        )
    yield say("nerve.ladder.stop", advice=quantity(window["advice_ma"], "mA"))


def _under_each_pad(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the earliest tingle under each pad, the earlier pad first."""
    felt = [row for row in rows if row["sense"] == "sensation" and row["threshold_ma"] is not None]
    first: dict[str, Mapping[str, Any]] = {}
    for row in sorted(felt, key=_order):
        first.setdefault(row["pad"], row)
    return ", ".join(
        say("nerve.ladder.under", pad=pad, interval=_interval(row, "threshold"))
        for pad, row in first.items()
    )


def _interval(window: Mapping[str, Any], name: str) -> str:
    low, high = window[f"{name}_low_ma"], window[f"{name}_high_ma"]
    middle = _amount(window[f"{name}_ma"])
    return say("nerve.interval", middle=middle, low=_bare(low), high=_bare(high))


def _who(name: str) -> str:
    return say("nerve.skin") if name == SKIN else say("nerve.nerve", title=nerve(name).title)


def _short(name: str) -> str:
    return SKIN if name == SKIN else nerve(name).title


def _amount(value: float | None) -> str:
    return say("nerve.nothing_fires") if value is None else quantity(value, "mA")


def _bare(value: float | None) -> str:
    return say("nerve.none") if value is None else shown(value)


def _order(row: Mapping[str, Any]) -> float:
    value = row["threshold_ma"]
    return float("inf") if value is None else float(value)
