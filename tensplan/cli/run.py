"""Run a command: every way it can end has one exit code and one clear line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from tensplan.cli.group import group
from tensplan.cli.terminal import echo
from tensplan.errors import TensplanError

USAGE: Final = 2
INTERNAL: Final = 4
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code.

    0 fine, 1 findings of level error, 2 wrong usage, 3 not readable, 4 internal error.
    """
    # other people's plugins must not change how a file is judged
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        _check_simulator()
        result = group.main(args=list(arguments), prog_name="tensplan", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        echo("interrupted; nothing was left half written", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except TensplanError as error:
        echo(str(error), err=True)
        return error.exit_code
    except Exception as error:
        return _internal(error)


def _check_simulator() -> None:
    from tensplan.own_simulator import check_simulator

    check_simulator()


def _internal(error: Exception) -> int:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="tensplan-traceback-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exception(error, file=file)
    echo(
        f"error[internal]: {type(error).__name__}: {' '.join(str(error).split())}\n"
        f"hint: report it with the traceback in {file.name}",
        err=True,
    )
    return INTERNAL
