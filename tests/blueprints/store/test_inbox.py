"""Applied messages are known, and forgotten in time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.housekeeping import Housekeeping
from stored_service.adapters.db._gen.inbox import Inbox


async def test_a_message_is_recorded_once_for_each_consumer(database: Database) -> None:
    inbox = Inbox(database)
    assert not await inbox.seen("billing", "1")
    assert await inbox.record("billing", "1")
    assert not await inbox.record("billing", "1")
    assert await inbox.record("shipping", "1")
    assert await inbox.seen("billing", "1")
    assert not await inbox.seen("billing", "2")


async def test_a_record_is_taken_back_with_its_effect(database: Database) -> None:
    inbox = Inbox(database)

    async def fail() -> None:
        async with database.transaction():
            assert await inbox.record("billing", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert not await inbox.seen("billing", "1")


async def test_of_two_that_apply_a_message_together_one_learns_that_it_is_too_late(database: Database) -> None:
    inbox = Inbox(database)
    recorded = await asyncio.gather(*(inbox.record("billing", "1") for _ in range(5)))
    assert sorted(recorded) == [False, False, False, False, True]


async def test_housekeeping_forgets_what_is_old(database: Database) -> None:
    now, purged = datetime(2026, 1, 1, tzinfo=UTC), asyncio.Event()
    inbox = Inbox(database, retention=timedelta(days=1), clock=lambda: now)
    await inbox.record("billing", "old")
    now += timedelta(days=2)
    await inbox.record("billing", "new")

    async def say_so() -> None:
        purged.set()

    housekeeping = Housekeeping(inbox.purge, say_so, every=0.01)
    await housekeeping.start()
    await purged.wait()
    await housekeeping.stop_accepting()
    await housekeeping.stop()
    assert [await inbox.seen("billing", message) for message in ("old", "new")] == [False, True]
