"""Work beside the answering of requests, which an end of the page does not wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


async def in_thread(work: Callable[[], Result]) -> Result:
    """Return what work returns, or raise what it raises, from a thread that ends with the program.

    Other pools wait for their threads at the end, so that Ctrl-C would wait for a plan that is
    being made. What is kept is kept whole or not at all, whenever the program ends.

    Parameters
    ----------
    work : callable
        Without arguments.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: Exception | None) -> None:
        if answer.cancelled():
            return
        if error is None:
            answer.set_result(result)  # type: ignore[arg-type]
        else:
            answer.set_exception(error)

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as fault:
            error = fault
        with suppress(RuntimeError):  # the page has ended meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    Thread(target=run, name="review", daemon=True).start()
    return await answer
