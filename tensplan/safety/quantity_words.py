"""Exposure quantities in words."""

from __future__ import annotations

from tensplan.units import unit_of


def words(quantity: str) -> str:
    """Return a quantity's name in words.

    Examples
    --------
    >>> words("rms_current_density_ma_per_cm2")
    'r.m.s. current density'
    """
    suffix = unit_of(quantity).replace("/", "_per_").lower()
    name = quantity.removesuffix(f"_{suffix}").replace("_", " ")
    return (
        name.replace("rms", "r.m.s.")
        .replace("net dc", "net direct current")
        .replace("dc density", "direct-current density")
    )
