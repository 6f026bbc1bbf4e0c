"""docs/errors.md: one entry per rule id, from the same data as ``tensplan explain``."""

from __future__ import annotations

from collections.abc import Iterator

from tensplan.explanation.explanation import WORDS_OF_CONFIDENCE
from tensplan.explanation.rules import FORMAT_RULE, Rule, rules
from tensplan.safety.limit import Limit
from tensplan.safety.limits import own_limits

_HEAD = """\
# Every rule, and what to do about it

Each finding and each error names a rule. `tensplan explain RULE` prints what stands here; this
page is written by `python -m tensplan.explanation.errors_page` and a test keeps it current.

Exit codes, the highest wins: 0 fine (warnings allowed), 1 findings of level error, 2 wrong usage,
3 not readable, not parseable, forbidden YAML or too large, 4 internal error.
"""


def errors_page() -> str:
    """Return the page.

    Examples
    --------
    >>> errors_page().splitlines()[0]
    '# Every rule, and what to do about it'
    """
    named = {limit.id for limit in own_limits()}
    others = [rule for rule in rules().values() if rule.id not in named]
    parts = [
        _HEAD,
        "## Limits\n",
        *(_limit(limit) for limit in own_limits()),
        "## Rules of form, fit and place\n",
        *(_rule(rule) for rule in others),
    ]
    return "\n".join(parts)


def _limit(limit: Limit) -> str:
    return "\n".join(_limit_lines(limit)) + "\n"


def _limit_lines(limit: Limit) -> Iterator[str]:
    yield f"### {limit.id}\n"
    if limit.error is not None:
        yield f"- **Blocks beyond:** {limit.bound_text('error')}"
    if limit.warning is not None:
        yield f"- **Warns beyond:** {limit.bound_text('warning')}"
    yield f"- **What for:** {limit.rationale}"
    clause = "" if limit.clause == "-" else f", {limit.clause}"
    yield f"- **Source:** {limit.source}{clause} ({WORDS_OF_CONFIDENCE[limit.confidence]})"


def _rule(rule: Rule) -> str:
    lines = [f"### {rule.id}\n", rule.what, ""]
    lines += [f"- **Why:** {rule.why}", f"- **What to do:** {rule.fix}"]
    if rule.source != FORMAT_RULE:
        confidence = WORDS_OF_CONFIDENCE[rule.confidence]
        lines.append(f"- **Source:** {rule.source} ({confidence})")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(errors_page(), end="")
