"""Run one example of a source archive as it is: FOLDER MODULE PORT KEYS.

The examples' packages import plotting libraries in their `__init__`; those files are passed over,
the examples themselves are not. A stand-in for `getch` presses KEYS, a dot waits half a second.
"""

from __future__ import annotations

import runpy
import sys
import time
import types
from pathlib import Path


def main(folder: str, module: str, port: str, keys: str) -> None:
    """Prepare what the example imports, then run it."""
    examples = Path(folder) / "examples"
    for name in ("", ".general", ".low_level", ".mid_level", ".utils"):
        package = types.ModuleType(f"examples{name}")
        package.__path__ = [str(examples / name.removeprefix("."))]
        sys.modules[package.__name__] = package
    pressed = iter(keys)

    def getch() -> str:
        for key in pressed:
            time.sleep(0.5)
            if key != ".":
                return key
        return "q"

    sys.modules["getch"] = types.ModuleType("getch")
    sys.modules["getch"].getch = getch
    sys.argv = [module, port]
    runpy.run_module(f"examples.{module}", run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
