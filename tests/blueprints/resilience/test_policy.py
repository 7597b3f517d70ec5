"""The protections of a call, composed: what each lets through, hides, counts and gives back."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from fake_clock import FakeClock
from resilient_service.platform.attempts import incoming_retries
from resilient_service.platform.deadline import DeadlineExceeded, deadline_scope
from resilient_service.resilience.attempt import Attempt
from resilient_service.resilience.breaker import BreakerPolicy, State
from resilient_service.resilience.errors import (
    BreakerOpen,
    BulkheadFull,
    CallTimedOut,
    DependencyFailed,
    DependencyUnavailable,
)
from resilient_service.resilience.fallback import static_answer
from resilient_service.resilience.policy import Caller, Callers, Policy
from resilient_service.resilience.retry import RetryPolicy

AT_ONCE = RetryPolicy(attempts=3, backoff=0.0)
BREAKER = BreakerPolicy(min_calls=4, failure_rate=0.5, open_for=5)


class Dependency:
    """Answers as it is told, and remembers who asked."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers = list(answers)
        self.attempts: list[Attempt] = []

    async def __call__(self, attempt: Attempt) -> str:
        self.attempts.append(attempt)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def failure(kind: str = "unavailable", retry_after: float | None = None) -> DependencyFailed:
    return DependencyFailed("payments", kind, retry_after)


async def hang(attempt: Attempt) -> str:
    await asyncio.Event().wait()
    return "never"


async def try_to(call: Awaitable[str]) -> str:
    try:
        return await call
    except Exception as error:
        return type(error).__name__


async def test_an_idempotent_call_is_tried_until_it_is_answered():
    dependency = Dependency(failure(), failure(), "paid")
    caller = Caller(Policy("payments", timeout=2.0, retry=AT_ONCE))
    assert await caller.call(dependency, idempotent=True) == "paid"
    assert dependency.attempts == [Attempt(1, 2.0), Attempt(2, 2.0), Attempt(3, 2.0)]


async def test_a_call_that_may_not_be_repeated_is_tried_once():
    dependency = Dependency(failure(), "paid")
    with pytest.raises(DependencyFailed):
        await Caller(Policy("payments", retry=AT_ONCE)).call(dependency, idempotent=False)
    assert len(dependency.attempts) == 1


async def test_what_is_already_a_retry_is_not_retried_again():
    dependency = Dependency(failure(), "paid")
    token = incoming_retries.set(1)
    try:
        with pytest.raises(DependencyFailed):
            await Caller(Policy("payments", retry=AT_ONCE)).call(dependency, idempotent=True)
    finally:
        incoming_retries.reset(token)
    assert len(dependency.attempts) == 1


async def test_the_last_error_stands_when_all_tries_have_failed():
    dependency = Dependency(failure("internal"))
    with pytest.raises(DependencyFailed) as last:
        await Caller(Policy("payments", retry=AT_ONCE)).call(dependency, idempotent=True)
    assert last.value.kind == "internal"
    assert len(dependency.attempts) == 3


async def test_a_bug_of_ours_is_neither_retried_nor_answered_by_the_fallback():
    dependency = Dependency(KeyError("a bug"))
    caller = Caller(Policy("payments", retry=AT_ONCE))
    with pytest.raises(KeyError):
        await caller.call(dependency, idempotent=True, fallback=static_answer("standard"))
    assert len(dependency.attempts) == 1


async def test_the_fallback_answers_only_after_the_last_try():
    dependency = Dependency(failure())
    caller = Caller(Policy("payments", retry=AT_ONCE))
    assert await caller.call(dependency, idempotent=True, fallback=static_answer("later")) == "later"
    assert len(dependency.attempts) == 3


async def test_the_fallback_is_not_asked_when_the_dependency_answers():
    caller = Caller(Policy("payments"))
    assert await caller.call(Dependency("paid"), idempotent=False, fallback=static_answer("later")) == "paid"


async def test_a_refusal_is_an_answer_that_stands():
    caller = Caller(Policy("payments"))
    with pytest.raises(DependencyFailed) as refused:
        await caller.call(Dependency(failure("rejected")), idempotent=True, fallback=static_answer("later"))
    assert refused.value.kind == "rejected"


async def test_a_half_open_breaker_lets_one_of_fifty_concurrent_calls_through():
    clock, dependency = FakeClock(), Dependency(failure())
    callers = Callers(clock=clock)
    caller = callers.caller(Policy("payments", breaker=BREAKER))
    for _ in range(4):
        await try_to(caller.call(dependency, idempotent=False))
    clock.advance(5)
    dependency.attempts.clear()
    outcomes = await asyncio.gather(*(try_to(caller.call(dependency, idempotent=False)) for _ in range(50)))
    assert len(dependency.attempts) == 1
    assert outcomes.count("BreakerOpen") == 49


async def test_the_breaker_sees_every_try():
    callers, dependency = Callers(), Dependency(failure())
    caller = callers.caller(Policy("payments", retry=RetryPolicy(attempts=9, backoff=0), breaker=BREAKER))
    with pytest.raises(BreakerOpen):
        await caller.call(dependency, idempotent=True)
    assert len(dependency.attempts) == 4


async def test_a_refusal_closes_a_half_open_breaker_since_the_dependency_lives():
    clock, dependency = FakeClock(), Dependency(*[failure()] * 4, failure("rejected"))
    callers = Callers(clock=clock)
    caller = callers.caller(Policy("payments", breaker=BREAKER))
    for _ in range(4):
        await try_to(caller.call(dependency, idempotent=False))
    clock.advance(5)
    await try_to(caller.call(dependency, idempotent=False))
    assert callers.breakers()["payments", "read"].state is State.CLOSED


@pytest.mark.parametrize(
    ("error", "opens"),
    [
        (failure("unavailable"), True),
        (failure("internal"), True),
        (failure("timeout"), True),
        (failure("rejected"), False),
        (failure("exhausted"), False),
        (KeyError("a bug"), False),
    ],
    ids=["unavailable", "internal", "timeout", "rejected", "exhausted", "bug"],
)
async def test_only_failures_of_the_dependency_open_the_breaker(error: Exception, opens: bool):
    callers, dependency = Callers(), Dependency(error)
    caller = callers.caller(Policy("payments", breaker=BREAKER))
    for _ in range(10):
        await try_to(caller.call(dependency, idempotent=False))
    assert (callers.breakers()["payments", "read"].state is State.OPEN) == opens


async def test_a_cancelled_probe_neither_fails_nor_keeps_its_permit():
    clock, dependency = FakeClock(), Dependency(*[failure()] * 4, "paid")
    callers = Callers(clock=clock)
    caller = callers.caller(Policy("payments", breaker=BREAKER))
    for _ in range(4):
        await try_to(caller.call(dependency, idempotent=False))
    clock.advance(5)
    probe = asyncio.create_task(caller.call(hang, idempotent=False))
    await asyncio.sleep(0)
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    assert callers.breakers()["payments", "read"].state is State.HALF_OPEN
    assert await caller.call(dependency, idempotent=False) == "paid"


async def test_calls_to_one_target_and_class_share_a_breaker():
    callers = Callers()
    callers.caller(Policy("payments", "write", breaker=BREAKER))
    callers.caller(Policy("payments", "write", timeout=9.0, breaker=BREAKER))
    callers.caller(Policy("payments", "read", breaker=BREAKER))
    callers.caller(Policy("accounts", "read", breaker=BREAKER))
    callers.caller(Policy("catalog", "read"))
    assert sorted(callers.breakers()) == [("accounts", "read"), ("payments", "read"), ("payments", "write")]


def test_two_breaker_policies_for_one_target_and_class_are_refused():
    callers = Callers()
    callers.caller(Policy("payments", breaker=BREAKER))
    with pytest.raises(ValueError, match="one breaker policy"):
        callers.caller(Policy("payments", breaker=BreakerPolicy(open_for=60)))


async def test_a_full_bulkhead_refuses_and_gives_its_places_back():
    caller = Caller(Policy("payments", timeout=None, bulkhead=1))
    first, second = (asyncio.create_task(caller.call(hang, idempotent=True)) for _ in range(2))
    await asyncio.sleep(0)
    with pytest.raises(BulkheadFull):
        await caller.call(Dependency("paid"), idempotent=True)
    for task in (first, second):
        task.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert await caller.call(Dependency("paid"), idempotent=True) == "paid"


async def test_a_full_bulkhead_says_nothing_about_the_dependency():
    callers = Callers()
    caller = callers.caller(Policy("payments", timeout=60.0, breaker=BREAKER, bulkhead=1))
    first = asyncio.create_task(caller.call(hang, idempotent=True))
    await asyncio.sleep(0)
    for _ in range(10):
        with deadline_scope(0.012):
            assert await try_to(caller.call(Dependency("paid"), idempotent=True)) == "BulkheadFull"
    assert callers.breakers()["payments", "read"].state is State.CLOSED
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)


async def test_waiting_for_a_place_consumes_the_deadline():
    caller = Caller(Policy("payments", timeout=60.0, bulkhead=1))
    first = asyncio.create_task(caller.call(hang, idempotent=True))
    await asyncio.sleep(0)
    with deadline_scope(0.05), pytest.raises(BulkheadFull):
        await caller.call(Dependency("paid"), idempotent=True)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)


async def test_a_try_gets_no_more_time_than_the_deadline_leaves():
    dependency = Dependency("paid")
    with deadline_scope(0.5):
        await Caller(Policy("payments", timeout=60.0)).call(dependency, idempotent=True)
        await Caller(Policy("payments", timeout=None)).call(dependency, idempotent=True)
        await Caller(Policy("payments", timeout=0.1)).call(dependency, idempotent=True)
    first, second, third = (attempt.timeout_seconds for attempt in dependency.attempts)
    assert 0 < first <= 0.49
    assert 0 < second <= 0.49
    assert third == 0.1


async def test_a_call_is_not_begun_when_the_deadline_is_over():
    dependency = Dependency("paid")
    with deadline_scope(0.0), pytest.raises(DeadlineExceeded):
        await Caller(Policy("payments")).call(dependency, idempotent=True)
    assert dependency.attempts == []


async def test_no_retry_is_begun_that_the_deadline_does_not_allow():
    dependency = Dependency(failure(retry_after=0.9), "paid")
    caller = Caller(Policy("payments", retry=AT_ONCE))
    with deadline_scope(0.5), pytest.raises(DependencyFailed):
        await caller.call(dependency, idempotent=True)
    assert len(dependency.attempts) == 1


async def test_a_slow_dependency_is_given_up_and_counted():
    callers = Callers()
    caller = callers.caller(Policy("payments", timeout=0.002, breaker=BREAKER))
    for _ in range(4):
        assert await try_to(caller.call(hang, idempotent=False)) == "CallTimedOut"
    assert callers.breakers()["payments", "read"].state is State.OPEN


@pytest.mark.parametrize("slow", [hang, Dependency(failure("timeout"))], ids=["our clock", "the callee's clock"])
async def test_an_impatient_caller_does_not_open_the_breaker(slow: Callable[[Attempt], Awaitable[str]]):
    callers = Callers()
    caller = callers.caller(Policy("payments", timeout=60.0, breaker=BREAKER))
    for _ in range(10):
        with deadline_scope(0.012):
            assert await try_to(caller.call(slow, idempotent=False)) == "DeadlineExceeded"
    assert callers.breakers()["payments", "read"].state is State.CLOSED


async def test_a_dependency_that_fails_quickly_counts_under_any_deadline():
    callers = Callers()
    caller = callers.caller(Policy("payments", timeout=60.0, breaker=BREAKER))
    for _ in range(4):
        with deadline_scope(0.1):
            await try_to(caller.call(Dependency(failure()), idempotent=False))
    assert callers.breakers()["payments", "read"].state is State.OPEN


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DependencyUnavailable("payments"), "`payments` is not available"),
        (BreakerOpen("payments", 2), "the breaker towards `payments` is open"),
        (BulkheadFull("payments"), "too many calls to `payments` are in flight"),
        (CallTimedOut("payments", 1.5), "`payments` did not answer within 1.500 s"),
        (DependencyFailed("payments", "internal", code="INTERNAL"), "`payments` answered INTERNAL"),
        (DependencyFailed("payments", "rejected", code="NOT_FOUND", message="no card"),
         "`payments` answered NOT_FOUND: no card"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)  # fmt: skip
def test_every_error_says_what_happened(error: Exception, said: str):
    assert str(error) == said
