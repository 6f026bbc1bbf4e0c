"""Checking files: form, meaning and limits, all faults of all files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tensplan.errors import UnreadableError
from tensplan.finding import Finding, by_position, has_errors
from tensplan.protocol.document import Document, read_document
from tensplan.protocol.source_file import display_name
from tensplan.protocol.validation import Draft, validate
from tensplan.safety.limits import Limits, own_limits

FILE_ENDINGS = (".yaml", ".yml")
PROFILE_FOR_CHECKS = "generic-tens"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file, its findings, and its text for excerpts (empty when it could not be read)."""

    name: str
    findings: tuple[Finding, ...]
    text: str = ""
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check of several files came to.

    Parameters
    ----------
    files : tuple of CheckedFile
        In the order in which they were given.
    """

    files: tuple[CheckedFile, ...]

    @property
    def findings(self) -> list[Finding]:
        """All findings, sorted by file and position."""
        return by_position(finding for file in self.files for finding in file.findings)

    def exit_code(self, *, strict: bool = False) -> int:
        """Return the exit code: the highest of all files; strict counts warnings as errors."""
        warned = strict and any(f.severity == "warning" for f in self.findings)
        return max([1 if warned else 0, *(file.exit_code for file in self.files)])


def check_files(
    paths: Iterable[str | os.PathLike[str]],
    *,
    limits: Limits | None = None,
    watched: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> CheckResult:
    """Check files and folders; a fault in one never hides another.

    Parameters
    ----------
    paths : iterable of path-like
        Files, or folders that are searched for YAML files.
    limits : Limits
        What to judge by; the project's own when left out.
    watched : callable
        Passes the files on one by one, and may show how far it has come.

    Examples
    --------
    >>> check_files(["no-such-file.yaml"]).exit_code()
    3
    """
    limits = own_limits() if limits is None else limits
    files = watched(list(_expand(paths)))
    return CheckResult(tuple(check_file(path, limits=limits) for path in files))


def check_file(path: str | os.PathLike[str], *, limits: Limits) -> CheckedFile:
    """Check one file."""
    name = display_name(path)
    try:
        document = read_document(path)
    except UnreadableError as error:
        return CheckedFile(name, (_as_finding(error, name),), exit_code=error.exit_code)
    return check_document(document, name=name, limits=limits)


def check_document(document: Document, *, name: str, limits: Limits) -> CheckedFile:
    """Check one document that was read."""
    validated = validate(document)
    findings = list(validated.findings)
    if validated.draft is not None:
        findings += map(document.locate, _judge(validated.draft, limits))
    elif validated.schema and validated.model is not None:
        findings += map(document.locate, _other_kind(validated.schema, validated.model, limits))
    named = tuple(_named(finding, name) for finding in by_position(findings))
    return CheckedFile(name, named, document.text, 1 if has_errors(named) else 0)


def _judge(draft: Draft, limits: Limits) -> list[Finding]:
    from simulator.properties import device
    from tensplan.safety.judge import judge

    # a file is checked without a device: what only a device decides is left to `plan`
    judgement = judge(draft, limits=limits, profile=device(PROFILE_FOR_CHECKS))
    return [f for f in judgement.findings if not _is_about_device(f)]


def _is_about_device(finding: Finding) -> bool:
    return finding.rule.startswith("device/") or finding.rule.endswith("/open-circuit-voltage")


def _other_kind(schema: str, model: object, limits: Limits) -> Iterator[Finding]:
    from tensplan.patient.coherence import check_patient
    from tensplan.patient.model import Patient
    from tensplan.protocol.device_program import DeviceProgram

    if isinstance(model, Patient):
        yield from check_patient(model)
    if isinstance(model, DeviceProgram):
        from tensplan.safety.judge_device_program import judge_device_program

        yield from judge_device_program(model, limits)


def _named(finding: Finding, name: str) -> Finding:
    return finding.placed(
        file=name, line=finding.line, column=finding.column, length=finding.length
    )


def _as_finding(error: UnreadableError, name: str) -> Finding:
    line, column = _position(error.where)
    finding = Finding(rule=error.ref, severity="error", message=error.what, hint=error.hint)
    return finding.placed(file=name, line=line, column=column)


def _position(where: str) -> tuple[int, int]:
    parts = where.rsplit(":", 2)
    if len(parts) == 3 and parts[1].isdigit() and parts[2].isdigit():
        return int(parts[1]), int(parts[2])
    return 1, 1


def _expand(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in map(Path, paths):
        # os.path.isdir says no where pathlib raises, and then the refusal comes from opening it
        for file in sorted(_below(path)) if os.path.isdir(path) else [path]:  # noqa: PTH112
            if file not in seen:
                seen.add(file)
                yield file


def _below(folder: Path) -> Iterator[Path]:
    """Yield the YAML files below a folder, and the folders that cannot be read."""
    closed: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in names if name.endswith(FILE_ENDINGS))
    yield from closed
