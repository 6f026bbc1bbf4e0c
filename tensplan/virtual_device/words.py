"""What a person reads of a virtual device: what happens, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tensplan.safety.limits import Limits
from tensplan.units import from_si

SECOND_US = 1_000_000


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each part of the status that differs.

    Examples
    --------
    >>> list(changes({"host": False, "level": "nothing"}, {"host": True, "level": "nothing"}))
    ['host there']
    """
    if old.get("host") != new["host"]:
        yield "host there" if new["host"] else "host gone"
    if old.get("level") != new["level"]:
        yield f"level: {new['level']}"
    for key, word in (("plugged", "cable pulled"), ("frozen", "frozen")):
        if key in new and old.get(key, new[key]) != new[key]:
            begun = new[key] == (key == "frozen")
            yield word if begun else f"no longer {word}"


def summary(content: Mapping[str, Any], limits: Limits) -> Iterator[str]:
    """Yield the end of a session: channels that were used, limits passed, and the verdict.

    Examples
    --------
    >>> from tensplan.safety.limits import own_limits
    >>> list(summary({"at_us": 2_000_000, "channels": {}}, own_limits()))
    ['2.0 s: nothing was delivered; no listed limit broken']
    """
    used = {name: one for name, one in content["channels"].items() if one["delivered"]["pulses"]}
    for name, one in used.items():
        yield _sums(name, one)
        yield from (f"  {_passed(row, limits)}" for row in one["limits_passed"])
        if one["hazards"]:
            yield f"  hazards seen by the judge of delivered output: {', '.join(one['hazards'])}"
    count = len({row["limit"] for one in used.values() for row in one["limits_passed"]})
    verdict = f"limits passed by delivered output: {count}" if count else "no listed limit broken"
    what = f"{len(used)} of {len(content['channels'])} channels used" if used else ""
    time_s = content["at_us"] / SECOND_US
    yield f"{time_s:.1f} s: {what or 'nothing was delivered'}; {verdict}"


def _sums(name: str, one: Mapping[str, Any]) -> str:
    """Return the sums of one channel."""
    got = one["delivered"]
    density = max(pad["rms_current_density_ma_per_cm2"] for pad in one["pads"])
    return (
        f"channel {name}: {got['pulses']:,} pulses, {got['charge_uc']:,.0f} uC, "
        f"at most {got['peak_ma']:.1f} mA and {density:.2f} mA/cm2 r.m.s."
    )


def _passed(row: Mapping[str, Any], limits: Limits) -> str:
    """Return one limit that was passed, in its own unit."""
    limit = limits.named(row["limit"])
    unit = "" if limit is None else limit.unit
    value, most = (from_si(row[key], unit) if unit else row[key] for key in ("value", "maximum"))
    return f"{row['limit']}: {value:.3g} {unit} under pad {row['pad']}; limit {most:g}"


def any_passed(content: Mapping[str, Any]) -> bool:
    """Say whether delivered output passed a limit.

    Examples
    --------
    >>> any_passed({"channels": {"1": {"limits_passed": []}}})
    False
    """
    return any(one["limits_passed"] for one in content["channels"].values())
