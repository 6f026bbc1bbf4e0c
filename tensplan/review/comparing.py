"""Two plans side by side: what each asks for, in the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tensplan.explanation.program_words import rate_words
from tensplan.protocol.program import Program
from tensplan.session_plan.change import Change
from tensplan.session_plan.plan import VERDICT_WORDS

MARKS: Final = {"pass": "✓", "warn": "!", "blocked": "✕", "stop": "✕", "not-planned": "–"}
MODALITIES: Final = {"tens": "TENS", "heat": "Heat", "cold": "Cold"}
SETTINGS: Final = {"home": "at home", "supervised": "supervised"}

EFFECTS: Final = {
    "raises": "Raises exposure, or takes a check away",
    "changes": "Changes, in no clear direction",
    "lowers": "Lowers exposure, or adds a check",
    "wording": "Wording and papers",
}
"""Headings of changes, the worst first."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Whether one modality may be done."""

    name: str
    verdict: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of two plans."""

    name: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that lead the same way."""

    effect: str
    title: str
    rows: tuple[tuple[str, str, str], ...]


def tiles(plan: Mapping[str, Any]) -> list[Tile]:
    """Return whether TENS, heat and cold may be done."""
    found = ((name, plan["modalities"][key]["verdict"]) for key, name in MODALITIES.items())
    return [Tile(name, verdict, MARKS[verdict], VERDICT_WORDS[verdict]) for name, verdict in found]


def facts(plan: Mapping[str, Any]) -> dict[str, str]:
    """Return what a plan asks for, a line each.

    Parameters
    ----------
    plan : mapping
        Content of a plan.json.
    """
    protocol, made = plan["protocol"], plan["provenance"]
    return {
        "Protocol": f"{protocol['id']} {protocol['version']}, {protocol['content']['status']}",
        "Setting": f"{SETTINGS.get(plan['setting'], plan['setting'])}, {plan['device']}",
        "Made on": f"{made['on']}, with tensplan {made['tensplan']}",
        "Limits": made["limits_tightened_by"] or "the project's own",
        **_programs(protocol["content"]),
        **_pads(protocol["content"]),
        **_packs(protocol["content"]),
        "Course": _course(protocol["content"]["course"]),
    }


def side_by_side(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Row]:
    """Return the facts of two plans in the same rows."""
    old, new = facts(before), facts(after)
    names = dict.fromkeys([*new, *old])
    return [Row(name, old.get(name, "none"), new.get(name, "none")) for name in names]


def grouped(changes: list[Change]) -> list[Group]:
    """Return changes in groups, the worst first.

    Examples
    --------
    >>> grouped([])
    []
    """
    groups = []
    for effect, title in EFFECTS.items():
        rows = tuple(_change(change) for change in changes if change.effect == effect)
        if rows:
            groups.append(Group(effect, title, rows))
    return groups


def _change(change: Change) -> tuple[str, str, str]:
    """Return what changed, from and to."""
    share = "" if change.relative is None else f" ({_share(change.relative)})"
    what = f"{change.where}: {change.what}"
    if not (change.before or change.after):
        return what, "other", "other, not shown in words"
    return what, change.before, f"{change.after}{share}"


def _share(relative: float) -> str:
    """Return a relative change; what grew tenfold or more in multiples."""
    return f"{relative * 100:+.3g} %" if relative < 9 else f"{relative + 1:.3g} times"


def _programs(protocol: Mapping[str, Any]) -> dict[str, str]:
    programs = {
        name: Program.model_validate(program) for name, program in protocol["programs"].items()
    }
    return {
        f"Program {name}": f"{rate_words(program)}; at most {program.amplitude_cap_ma:g} mA; "
        f"{program.duration_min:g} min"
        for name, program in programs.items()
    }


def _pads(protocol: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"Pad {channel['id']}{number}": f"{pad['site']}, {_size(pad)}"
        for channel in protocol["placement"]["channels"]
        for number, pad in enumerate(channel["pads"], start=1)
    }


def _size(pad: Mapping[str, Any]) -> str:
    if "diameter_mm" in pad:
        return f"round, {pad['diameter_mm']:g} mm"
    return "{:g} × {:g} mm".format(*pad["size_mm"])


def _packs(protocol: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{entry['modality'].capitalize()}, {entry['area']}".replace("-", " "): (
            f"{entry['pack'].replace('-', ' ')}, {entry['pack_temperature_c']:g} °C, "
            f"{entry['duration_min']:g} min"
        )
        for entry in protocol.get("thermal") or ()
    }


def _course(course: Mapping[str, Any]) -> str:
    return (
        f"{course['sessions_per_day']:g} a day, {course['days_per_week']:g} days a week, "
        f"{course['weeks']:g} weeks, at least {course['minimum_gap_h']:g} h apart"
    )
