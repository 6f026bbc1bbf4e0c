"""Whether the device reaches the cap, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tensplan.report.numbers import quantity, share
from tensplan.session_plan.output import VERDICT_WORDS

_SENTENCES: Final = {
    "reaches-cap": "The device reaches the cap into every skin that was tried.",
    "may-clip": "The device does not reach the cap into some of the skins that were tried.",
    "clips": "The device reaches the cap into none of the skins that were tried.",
    "unknown": "Its profile does not state its voltage, so nobody can say whether it reaches the "
    "cap or clips.",
}


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
            words=VERDICT_WORDS.get(entry["answer"], entry["answer"]),
            sentences=tuple(_sentences(entry)),
            confidence=entry["confidence"],
            loads=tuple(_load(load, entry["answer"] != "unknown") for load in entry["loads"]),
        )
        for entry in data["output"]
    ]


def _sentences(entry: Mapping[str, Any]) -> Iterator[str]:
    answer = entry["answer"]
    yield _SENTENCES.get(answer, answer)
    if entry["limited_by"]:
        yield f"Limited by: {', '.join(entry['limited_by'])}."
    if entry["compliance_voltage_v"] is not None:
        yield f"It can give {quantity(entry['compliance_voltage_v'], 'V')}."
    low = quantity(entry["needed_voltage_low_v"], "V")
    high = quantity(entry["needed_voltage_high_v"], "V")
    between = low if low == high else f"{low} to {high}, depending on the skin"
    yield f"The pulse needs {between}."
    if answer != "unknown":
        reached = quantity(entry["unclipped_amplitude_ma"], "mA")
        yield f"Every skin gets {reached} without clipping."
    unbalanced = entry["worst_net_share"]
    if unbalanced is not None and unbalanced != 0:
        yield f"Up to {share(abs(unbalanced))} of the phase charge is left unbalanced."


def _load(load: Mapping[str, Any], is_known: bool) -> Load:
    clips = "yes" if load["clips"] else "no"
    reached = quantity(load["unclipped_amplitude_ma"], "mA")
    return Load(
        name=load["load"],
        needed=quantity(load["needed_voltage_v"], "V"),
        clips=clips if is_known else "not known",
        reached=reached if is_known else "not known",
        net_charge=quantity(load["net_charge_uc"], "uC"),
    )
