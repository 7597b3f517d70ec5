"""Synchronous calls and what protects them: retry, circuit breaker, bulkhead, fallback."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .base import Named, OrWord, SpecModel
from .names import EventReference, FieldName, Name, Target
from .values import Duration, Flag, LiteralValue, Number, Percentage, Positive, Tries


class Retry(SpecModel):
    """How often a call is tried."""

    attempts: Tries | None = Field(None, description="Tries, the first included.")
    backoff: Duration | None = Field(None, description="Wait before the second try, doubled before each further one.")
    jitter: Literal["full", "none"] | None = Field(None, description="`full`: a random part of the wait.")
    cap: Annotated[timedelta | Literal["none"], OrWord(Duration, "none")] | None = Field(
        None, description="Longest wait."
    )
    budget: Annotated[Decimal | Literal["none"], OrWord(Percentage, "none")] | None = Field(
        None, description="Retries per request, over all requests of the edge."
    )
    owner: Literal["app", "mesh"] | None = Field(None, description="Who retries on this edge.")


class CircuitBreaker(SpecModel):
    """When calls to a failing callee stop."""

    window: Duration | None = Field(None, description="Time looked back.")
    min_calls: Positive | None = Field(None, description="Calls in the window below which it stays closed.")
    failure_rate: Percentage | None = Field(None, description="Share of failures that opens it.")
    open_for: Duration | None = Field(None, description="Time before it tries again.")
    probes: Positive | None = Field(None, description="Calls let through while it tries.")


class Fallback(SpecModel):
    """What answers when all tries have failed."""

    short_key: ClassVar[str | None] = "kind"

    kind: Literal["cache", "static", "call", "function", "ignore"] = Field(
        description="The last good answer, a fixed one, another callee, a function of yours, or no answer at all."
    )
    ttl: Duration | None = Field(None, description="Oldest answer that `cache` may give.")
    value: LiteralValue | None = Field(None, description="Answer of `static`: a literal, or fields with literals.")
    to: Target | None = Field(None, description="Callee of `call`.")


class Call(SpecModel):
    """A synchronous call to a service or to an external system."""

    short_key: ClassVar[str | None] = "to"

    to: Target = Field(description="Whom: a service, `service.Operation` or an external system.")
    with_: Annotated[dict[FieldName, FieldName], Named()] | None = Field(
        None, alias="with", description="Where the callee's input comes from: its field, and the caller's."
    )
    timeout: Annotated[timedelta | Literal["none"], OrWord(Duration, "none")] | None = Field(
        None, description="Longest time of one try; `none` waits for ever."
    )
    retry: Retry | None = Field(None, description="How often it is tried.")
    circuit_breaker: Annotated[CircuitBreaker | Literal["off"], OrWord(CircuitBreaker, "off")] | None = Field(
        None, description="Stops calls to a failing callee."
    )
    bulkhead: Annotated[int | Literal["off"], OrWord(Positive, "off")] | None = Field(
        None, description="Calls in flight at once, per pod."
    )
    fallback: Fallback | None = Field(
        None, description="What answers when all tries have failed; it makes the edge soft."
    )
    group: Name | None = Field(None, description="Calls of one group run in parallel, groups one after the other.")
    per_request: Number | None = Field(None, description="Calls per request of the operation.")
    deadline: Literal["propagate", "off"] | None = Field(None, description="Is the time left passed on.")
    hedge: Annotated[timedelta | Literal["off"], OrWord(Duration, "off")] | None = Field(
        None, description="A second request is sent after this time."
    )
    forward_token: Flag | None = Field(None, description="The user's token is passed on.")
    await_reply: EventReference | None = Field(None, description="Event of the callee for which the caller waits.")
