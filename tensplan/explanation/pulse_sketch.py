"""A pulse as a line of box characters, for a terminal."""

from __future__ import annotations

from typing import Final

from tensplan.protocol.waveform import Waveform

ROWS: Final = 2
"""Rows from zero to the amplitude of the leading phase."""

LEADING: Final = 11
"""Columns of the leading phase, the interval and the second phase are to its scale."""

WIDEST: Final = 44
"""Columns: a longer stretch is cut to this, and the label still says its time."""


def pulse_sketch(waveform: Waveform, *, width_us: int, amplitude_ma: float) -> list[str]:
    r"""Draw one pulse: amplitude upwards, time to the right, the phases to scale.

    Parameters
    ----------
    waveform : Waveform
        Shape, interval and recharge ratio; what is not stated is drawn as absent.
    width_us : int
        Width of the leading phase. [us]
    amplitude_ma : float
        Peak of the leading phase. [mA]

    Returns
    -------
    lines : list of str
        Without trailing blanks.

    Examples
    --------
    >>> wave = Waveform(shape="monophasic", pulse_width_us=100, cathode=1)
    >>> print("\n".join(pulse_sketch(wave, width_us=100, amplitude_ma=40)))
     40 mA   ┌──────────┐
             │          │
         0 ──┘          └───
                100 us
    """
    phases = _phases(waveform, width_us)
    levels = [(0, 2, ""), *phases, (0, 4, "")]
    depth = -min(level for level, _, _ in levels)
    ratio = waveform.recharge_ratio if waveform.recharge_ratio is not None else 1.0
    marks = {ROWS: f"{amplitude_ma:g} mA", 0: "0", -depth: f"-{amplitude_ma / ratio:.3g} mA"}
    if depth == 0:
        marks[0] = "0"
    margin = max(len(mark) for mark in marks.values()) + 1
    canvas = _canvas(levels, depth)
    lines = [
        f"{marks.get(ROWS - row, ''):>{margin}} {''.join(cells)}".rstrip()
        for row, cells in enumerate(canvas)
    ]
    return [*lines, " " * (margin + 1) + _labels(levels)]


def _phases(waveform: Waveform, width_us: int) -> list[tuple[int, int, str]]:
    """Return level, columns and label of each stretch of the pulse."""
    found = [(ROWS, LEADING, f"{width_us} us")]
    if not waveform.is_balanced:
        return found
    interval = waveform.interphase_interval_us
    if interval:
        found.append((0, _columns(interval / width_us), f"{interval} us"))
    ratio = waveform.recharge_ratio if waveform.recharge_ratio is not None else 1.0
    found.append((-max(1, round(ROWS / ratio)), _columns(ratio), f"{width_us * ratio:g} us"))
    return found


def _columns(share: float) -> int:
    return max(3, min(WIDEST, round(LEADING * share)))


def _canvas(levels: list[tuple[int, int, str]], depth: int) -> list[list[str]]:
    """Return the cells of the line, row by row from the top."""
    columns = sum(width for _, width, _ in levels)
    canvas = [[" "] * columns for _ in range(ROWS + depth + 1)]
    x, before = 0, levels[0][0]
    for level, width, _ in levels:
        for column in range(x, x + width):
            canvas[ROWS - level][column] = "─"
        if level != before:
            _riser(canvas, x, before, level)
        x, before = x + width, level
    return canvas


def _riser(canvas: list[list[str]], x: int, before: int, after: int) -> None:
    """Draw the vertical stroke between two levels."""
    top, bottom = ROWS - max(before, after), ROWS - min(before, after)
    for row in range(top + 1, bottom):
        canvas[row][x] = "│"
    rising = after > before
    canvas[bottom][x] = "┘" if rising else "└"
    canvas[top][x] = "┌" if rising else "┐"


def _labels(levels: list[tuple[int, int, str]]) -> str:
    """Return the times under their stretches; one that does not fit makes room for itself."""
    text, x = "", 0
    for _, width, label in levels:
        middle = x + max(0, (width + 1 - len(label)) // 2)
        if label:
            text = text.ljust(max(middle, len(text) + 1 if text else middle)) + label
        x += width
    return text
