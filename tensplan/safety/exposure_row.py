"""One exposure quantity of one channel: two routes, the worst case, and its limit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from tensplan.finding import finite
from tensplan.safety.exposure import Kind

Verdict = Literal["pass", "warn", "blocked", "none"]

VERDICT_OF_LEVEL: dict[str, Verdict] = {"error": "blocked", "warning": "warn", "none": "pass"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ExposureRow:
    """What one quantity comes to, and how it stands to its limit.

    Parameters
    ----------
    channel, program : str
        Which channel plays what.
    quantity, unit : str
        Name and unit.
    kind : {"exact", "bound"}
        Whether the closed form is exact or an upper bound.
    closed_form, simulated : float
        Nominal, by formula and as measured on the pulses.
    worst_case : float
        With all device tolerances at once, the larger of the two routes.
    limit : float or None
        The bound that was judged; None where there is none.
    rule : str
        Id of the limit; empty where there is none.
    verdict : {"pass", "warn", "blocked", "none"}
        How the worst case stands to the limit.
    """

    channel: str
    program: str
    quantity: str
    unit: str
    kind: Kind
    closed_form: float
    simulated: float
    worst_case: float
    limit: float | None
    rule: str
    verdict: Verdict

    @property
    def share_of_limit(self) -> float | None:
        """The worst case over the limit; None where there is no limit or it is zero."""
        return self.worst_case / self.limit if self.limit else None

    def as_json(self) -> dict[str, Any]:
        """Return the row with the keys of plan.json; what is no number is null."""
        return {
            key: finite(value) if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }
