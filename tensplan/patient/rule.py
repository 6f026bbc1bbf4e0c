"""One screening rule: what it asks, what it does to TENS, heat and cold, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

Modality = Literal["tens", "heat", "cold"]
Level = Literal["block", "site", "clearance", "warning"]
Unknown = Literal["block", "warning", "silent"]

MODALITIES: Final[tuple[Modality, ...]] = ("tens", "heat", "cold")
RULE_FILES: Final = ("implants", "conditions", "skin", "surgery")
GROUP: Final = "screening"
"""Group of the rule ids that findings carry: ``screening/I_ICD``."""

_FOLDER: Final = Path(__file__).with_name("rules")
_WEIGHT: Final = ("quoted", "derived", "quoted-secondary", "recalled", "project-default")


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """What a rule does to one modality, and where.

    Parameters
    ----------
    level : {"block", "site", "clearance", "warning"}
        Block the modality (or the places), block a site, wait for a clearance, or warn.
    says : str
        Why, or what to do.
    where : tuple of str
        Places in which it holds; everywhere when empty.
    located : tuple of str
        Places in which it holds unless the person's file says where the condition is.
    when, unless : str
        A fact that must be known to be true, or must not be.
    motor : bool
        Whether it is about programs at motor level only.
    by : tuple of str
        Roles whose clearance counts.
    valid_days : int or None
        How long a clearance holds (project default). [day]
    """

    level: Level
    says: str
    where: tuple[str, ...] = ()
    located: tuple[str, ...] = ()
    when: str = ""
    unless: str = ""
    motor: bool = False
    by: tuple[str, ...] = ()
    valid_days: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What one source says, and how that is known."""

    says: str
    source: str
    confidence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule of screening.

    Parameters
    ----------
    id, title : str
        Its code, and the same in words.
    ask, help : str
        The question to the person, and what helps to answer it.
    unknown : {"block", "warning", "silent"}
        What happens while nobody has answered.
    tens, heat, cold : tuple of Clause
        What it does; nothing when empty.
    sources : tuple of Statement
        All that was read, also where sources differ; the stricter level is taken.
    weeks : (float, float) or None
        Time since surgery in which it holds. [week]
    untested : str
        What to say while it is unknown; its title when empty.
    still : str
        What may still be done.
    urgency, call, act : str
        Of a red flag: how urgent, whom to call, what has to happen.
    """

    id: str
    title: str
    ask: str
    help: str
    sources: tuple[Statement, ...]
    unknown: Unknown = "block"
    tens: tuple[Clause, ...] = ()
    heat: tuple[Clause, ...] = ()
    cold: tuple[Clause, ...] = ()
    weeks: tuple[float, float] | None = None
    untested: str = ""
    still: str = ""
    urgency: str = ""
    call: str = ""
    act: str = ""

    def clauses(self, modality: Modality) -> tuple[Clause, ...]:
        """Return what the rule does to a modality."""
        return {"tens": self.tens, "heat": self.heat, "cold": self.cold}[modality]

    @property
    def finding_id(self) -> str:
        """The rule id that findings carry."""
        return f"{GROUP}/{self.id}"

    @property
    def confidence(self) -> str:
        """How the best of its sources is known."""
        return min((statement.confidence for statement in self.sources), key=_WEIGHT.index)

    @property
    def source_text(self) -> str:
        """All sources in one line, each with how it is known."""
        shown = {f"{statement.source} ({statement.confidence})": None for statement in self.sources}
        return "; ".join(shown)


@cache
def screening_rules() -> dict[str, Rule]:
    """Return the rules that limit modalities, by code.

    Examples
    --------
    >>> rule = screening_rules()["I_ICD"]
    >>> rule.tens[0].level, rule.heat, rule.confidence
    ('block', (), 'quoted')
    """
    return {rule.id: rule for name in RULE_FILES for rule in _read(name)}


@cache
def red_flags() -> dict[str, Rule]:
    """Return the red flags, by code; they stop everything.

    Examples
    --------
    >>> red_flags()["RF_CES"].urgency
    'emergency'
    """
    return {rule.id: rule for rule in _read("red_flags")}


def find_rule(name: str) -> Rule | None:
    """Return a rule or red flag by its code, with or without its group.

    Examples
    --------
    >>> find_rule("screening/i_icd").title
    'implanted defibrillator (ICD, CRT-D)'
    """
    code = name.removeprefix(f"{GROUP}/").upper()
    return screening_rules().get(code) or red_flags().get(code)


def _read(name: str) -> list[Rule]:
    """Read one file of rules."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return [_rule(entry) for entry in yaml.load(text, Loader=loader)["rules"]]


@cache
def _sources() -> dict[str, str]:
    text = (_FOLDER / "sources.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)["sources"])


def _rule(entry: dict[str, Any]) -> Rule:
    """Build a rule from its row."""
    statements = tuple(
        Statement(says=s["says"], source=_sources()[s["source"]], confidence=s["confidence"])
        for s in entry["sources"]
    )
    parts: dict[str, Any] = {name: tuple(map(_clause, entry.get(name, ()))) for name in MODALITIES}
    weeks = tuple(entry["weeks"]) if "weeks" in entry else None
    return Rule(**{**entry, **parts, "sources": statements, "weeks": weeks})


def _clause(entry: dict[str, Any]) -> Clause:
    """Build a clause from its row."""
    lists: dict[str, Any] = {key: tuple(entry.get(key, ())) for key in ("where", "located", "by")}
    return Clause(**{**entry, **lists})
