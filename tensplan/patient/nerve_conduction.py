"""Entered nerve conduction values beside reference values: notes that never unblock anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from tensplan.patient.examination import NerveConduction
from tensplan.protocol.document import read_document

QUANTITIES: Final = {
    "velocity_m_per_s": ("conduction velocity", "m/s"),
    "latency_ms": ("latency", "ms"),
    "amplitude_mv": ("motor amplitude", "mV"),
    "amplitude_uv": ("sensory amplitude", "uV"),
}
"""Keys of the patient file that hold a value, with its name and unit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """Reference values of one quantity in one group of people.

    Attributes
    ----------
    study, quantity, unit : str
        What was measured, and its unit.
    low, high : float
        Mean less and plus two standard deviations, or the range that is given; never below 0.
    mean : float or None
        None where only a range is given.
    who : str
        Group of people.
    source, confidence : str
        Where it comes from, and how well that is known.
    from_age, below_age : float
        Ages of the group. [years]
    """

    study: str
    quantity: str
    unit: str
    low: float
    high: float
    mean: float | None
    who: str
    source: str
    confidence: str
    from_age: float
    below_age: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One entered value beside one reference."""

    value: float
    reference: Reference
    stands: Literal["low", "within", "high"]

    @property
    def words(self) -> str:
        """The comparison in one sentence."""
        ref, name = self.reference, QUANTITIES[self.reference.quantity][0]
        return (
            f"{ref.study} {name} {self.value:g} {ref.unit}: {self.stands} "
            f"({ref.low:g} to {ref.high:g} {ref.unit}, {ref.who})"
        )


def compare(study: NerveConduction, *, age_years: float | None) -> tuple[Compared, ...]:
    """Hold one study against every reference of its kind that fits the person's age.

    Parameters
    ----------
    study : NerveConduction
        As entered.
    age_years : float or None
        All age groups are shown when it is unknown.

    Examples
    --------
    >>> entered = NerveConduction(study="tibial-motor", amplitude_mv=3.0)
    >>> [found.words for found in compare(entered, age_years=65)]
    ['tibial-motor motor amplitude 3 mV: within (1.4 to 18.2 mV, adults of 60 to 79 (age band recalled))']
    """
    return tuple(
        Compared(value=value, reference=reference, stands=_stands(value, reference))
        for reference in references()
        if reference.study == study.study
        if (value := getattr(study, reference.quantity)) is not None
        if age_years is None or reference.from_age <= age_years < reference.below_age
    )


@cache
def references() -> tuple[Reference, ...]:
    """Return all reference values, in table order.

    Examples
    --------
    >>> len(references())
    22
    """
    return tuple(_references())


def reference_temperature_c() -> float:
    """Return the skin temperature at which the reference values are taken to hold. [degC]

    Examples
    --------
    >>> reference_temperature_c()
    33.0
    """
    return float(_table()["skin_temperature"]["value"])


@cache
def _table() -> dict[str, Any]:
    """Read the table once."""
    return dict(read_document(Path(__file__).with_name("nerve_conduction.yaml")).value)


def _references() -> Iterator[Reference]:
    """Build every reference from its row."""
    for row in _table()["rows"]:
        mean = row.get("mean")
        spread = (row["low"], row["high"]) if mean is None else _two_sd(mean, row["sd"])
        yield Reference(
            study=row["study"],
            quantity=row["quantity"],
            unit=QUANTITIES[row["quantity"]][1],
            low=float(spread[0]),
            high=float(spread[1]),
            mean=mean,
            who=row["who"],
            source=row["source"],
            confidence=row["confidence"],
            from_age=float(row.get("from_age", 0)),
            below_age=float(row.get("below_age", float("inf"))),
        )


def _two_sd(mean: float, sd: float) -> tuple[float, float]:
    """Return mean less and plus two standard deviations, rounded like the printed values."""
    return max(0.0, round(mean - 2 * sd, 6)), round(mean + 2 * sd, 6)


def _stands(value: float, reference: Reference) -> Literal["low", "within", "high"]:
    """Say how a value stands to a reference; its ends are within."""
    if value < reference.low:
        return "low"
    return "high" if value > reference.high else "within"
