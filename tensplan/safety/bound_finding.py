"""From a value and its limits to findings, for every quantity that is not an exposure."""

from __future__ import annotations

from collections.abc import Iterator

from tensplan.finding import Finding
from tensplan.protocol.document import Path
from tensplan.safety.limits import Limits


def judge_value(
    quantity: str,
    value: float,
    limits: Limits,
    *,
    what: str,
    path: Path,
    hint: str = "",
    pulse_rate_hz: float = 0.0,
) -> Iterator[Finding]:
    """Yield a finding for each limit of a quantity that a value breaks.

    Parameters
    ----------
    quantity, value : str, float
        What is judged, in the quantity's own unit.
    limits : Limits
        What to judge by.
    what : str
        The value's name in the message.
    path, hint : tuple, str
        Place in the file, and what to do.
    pulse_rate_hz : float
        For limits whose scope is a range of rates.

    Examples
    --------
    >>> from tensplan.safety.limits import own_limits
    >>> found = judge_value("session_min", 90, own_limits(), what="the session", path=())
    >>> [finding.rule for finding in found]
    ['project/session-length']
    """
    for limit in limits.of(quantity):
        if not limit.applies(pulse_rate_hz=pulse_rate_hz, dc_blocking=False):
            continue
        level = limit.level(value)
        if level == "none":
            continue
        yield Finding(
            rule=limit.id,
            severity="error" if level == "error" else "warning",
            message=f"{what} is {value:.4g} {limit.unit}; limit {limit.bound_text(level)}",
            hint=hint or f"change it to {limit.bound_text(level)}",
            note=f"{limit.rationale} (tensplan explain {limit.id})",
            path=path,
            value=value,
            limit=limit.bound(level),
            unit=limit.unit,
            source=limit.source,
        )
