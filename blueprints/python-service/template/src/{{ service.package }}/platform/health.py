"""Whether the service lives, has started and may get requests.

Readiness asks what is the service's own, such as its store, and never another service: a circle of
calls could otherwise never start, and one outage would take whole tiers out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic

OK = "ok"


@dataclass(frozen=True, slots=True)
class Readiness:
    ready: bool
    checks: Mapping[str, str]
    """By name: `ok`, or what is wrong."""


class Health:
    """The state that HTTP probes and `grpc.health.v1` report."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self.started = False
        self.draining = False
        self.changed = asyncio.Event()
        """Set at each change of `started` or `draining`, and replaced by a fresh one."""
        self._clock = clock
        self._checks: dict[str, _Check] = {}

    def add_check(
        self,
        name: str,
        check: Callable[[], Awaitable[object]],
        *,
        timeout: float = 1.0,
        max_age: float = 5.0,
    ) -> None:
        """A check passes if it returns within `timeout`; both times are in seconds."""
        self._checks[name] = _Check(check, timeout, max_age, self._clock)

    def mark_started(self) -> None:
        self.started = True
        self._tell()

    def mark_draining(self) -> None:
        self.draining = True
        self._tell()

    async def readiness(self) -> Readiness:
        names = sorted(self._checks)
        results = await asyncio.gather(*(self._checks[name].result() for name in names))
        checks = dict(zip(names, results, strict=True))
        well = all(result == OK for result in results)
        return Readiness(well and self.started and not self.draining, checks)

    def _tell(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


@dataclass(slots=True)
class _Check:
    check: Callable[[], Awaitable[object]]
    timeout: float
    max_age: float
    clock: Callable[[], float]
    _last: str = ""
    _checked_at: float = 0.0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def result(self) -> str:
        async with self._lock:
            if not self._last or self.clock() - self._checked_at > self.max_age:
                self._last = await self._run()
                self._checked_at = self.clock()
            return self._last

    async def _run(self) -> str:
        try:
            async with asyncio.timeout(self.timeout):
                await self.check()
        except TimeoutError:
            return f"no answer within {self.timeout:g} s"
        except Exception as error:
            return type(error).__name__
        return OK
