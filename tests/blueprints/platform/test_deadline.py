"""The deadline of a request bounds all that is done for it."""

import asyncio

import pytest
from sample_service.platform.deadline import (
    DeadlineExceeded,
    deadline_scope,
    enforced_deadline,
    remaining,
    time_allowed,
)


def test_without_a_deadline_there_is_no_limit():
    assert remaining() is None
    assert time_allowed(None) is None
    assert time_allowed(3.0) == 3.0


def test_an_inner_deadline_is_never_later_than_the_outer_one():
    with deadline_scope(1):
        with deadline_scope(60):
            assert remaining() <= 1
        with deadline_scope(0.5):
            assert remaining() <= 0.5
        with deadline_scope(None):
            assert 0.5 < remaining() <= 1
    assert remaining() is None


def test_an_outgoing_call_gets_what_is_left_less_a_margin():
    with deadline_scope(1):
        assert time_allowed(None, margin=0.5) <= 0.5
        assert time_allowed(60, margin=0.5) <= 0.5
        assert time_allowed(0.1, margin=0.5) == 0.1


def test_an_outgoing_call_is_refused_when_less_than_the_margin_is_left():
    with deadline_scope(1), pytest.raises(DeadlineExceeded):
        time_allowed(0.1, margin=2)


def test_what_is_left_is_never_negative():
    with deadline_scope(-1):
        assert remaining() == 0


async def test_an_enforced_deadline_cancels_its_body():
    with pytest.raises(DeadlineExceeded):
        async with enforced_deadline(0.001):
            await asyncio.Event().wait()
    assert remaining() is None


async def test_an_enforced_deadline_inside_a_nearer_one_is_left_to_that():
    ended_by = []

    async def work() -> None:
        try:
            async with enforced_deadline(60):
                await asyncio.Event().wait()
        except BaseException as error:
            ended_by.append(type(error))
            raise

    with pytest.raises(DeadlineExceeded):
        async with enforced_deadline(0.01):
            await work()
    assert ended_by == [asyncio.CancelledError]


async def test_without_seconds_nothing_is_enforced():
    async with enforced_deadline(None):
        assert remaining() is None


async def test_a_timeout_of_the_body_itself_passes():
    with pytest.raises(TimeoutError, match="the body's own"):
        async with enforced_deadline(60):
            raise TimeoutError("the body's own")


async def test_a_cancel_from_outside_stays_a_cancel():
    task = asyncio.create_task(_wait_under_a_deadline())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_cancel_from_outside_outranks_a_deadline_that_is_over():
    task = asyncio.create_task(_cancel_oneself_after_the_deadline())
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_body_that_ends_in_time_is_not_cancelled_later():
    async with enforced_deadline(0.01):
        pass
    await asyncio.sleep(0.02)
    assert asyncio.current_task().cancelling() == 0


async def test_a_deadline_reaches_the_tasks_that_the_request_starts():
    with deadline_scope(1):
        task = asyncio.create_task(asyncio.sleep(0, result=None))
        inherited = await asyncio.create_task(_told())
        await task
    assert inherited <= 1


async def _told() -> float:
    return remaining()


async def _wait_under_a_deadline() -> None:
    async with enforced_deadline(60):
        await asyncio.Event().wait()


async def _cancel_oneself_after_the_deadline() -> None:
    async with enforced_deadline(0.001):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            asyncio.current_task().cancel()
            raise
