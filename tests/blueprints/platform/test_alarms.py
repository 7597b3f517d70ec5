"""One timer of the loop serves all that wait for a later time."""

import asyncio
from time import monotonic

from sample_service.platform.alarms import Alarms, alarms


class Timers:
    """Counts the timers that the running loop is asked for."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.count = 0
        self._call_later, loop.call_later = loop.call_later, self._counted

    def _counted(self, *arguments: object) -> asyncio.TimerHandle:
        self.count += 1
        return self._call_later(*arguments)


async def test_calls_come_in_the_order_of_their_times():
    calls: list[str] = []
    ended = asyncio.Event()
    now = monotonic()
    waiting = Alarms()
    waiting.set(ended.set, now + 0.03)
    waiting.set(lambda: calls.append("second"), now + 0.02)
    waiting.set(lambda: calls.append("first"), now + 0.01)
    await ended.wait()
    assert calls == ["first", "second"]


async def test_what_is_cleared_is_not_called():
    calls: list[str] = []
    ended = asyncio.Event()

    def call() -> None:
        calls.append("called")

    waiting = Alarms()
    waiting.set(call, monotonic())
    waiting.set(ended.set, monotonic() + 0.01)
    waiting.clear(call)
    waiting.clear(call)
    await ended.wait()
    assert calls == []


async def test_many_waits_that_end_early_cost_one_timer():
    timers = Timers()
    ended = asyncio.Event()
    waiting = Alarms()
    for _ in range(1000):
        waiting.set(ended.set, monotonic() + 60)
        waiting.clear(ended.set)
    assert timers.count == 1


async def test_nothing_is_called_before_its_time():
    ended = asyncio.Event()
    for milliseconds in range(5):
        ended.clear()
        due = monotonic() + milliseconds / 1000
        alarms().set(ended.set, due)
        await ended.wait()
        assert monotonic() >= due


async def test_a_loop_has_alarms_of_its_own():
    here = alarms()
    assert alarms() is here
    assert await asyncio.to_thread(lambda: asyncio.run(_alarms_there())) is not here


async def _alarms_there() -> Alarms:
    return alarms()
