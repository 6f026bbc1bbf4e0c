"""A peer in its own environment and its own process, asked in lines of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.timing import ROOT

ONE_CORE = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
}
"""Each side may use one core."""


def install(folder: Path, *names: str) -> None:
    """Make the environments of some peers, where they are missing.

    Raises
    ------
    RuntimeError
        If that does not work: without network, or without a compiler.
    """
    script = ROOT / "benchmarks/peers/install.sh"
    command = ["sh", str(script), str(folder), *names]
    python = os.environ.get("PYTHON", sys.executable)
    done = subprocess.run(command, check=False, env=os.environ | {"PYTHON": python}, stdout=2)
    if done.returncode != 0:
        raise RuntimeError(f"the peers {', '.join(names)} could not be installed into {folder}")


class Peer:
    """One peer, from its first question to the end of the block."""

    def __init__(self, folder: Path, name: str, script: str, *arguments: str) -> None:
        self._command = [
            str(folder / name / "bin/python"),
            str(ROOT / "benchmarks/peers" / script),
            *arguments,
        ]

    def __enter__(self) -> Peer:
        self._last_words = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._last_words,
            text=True,
            env=os.environ | ONE_CORE,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.stdout.close()  # type: ignore[union-attr]
        self._process.wait(timeout=60)
        self._last_words.close()

    def ask(self, **question: Any) -> dict[str, Any]:
        """Return the answer; with `processor_s` and `wall_s`, the time that it took.

        Raises
        ------
        RuntimeError
            If the peer ended instead; with its last words.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        reply = self._process.stdout.readline()
        if not reply:
            self._last_words.seek(0)
            raise RuntimeError(f"{self._command[1]} ended: {self._last_words.read()[-2000:]}")
        answer: dict[str, Any] = json.loads(reply)
        return answer
