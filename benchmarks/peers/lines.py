"""A peer's side of the talk: a question and its answer are one line of JSON each."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer each line of the input, with the time that it took; whatever else is printed is noise."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        processor, wall = time.process_time(), time.perf_counter()
        found = answer(json.loads(line))
        found["processor_s"] = time.process_time() - processor
        found["wall_s"] = time.perf_counter() - wall
        print(json.dumps(found), file=replies, flush=True)
