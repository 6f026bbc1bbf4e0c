"""Is the ``simulator`` that Python finds the one that belongs to this tensplan?"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from tensplan.errors import UsageError


def check_simulator() -> None:
    """Stop when another package named ``simulator`` stands in the way.

    Raises
    ------
    UsageError
        If ``simulator`` comes from another folder; the message names it.
    """
    spec = find_spec("simulator")
    expected = Path(__file__).resolve().parent.parent / "simulator" / "__init__.py"
    found = Path(spec.origin).resolve() if spec is not None and spec.origin else None
    if found != expected:
        raise UsageError(
            f"another package named simulator is in the way: {found or 'a folder without code'}",
            hint="start tensplan from another folder, or remove that path from PYTHONPATH",
        )
