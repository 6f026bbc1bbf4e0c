"""``tensplan new``: asks, and writes a patient or a protocol file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.completion_of_names import complete_protocol
from tensplan.cli.terminal import echo
from tensplan.errors import UsageError

if TYPE_CHECKING:
    from tensplan.patient.questions import Question
    from tensplan.protocol.model import Protocol

EXAMPLES = """\b
Examples:
  tensplan new patient --for sciatic-path-conventional --out p-014.yaml
  tensplan new patient --for sciatic-path-conventional --sheet sheet.html
  tensplan new patient --answers answers.yaml --out p-014.yaml
  tensplan new protocol --from sciatic-path-conventional --out mine.yaml
"""


@click.command("new", epilog=EXAMPLES, short_help="Ask, and write a patient or protocol file.")
@click.argument("kind", metavar="patient|protocol", type=click.Choice(["patient", "protocol"]))
@click.option(
    "--for",
    "target",
    metavar="PROTOCOL",
    shell_complete=complete_protocol,
    help="Patient: ask only what this protocol's rules need.",
)
@click.option(
    "--from",
    "base",
    metavar="PROTOCOL",
    shell_complete=complete_protocol,
    help="Protocol: the one to begin from.",
)
@click.option(
    "--answers",
    "answers_file",
    metavar="FILE",
    type=click.Path(readable=False),
    help="Answers by question, instead of asking; what is left out is unknown.",
)
@click.option(
    "--resume",
    "resume_file",
    metavar="FILE",
    type=click.Path(readable=False),
    help="Go on asking after answers that were saved.",
)
@click.option("--sheet", metavar="FILE", help="Write the questions as one printable page instead.")
@click.option("--out", metavar="FILE", help="File to write.")
@click.option(
    "--on",
    "day",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the examination; today when left out.",
)
def command(
    kind: str,
    target: str | None,
    base: str | None,
    answers_file: str | None,
    resume_file: str | None,
    sheet: str | None,
    out: str | None,
    day: datetime | None,
) -> int:
    """Ask what a file needs, red flags first, and write it whole.

    At each question: ? explains, b goes back, u or Enter means unknown, q saves and leaves.
    """
    if kind == "protocol":
        return _protocol(base, answers_file, out)
    from tensplan.patient.questions import questions

    protocol = _named(target)
    asked = questions(protocol)
    if sheet is not None:
        return _write_sheet(asked, protocol, sheet)
    if out is None:
        raise UsageError("no file to write is named", hint="give --out FILE.yaml")
    on = date.today() if day is None else day.date()
    saved = answers_file if answers_file is not None else resume_file
    answers = {} if saved is None else _read_answers(saved, asked)
    if answers_file is None:
        answers, finished = _asked(asked, answers)
        if not finished:
            return _save(answers, out)
    return _write_patient(asked, answers, protocol, out, on)


def _named(name: str | None) -> Protocol | None:
    from tensplan.protocol.catalogue import load_protocol

    return None if name is None else load_protocol(name)


def _asked(asked: tuple[Question, ...], answers: dict[str, str]) -> tuple[dict[str, str], bool]:
    from tensplan.cli.asking import ask_all

    return ask_all(asked, answers)


def _read_answers(path: str, asked: tuple[Question, ...]) -> dict[str, str]:
    """Return the answers of a file as they would have been typed.

    Raises
    ------
    UsageError
        If an answer belongs to no question.
    """
    from tensplan.protocol.document import did_you_mean, read_document

    content = read_document(path).value
    if not isinstance(content, dict):
        raise UsageError(f"{path} holds no answers by question", hint="write RF_CES: no, and so on")
    known = [question.id for question in asked]
    for name in content:
        if name not in known:
            hint = did_you_mean(name, known) or "tensplan new patient --sheet FILE lists them"
            raise UsageError(f'{path}: "{name}" is no question here', hint=hint)
    return {name: _typed(value) for name, value in content.items()}


def _typed(value: Any) -> str:
    """Return a value of a file as it would have been typed."""
    if value is None:
        return "u"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) if value else "none"
    return str(value)


def _save(answers: dict[str, str], out: str) -> int:
    """Write the answers so far beside the file that they are for."""
    path = Path(out).with_suffix(".answers.yaml")
    _write(path, answers)
    echo(f"saved {len(answers)} answers to {path}; go on with --resume {path}", err=True)
    return 0


def _write(path: Path, content: dict[str, Any], head: str = "") -> None:
    import yaml

    from tensplan.session_plan.whole_file import write_together

    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, default_flow_style=False)
    write_together(path.parent, {path.name: (head + text).encode()})


def _write_patient(
    asked: tuple[Question, ...],
    answers: dict[str, str],
    protocol: Protocol | None,
    out: str,
    on: date,
) -> int:
    """Write the file, and say what is unknown and what that blocks."""
    from tensplan.cli.asking import end_lines
    from tensplan.patient.answers import patient_data, read_answer

    read = {}
    for question in asked:
        try:
            read[question.id] = read_answer(question, answers.get(question.id, ""))
        except ValueError as error:
            raise UsageError(f"{question.id}: {error}", hint=question.help) from None
    path = Path(out)
    _write(path, patient_data(read, on=on))
    lines, stopped = end_lines(path, asked, read, protocol, on)
    for line in lines:
        echo(line)
    echo(f"wrote {path}", err=True)
    return 1 if stopped else 0


def _write_sheet(asked: tuple[Question, ...], protocol: Protocol | None, sheet: str) -> int:
    from tensplan.report.sheet import render_sheet
    from tensplan.session_plan.whole_file import write_together

    path = Path(sheet)
    write_together(path.parent, {path.name: render_sheet(asked, protocol).encode()})
    echo(f"wrote {path}", err=True)
    return 0


def _protocol(base: str | None, answers_file: str | None, out: str | None) -> int:
    from tensplan.cli.new_protocol import write_protocol

    if out is None:
        raise UsageError("no file to write is named", hint="give --out FILE.yaml")
    return write_protocol(base, answers_file, out)
