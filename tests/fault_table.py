"""The fault table of a shipped protocol, as `docs/faults.md` shows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from simulator.device.admission import AdmittedChannel, planned_channels
from simulator.device.plan_campaign import Row, campaign, cases
from simulator.device.protections import protections
from simulator.properties import device
from tensplan.protocol.catalogue import load_protocol
from tensplan.session_plan.compose import compose

MOMENT = "on the plateau"
DEVICE = "generic-tens"


@cache
def channels_of(protocol: str) -> tuple[AdmittedChannel, ...]:
    """Return the channels of a specimen plan."""
    return planned_channels(compose(load_protocol(protocol), on="2026-11-20").as_json())


def lines(protocol: str, *kinds: str) -> Iterator[str]:
    """Yield one line of the page for each kind of fault; for all of them when none is named."""
    channels = channels_of(protocol)
    chosen = [
        case
        for case in cases(channels)
        if case.moment == MOMENT and (not kinds or case.kind in kinds)
    ]
    found = {
        name: campaign(channels, device(DEVICE), protections()[name], chosen)
        for name in ("careful", "p24")
    }
    for careful, plain in zip(found["careful"], found["p24"], strict=True):
        yield f"| `{careful.case.kind}` | {_cells(careful)} | {_cells(plain)} |"


def _cells(row: Row) -> str:
    """Noticed by, after how long, charge, hazards."""
    one = row.outcome
    delay = "-" if one.delay_us is None else f"{one.delay_us / 1e3:,.1f}"
    names = ", ".join(sorted({hazard.name for hazard in one.hazards})) or "-"
    by = one.noticed_by or (row.why_unseen or "not noticed")
    return f"{by} | {delay} | {one.charge * 1e6:,.0f} | {names}"


if __name__ == "__main__":
    import sys

    print("\n".join(lines(sys.argv[1])))
