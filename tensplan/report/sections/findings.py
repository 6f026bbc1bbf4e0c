"""What stops or limits a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tensplan.report.blocks import FindingLine, Findings, Paragraph, Section
from tensplan.report.numbers import sentence
from tensplan.report.spans import Span, plain
from tensplan.report.wording import named, rich, say

Plan = Mapping[str, Any]


def findings_section(data: Plan) -> Section:
    """Return every finding with its hint, its background and its source."""
    blocks = findings_block(data["findings"]) if data["findings"] else None
    nothing = Paragraph(rich("findings.nothing"))
    return Section("findings", say("findings.title"), (nothing if blocks is None else blocks,))


def findings_block(findings: Sequence[Plan]) -> Findings:
    """Return findings ready to be laid out.

    Examples
    --------
    >>> finding = {"severity": "note", "message": "a thing", "hint": "", "note": "", "rule": "a/b",
    ...     "file": "", "line": 0, "column": 0, "path": "", "source": "project-default"}
    >>> findings_block([finding]).findings[0].source
    'a/b · project default, needs clinical sign-off'
    """
    return Findings(tuple(map(_line, findings)))


def _line(finding: Plan) -> FindingLine:
    severity = finding["severity"]
    hint = rich("findings.hint", hint=finding["hint"]) if finding["hint"] else ()
    return FindingLine(
        severity=severity,
        message=rich(
            "findings.message",
            mark=(Span(named("findings.marks")[severity], "mark", severity),),
            severity=named("findings.severities")[severity],
            message=sentence(finding["message"]),
        ),
        below=tuple(text for text in (hint, plain(sentence(finding["note"]))) if text),
        source=say("findings.source").join(filter(None, (finding["rule"], *_from(finding)))),
    )


def _from(finding: Plan) -> tuple[str, str]:
    """Return the place of a finding and its source."""
    place = str(finding["path"])
    if finding["file"]:
        place = f"{finding['file']}:{finding['line']}:{finding['column']}"
    source = str(finding["source"])
    return place, named("sources.confidence").get(source, source)
