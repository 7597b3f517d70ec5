"""Calls at a later time, for many waits that nearly all end before.

A timer of the event loop costs a request more than its deadline is worth: here one of them, set for
the earliest call, stands for all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from math import inf
from time import monotonic
from weakref import WeakKeyDictionary


class Alarms:
    """What is to be called in one event loop, and when."""

    def __init__(self) -> None:
        self._due: dict[Callable[[], None], float] = {}
        self._next = inf
        """The time for which the timer is set."""

    def set(self, call: Callable[[], None], due: float) -> None:
        """Call once at that time of the monotonic clock, unless it is cleared before."""
        self._due[call] = due
        if due < self._next:
            self._wait_until(due)

    def clear(self, call: Callable[[], None]) -> None:
        self._due.pop(call, None)

    def _wait_until(self, due: float) -> None:
        self._next = due
        seconds = max(0.0, due - monotonic())
        asyncio.get_running_loop().call_later(seconds, self._ring, due)

    def _ring(self, due: float) -> None:
        if due != self._next:  # set aside for an earlier one
            return
        self._next = inf
        now = monotonic()
        over = [call for call, due in self._due.items() if due <= now]
        for call in over:
            del self._due[call]
        if self._due:
            self._wait_until(min(self._due.values()))
        for call in over:
            call()


_OF_LOOP: WeakKeyDictionary[asyncio.AbstractEventLoop, Alarms] = WeakKeyDictionary()


def alarms() -> Alarms:
    """Those of the running loop."""
    loop = asyncio.get_running_loop()
    found = _OF_LOOP.get(loop)
    if found is None:
        found = _OF_LOOP[loop] = Alarms()
    return found
