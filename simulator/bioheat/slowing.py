"""How much slower a nerve conducts below a cold pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.bioheat.slab import require
from simulator.bioheat.tables import constant, constants
from simulator.bioheat.temperatures import Temperatures


@dataclass(frozen=True, kw_only=True, slots=True)
class Slowing:
    """Loss of conduction velocity of a nerve.

    Parameters
    ----------
    drop : float
        How much colder the nerve gets than at the start. [K]
    loss, low, high : float
        Usual, least and most loss. [m/s]
    confidence : str
        Of the loss per kelvin.
    """

    drop: float
    loss: float
    low: float
    high: float
    confidence: str


def slowing_beneath(found: Temperatures, depth: float) -> Slowing:
    """Loss of conduction velocity of a nerve at a depth, by the fall of the tissue around it.

    Parameters
    ----------
    found : Temperatures
        Of a session; the candidate whose tissue falls most counts.
    depth : float
        Of the nerve below the skin, within the tissue. [m]

    Returns
    -------
    slowing : Slowing
        All zero where the tissue is never colder than at its start.

    Raises
    ------
    ValueError
        If the depth lies outside the tissue.

    Notes
    -----
    Per kelvin of nerve, of healthy nerves. A diseased nerve answers otherwise: 0.1 to 2.0 m/s per
    kelvin were found in carpal tunnel syndrome and polyneuropathy. [1]_ Muscle cools less in this
    model than in the people who were measured, so below 1 cm the loss may be larger.

    References
    ----------
    .. [1] P. B. J. Wu et al., on temperature correction factors in demyelinating neuropathies,
       Am. J. Phys. Med. Rehabil. 72(6):369-371, 1993, abstract.

    Examples
    --------
    >>> from simulator.bioheat import Cover, simulate
    >>> cold = simulate("ankle", pack="crushed-ice", cover=Cover(damp_towels=1), minutes=15.0)
    >>> found = slowing_beneath(cold, 0.005)
    >>> 5 < found.drop < 25, found.low < found.loss < found.high, found.confidence
    (True, True, 'recalled')
    """
    row, drop = constants()["nerve_slowing"], found.cooling(depth)
    assert row.low is not None and row.high is not None
    return Slowing(
        drop=drop,
        loss=row.value * drop,
        low=row.low * drop,
        high=row.high * drop,
        confidence=row.confidence,
    )


def slowing(drop: float, fibre: Literal["sensory", "motor"]) -> float:
    """Loss of conduction velocity of a nerve below cooled skin, by the fall of the skin.

    Parameters
    ----------
    drop : float
        How much colder the skin is than at rest, 0 to 25. [K]
    fibre : {"sensory", "motor"}
        Sural sensory or tibial motor.

    Returns
    -------
    loss : float
        [m/s]

    Raises
    ------
    ValueError
        If the drop is out of the range, or the fibre unknown.

    Notes
    -----
    From one study of calf skin 18.2 K colder; per kelvin of skin, not of nerve.

    Examples
    --------
    >>> slowing(18.0, "sensory")
    18.0
    """
    require("drop of the skin", drop, "K", least=0.0, most=25.0)
    if fibre not in ("sensory", "motor"):
        raise ValueError(f"fibre must be sensory or motor, got {fibre!r}")
    return constant(f"{fibre}_slowing") * drop
