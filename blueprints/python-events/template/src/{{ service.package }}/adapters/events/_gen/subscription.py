"""Which events are handled, by whom, and what happens to those that cannot be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

from .broker import Durable, Stream
from .naming import redrive_subject, stream_of

EventT = TypeVar("EventT", bound=BaseModel)


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription(Generic[EventT]):
    """One event and its handler."""

    durable: str
    """Names the place of this handler in the stream, shared by all pods: never change it."""
    system: str
    context: str
    """The context of the event, which is not always the service's own."""
    subjects: tuple[str, ...]
    event: type[EventT]
    handler: Callable[[EventT], Awaitable[None]]
    retries: int | None = 5
    """Deliveries after the first; `None` is without limit."""
    dead_letter: bool = True
    """Keep what failed for good; else it is only logged."""
    idempotency: Literal["inbox", "natural", "none"] = "inbox"
    """`inbox` recognises a second delivery; otherwise the handler must not mind it."""
    ordered: bool = True
    """Handle events one after the other, each only when those before it are done."""
    partitions: int | None = None
    """Subjects per event; each has an order of its own, so that many are handled at a time."""
    max_age: float = 0.0
    """Seconds for which the stream keeps events at least; 0 is for ever."""

    @property
    def stream(self) -> Stream:
        return stream_of(self.system, self.context, max_age=self.max_age)

    def is_last(self, attempt: int) -> bool:
        """No delivery follows after this one."""
        return self.retries is not None and attempt > self.retries

    def durables(self, ack_wait: float) -> tuple[Durable, ...]:
        """The places in the stream: one, or one for each partition whose order is to be kept."""
        redriven = redrive_subject(self.system, self.context, self.durable)
        if self.partitions is None:
            return (self._durable("", (*self.subjects, redriven), ack_wait),)
        if not self.ordered:
            everywhere = tuple(f"{subject}.*" for subject in self.subjects)
            return (self._durable("", (*everywhere, redriven), ack_wait),)
        return tuple(
            self._durable(
                f"-p{number}",
                (
                    *(f"{subject}.p{number}" for subject in self.subjects),
                    *((redriven,) if number == 0 else ()),
                ),
                ack_wait,
            )
            for number in range(self.partitions)
        )

    def _durable(self, suffix: str, subjects: tuple[str, ...], ack_wait: float) -> Durable:
        # With one delivery in flight for all pods together, the broker itself keeps the order: the
        # next message is not given out before this one is done, retries included.
        in_flight = 1 if self.ordered else -1
        return Durable(self.durable + suffix, self.stream, subjects, ack_wait, in_flight)
