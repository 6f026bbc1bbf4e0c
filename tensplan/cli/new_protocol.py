"""A new protocol file: one of the catalogue under another name, as a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from tensplan.cli.terminal import echo
from tensplan.errors import UsageError
from tensplan.protocol.catalogue import find_protocol, load_protocol
from tensplan.protocol.document import parse_document, read_document
from tensplan.protocol.validation import validate
from tensplan.session_plan.whole_file import write_together

QUESTIONS: Final = {
    "id": "Id of the new protocol, lower-case words joined by dashes",
    "title": "Title, one line for people",
    "summary": "Summary: what it does and for whom",
}
DEFAULT_BASE: Final = "sciatic-path-conventional"


def write_protocol(base: str | None, answers_file: str | None, out: str) -> int:
    """Ask for name and title, and write a draft that begins as a protocol of the catalogue.

    Raises
    ------
    UsageError
        If the answers do not make a sound file.
    """
    source = find_protocol(DEFAULT_BASE if base is None else base)
    load_protocol(source)
    answers = _asked() if answers_file is None else _read(answers_file)
    text = _changed(source.read_text(encoding="utf-8"), {**answers, "status": "draft"})
    findings = validate(parse_document(text.encode(), name=out)).findings
    if findings:
        raise UsageError(findings[0].message, hint=findings[0].hint)
    path = Path(out)
    write_together(path.parent, {path.name: text.encode()})
    echo(f"wrote {path}; change it, then run: tensplan check {path}", err=True)
    return 0


def _asked() -> dict[str, str]:
    return {name: str(click.prompt(words, err=True)) for name, words in QUESTIONS.items()}


def _read(path: str) -> dict[str, Any]:
    content = read_document(path).value
    if not isinstance(content, dict) or set(content) - set(QUESTIONS):
        known = ", ".join(QUESTIONS)
        raise UsageError(f"{path} must hold answers to {known}", hint="leave other keys out")
    return content


def _changed(text: str, values: dict[str, Any]) -> str:
    """Return a protocol's text with other values of keys at its top, comments and all kept."""
    import json

    lines = text.splitlines()
    for key, value in values.items():
        place = next(i for i, line in enumerate(lines) if line.startswith(f"{key}:"))
        end = place + 1
        while end < len(lines) and lines[end].startswith(" "):
            end += 1
        lines[place:end] = [f"{key}: {json.dumps(str(value), ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"
