"""What to do with a pack, what to look for, when to stop, and where the model is wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from tensplan.protocol.document import read_document
from tensplan.protocol.thermal import Thermal

FIRST_CHECK_MIN: Final = 3.0
"""First look at the skin. [min]"""


@cache
def _sentences() -> dict[str, Any]:
    return dict(read_document(Path(__file__).with_name("guidance.yaml")).value)


def guidance(entry: Thermal, pads: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Return what to do with a pack, in order, each sentence with its source.

    Parameters
    ----------
    entry : Thermal
        One use of heat or cold.
    pads : tuple of str
        Names of the pads that lie in the area.

    Examples
    --------
    >>> import tensplan
    >>> entry = tensplan.load_protocol("foot-bracket-heel").thermal[0]
    >>> guidance(entry)[3]["do"]
    'Look at the skin after 2 to 3 minutes, then every 3 minutes: at 3, 6, 9, 12 and 15 minutes.'
    """
    every = _sentences()
    steps = [*every[entry.modality], every[entry.when][entry.modality]]
    steps += [every["pads"]] if pads else []
    words = {
        "area": entry.area_words,
        "layers": _layers(entry),
        "minutes": f"{entry.duration_min:g}",
        "gap": f"{entry.gap_min:g}",
        "check": f"{entry.skin_check_every_min:g}",
        "times": _times(check_times(entry)),
        "pads": " and ".join(pads),
    }
    return [
        {
            "do": step["do"].format(**words),
            "source": step["source"],
            "confidence": step["confidence"],
        }
        for step in [*steps, every["after"]]
    ]


def check_times(entry: Thermal) -> list[float]:
    """Return when to look at the skin: first after three minutes, then as stated, and at the end.

    Examples
    --------
    >>> import tensplan
    >>> check_times(tensplan.load_protocol("sciatic-path-conventional").thermal[0])
    [3.0, 8.0, 13.0, 15.0]
    """
    end, times = entry.duration_min, [min(FIRST_CHECK_MIN, entry.duration_min)]
    while times[-1] + entry.skin_check_every_min < end:
        times.append(times[-1] + entry.skin_check_every_min)
    return times if times[-1] == end else [*times, end]


def doubts(entry: Thermal) -> list[str]:
    """Return where the model is known to be wrong for such a pack."""
    every = _sentences()["doubts"]
    foot = every["foot"] if entry.area in ("foot-sole", "heel") else []
    return [*every["all"], *every[entry.modality], *foot]


def _layers(entry: Thermal) -> str:
    counts = (
        (entry.cover.dry_towel_layers, "dry"),
        (entry.cover.damp_towel_layers, "damp"),
    )
    said = [
        f"{count} layer{'' if count == 1 else 's'} of {kind} towel"
        for count, kind in counts
        if count is not None and count > 0
    ]
    return " and ".join(said) if said else "nothing (bare skin, as stated)"


def _times(minutes: list[float]) -> str:
    shown = [f"{value:g}" for value in minutes]
    if len(shown) > 8:
        shown = [*shown[:6], "…", shown[-1]]
        return f"at {', '.join(shown)} minutes"
    return f"at {' and '.join([', '.join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)} minutes"
