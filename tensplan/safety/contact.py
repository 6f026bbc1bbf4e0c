"""What is left when a pad peels: densities at less contact, and the least that still does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from tensplan.safety.exposure_row import ExposureRow
from tensplan.safety.limits import Limits

DENSITY_QUANTITIES: Final = ("rms_current_density_ma_per_cm2", "mean_power_density_w_per_cm2")


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """What is left when a pad peels: the density at less contact, and the least that still does.

    Parameters
    ----------
    channel, program, pad : str
        The smaller pad of a channel.
    rule : str
        The density limit.
    conductive_cm2 : float
        Contact area assumed. [cm2]
    smallest_cm2 : float
        Smallest contact area that keeps the limit in the worst case. [cm2]
    density, density_half, density_quarter, limit : float
        Worst case at full, half and quarter contact, and the limit, in `unit`.
    """

    channel: str
    program: str
    pad: str
    rule: str
    unit: str
    conductive_cm2: float
    smallest_cm2: float
    density: float
    density_half: float
    density_quarter: float
    limit: float

    def as_json(self) -> dict[str, Any]:
        """Return the entry with the keys of plan.json."""
        return asdict(self)


def contacts(
    rows: list[ExposureRow], *, pad: str, area_cm2: float, limits: Limits
) -> Iterator[Contact]:
    """Yield what less contact does to each density that has a limit.

    Parameters
    ----------
    rows : list of ExposureRow
        Exposure of one channel with one program.
    pad, area_cm2 : str, float
        The smaller pad and its conductive area. [cm2]
    limits : Limits
        What was judged by.
    """
    for row in rows:
        limit = limits.named(row.rule) if row.rule else None
        bound = None if limit is None else limit.bound("error")
        if row.quantity not in DENSITY_QUANTITIES or limit is None or not bound:
            continue
        yield Contact(
            channel=row.channel,
            program=row.program,
            pad=pad,
            rule=limit.id,
            unit=row.unit,
            conductive_cm2=area_cm2,
            smallest_cm2=area_cm2 * row.worst_case / bound,
            density=row.worst_case,
            density_half=2 * row.worst_case,
            density_quarter=4 * row.worst_case,
            limit=bound,
        )
