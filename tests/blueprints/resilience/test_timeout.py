"""One try ends in time, and only its own clock makes it `CallTimedOut`."""

import asyncio

import pytest
from resilient_service.resilience.errors import CallTimedOut
from resilient_service.resilience.timeout import within


async def never() -> str:
    await asyncio.Event().wait()
    return "never"


async def failing() -> str:
    raise TimeoutError("the callee's own")


async def answering() -> str:
    return "answer"


async def test_a_try_that_takes_too_long_is_ended():
    with pytest.raises(CallTimedOut) as ended:
        await within(0.001, "payments", never())
    assert (ended.value.dependency, ended.value.seconds) == ("payments", 0.001)


@pytest.mark.parametrize("seconds", [None, 5.0])
async def test_an_answer_in_time_is_given(seconds: float | None):
    assert await within(seconds, "payments", answering()) == "answer"


async def test_a_timeout_inside_the_call_is_not_ours():
    with pytest.raises(TimeoutError, match="the callee's own"):
        await within(5.0, "payments", failing())
