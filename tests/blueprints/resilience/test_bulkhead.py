"""The bulkhead bounds the calls in flight and those that wait."""

import asyncio

import pytest
from resilient_service.resilience.bulkhead import Bulkhead
from resilient_service.resilience.errors import BulkheadFull


async def test_a_call_waits_for_a_place_and_takes_it():
    bulkhead, order = Bulkhead("payments", 1), []
    await bulkhead.enter(None)
    waiting = asyncio.create_task(bulkhead.enter(None))
    waiting.add_done_callback(lambda _: order.append("entered"))
    await asyncio.sleep(0)
    order.append("left")
    bulkhead.leave()
    await waiting
    assert order == ["left", "entered"]


async def test_a_call_that_has_waited_long_enough_is_refused():
    bulkhead = Bulkhead("payments", 1)
    await bulkhead.enter(None)
    with pytest.raises(BulkheadFull):
        await bulkhead.enter(0)


async def test_no_more_calls_wait_than_there_are_places():
    bulkhead = Bulkhead("payments", 1)
    await bulkhead.enter(None)
    waiting = asyncio.create_task(bulkhead.enter(None))
    await asyncio.sleep(0)
    with pytest.raises(BulkheadFull):
        await bulkhead.enter(None)
    bulkhead.leave()
    await waiting


async def test_a_cancelled_wait_leaves_no_place_taken():
    bulkhead = Bulkhead("payments", 1)
    await bulkhead.enter(None)
    waiting = asyncio.create_task(bulkhead.enter(None))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    bulkhead.leave()
    await bulkhead.enter(0)
    with pytest.raises(BulkheadFull):
        await bulkhead.enter(0)
