"""Asking on the terminal, one question at a time, and what is left open at the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from tensplan.cli.terminal import echo
from tensplan.patient.answers import read_answer
from tensplan.patient.questions import Question, minutes_left
from tensplan.patient.rule import red_flags
from tensplan.patient.screening import URGENCY_WORDS, screen
from tensplan.protocol.model import Protocol

RED_FLAG_PART: Final = "Red flags"


def ask_all(asked: tuple[Question, ...], answers: dict[str, str]) -> tuple[dict[str, str], bool]:
    """Ask every question that has no answer yet; return the answers, and whether all were asked.

    A red flag ends the questions: only the code is still asked.
    """
    answers = dict(answers)
    echo("? explains, b goes back, u or Enter is unknown, q saves and leaves", err=True)
    index = 0
    while index < len(asked):
        question = asked[index]
        if question.id in answers or (_stopped(asked, answers) and question.id != "code"):
            index += 1
            continue
        text = _prompt(question, index, asked, answers)
        if text in ("b", "back"):
            index = _back(asked, answers, index)
        elif text in ("q", "quit"):
            return answers, False
        elif text == "?":
            echo(f"  {question.help}" + _choices(question), err=True)
        elif _fits(question, text):
            answers[question.id] = text
            _warn(question, text)
            index += 1
    return answers, True


def end_lines(
    path: Path,
    asked: tuple[Question, ...],
    read: dict[str, Any],
    protocol: Protocol | None,
    on: date,
) -> tuple[list[str], bool]:
    """Return what is unknown and what that blocks, and whether a red flag stops everything."""
    from tensplan.patient.file import load_patient

    unknown = [question for question in asked if read[question.id] is None]
    patient = load_patient(path)
    if protocol is None:
        return list(_unknown_lines(unknown)), bool(patient.red_flags)
    screening = screen(patient, protocol, on=on, setting="home")
    lines = [] if screening.stops else list(_unknown_lines(unknown))
    blocking = [f for f in screening.findings if f.severity == "error"]
    lines += [f"What blocks {protocol.id}:"] if blocking else [f"Nothing blocks {protocol.id}."]
    lines += [f"  {finding.message} [{finding.rule}]" for finding in blocking]
    return lines, screening.stops


def _unknown_lines(unknown: list[Question]) -> Iterator[str]:
    if not unknown:
        yield "Nothing is left unknown."
        return
    yield f"Still unknown ({len(unknown)}); what is unknown never counts as normal:"
    yield from (f"  {question.ask}  [{question.id}]" for question in unknown)


def _prompt(
    question: Question, index: int, asked: tuple[Question, ...], answers: dict[str, str]
) -> str:
    """Print where we are, and read one line."""
    if index == 0 or asked[index - 1].part != question.part:
        echo("\n" + click.style(question.part, bold=True), err=True)
    left = tuple(q for q in asked[index:] if q.id not in answers)
    minutes = minutes_left(left)
    head = f"[{index + 1} of {len(asked)}; {len(left)} left, about {minutes} min]"
    text: str = click.prompt(
        f"{head} {question.ask}{_form(question)}", default="", show_default=False, err=True
    )
    return text.strip()


def _form(question: Question) -> str:
    """Return the form of the answer, in brackets."""
    if question.kind == "yes-no":
        return " (y/n/u)"
    if question.kind == "choice":
        return f" ({'/'.join(question.choices)})"
    if question.kind == "number":
        return f" ({question.low:g} to {question.high:g})"
    return ""


def _choices(question: Question) -> str:
    return f" One of: {', '.join(question.choices)}." if question.choices else ""


def _back(asked: tuple[Question, ...], answers: dict[str, str], index: int) -> int:
    """Forget the last answer before a question, and return its position."""
    for before in range(index - 1, -1, -1):
        if asked[before].id in answers:
            del answers[asked[before].id]
            return before
    return index


def _fits(question: Question, text: str) -> bool:
    """Say whether an answer can be read; tell why when not."""
    try:
        read_answer(question, text)
    except ValueError as error:
        echo(f"  {error}", err=True)
        return False
    return True


def _is_red(question: Question, text: str) -> bool:
    return question.part == RED_FLAG_PART and isinstance(read_answer(question, text), list)


def _stopped(asked: tuple[Question, ...], answers: dict[str, str]) -> bool:
    """Say whether a red flag was found, once all red flags were asked."""
    flags = [question for question in asked if question.part == RED_FLAG_PART]
    if any(question.id not in answers for question in flags):
        return False
    return any(_is_red(question, answers[question.id]) for question in flags)


def _warn(question: Question, text: str) -> None:
    """Say at once what a red flag demands."""
    if _is_red(question, text):
        flag = red_flags()[question.id]
        words = f"  STOP: {URGENCY_WORDS[flag.urgency]}: call {flag.call}; {flag.act}."
        echo(click.style(words, fg="red", bold=True), err=True)
