"""Where the inputs of a prediction come from, each with its confidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tensplan.nerve_response.anatomy import Crossing, Length, crossings
from tensplan.nerve_response.tissue import tissue_under
from tensplan.protocol.model import Protocol

_PARTS: Final = {
    "fat_thickness": ("fat", 1e3, "mm"),
    "skin_thickness": ("skin", 1e3, "mm"),
    "skin_conductivity": ("skin conductivity", 1.0, "S/m"),
    "temperature": ("nerve temperature", 1.0, "degC"),
}
"""Name, factor and unit in which people read each part of the tissue."""


def nerve_sources(protocol: Protocol) -> list[dict[str, str]]:
    """Return the sources of layers and nerves under all pads, each once.

    Examples
    --------
    >>> import tensplan
    >>> found = nerve_sources(tensplan.load_protocol("distal-nerve-sural"))
    >>> found[0]["what"], found[0]["value"], found[0]["confidence"]
    ('under sural-calf: fat', '6 mm (2 to 12)', 'quoted-secondary')
    """
    pads = [pad for channel in protocol.placement.channels for pad in channel.pads]
    names = dict.fromkeys(pad.site for pad in pads)
    found = [
        *(entry for name in names for entry in _of_tissue(name)),
        *(e for name in names for crossing in crossings(name) for e in _of_nerve(crossing)),
    ]
    return list({(entry["what"], entry["source"]): entry for entry in found}.values())


def _of_tissue(name: str) -> Iterator[dict[str, str]]:
    tissue = tissue_under(name)
    for part, (words, factor, unit) in _PARTS.items():
        spread = getattr(tissue, part)
        low, middle, high = (f"{factor * v:.3g}" for v in (spread.low, spread.central, spread.high))
        value = f"{middle} {unit} ({low} to {high})"
        yield _entry(f"under {name}: {words}", value, spread.source, spread.confidence)


def _of_nerve(crossing: Crossing) -> Iterator[dict[str, str]]:
    where = f"{crossing.nerve.title} nerve under {crossing.site}"
    if crossing.depth is not None:
        yield from _of_length(f"{where}: depth", crossing.depth)
    if crossing.offset is not None:
        yield from _of_length(f"{where}: beside the pad's centre", crossing.offset)
    what = f"{crossing.nerve.title} nerve: what it carries and where it is felt"
    yield _entry(what, "", str(crossing.nerve.source), crossing.nerve.confidence)


def _of_length(what: str, length: Length) -> Iterator[dict[str, str]]:
    """Yield mean and standard deviation, as one entry where they share a source."""
    if length.source == length.sd_source:
        value = f"{length.mean_mm:g} mm (SD {length.sd_mm:g})"
        yield _entry(what, value, str(length.source), length.confidence)
        return
    yield _entry(what, f"{length.mean_mm:g} mm", str(length.source), length.confidence)
    spread = f"SD {length.sd_mm:g} mm"
    yield _entry(f"{what}, spread", spread, str(length.sd_source), length.sd_confidence)


def _entry(what: str, value: str, source: str, confidence: str) -> dict[str, str]:
    return {"what": what, "value": value, "source": source, "confidence": confidence}
