"""Ctrl-C and its relatives: the first asks for a clean stop, the second for one at once."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """The wish to stop, as two events."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.stop = asyncio.Event()
        self.at_once = asyncio.Event()
        self._tell = tell

    def receive(self) -> None:
        if self.stop.is_set():
            self.at_once.set()
            return
        self.stop.set()
        self._tell("stopping; once more stops at once")

    async def unless(self, work: Coroutine[object, object, int]) -> int | None:
        """The result of `work`; `None` where the wish to stop came first, and cut it short."""
        working = asyncio.create_task(work)
        waiting = asyncio.create_task(self.stop.wait())
        try:
            await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            return None
        finally:
            for task in (working, waiting):
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task


@contextmanager
def interrupts(tell: Callable[[str], None]) -> Iterator[Interrupts]:
    """Takes the signals of the running loop's process as long as the block runs."""
    loop = asyncio.get_running_loop()
    received = Interrupts(tell)
    for number in _SIGNALS:
        loop.add_signal_handler(number, received.receive)
    try:
        yield received
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
