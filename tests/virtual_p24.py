"""A virtual device on a real line, in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from bench import Bench

from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.options import Options
from simulator.sciencemode4.ports.port import Port
from simulator.sciencemode4.ports.pty_port import PtyPort
from simulator.sciencemode4.service import Service
from simulator.sciencemode4.stimulator import Stimulator


class VirtualP24:
    """A device that runs between `with` and its end; `bench` may be changed meanwhile.

    With an `output`, that is played on instead.
    """

    def __init__(
        self, port: Port | None = None, output: Stimulator | None = None, **options: object
    ) -> None:
        self.bench = Bench()
        self.port = PtyPort() if port is None else port
        start = time.monotonic_ns()
        self.clock: Callable[[], int] = lambda: (time.monotonic_ns() - start) // 1000
        self.device = Firmware(self.bench if output is None else output, options=Options(**options))
        self.service = Service(self.port, self.device, self.clock)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._errors: list[BaseException] = []

    def _run(self) -> None:
        try:
            self.service.run(self._over.is_set)
        except BaseException as error:
            self._errors.append(error)

    def __enter__(self) -> VirtualP24:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(10)
        assert not self._thread.is_alive()
        assert self._errors == []

    def wait_until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait for something that the thread does."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.002)
