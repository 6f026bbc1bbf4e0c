"""Voltage-gated membrane of a node: its channels, and its gates as tables over voltage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.properties.property import WEAK
from simulator.properties.table import read_json

Array = NDArray[np.float64]

GRID = 0.05
"""Step of the gate tables; halving it moved no threshold by 1e-5. [mV]"""

REACH = 500.0
"""A membrane voltage beyond this is refused, not extrapolated. [mV]"""

LOWEST_C, HIGHEST_C = 15.0, 42.0
"""Range over which a Q10 of a mammalian channel is still a description. [degC]"""

FORMS = ("x0^3 x1", "x2^3", "x3", "x2^3 x3")
"""The products of gates that a channel may open with, in the order of the kernel."""

FARADAY_OVER_GAS = 96480.0 / 8.315
"""As the original C fibre model rounds it. [K/V]"""


@dataclass(frozen=True, slots=True)
class Membrane:
    """Channels of one model at one temperature.

    Parameters
    ----------
    rows : tuple
        Gates as the data file states them.
    rest : float
        Resting voltage that the model starts from. [V]
    capacitance : float
        [F/m2]
    conductances, reversals : tuple of float
        One for each of `FORMS`, then the leak. [S/m2], [V]
    temperature : float
        [degC]
    """

    rows: tuple[Any, ...]
    rest: float
    capacitance: float
    conductances: tuple[float, ...]
    reversals: tuple[float, ...]
    temperature: float


def check_temperature(temperature: float) -> None:
    """Refuse a temperature at which the kinetics are not described.

    Raises
    ------
    ValueError
        If it is outside 15 to 42 degC.
    """
    if not LOWEST_C <= temperature <= HIGHEST_C:
        raise ValueError(
            f"temperature must be within {LOWEST_C:g} to {HIGHEST_C:g} degC, got {temperature} degC"
        )


def membrane(name: str, temperature: float) -> Membrane:
    """Membrane of a model's nodes.

    Parameters
    ----------
    name : str
        Data file of the model, as "nerve_mrg".
    temperature : float
        15 to 42. [degC]

    Raises
    ------
    ValueError
        If the temperature is outside its range.

    Examples
    --------
    >>> membrane("nerve_mrg", 37.0).rest
    -0.08
    """
    check_temperature(temperature)
    data = read_json(name)
    numbers = data["numbers"]
    rows = tuple(data["gates"]["rows"])
    rest = numbers["rest"]["value"]
    forms = {row["form"]: row for row in data["channels"].values()}
    conductances = [forms[form]["conductance"] if form in forms else 0.0 for form in FORMS]
    reversals = [forms[form]["reversal"] if form in forms else rest for form in FORMS]
    leak = forms["1"]["reversal"]
    return Membrane(
        rows=rows,
        rest=rest,
        capacitance=numbers["membrane_capacitance"]["value"],
        conductances=(*conductances, forms["1"]["conductance"]),
        reversals=(*reversals, leak),
        temperature=temperature,
    )


def _rate(form: Sequence[Any], v: Array, temperature: float) -> Array:
    """One rate before its Q10; voltage in mV. [1/ms]"""
    kind, a, b, c = form[:4]
    if kind == "borg-graham":
        steepness = 1e-3 * b * FARADAY_OVER_GAS / (273.16 + temperature)
        return np.asarray(a * np.exp(c * steepness * (v - form[4])))
    x = (v + b) / c
    if kind == "exponential":
        return np.asarray(a * np.exp(-x))
    if kind == "sigmoid":
        return np.asarray(a / (1 + np.exp(-x)))
    near = np.abs(x) < 1e-6
    bounded = np.where(near, 1.0, x)
    return np.asarray(a * c * np.where(near, 1 + x / 2, bounded / -np.expm1(-bounded)))


def _steady_and_rate(
    rows: tuple[Any, ...], v: Array, temperature: float
) -> tuple[list[Array], list[Array]]:
    """Steady state of each gate, and its rate [1/s]."""
    steady, rates = [], []
    for row in rows:
        q10 = row["q10"] ** ((temperature - row["at_c"]) / 10)
        alpha = _rate(row["alpha"], v, temperature)
        beta = _rate(row["beta"], v, temperature)
        steady.append(alpha / (alpha + beta))
        rates.append(1e3 * q10 * (alpha + beta))
    return steady, rates


def weak_numbers(name: str, *parts: str) -> tuple[str, ...]:
    """Names of the numbers of a data file that are recalled or chosen by the project.

    Parameters
    ----------
    name : str
        Data file of the model, as "nerve_mrg".
    parts : str
        Parts of the file to look at besides its numbers.

    Examples
    --------
    >>> weak_numbers("nerve_mrg", "thin")
    ('stands_for',)
    """
    data = read_json(name)
    rows = [row for part in ("numbers", *parts) for row in data[part].items()]
    return tuple(
        key for key, row in rows if isinstance(row, Mapping) and row.get("confidence") in WEAK
    )


def gate_table(channels: Membrane, dt: float) -> Array:
    """Steady state and kept share per step of each gate, over voltage.

    Parameters
    ----------
    channels : Membrane
        Of one model at one temperature.
    dt : float
        Step. [s]

    Returns
    -------
    table : ndarray, shape (2 REACH / GRID + 2, 2 gates)
        Rows from -REACH on; the steady states, then the factors exp(-dt / tau). [1]
    """
    return _gate_table(_key(channels.rows), channels.temperature, dt)


def _key(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """Rows of gates in a form that can be remembered by."""
    return tuple((row["q10"], row["at_c"], tuple(row["alpha"]), tuple(row["beta"])) for row in rows)


@lru_cache(maxsize=32)
def _gate_table(key: tuple[Any, ...], temperature: float, dt: float) -> Array:
    """Build the table once for each model, temperature and step."""
    names = ("q10", "at_c", "alpha", "beta")
    rows: tuple[Mapping[str, Any], ...] = tuple(dict(zip(names, row, strict=True)) for row in key)
    v: Array = GRID * np.arange(round(2 * REACH / GRID) + 2, dtype=np.float64) - REACH
    steady, rates = _steady_and_rate(rows, v, temperature)
    return np.stack([*steady, *(np.exp(-dt * rate) for rate in rates)], axis=1)


def steady_gates(channels: Membrane) -> Array:
    """Gates at the voltage that the model starts from, shape (gates,)."""
    steady, _ = _steady_and_rate(
        channels.rows, np.array([1e3 * channels.rest]), channels.temperature
    )
    return np.array([value[0] for value in steady])
