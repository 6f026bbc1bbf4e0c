"""Make the factories importable, and make every random test the same on every machine."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile(
    "tensplan",
    deadline=None,  # a busy machine is slow, not wrong
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("tensplan")
