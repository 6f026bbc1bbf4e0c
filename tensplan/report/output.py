"""Whether the device reaches the cap, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tensplan.report.numbers import quantity, share
from tensplan.report.wording import named, say


@dataclass(frozen=True, slots=True)
class Load:
    """One skin: what it needs and what it gets; "not known" where the voltage is not known."""

    name: str
    needed: str
    clips: str
    reached: str
    net_charge: str


@dataclass(frozen=True, slots=True)
class OutputAnswer:
    """The output stage's answer for one channel and program."""

    channel: str
    program: str
    words: str
    sentences: tuple[str, ...]
    confidence: str
    loads: tuple[Load, ...]


def output_answers(data: Mapping[str, Any]) -> list[OutputAnswer]:
    """Return the answer for every channel and program of a plan."""
    return [
        OutputAnswer(
            channel=entry["channel"],
            program=entry["program"],
            words=named("output.words").get(entry["answer"], entry["answer"]),
            sentences=tuple(_sentences(entry)),
            confidence=entry["confidence"],
            loads=tuple(_load(load, entry["answer"] != "unknown") for load in entry["loads"]),
        )
        for entry in data["output"]
    ]


def _sentences(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the output stage can do."""
    answer = entry["answer"]
    yield named("output.answers").get(answer, answer)
    if entry["limited_by"]:
        yield say("output.limited", what=", ".join(entry["limited_by"]))
    if entry["compliance_voltage_v"] is not None:
        yield say("output.gives", voltage=quantity(entry["compliance_voltage_v"], "V"))
    yield _needed(entry)
    if answer != "unknown":
        yield say("output.every", amplitude=quantity(entry["unclipped_amplitude_ma"], "mA"))
    unbalanced = entry["worst_net_share"]
    if unbalanced is not None and unbalanced != 0:
        yield say("output.unbalanced", share=share(abs(unbalanced)))


def _needed(entry: Mapping[str, Any]) -> str:
    """Return the voltage that the pulse needs."""
    low = quantity(entry["needed_voltage_low_v"], "V")
    high = quantity(entry["needed_voltage_high_v"], "V")
    if low == high:
        return say("output.needs", voltage=low)
    return say("output.needs_between", low=low, high=high)


def _load(load: Mapping[str, Any], is_known: bool) -> Load:
    """Return one skin in words."""
    words = named("output.clip")
    clips = words["clipped" if load["clips"] else "whole"]
    reached = quantity(load["unclipped_amplitude_ma"], "mA")
    return Load(
        name=load["load"],
        needed=quantity(load["needed_voltage_v"], "V"),
        clips=clips if is_known else words["unknown"],
        reached=reached if is_known else words["unknown"],
        net_charge=quantity(load["net_charge_uc"], "uC"),
    )
