"""Events on their way: subscriptions and how a service sends."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .base import OrWord, SpecModel
from .names import EventReference
from .objectives import Latency
from .values import Count, Duration, Flag, Positive


class Subscription(SpecModel):
    """An event that a service handles."""

    short_key: ClassVar[str | None] = "event"

    event: EventReference = Field(description="What is handled.")
    retries: Annotated[int | Literal["unlimited"], OrWord(Count, "unlimited")] | None = Field(
        None, description="Deliveries after the first."
    )
    dead_letter: Literal["on", "off"] | None = Field(None, description="Is a message kept aside that fails for good.")
    idempotency: Literal["inbox", "natural", "none"] | None = Field(
        None, description="How a second delivery is recognised."
    )
    ordering: Literal["key", "none"] | None = Field(None, description="Order within one key.")
    latency: Latency | None = Field(None, description="Times of the handler.")


class Messaging(SpecModel):
    """How a service sends and takes messages."""

    delivery: Literal["outbox", "direct", "cdc"] | None = Field(None, description="How its events leave.")
    batch: Positive | None = Field(None, description="Messages that the relay sends at once.")
    poll: Duration | None = Field(None, description="Longest time between two looks into the outbox.")
    partitions: Annotated[int | Literal["none"], OrWord(Positive, "none")] | None = Field(
        None, description="Partitions of its topics or subjects."
    )
    queue: Annotated[int | Literal["unbounded"], OrWord(Positive, "unbounded")] | None = Field(
        None, description="Messages that a consumer holds unfinished, per pod."
    )
    propagate: Flag | None = Field(None, description="The trace context travels with the message.")
