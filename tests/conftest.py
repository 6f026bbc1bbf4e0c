"""Make the factories importable, and make every random test the same on every machine."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

_DATA = tempfile.mkdtemp(prefix="tensplan-tests-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["XDG_DATA_HOME"] = _DATA  # no test writes to the store of whoever runs it
_CODE = Path(__file__).resolve().parents[1] / "simulator" / "__pycache__"
os.environ.setdefault("NUMBA_CACHE_DIR", str(_CODE))  # compiled once, also for what tests start

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell does in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # so it reaches what a test starts

settings.register_profile(
    "tensplan",
    deadline=None,  # a busy machine is slow, not wrong
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("tensplan")


def pytest_configure(config: pytest.Config) -> None:
    """Begin with the files of long tests, which come first by name, and not with those of many."""
    if hasattr(config.option, "loadscopereorder"):  # of pytest-xdist
        config.option.loadscopereorder = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Take one worker more than there are processors: many a test waits for a device's time."""
    return (os.cpu_count() or 1) + 1
