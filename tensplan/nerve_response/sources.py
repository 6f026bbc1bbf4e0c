"""Where the inputs of a prediction come from, each with its confidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

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


class _Input(NamedTuple):
    """One number; inputs that differ only in what they are of share an entry."""

    quantity: str
    value: str
    source: str
    confidence: str


def nerve_sources(protocol: Protocol) -> list[dict[str, str]]:
    """Return the sources of layers and nerves under all pads, what shares one in one entry.

    Examples
    --------
    >>> import tensplan
    >>> found = nerve_sources(tensplan.load_protocol("distal-nerve-sural"))
    >>> found[0]["what"], found[0]["value"], found[0]["confidence"]
    ('fat under sural-calf', '6 mm (2 to 12)', 'quoted-secondary')
    """
    pads = [pad for channel in protocol.placement.channels for pad in channel.pads]
    names = dict.fromkeys(pad.site for pad in pads)
    grouped: dict[_Input, dict[str, None]] = {}
    for name in names:
        for entry in _of_tissue(name):
            grouped.setdefault(entry, {})[name] = None
    found = [_entry(entry, f"under {', '.join(of)}") for entry, of in grouped.items()]
    nerves: dict[_Input, dict[str, None]] = {}
    for crossing in (crossing for name in names for crossing in crossings(name)):
        for entry, of in _of_nerve(crossing):
            nerves.setdefault(entry, {})[of] = None
    return found + [_entry(entry, ", ".join(of)) for entry, of in nerves.items()]


def _of_tissue(name: str) -> Iterator[_Input]:
    tissue = tissue_under(name)
    for part, (words, factor, unit) in _PARTS.items():
        spread = getattr(tissue, part)
        low, middle, high = (f"{factor * v:.3g}" for v in (spread.low, spread.central, spread.high))
        value = f"{middle} {unit} ({low} to {high})"
        yield _Input(words, value, spread.source, spread.confidence)


def _of_nerve(crossing: Crossing) -> Iterator[tuple[_Input, str]]:
    where = f"{crossing.nerve.title} under {crossing.site}"
    lengths = {"depth of": crossing.depth, "distance beside the pad of": crossing.offset}
    for words, length in lengths.items():
        if length is not None:
            yield from ((entry, where) for entry in _of_length(words, length))
    nerve = crossing.nerve
    words = "what is carried, and where it is felt:"
    yield _Input(words, "", str(nerve.source), nerve.confidence), nerve.title


def _of_length(words: str, length: Length) -> Iterator[_Input]:
    """Yield mean and standard deviation, as one entry where they share a source."""
    if length.source == length.sd_source:
        value = f"{length.mean_mm:g} mm (SD {length.sd_mm:g})"
        yield _Input(words, value, str(length.source), length.confidence)
        return
    yield _Input(words, f"{length.mean_mm:g} mm", str(length.source), length.confidence)
    value = f"SD {length.sd_mm:g} mm"
    yield _Input(f"spread of the {words}", value, str(length.sd_source), length.sd_confidence)


def _entry(entry: _Input, of: str) -> dict[str, str]:
    return {
        "what": f"{entry.quantity} {of}",
        "value": entry.value,
        "source": entry.source,
        "confidence": entry.confidence,
    }
