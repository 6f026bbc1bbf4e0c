"""Write `simulator/properties/excitability.json` anew from the exact solver; some minutes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.recruitment.excitability_table import build

TARGET = Path(__file__).parents[1] / "simulator" / "properties" / "excitability.json"


def text(table: dict[str, Any]) -> str:
    """Give the table as JSON with one fibre and pulse width to a line."""
    head = {key: value for key, value in table.items() if key != "models"}
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    models = [
        f"  {json.dumps(model)}: [\n"
        + ",\n".join("   " + json.dumps(row) for row in rows)
        + "\n  ]"
        for model, rows in table["models"].items()
    ]
    return "{\n" + "\n".join(lines) + '\n "models": {\n' + ",\n".join(models) + "\n }\n}\n"


if __name__ == "__main__":
    TARGET.write_text(text(build()), encoding="utf-8")
