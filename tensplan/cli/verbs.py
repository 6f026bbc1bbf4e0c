"""The verbs, in the groups of the greeting; each is imported only when it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb, its group, and its one line."""

    name: str
    group: str
    summary: str

    @property
    def module(self) -> str:
        """Where its command lives."""
        return f"tensplan.cli.{self.name}"


VERBS: Final = (
    Verb("new", "plan", "Ask about a person, or begin a protocol, and write the file."),
    Verb("check", "plan", "Check protocol files: form, meaning and limits."),
    Verb("plan", "plan", "Judge a protocol and write plan.json and report.html."),
    Verb("simulate", "plan", "Show waveform, load and exposure in numbers and figures."),
    Verb("log", "plan", "Record how a session went."),
    Verb("list", "read", "List the catalogue."),
    Verb("show", "read", "Show a protocol or a plan in words and a picture."),
    Verb("explain", "read", "Say where a rule or a number comes from."),
    Verb("diff", "read", "Say what changed between two protocols or plans, worst first."),
    Verb("export", "read", "Write a plan as a report, a pad sheet, a table or a calendar."),
    Verb("schema", "read", "Print the JSON Schema of a file format."),
    Verb("key", "sign", "Make keys, and say whom the clinic trusts."),
    Verb("approve", "sign", "Sign a plan or a protocol."),
    Verb("verify", "sign", "Say whether an approval holds, and by whom."),
    Verb("review", "sign", "Read, compare, ask what if and sign in a browser."),
    Verb("store", "sign", "Keep the local store: copies and checks."),
    Verb("device", "device", "Be a virtual stimulator that clients can drive."),
    Verb("faults", "device", "Break things one at a time, and say who noticed."),
    Verb("play", "device", "Play a plan on the virtual stimulator."),
    Verb("completion", "read", "Print the shell completion script."),
)
"""Every verb there is so far."""

GROUPS: Final = {
    "plan": "plan a session",
    "read": "read and compare",
    "sign": "review and sign",
    "device": "virtual device",
}


def verb(name: str) -> Verb | None:
    """Return a verb by its name."""
    return next((verb for verb in VERBS if verb.name == name), None)
