"""What ``tensplan list`` can list: entries as data, and as lines of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tensplan.cli.paper import bold, table, width
from tensplan.explanation.program_words import SHORT_TARGET, span

Entry = dict[str, Any]


def entries(name: str, *, strategy: str | None = None) -> list[Entry]:
    """Return the entries of one kind of thing as data."""
    found = _READERS[name]()
    return [entry for entry in found if strategy is None or entry["strategy"] == strategy]


def lines(name: str, found: list[Entry]) -> list[str]:
    """Return the entries as lines."""
    return _TABLES[name](found)


def _protocols() -> list[Entry]:
    from tensplan.explanation.program_words import rate_bounds, width_bounds
    from tensplan.protocol.catalogue import catalogue, load_protocol

    found = []
    for name, path in catalogue().items():
        protocol = load_protocol(path)
        programs = [
            {
                "name": key,
                "mode": program.kind,
                "pulse_rate_hz": rate_bounds(program),
                "pulse_width_us": width_bounds(program),
                "target": program.target,
                "amplitude_cap_ma": program.amplitude_cap_ma,
                "duration_min": program.duration_min,
            }
            for key, program in protocol.programs.items()
        ]
        found.append(
            {
                "id": name,
                "title": protocol.title,
                "strategy": protocol.placement.strategy,
                "version": protocol.version,
                "status": protocol.status,
                "channels": len(protocol.placement.channels),
                "programs": programs,
                "thermal": [entry.modality for entry in protocol.thermal or ()],
            }
        )
    return found


def _protocol_lines(found: list[Entry]) -> list[str]:
    grouped = [(entry, _protocol_rows(entry)) for entry in found]
    body = _fitting([row for _, rows in grouped for row in rows])
    result, after = [bold(body[0])], 1
    strategy = ""
    for entry, rows in grouped:
        if entry["strategy"] != strategy:
            strategy = entry["strategy"]
            result += ["", bold(strategy)]
        result += body[after : after + len(rows)]
        after += len(rows)
    return result


def _fitting(rows: list[list[str]]) -> list[str]:
    """Return the table with all columns, or without mode and status on a narrow terminal."""
    heads = ["id", "mode", "rate", "width", "target", "min", "packs", "status"]
    body = table(heads, rows, right="lllllr")
    if max(len(line) for line in body) <= width():
        return body
    narrow = [[cell for i, cell in enumerate(row) if i not in (1, 7)] for row in (heads, *rows)]
    return table(narrow[0], narrow[1:], right="llllr")


def _protocol_rows(entry: Entry) -> list[list[str]]:
    """Return one row for each program; what belongs to the protocol stands in the first."""
    packs = "+".join(dict.fromkeys(entry["thermal"])) or "-"
    rows = []
    for index, program in enumerate(entry["programs"]):
        first = index == 0
        rows.append(
            [
                entry["id"] if first else "",
                program["mode"],
                _span(program["pulse_rate_hz"], "Hz"),
                _span(program["pulse_width_us"], "us"),
                SHORT_TARGET[program["target"]],
                f"{program['duration_min']:g}",
                packs if first else "",
                entry["status"] if first else "",
            ]
        )
    return rows


def _span(ends: tuple[float, float], unit: str) -> str:
    low, high = ends
    return span(low, high, unit)


def _sites() -> list[Entry]:
    from tensplan.placement.sites import sites

    return [
        {
            "id": site.id,
            "code": site.code,
            "title": site.title,
            "area": site.area,
            "nerve": site.nerve,
            "roots": list(site.roots),
            "depth_mm": None if site.depth is None else site.depth.mean_mm,
            "depth_confidence": None if site.depth is None else site.depth.confidence,
            "used": site.used,
            "find": site.find,
        }
        for site in sites()
    ]


def _site_lines(found: list[Entry]) -> list[str]:
    rows = [
        [
            entry["id"],
            entry["code"],
            "-" if entry["depth_mm"] is None else f"{entry['depth_mm']:g}",
            entry["title"] if entry["used"] else f"{entry['title']} (not used)",
        ]
        for entry in found
    ]
    return _with_bold_head(table(["id", "code", "depth mm", "place"], rows, right="llr"))


def _devices() -> list[Entry]:
    from simulator.properties import device, device_ids

    found = []
    for name in device_ids():
        profile = device(name)
        numbers = {key: number.value for key, number in profile.properties().items()}
        found.append(
            {
                "id": name,
                "title": profile.title,
                "output": profile.output,
                "max_amplitude_a": numbers.get("max_amplitude"),
                "compliance_voltage_v": numbers.get("compliance_voltage"),
                "pulse_width_s": [numbers.get("width_low"), numbers.get("width_high")],
                "pulse_rate_hz": [numbers.get("rate_low"), numbers.get("rate_high")],
                "confidence": profile.confidence,
                "unstated": list(profile.unstated),
            }
        )
    return found


def _device_lines(found: list[Entry]) -> list[str]:
    rows = [
        [
            entry["id"],
            "current" if entry["output"] == "constant-current" else "voltage",
            _number(entry["max_amplitude_a"], 1e3),
            _number(entry["compliance_voltage_v"], 1),
            _range(entry["pulse_width_s"], 1e6),
            _range(entry["pulse_rate_hz"], 1),
            entry["title"],
        ]
        for entry in found
    ]
    heads = ["id", "holds", "mA", "V", "width us", "rate Hz", "device"]
    return _with_bold_head(table(heads, rows, right="llrr"))


def _number(value: float | None, factor: float) -> str:
    return "?" if value is None else f"{value * factor:.6g}"


def _range(ends: list[float | None], factor: float) -> str:
    low, high = (_number(end, factor) for end in ends)
    return "?" if low == high == "?" else f"{low}-{high}"


def _rules() -> list[Entry]:
    from tensplan.explanation.rules import rules
    from tensplan.safety.limits import own_limits

    limits = [
        {
            "id": limit.id,
            "kind": "limit",
            "says": f"{limit.bound_text()}: {limit.rationale}",
            "quantity": limit.quantity,
            "confidence": limit.confidence,
            "source": limit.source,
        }
        for limit in own_limits()
    ]
    others = [
        {
            "id": rule.id,
            "kind": "rule",
            "says": rule.what,
            "quantity": None,
            "confidence": rule.confidence,
            "source": rule.source,
        }
        for rule in rules().values()
    ]
    return limits + others


def _rule_lines(found: list[Entry]) -> list[str]:
    result = []
    for kind, title in (("limit", "Limits"), ("rule", "Rules of form, fit and place")):
        chosen = [entry for entry in found if entry["kind"] == kind]
        rows = [[entry["id"], entry["says"]] for entry in chosen]
        result += [bold(title), *table(["id", "what it asks"], rows)[1:], ""]
    return result[:-1]


def _device_programs() -> list[Entry]:
    from tensplan.protocol.catalogue import device_programs
    from tensplan.protocol.document import read_document

    found = []
    for name, path in device_programs().items():
        content = read_document(path).value
        found.append(
            {
                "id": name,
                "device": content["device"],
                "title": content["title"],
                "duration_min": content.get("duration_min"),
                "unstated": content["unstated"],
                "source": content["source"],
            }
        )
    return found


def _device_program_lines(found: list[Entry]) -> list[str]:
    rows = [
        [
            entry["id"],
            _number(entry["duration_min"], 1),
            str(len(entry["unstated"])),
            f"{entry['device']}: {entry['title']}",
        ]
        for entry in found
    ]
    return _with_bold_head(
        table(["id", "min", "unstated", "device and program"], rows, right="lrr")
    )


def _with_bold_head(body: list[str]) -> list[str]:
    return [bold(body[0]), *body[1:]]


_READERS: Final[dict[str, Callable[[], list[Entry]]]] = {
    "protocols": _protocols,
    "sites": _sites,
    "devices": _devices,
    "rules": _rules,
    "device_programs": _device_programs,
}
_TABLES: Final[dict[str, Callable[[list[Entry]], list[str]]]] = {
    "protocols": _protocol_lines,
    "sites": _site_lines,
    "devices": _device_lines,
    "rules": _rule_lines,
    "device_programs": _device_program_lines,
}
