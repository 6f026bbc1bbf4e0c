"""The command line: parse, call, render, exit code."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    _hurry()
    from tensplan.cli.run import run

    code = run(sys.argv[1:])
    gc.freeze()  # leaving takes a tenth of a check otherwise, to find garbage in what goes anyway
    sys.exit(code)


def _hurry() -> None:
    """Look for garbage seldom, and share no small matrix out to threads: a tenth of a plan each."""
    gc.set_threshold(200_000, 20, 100)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


if __name__ == "__main__":
    main()
