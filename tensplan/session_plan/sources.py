"""Every source that a plan rests on, each with its confidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.properties import DeviceProfile
from tensplan.placement.sites import find_site
from tensplan.protocol.model import Protocol
from tensplan.safety.exposure_row import ExposureRow
from tensplan.safety.limits import Limits

Source = dict[str, Any]


def sources_of(
    protocol: Protocol, rows: tuple[ExposureRow, ...], profile: DeviceProfile, limits: Limits
) -> list[Source]:
    """Return the sources of limits, device values, sites and evidence, each once."""
    found = [
        *_limit_sources(rows, limits),
        *_device_sources(profile),
        *_pad_sources(protocol),
        *_site_sources(protocol),
        *_evidence_sources(protocol),
    ]
    return list({(s["what"], s["source"]): s for s in found}.values())


def _limit_sources(rows: tuple[ExposureRow, ...], limits: Limits) -> Iterator[Source]:
    used = {row.rule for row in rows}
    for limit in limits:
        exposure = any(row.quantity == limit.quantity for row in rows)
        if limit.id in used or not exposure:
            yield _source(
                f"limit {limit.id}",
                limit.source,
                limit.confidence,
                limit.bound_text("error" if limit.error is not None else "warning"),
            )


def _device_sources(profile: DeviceProfile) -> Iterator[Source]:
    yield _source(f"device {profile.id}", profile.source, profile.confidence, profile.title)
    for name, value in profile.properties().items():
        shown = f"{value.value:g} {value.unit}" if value.unit != "1" else f"{value.value:g}"
        yield _source(
            f"device {profile.id}: {name.replace('_', ' ')}", value.source, value.confidence, shown
        )


def _pad_sources(protocol: Protocol) -> Iterator[Source]:
    pads = [pad for channel in protocol.placement.channels for pad in channel.pads]
    if any(pad.conductive_area_cm2 is None for pad in pads):
        yield _source(
            "conductive share of a pad's outline", "project default", "project-default", "0.8"
        )


def _site_sources(protocol: Protocol) -> Iterator[Source]:
    for channel in protocol.placement.channels:
        for pad in channel.pads:
            site = find_site(pad.site)
            if site is None:
                continue
            yield _source(
                f"site {site.id}: position", str(site.position), site.position_confidence, ""
            )
            if site.depth is not None:
                depth = site.depth
                value = f"{depth.mean_mm:g} mm (SD {depth.sd_mm:g})"
                what = f"site {site.id}: depth of {depth.to}"
                yield _source(what, str(depth.source), depth.confidence, value)
            for fact in site.facts:
                yield _source(f"site {site.id}", str(fact.source), fact.confidence, fact.says)


def _evidence_sources(protocol: Protocol) -> Iterator[Source]:
    for entry in protocol.evidence:
        text = f"{entry.citation}, doi:{entry.doi}" if entry.doi else entry.citation
        yield _source("evidence for", text, "quoted", entry.supports)
    for against in protocol.evidence_against:
        text = f"{against.citation}, doi:{against.doi}" if against.doi else against.citation
        yield _source("evidence against", text, "quoted", against.says)


def _source(what: str, source: str, confidence: str, value: str) -> Source:
    return {"what": what, "value": value, "source": source, "confidence": confidence}
