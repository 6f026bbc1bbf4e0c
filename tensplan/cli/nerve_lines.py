"""Predicted thresholds as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tensplan.cli.paper import bold, labelled, table

CAUTION = "A prediction ranks places and settings; in mA it is out by a factor."


def nerve_lines(
    rows: Sequence[Mapping[str, Any]], windows: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield the thresholds of plan.json's rows, a heading for each channel and program."""
    if not rows:
        return
    yield ""
    yield bold("Predicted thresholds, median and 5 to 95 % of people")
    yield f"  {CAUTION}"
    heads = ["", "pad", "fibre", "felt", "mA", "5 to 95 %", "reached"]
    lines = table(heads, [_cells(row) for row in rows], right="llllrr")
    yield lines[0]
    before = ("", "")
    for row, line in zip(rows, lines[1:], strict=True):
        place = (row["channel"], row["program"])
        if place != before:
            yield f"channel {place[0]}, {place[1]}, cap {row['cap_ma']:g} mA"
            before = place
        yield line
    weakest = ", ".join(sorted({row["confidence"] for row in rows}))
    yield f"  weakest inputs of these rows: {weakest}"
    yield from (line for window in windows for line in _window(window))


def _window(window: Mapping[str, Any]) -> Iterator[str]:
    """Yield the comfort window and the end of the ladder of one channel and program."""
    where = f"channel {window['channel']}, {window['program']}"
    edges = f"{_amount(window['first_tingle_ma'])} to {_amount(window['upper_ma'])} mA"
    yield labelled(
        "comfort window", f"{where}: {edges}; upper edge: {window['upper_basis']}", column=16
    )
    yield labelled(
        "raise",
        f"from 0, no further than {_amount(window['advice_ma'])} mA; fading is not modelled",
        column=16,
    )


def _cells(row: Mapping[str, Any]) -> list[str]:
    name = f"{row['nerve']}{' (target)' if row['target'] else ''}"
    ends = (_amount(row[f"threshold_{end}_ma"]) for end in ("low", "high"))
    return [
        f"  {name}",
        row["pad"],
        row["fibre"],
        row["sense"],
        _amount(row["threshold_ma"]),
        " to ".join(ends),
        "yes" if row["reachable"] else "no",
    ]


def _amount(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"
