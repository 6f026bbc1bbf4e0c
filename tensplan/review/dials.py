"""What a what-if can change in a protocol: caps, minutes and pads; and the protocol with them changed."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tensplan.errors import UsageError

Content = Mapping[str, Any]

PAD_DEPTH: Final = 5
"""Keys from the protocol's root to a pad: placement, channels, which, pads, which."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dial:
    """One number of a protocol that can be turned.

    Parameters
    ----------
    group, label, unit : str
        What it is, for people.
    path : tuple of (str or int)
        Keys from the protocol's root to the number.
    value : float
        What it is now.
    """

    group: str
    label: str
    unit: str
    path: tuple[str | int, ...]
    value: float

    @property
    def name(self) -> str:
        """Its name in a form."""
        return ".".join(map(str, self.path))

    @property
    def text(self) -> str:
        """The number as it is written."""
        return f"{self.value:g}"


def dials(protocol: Content) -> list[Dial]:
    """Return every amplitude cap, every length in minutes and every pad's size.

    Parameters
    ----------
    protocol : mapping
        Content of a protocol file.

    Examples
    --------
    >>> import tensplan
    >>> protocol = tensplan.load_protocol("sciatic-path-conventional")
    >>> [dial.text for dial in dials(protocol.model_dump(exclude_none=True))]
    ['40', '30', '50', '50', '50', '50', '15']
    """
    return [*_of_programs(protocol), *_of_pads(protocol), *_of_packs(protocol)]


def turned(protocol: Content, values: Mapping[str, float]) -> dict[str, Any]:
    """Return a protocol's content with other numbers, as the next version and a draft.

    A pad of another size loses the conductive area that was stated for the old one.

    Parameters
    ----------
    protocol : mapping
        Content of a protocol file.
    values : mapping
        Numbers by the name of their dial.

    Examples
    --------
    >>> import tensplan
    >>> protocol = tensplan.load_protocol("sciatic-path-conventional").model_dump(exclude_none=True)
    >>> turned(protocol, {"programs.conventional.amplitude_cap_ma": 30.0})["version"]
    '1.1.0'
    """
    content: dict[str, Any] = copy.deepcopy(dict(protocol))
    for dial in dials(protocol):
        new = values.get(dial.name, dial.value)
        if new == dial.value:
            continue
        _at(content, dial.path[:-1])[dial.path[-1]] = int(new) if new.is_integer() else new
        if "pads" in dial.path:
            _at(content, dial.path[:PAD_DEPTH]).pop("conductive_area_cm2", None)
    return {**content, "version": next_version(content["version"]), "status": "draft"}


def next_version(version: str) -> str:
    """Return the version of a changed protocol: a step in its second number.

    Examples
    --------
    >>> next_version("1.0.3")
    '1.1.0'
    """
    first, second, *_ = version.split(".")
    return f"{first}.{int(second) + 1}.0"


def number(dial: Dial, text: str) -> float:
    """Return the number in a field.

    Raises
    ------
    UsageError
        If it is none, or not above 0.

    Examples
    --------
    >>> cap = Dial(group="", label="amplitude cap", unit="mA", path=("cap",), value=40.0)
    >>> number(cap, " 32,5 ")
    32.5
    """
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = math.nan
    if not 0 < value < 10_000:
        shown = " ".join(text.split())[:40]
        raise UsageError(
            f'{dial.group}, {dial.label}: "{shown}" is no number above 0 and below 10000 {dial.unit}',
            hint="write a number such as 32.5",
        )
    return value


def _at(content: Any, path: tuple[str | int, ...]) -> Any:
    """Return what lies at the end of a path."""
    for key in path:
        content = content[key]
    return content


def _of_programs(protocol: Content) -> Iterator[Dial]:
    for name, program in protocol["programs"].items():
        for key, label, unit in (
            ("amplitude_cap_ma", "amplitude cap", "mA"),
            ("duration_min", "length of a session", "min"),
        ):
            yield Dial(
                group=f"Program {name}",
                label=label,
                unit=unit,
                path=("programs", name, key),
                value=float(program[key]),
            )


def _of_pads(protocol: Content) -> Iterator[Dial]:
    for place, channel in enumerate(protocol["placement"]["channels"]):
        for number_, pad in enumerate(channel["pads"]):
            group = f"Pad {channel['id']}{number_ + 1}, {pad['site']}"
            path = ("placement", "channels", place, "pads", number_)
            if "diameter_mm" in pad:
                sizes: list[tuple[str, str, Any, tuple[int, ...]]] = [
                    ("diameter", "diameter_mm", pad["diameter_mm"], ())
                ]
            else:
                across, along = pad["size_mm"]
                sizes = [
                    ("across the limb", "size_mm", across, (0,)),
                    ("along the limb", "size_mm", along, (1,)),
                ]
            for label, key, value, end in sizes:
                yield Dial(
                    group=group, label=label, unit="mm", path=(*path, key, *end), value=float(value)
                )


def _of_packs(protocol: Content) -> Iterator[Dial]:
    for place, entry in enumerate(protocol.get("thermal") or ()):
        yield Dial(
            group=f"{entry['modality'].capitalize()}, {entry['area']}".replace("-", " "),
            label="minutes on the skin",
            unit="min",
            path=("thermal", place, "duration_min"),
            value=float(entry["duration_min"]),
        )
