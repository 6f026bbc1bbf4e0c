"""The state that a load settles into when the same pulse comes again and again."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from simulator.circuit import Array
from simulator.output_stage import OutputStage, Phase, respond
from simulator.response import Response
from simulator.skin_load import Load

NO_RETURN = 1e-9
"""Share of a cell's charge lost per period below which it counts as never lost."""


def steady_state(
    source: OutputStage,
    phases: Sequence[Phase],
    amplitude: float,
    load: Load,
    pulse_rate: float,
    *,
    tolerance: float = 1e-12,
) -> Response:
    """Response of one period after the train has run for long.

    The voltages of the cells at the start of a period equal those at its end. With a blocking
    capacitor no net charge passes the load in such a period.

    Parameters
    ----------
    source, phases, amplitude, load
        As in `respond`.
    pulse_rate : float
        The period is rounded down to whole microseconds. [Hz]
    tolerance : float
        Largest change of a cell over a period, relative to the largest voltage in it.

    Returns
    -------
    response : Response
        One period from the onset of a pulse.

    Raises
    ------
    ValueError
        If the rate is not positive or the pulse is longer than its period.
    ArithmeticError
        If no such state exists, as when unbalanced charge has no way back.

    Examples
    --------
    >>> from simulator.skin_load import resistor
    >>> source = OutputStage(blocking_capacitance=10e-6, rest_resistance=0.0)
    >>> r = steady_state(source, [(0, 200, 1.0)], 0.04, resistor(500.0), 100.0)
    >>> abs(r.net_charge) < 1e-15
    True
    """
    if not 0 < pulse_rate < math.inf:
        raise ValueError(f"pulse_rate must be above 0 Hz and finite, got {pulse_rate} Hz")
    load = load.at(amplitude)
    period = math.floor(1e6 / pulse_rate)
    state = np.zeros(len(source.cells(load)))

    def run(start: Array) -> Response:
        """One period from a given state."""
        return respond(source, phases, amplitude, load, duration_us=period, state=start)

    for _ in range(40):
        response = run(state)
        error = response.final_state - state
        scale = max(response.peak_voltage, float(np.max(np.abs(state), initial=0.0)))
        if np.all(np.abs(error) <= tolerance * scale):
            return response
        state = state + _newton_step(run, state, error, scale)
    raise ArithmeticError("no periodic steady state: the charge of a pulse finds no way back")


def _newton_step(
    run: Callable[[Array], Response], state: Array, error: Array, scale: float
) -> Array:
    """Change of the start state that makes one period periodic, exact while modes do not change."""
    step = 1e-4 * scale
    columns = [
        (run(state + step * unit).final_state - (state + error)) / step
        for unit in np.eye(state.size)
    ]
    matrix = np.eye(state.size) - np.array(columns).T
    if state.size and not np.linalg.svd(matrix, compute_uv=False).min() > NO_RETURN:
        return error
    return np.asarray(np.linalg.solve(matrix, error))
