"""Diameters of the fibres of a class, and which of them fires first."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

from simulator.properties import Property, table
from simulator.recruitment.spread import Spread

SHARE = 0.1
"""Share of a class that must fire for the class to count as recruited; chosen by the project."""

KEYS = {"A-beta": "a_beta", "A-alpha": "a_alpha", "A-delta": "a_delta", "C": "c"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Spectrum:
    """Normal distribution of diameters whose mean differs between nerves.

    Parameters
    ----------
    mean : Spread
        [m]
    sd : float
        Within one nerve. [m]
    weak : tuple of str
        What of it is remembered or chosen.
    """

    mean: Spread
    sd: float
    weak: tuple[str, ...]

    def largest(self, share: float = SHARE) -> Spread:
        """Diameter above which so large a share of the fibres lies.

        Examples
        --------
        >>> round(spectrum("A-beta").largest().central * 1e6, 1)
        12.4
        """
        above = NormalDist().inv_cdf(1 - share) * self.sd
        mean = self.mean
        return Spread(
            low=mean.low + above,
            central=mean.central + above,
            high=mean.high + above,
            confidence=mean.confidence,
            source=mean.source,
        )


def spectrum(fibre: str) -> Spectrum:
    """Spectrum of a class in a nerve.

    Parameters
    ----------
    fibre : {"A-beta", "A-alpha", "A-delta", "C"}

    Raises
    ------
    ValueError
        If the class is unknown.

    Examples
    --------
    >>> spectrum("A-alpha").weak
    ('a_alpha_diameter', 'a_alpha_sd')
    """
    if fibre not in KEYS:
        raise ValueError(f"fibre must be one of {', '.join(KEYS)}, got {fibre!r}")
    rows = table("nerve_spectra")
    names = f"{KEYS[fibre]}_diameter", f"{KEYS[fibre]}_sd"
    mean, sd = (rows[name] for name in names)
    weak = tuple(name for name in names if rows[name].is_weak)
    return Spectrum(mean=spread_of(mean), sd=sd.value, weak=weak)


def spread_of(row: Property) -> Spread:
    """Spread of a literature value, its range taken as 5 to 95 %."""
    if row.low is None or row.high is None:
        raise ValueError(f"a spread needs a range, got none from {row.source}")
    return Spread(
        low=row.low,
        central=row.value,
        high=row.high,
        confidence=row.confidence,
        source=row.source,
    )
