"""Arrays that share memory, among those that a compiled function is given."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np


def arrays(part: Any) -> Iterator[np.ndarray]:
    """Give all arrays of nested tuples."""
    if isinstance(part, np.ndarray):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from arrays(one)


def overlaps(arguments: tuple[Any, ...], written: tuple[int, ...]) -> int:
    """Count the pairs that share memory and of which one is written; `written`: places of those."""
    marked = [(i in written, one) for i, part in enumerate(arguments) for one in arrays(part)]
    return sum(
        (first or second) and np.may_share_memory(a, b)
        for (first, a), (second, b) in combinations(marked, 2)
    )
