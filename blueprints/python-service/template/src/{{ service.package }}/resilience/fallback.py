"""What answers when a dependency does not.

A fallback takes the error of the last try. A function of the service's own is passed as it is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

from .attempt import Attempt

T = TypeVar("T")

Fallback = Callable[[Exception], Awaitable[T]]


def static_answer(value: T) -> Fallback[T]:
    """Always the same answer."""

    async def answer(error: Exception) -> T:
        return value

    return answer


def no_answer() -> Fallback[None]:
    """The answer is left out."""
    return static_answer(None)


def other_call(call: Callable[[], Awaitable[T]]) -> Fallback[T]:
    """The answer of another callee."""

    async def answer(error: Exception) -> T:
        return await call()

    return answer


class LastGoodAnswers(Generic[T]):
    """Remembers the last good answer to each question, the newest `size` of them.

    `ttl` is the greatest age in seconds that an answer may have; `None` sets no bound.
    """

    def __init__(
        self, ttl: float | None, size: int = 1024, *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._ttl = ttl
        self._size = size
        self._clock = clock
        self._answers: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()

    def remembering(
        self, key: Hashable, attempt: Callable[[Attempt], Awaitable[T]]
    ) -> Callable[[Attempt], Awaitable[T]]:
        """The same attempt; what it answers is remembered."""

        async def remembered(number: Attempt) -> T:
            answer = await attempt(number)
            self._answers[key] = (self._clock(), answer)
            self._answers.move_to_end(key)
            if len(self._answers) > self._size:
                self._answers.popitem(last=False)
            return answer

        return remembered

    def recall(self, key: Hashable) -> Fallback[T]:
        """The remembered answer; without one that is young enough the error stands."""

        async def answer(error: Exception) -> T:
            remembered = self._answers.get(key)
            if remembered is None:
                raise error
            remembered_at, value = remembered
            if self._ttl is not None and self._clock() - remembered_at > self._ttl:
                del self._answers[key]
                raise error
            return value

        return answer
