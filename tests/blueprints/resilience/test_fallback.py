"""What answers instead of the dependency."""

import pytest
from fake_clock import FakeClock
from resilient_service.resilience.attempt import Attempt
from resilient_service.resilience.fallback import LastGoodAnswers, no_answer, other_call, static_answer

FIRST = Attempt(1, None)
ERROR = RuntimeError("away")


def answering(value: str):
    async def attempt(number: Attempt) -> str:
        return value

    return attempt


async def test_a_static_answer_is_always_the_same():
    assert await static_answer("standard")(ERROR) == "standard"


async def test_an_ignored_dependency_leaves_no_answer():
    assert await no_answer()(ERROR) is None


async def test_another_callee_may_answer():
    async def other() -> str:
        return "from elsewhere"

    assert await other_call(other)(ERROR) == "from elsewhere"


async def test_the_last_good_answer_is_given_for_the_same_question_only():
    answers = LastGoodAnswers[str](ttl=None)
    await answers.remembering("a", answering("old"))(FIRST)
    await answers.remembering("a", answering("new"))(FIRST)
    assert await answers.recall("a")(ERROR) == "new"
    with pytest.raises(RuntimeError, match="away"):
        await answers.recall("b")(ERROR)


async def test_an_answer_older_than_its_ttl_is_not_given():
    clock = FakeClock()
    answers = LastGoodAnswers[str](ttl=30, clock=clock)
    await answers.remembering("a", answering("old"))(FIRST)
    clock.advance(30)
    assert await answers.recall("a")(ERROR) == "old"
    clock.advance(1)
    with pytest.raises(RuntimeError, match="away"):
        await answers.recall("a")(ERROR)


async def test_the_oldest_answer_makes_room_for_a_new_one():
    answers = LastGoodAnswers[str](ttl=None, size=2)
    for key in ("a", "b", "a", "c"):
        await answers.remembering(key, answering(key))(FIRST)
    assert await answers.recall("a")(ERROR) == "a"
    with pytest.raises(RuntimeError, match="away"):
        await answers.recall("b")(ERROR)


async def test_a_failed_attempt_is_not_remembered():
    async def failing(number: Attempt) -> str:
        raise ERROR

    answers = LastGoodAnswers[str](ttl=None)
    with pytest.raises(RuntimeError):
        await answers.remembering("a", failing)(FIRST)
    with pytest.raises(RuntimeError):
        await answers.recall("a")(ERROR)
