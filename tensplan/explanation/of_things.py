"""Explaining devices, electrode sites, refused places and file keys."""

from __future__ import annotations

from typing import Any, Final

from simulator.properties import DeviceProfile, Property
from tensplan.explanation.explanation import WORDS_OF_CONFIDENCE, Explanation, weak_sentences
from tensplan.placement.regions import Region
from tensplan.placement.sites import VIEW_NAMES, Site

Facts = list[tuple[str, str]]

_BORDER: Final = {"A": (1e3, "mA"), "s": (1e6, "us"), "F": (1e9, "nF"), "1": (1.0, "")}
"""Factor and unit in which people read a number."""


def device_explained(profile: DeviceProfile) -> Explanation:
    """Explain a device profile: every number with its source, and what nobody states.

    Examples
    --------
    >>> from simulator.properties import device
    >>> device_explained(device("generic-tens")).confidence
    'project-default'
    """
    stated = profile.properties()
    facts: Facts = [("output", profile.output), ("source", profile.source)]
    facts += [("note", profile.note)] if profile.note else []
    facts += [(name.replace("_", " "), _number(number)) for name, number in stated.items()]
    blocking = {None: "not stated, so not credited", True: "yes", False: "no"}
    facts.append(("blocks d.c.", blocking[profile.dc_blocking]))
    if profile.unstated:
        facts.append(("not stated", ", ".join(n.replace("_", " ") for n in profile.unstated)))
    facts.append(("confidence", WORDS_OF_CONFIDENCE[profile.confidence]))
    weak = [
        (f"{name.replace('_', ' ')} {_value(number)}", number.confidence)
        for name, number in stated.items()
    ]
    return Explanation(
        kind="device",
        id=profile.id,
        title=profile.title,
        confidence=profile.confidence,
        facts=tuple(facts),
        weak_facts=weak_sentences(weak),
    )


def site_explained(site: Site) -> Explanation:
    """Explain an electrode site: where, which nerve, how deep, how to find it.

    Examples
    --------
    >>> from tensplan.placement.sites import site
    >>> site_explained(site("POP")).title
    'Above the knee crease, at the back'
    """
    facts: Facts = []
    if site.refusal is not None:
        facts.append(("not used", f"{site.refusal.says} ({site.refusal.source})"))
    facts += [
        ("find it", site.find),
        ("nerve", f"{site.nerve} ({', '.join(site.roots)})"),
        ("skin", f"{site.skin} ({', '.join(site.skin_roots)})"),
        ("view", VIEW_NAMES[site.view]),
        ("pads", ", ".join(f"{w:g} x {h:g} mm" for w, h in site.pads_mm) or "none"),
        *_depth_facts(site),
        *(("mind", caution) for caution in site.cautions),
        *(
            ("known", f"{f.says} ({f.source}; {WORDS_OF_CONFIDENCE[f.confidence]})")
            for f in site.facts
        ),
        ("position", f"{site.position} ({WORDS_OF_CONFIDENCE[site.position_confidence]})"),
        ("code", site.code),
    ]
    return Explanation(
        kind="site",
        id=site.id,
        title=site.title,
        confidence=site.position_confidence,
        facts=tuple(facts),
        weak_facts=_weak_of_site(site),
    )


def _depth_facts(site: Site) -> Facts:
    depth = site.depth
    if depth is None:
        return [("depth", "no value was found")]
    spread = f"SD {depth.sd_mm:g} mm, {WORDS_OF_CONFIDENCE[depth.sd_confidence]}"
    words = f"{depth.mean_mm:g} mm to {depth.to} ({spread}); {depth.source}"
    facts = [("depth", f"{words}; {WORDS_OF_CONFIDENCE[depth.confidence]}")]
    return [*facts, ("of the depth", depth.note)] if depth.note else facts


def _weak_of_site(site: Site) -> tuple[str, ...]:
    found = [("the place of the pad on the drawing", site.position_confidence)]
    if site.depth is not None:
        found.append((f"depth {site.depth.mean_mm:g} mm", site.depth.confidence))
        found.append((f"its spread {site.depth.sd_mm:g} mm", site.depth.sd_confidence))
    found += [(item.says.rstrip("."), item.confidence) for item in site.facts]
    return weak_sentences(found)


def place_explained(place: Region) -> Explanation:
    """Explain a place where no pad may go."""
    facts: Facts = [("refused", place.reason)]
    facts += [("source", str(source)) for source in place.sources]
    facts += [("confidence", WORDS_OF_CONFIDENCE[place.confidence])]
    facts += [("also called", ", ".join(place.aliases))] if place.aliases else []
    return Explanation(
        kind="place",
        id=place.id,
        title=f"{place.title}: no electrode site",
        confidence=place.confidence,
        facts=tuple(facts),
    )


def keys() -> dict[str, dict[str, Any]]:
    """Return every key of a protocol file with its schema, the first meaning of a name first.

    Examples
    --------
    >>> keys()["amplitude_cap_ma"]["x-unit"]
    'mA'
    """
    from tensplan.protocol.schema import schema_of

    schema = schema_of("protocol")
    found: dict[str, dict[str, Any]] = {}
    for part in (schema, *schema["definitions"].values()):
        for name, field in part.get("properties", {}).items():
            found.setdefault(name, field)
    return found


def key_explained(name: str, field: dict[str, Any]) -> Explanation:
    """Explain a key of a protocol file."""
    facts: Facts = [("holds", field["description"])]
    facts += [("unit", field["x-unit"])] if "x-unit" in field else []
    facts += [("one of", ", ".join(map(str, field["enum"])))] if "enum" in field else []
    facts += [("range", text)] if (text := _range(field)) else []
    facts += [("source", field["x-source"])] if "x-source" in field else []
    return Explanation(
        kind="key",
        id=name,
        title=field["title"].capitalize(),
        confidence="design",
        facts=tuple(facts),
    )


def _range(field: dict[str, Any]) -> str:
    words = {
        "exclusiveMinimum": "above",
        "minimum": "at least",
        "exclusiveMaximum": "below",
        "maximum": "at most",
    }
    return ", ".join(f"{text} {field[key]:g}" for key, text in words.items() if key in field)


def _number(number: Property) -> str:
    span = ""
    if number.low is not None and number.high is not None:
        factor, unit = _BORDER.get(number.unit, (1.0, number.unit))
        span = f" ({number.low * factor:g} to {number.high * factor:g} {unit}".rstrip() + ")"
    note = f" {number.note}" if number.note else ""
    return (
        f"{_value(number)}{span}; {number.source}; {WORDS_OF_CONFIDENCE[number.confidence]}.{note}"
    )


def _value(number: Property) -> str:
    """Return a number in the unit that people set on a device."""
    factor, unit = _BORDER.get(number.unit, (1.0, number.unit))
    return f"{number.value * factor:g} {unit}".rstrip()
