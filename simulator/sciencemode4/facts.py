"""Numbers of the P24 that are published, each with its source."""

from __future__ import annotations

from functools import cache

from simulator.properties import Property
from simulator.properties.table import parse_property, read_json


@cache
def fact(name: str) -> Property:
    """Return one number.

    Parameters
    ----------
    name : str
        Key of the data file.

    Returns
    -------
    Property
        Value in SI, source and confidence.

    Raises
    ------
    KeyError
        If there is none of this name.

    Examples
    --------
    >>> fact("keep_alive_timeout").value
    2.0
    """
    return parse_property(read_json("p24", "sciencemode4")[name])


def fact_us(name: str) -> int:
    """Return one time in whole microseconds.

    Examples
    --------
    >>> fact_us("pattern_overhead")
    60
    """
    return round(fact(name).value * 1e6)
