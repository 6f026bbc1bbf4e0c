"""How the amplitude is raised, and when to stop: sentences with their sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tensplan.protocol.document import read_document
from tensplan.protocol.program import Program

TARGET_WORDS = {
    "sensory": "a clear tingle, no twitch",
    "strong-but-comfortable": "strong but comfortable, not painful, no twitch at the foot",
    "motor-twitch": "a painless, visible twitch",
}


@cache
def _sentences() -> dict[str, Any]:
    document = read_document(Path(__file__).with_name("titration.yaml"))
    return dict(document.value)


def titration(program: Program) -> list[dict[str, str]]:
    """Return the steps of raising the amplitude for one program.

    Examples
    --------
    >>> import tensplan
    >>> program = tensplan.load_protocol("sciatic-path-conventional").programs["conventional"]
    >>> titration(program)[0]["do"]
    'Pads on, output at 0, timer started.'
    """
    words = {"target": TARGET_WORDS[program.target], "cap": f"{program.amplitude_cap_ma:g}"}
    return [
        {
            "do": step["do"].format(**words),
            "source": step["source"],
            "confidence": step["confidence"],
        }
        for step in _sentences()["steps"]
    ]


def stop_rules() -> list[dict[str, str]]:
    """Return when to stop and whom to call."""
    source = _sentences()["stop_source"]
    return [{**rule, "source": source} for rule in _sentences()["stop"]]
