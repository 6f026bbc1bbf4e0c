"""docs/screening.md: every red flag and every rule of screening, from the data that judges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tensplan.explanation.of_screening import (
    UNKNOWN_WORDS,
    URGENCY_WORDS,
    clause_words,
)
from tensplan.patient.rule import MODALITIES, Rule, red_flags, screening_rules

_HEAD: Final = """\
# Screening: what is asked of a person, and what follows

This page is written by `python -m tensplan.explanation.screening_page` from the rules that judge,
and a test keeps it current. `tensplan explain CODE` prints one of them. No clinician has reviewed
these rules; what is marked as a project default needs clinical sign-off.

Levels: **blocked** stops a modality, everywhere or in the places named; **site blocked** keeps pads
or packs off a place; **waits for clearance** blocks until somebody of the named role has given
leave that is recorded, dated and not run out; **warning** is shown and does not stop. Where sources
differ the stricter level is taken and all are listed. What is unknown never counts as normal.

A file that gives a list of `conditions` says that all others were asked and are absent, but for
those in `conditions_not_asked`. A file without the list leaves all of them unknown. The same holds
for `red_flags`: an empty list says that all were asked.
"""


def screening_page() -> str:
    """Return the page.

    Examples
    --------
    >>> screening_page().splitlines()[0]
    '# Screening: what is asked of a person, and what follows'
    """
    parts = [
        _HEAD,
        "## Red flags: everything stops, without override\n",
        *(
            _table(
                ["code", "what", "urgency", "call", "then"], map(_red_flag, red_flags().values())
            )
        ),
        "## Rules\n",
        *(_table(["code", "what", "TENS", "heat", "cold", "unknown"], map(_row, _rules()))),
        "## Sources of each\n",
        *(_sources(rule) for rule in (*red_flags().values(), *_rules())),
    ]
    return "\n".join(parts)


def _rules() -> tuple[Rule, ...]:
    return tuple(screening_rules().values())


def _table(heads: list[str], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _red_flag(rule: Rule) -> list[str]:
    return [f"`{rule.id}`", rule.title, URGENCY_WORDS[rule.urgency], rule.call, rule.act]


def _row(rule: Rule) -> list[str]:
    effects = ["; ".join(map(clause_words, rule.clauses(name))) or "-" for name in MODALITIES]
    return [f"`{rule.id}`", rule.title, *effects, UNKNOWN_WORDS[rule.unknown]]


def _sources(rule: Rule) -> str:
    lines = [f"- `{rule.id}`"]
    lines += [f"  - {s.says}: {s.source} ({s.confidence})" for s in rule.sources]
    return "\n".join(lines)


if __name__ == "__main__":
    print(screening_page())
