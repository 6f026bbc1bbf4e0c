"""``tensplan check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tensplan.cli.completion_of_names import complete_protocol_files
from tensplan.cli.options import limits_option
from tensplan.finding import SEVERITIES
from tensplan.formats import FORMATS

if TYPE_CHECKING:
    from tensplan.checking import CheckResult
    from tensplan.safety.limits import Limits

EXAMPLES = """\b
Examples:
  tensplan check protocols/
  tensplan check my.yaml --format json
  tensplan check my.yaml --limits clinic.yaml --strict
"""


@click.command("check", epilog=EXAMPLES, short_help="Check protocol files.")
@click.argument(
    "paths",
    metavar="FILE|DIR...",
    nargs=-1,
    required=True,
    type=click.Path(readable=False),  # what cannot be read is reported as such, with its own code
    shell_complete=complete_protocol_files,
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to write the findings.",
)
@limits_option
@click.option("--strict", is_flag=True, help="Exit 1 on warnings, too.")
def command(paths: tuple[str, ...], form: str, limits_file: str | None, strict: bool) -> int:
    """Check protocol, device-program and patient files: form, meaning and limits."""
    from tensplan.checking import check_files
    from tensplan.cli.progress import watched

    limits = None if limits_file is None else _clinic_limits(limits_file)
    result = check_files(paths, limits=limits, watched=watched)
    text = FORMATS[form](result)
    if text:
        click.echo(text)
    click.echo(_summary(result), err=True)
    sys.stdout.flush()
    return result.exit_code(strict=strict)


def _clinic_limits(path: str) -> Limits:
    from tensplan.safety.clinic_limits import load_limits

    return load_limits(path)


def _summary(result: CheckResult) -> str:
    findings, files = result.findings, result.files
    counts = {level: sum(1 for f in findings if f.severity == level) for level in SEVERITIES}
    parts = [f"{number} {level}{'' if number == 1 else 's'}" for level, number in counts.items()]
    return f"checked {len(files)} file{'' if len(files) == 1 else 's'}: {', '.join(parts)}"
