"""Heat and cold, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensplan.report.numbers import shown

_WHEN = {
    "before-stimulation": "before the stimulation",
    "after-stimulation": "after the stimulation",
    "separate": "apart from the stimulation",
}
_AREA = {
    "lumbar": "the lower back",
    "gluteal": "the buttock",
    "foot-dorsum": "the back of the foot",
    "foot-sole": "the sole of the foot",
    "posterior-thigh": "the back of the thigh",
}


def thermal_words(entry: Mapping[str, Any]) -> str:
    """Return one use of heat or cold as sentences.

    Examples
    --------
    >>> words = thermal_words({"modality": "cold", "area": "heel", "pack": "gel-pack",
    ...     "pack_temperature_c": 0, "cover": {"damp_towel_layers": 1}, "duration_min": 10,
    ...     "when": "separate", "gap_min": 30, "skin_check_every_min": 5})
    >>> words.split(", for ")[0]
    'Gel pack at 0 °C on the heel, over 1 layer of damp towel'
    """
    area = _AREA.get(entry["area"], f"the {entry['area'].replace('-', ' ')}")
    pack = entry["pack"].replace("-", " ").capitalize()
    return (
        f"{pack} at {shown(entry['pack_temperature_c'])} °C on {area}, {_cover(entry['cover'])}, "
        f"for {shown(entry['duration_min'])} minutes, {_WHEN[entry['when']]}, at least "
        f"{shown(entry['gap_min'])} minutes between them. "
        f"Look at the skin every {shown(entry['skin_check_every_min'])} minutes."
    )


def _cover(cover: Mapping[str, Any]) -> str:
    layers = [
        f"{count} {'layer' if count == 1 else 'layers'} of {kind} towel"
        for kind in ("dry", "damp")
        if (count := cover.get(f"{kind}_towel_layers"))
    ]
    return "over " + " and ".join(layers) if layers else "with no towel between"
