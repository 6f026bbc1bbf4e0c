"""The answer of ``tensplan plan`` on the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from tensplan.cli.terminal import echo, echo_data
from tensplan.finding import Finding
from tensplan.patient.screening import URGENCY_WORDS
from tensplan.session_plan.disclaimer import DISCLAIMER
from tensplan.session_plan.plan import VERDICT_WORDS, Plan
from tensplan.session_plan.plan_file import PLAN_NAME, REPORT_NAME

_COLOURS = {"pass": "green", "warn": "yellow", "blocked": "red", "not-planned": None}


def print_plan(plan: Plan, path: Path, *, older_plan: str, form: str) -> None:
    """Print the verdict, what stops or limits the plan, and where the files are."""
    if form == "json":
        echo_data(plan.as_json())
    else:
        for line in _lines(plan):
            echo(line)
    _print_files(plan, path, older_plan)


def _lines(plan: Plan) -> list[str]:
    protocol = plan.content["protocol"]["content"]
    lines = [click.style(f"{protocol['title']}  ({_for_whom(plan)})", bold=True)]
    lines += [text for flag in _red_flags(plan) for text in flag]
    for name, label in (("tens", "TENS"), ("heat", "Heat"), ("cold", "Cold")):
        verdict = plan.modalities[name].verdict
        words = click.style(VERDICT_WORDS[verdict], fg=_COLOURS[verdict])
        lines.append(f"  {label:<5} {words}")
    if plan.findings:
        lines += ["", "What stops or limits this plan"]
        lines += [text for finding in plan.findings for text in _finding_lines(finding)]
    closest = [] if plan.verdict == "stop" else ["", _closest(plan)]
    return [*lines, *closest, "", DISCLAIMER]


def _for_whom(plan: Plan) -> str:
    """Return whom the plan is for."""
    person = plan.content["patient"]
    if person is None:
        return "specimen, for no person"
    side = f", {person['side']} side" if person["side"] else ""
    day = f", on {plan.content['provenance']['on']}" if person["invented"] else ""
    return f"for {person['code']}{side}{day}"


def _red_flags(plan: Plan) -> list[list[str]]:
    """Return what to do about each red flag."""
    screening = plan.content["screening"]
    flags = () if screening is None else screening["red_flags"]
    return [
        [
            click.style(f"  STOP  {flag['title']}", fg="red", bold=True),
            f"        {URGENCY_WORDS[flag['urgency']]}: call {flag['call']}",
        ]
        for flag in flags
    ]


def _finding_lines(finding: Finding) -> list[str]:
    colour = {"error": "red", "warning": "yellow", "note": "cyan"}[finding.severity]
    head = click.style(f"{finding.severity:<8}", fg=colour)
    place = f", {Path(finding.file).name}:{finding.line}:{finding.column}" if finding.path else ""
    lines = [f"  {head}{finding.message}  [{finding.rule}{place}]"]
    return [*lines, f"          {finding.hint}"] if finding.hint else lines


def _closest(plan: Plan) -> str:
    judged = [row for row in plan.exposure if row.share_of_limit is not None]
    if not judged:
        return "No exposure was computed."
    row = max(judged, key=lambda row: row.share_of_limit or 0.0)
    share = (row.share_of_limit or 0.0) * 100
    return (
        f"Nearest limit: {row.rule}, {row.worst_case:.3g} of {row.limit:g} {row.unit} "
        f"({share:.0f} %), worst case, channel {row.channel}."
    )


def _print_files(plan: Plan, path: Path, older_plan: str) -> None:
    if not plan.is_blocked:
        echo(f"wrote {path} and {path.with_name(REPORT_NAME)}", err=True)
        return
    echo(f"wrote {path}; no {PLAN_NAME} was written", err=True)
    if older_plan:
        echo(
            f"an older plan lies in {path.parent} ({older_plan[:19]}); it was not touched and is "
            "not this one",
            err=True,
        )
