"""Findings for people: place, message, the line with carets, hint and note."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tensplan.formats.excerpt import excerpt, source_lines
from tensplan.formats.visible import visible

if TYPE_CHECKING:
    from tensplan.checking import CheckedFile, CheckResult
    from tensplan.finding import Finding

COLOURS: Final = {"error": "red", "warning": "yellow", "note": "cyan"}


def as_text(result: CheckResult, *, colour: bool | None = None) -> str:
    """Write each finding as a person reads it; nothing when there is none.

    Parameters
    ----------
    result : CheckResult
        What was found.
    colour : bool
        Whether to colour the severity and the carets; when left out, only on a terminal and
        unless ``NO_COLOR`` is set.

    Examples
    --------
    >>> from tensplan.checking import check_files
    >>> print(as_text(check_files(["no-such-file.yaml"])))
    no-such-file.yaml:1:1: error[file/not-readable]: the file cannot be read: no such file or directory
    hint: check the path; tensplan list shows the catalogue
    """
    coloured = _on_a_terminal() if colour is None else colour
    files = sorted(result.files, key=lambda file: file.name)
    return "\n\n".join(block for file in files for block in _blocks(file, coloured))


def file_as_text(file: CheckedFile) -> str:
    """Write the findings of one file, without colour."""
    return "\n\n".join(_blocks(file, coloured=False))


def _on_a_terminal() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _blocks(file: CheckedFile, coloured: bool) -> Iterator[str]:
    from tensplan.finding import by_position

    lines = source_lines(file.text)
    for finding in by_position(file.findings):
        yield "\n".join(_block(finding, lines, coloured))


def _block(finding: Finding, lines: list[str], coloured: bool) -> Iterator[str]:
    place = f"{visible(finding.file)}:{finding.line}:{finding.column}"
    title = _styled(f"{finding.severity}[{visible(finding.rule)}]", finding, coloured)
    yield f"{place}: {title}: {visible(finding.message)}"
    piece = excerpt(finding, lines)
    if piece is not None:
        gutter = " " * len(str(piece.number))
        yield f"{gutter} |"
        yield f"{piece.number} | {piece.source}"
        indent = piece.carets[: len(piece.carets) - len(piece.carets.lstrip())]
        yield f"{gutter} | {indent}{_styled(piece.carets.lstrip(), finding, coloured)}"
    for word, text in (("hint", finding.hint), ("note", finding.note)):
        if text:
            yield f"{word}: {visible(text)}"


def _styled(text: str, finding: Finding, coloured: bool) -> str:
    if not coloured:
        return text
    import click

    return click.style(text, fg=COLOURS[finding.severity], bold=True)
