"""Whether a pack is what its name says: heat that cools, ice that is melted, hotter than known."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.bioheat import pack, site
from tensplan.finding import Finding
from tensplan.protocol.thermal import Thermal


def wrong_way(index: int, entry: Thermal) -> Iterator[Finding]:
    """Yield a finding where a pack works against its modality, is melted, or harsher than known.

    Parameters
    ----------
    index, entry : int, Thermal
        Which use of heat or cold.
    """
    stated, skin = entry.pack_temperature_c, site(entry.area).skin_temperature.value
    path = ("thermal", index, "pack_temperature_c")
    if (entry.modality == "heat") != (stated > skin):
        yield Finding(
            rule="thermal/wrong-way",
            severity="error",
            message=(
                f"{entry.modality} on the {entry.area_words} of {stated:g} degC; the skin there is at "
                f"{skin:g} degC, so it would {'cool' if entry.modality == 'heat' else 'warm'}"
            ),
            hint=f"give a temperature {'above' if entry.modality == 'heat' else 'below'} {skin:g} degC",
            path=path,
            value=stated,
            limit=skin,
            unit="degC",
        )
    melting = pack(entry.pack).melting_temperature
    if melting is not None and stated > melting.value:
        yield Finding(
            rule="thermal/melted",
            severity="error",
            message=f"{pack(entry.pack).title} is stated at {stated:g} degC; it melts at {melting.value:g} degC",
            hint=f"give at most {melting.value:g} degC, or name another pack",
            path=path,
            value=stated,
            limit=melting.value,
            unit="degC",
            source=melting.source,
        )
    yield from _unusual(entry, path)


def _unusual(entry: Thermal, path: tuple[str | int, ...]) -> Iterator[Finding]:
    """Yield a warning for a pack hotter, or colder, than any that the data know."""
    known, stated = pack(entry.pack).temperature, entry.pack_temperature_c
    bound = known.high if entry.modality == "heat" else known.low
    if bound is None or not (stated > bound if entry.modality == "heat" else stated < bound):
        return
    yield Finding(
        rule="thermal/unusual-pack",
        severity="warning",
        message=(
            f"{pack(entry.pack).title} is stated at {stated:g} degC; such packs are known from "
            f"{known.low:g} to {known.high:g} degC"
        ),
        hint="measure the pack, or name another one",
        path=path,
        value=stated,
        limit=bound,
        unit="degC",
        source=known.source,
    )
