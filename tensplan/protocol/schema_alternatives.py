"""Keys that go together or exclude each other, said in JSON Schema for editors.

The reader states the same rules with better words (`tensplan.protocol.coherence_of_timing`);
here they make an editor offer and underline the right keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

Schema = dict[str, Any]

_MODULATED: Final = {
    "pulse_rate": ("low_hz", "high_hz"),
    "pulse_width": ("low_us", "high_us"),
    "amplitude": ("low_fraction", "high_fraction"),
}


def _has(parameter: str) -> dict[str, Any]:
    """Return the schema of modulations of which one is of this parameter."""
    entry = {"properties": {"parameter": {"const": parameter}}, "required": ["parameter"]}
    return {"contains": entry}


def with_alternatives(schema: Schema, *, complete: bool) -> Schema:
    """Add the alternatives of burst, modulation, pad, waveform, timing and cover.

    Parameters
    ----------
    schema : dict
        With ``definitions``; changed in place and returned.
    complete : bool
        Whether what belongs together must all be there. A device program may leave open what
        its maker leaves open, so there only a mixed burst is refused.

    Examples
    --------
    >>> burst = {"definitions": {"Burst": {"properties": {}}}}
    >>> len(with_alternatives(burst, complete=True)["definitions"]["Burst"]["oneOf"])
    2
    """
    rules = {"Burst": _open(_burst())}
    if complete:
        rules = {
            "Burst": _burst(),
            "Modulation": _modulation(),
            "Pad": _pad(),
            "Waveform": _waveform(),
            "Program": _program(),
            "NamedProgram": _program(),
            "Cover": {
                "anyOf": [{"required": [f"{word}_towel_layers"]} for word in ("dry", "damp")]
            },
        }
    for name, rule in rules.items():
        if name in schema["definitions"]:
            schema["definitions"][name] |= rule
    return schema


def with_sites(schema: Schema) -> Schema:
    """Name every usable electrode site, by word and by short code."""
    from tensplan.placement.sites import sites

    used = [site for site in sites() if site.used]
    field = schema["definitions"]["Pad"]["properties"]["site"]
    field.pop("anyOf", None)
    field |= {
        "type": "string",
        "enum": [*(site.id for site in used), *(site.code for site in used)],
        "enumDescriptions": [site.title for site in used] * 2,
    }
    return schema


def _one(title: str, needs: Iterable[str], without: Iterable[str], **values: Any) -> Schema:
    """Return one alternative: keys it needs, keys it excludes, values it fixes."""
    properties: Schema = {key: {"const": value} for key, value in values.items()}
    properties |= dict.fromkeys(without, False)
    return {"title": title, "properties": properties, "required": [*values, *needs]}


def _burst() -> Schema:
    counted, windowed = ("bursts_per_s", "pulses_per_burst"), ("on_s", "off_s")
    return {
        "oneOf": [
            _one("so many bursts of so many pulses", counted, windowed),
            _one("time on and time off", windowed, counted),
        ]
    }


def _modulation() -> Schema:
    bounds = [key for pair in _MODULATED.values() for key in pair]
    by_parameter = [
        _one(f"of the {name.replace('_', ' ')}", own, _minus(bounds, own), parameter=name)
        for name, own in _MODULATED.items()
    ]
    special = ("time_constant_s", "seed")
    by_form = [
        _one(form, ["period_s"], special, form=form) for form in ("step", "triangle", "sine")
    ]
    by_form.append(_one("exponential", ["time_constant_s"], ["seed"], form="exponential"))
    by_form.append(_one("random", ["period_s", "seed"], ["time_constant_s"], form="random"))
    return {"allOf": [{"oneOf": by_parameter}, {"oneOf": by_form}]}


def _pad() -> Schema:
    return {
        "oneOf": [
            _one("rectangle", ["size_mm"], ["diameter_mm"]),
            _one("disc", ["diameter_mm"], ["size_mm"]),
        ]
    }


def _waveform() -> Schema:
    mono = _one("monophasic", ["cathode"], ["recharge_ratio"], shape="monophasic")
    mono["properties"]["interphase_interval_us"] = {"const": 0}
    interval = "interphase_interval_us"
    symmetric, asymmetric = "symmetric-biphasic", "asymmetric-biphasic"
    return {
        "oneOf": [
            mono,
            _one(symmetric, [interval], ["recharge_ratio", "cathode"], shape=symmetric),
            _one(asymmetric, [interval, "recharge_ratio", "cathode"], [], shape=asymmetric),
        ]
    }


def _program() -> Schema:
    """Say that there is one source of the pulse rate, and one of the pulse width."""
    return {"allOf": [{"oneOf": _rate_sources()}, {"anyOf": _width_sources()}]}


def _rate_sources() -> list[Schema]:
    constant = _one("constant pulse rate", ["pulse_rate_hz"], ["steps"])
    steps = _one("steps", ["steps"], ["pulse_rate_hz"])
    for source in (constant, steps):
        source["properties"]["modulation"] = {"not": _has("pulse_rate")}
    modulated = _one("modulated pulse rate", ["modulation"], ["pulse_rate_hz", "steps"])
    modulated["properties"]["modulation"] = _has("pulse_rate")
    return [constant, steps, modulated]


def _width_sources() -> list[Schema]:
    given: Schema = {"required": ["pulse_width_us"]}
    still = {"not": _has("pulse_width")}
    own = {"items": {"required": ["pulse_width_us"]}}
    return [
        {"title": "constant pulse width", "properties": {"waveform": given, "modulation": still}},
        {
            "title": "modulated pulse width",
            "properties": {"waveform": {"not": given}, "modulation": _has("pulse_width")},
            "required": ["modulation"],
        },
        {
            "title": "a pulse width in every step",
            "properties": {"steps": own, "modulation": still},
            "required": ["steps"],
        },
    ]


def _open(rule: Schema) -> Schema:
    """Return the rule without what must be there: only mixtures are refused."""
    return {"anyOf": [{**choice, "required": []} for choice in rule["oneOf"]]}


def _minus(keys: Iterable[str], without: Iterable[str]) -> list[str]:
    """Return the keys that are not among some others, in order.

    Examples
    --------
    >>> _minus(["a", "b"], ["a"])
    ['b']
    """
    dropped = set(without)
    return [key for key in keys if key not in dropped]
