"""What a service offers: protocols, exposure and operations."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .base import Named, OneOrMore, OrWord, SpecModel
from .fields import Message
from .names import AggregateReference, ApiVersionName, EventReference, IdempotencyKey, TypeName
from .objectives import Latency
from .resilience import Call
from .values import BasePath, Contract, Date, Duration, Flag, Http, Rate, Sentence

Protocol = Literal["rest", "grpc"]
Exposure = Literal["internal", "partner", "public"]
Authentication = Literal["none", "jwt", "oauth2", "mtls"]


class OperationAuth(SpecModel):
    """Who may call an operation."""

    public: Flag | None = Field(None, description="It needs no token.")
    scopes: tuple[Sentence, ...] | None = Field(None, description="Scopes that the token must hold.")


class Operation(SpecModel):
    """Something that can be asked of a service."""

    kind: Literal["command", "query"] | None = Field(None, description="A command changes state, a query does not.")
    http: Http | None = Field(None, description="Method and path in REST, parameters in braces.")
    input: Message | None = Field(None, description="What goes in: a type, fields, or `unknown`.")
    output: Message | None = Field(None, description="What comes out: a type, fields, or `unknown`.")
    auth: OperationAuth | None = Field(None, description="Who may call.")
    idempotent: Flag | None = Field(None, description="Twice has the effect of once.")
    idempotency_key: IdempotencyKey | None = Field(
        None, description="An input field, or a header, that tells a repeated command from a new one."
    )
    pagination: Literal["cursor", "none"] | None = Field(
        None, description="`cursor` adds `limit` and `cursor` to the input, `next_cursor` to the output."
    )
    timeout: Duration | None = Field(None, description="Deadline for the whole operation.")
    rate_limit: Annotated[Decimal | Literal["none"], OrWord(Rate, "none")] | None = Field(
        None, description="Most requests accepted, all pods together."
    )
    latency: Latency | None = Field(None, description="Times of its own work, without its calls.")
    calls: tuple[Call, ...] | None = Field(None, description="Synchronous calls, in order.")
    publishes: tuple[EventReference, ...] | None = Field(None, description="Events that it publishes.")
    reads: tuple[AggregateReference, ...] | None = Field(None, description="Aggregates that it reads.")
    writes: tuple[AggregateReference, ...] | None = Field(None, description="Aggregates that it changes.")
    hedge: Flag | None = Field(None, description="Callers may send a second request before the first has answered.")
    strategy: Literal["wait", "primary", "eventual"] | None = Field(
        None, description="How a query on a read model shows the caller's own writes."
    )
    was: TypeName | None = Field(None, description="Its old name.")


class OlderVersion(SpecModel):
    """An older major version of an API that is still served."""

    sunset: Date | None = Field(None, description="Last day it is served.")


class Api(SpecModel):
    """The API of a service."""

    short_key: ClassVar[str | None] = "protocol"

    protocol: Annotated[tuple[Protocol, ...], OneOrMore()] | None = Field(
        None, description="How its operations are offered; callers use gRPC where there are both."
    )
    exposure: Exposure | None = Field(None, description="Who can reach it.")
    auth: Authentication | None = Field(None, description="How a caller proves who it is.")
    version: Annotated[ApiVersionName, OrWord(ApiVersionName, "none")] | None = Field(
        None, description="Major version served now."
    )
    versions: Annotated[dict[ApiVersionName, OlderVersion], Named()] | None = Field(
        None, description="Older major versions that are still served."
    )
    base_path: BasePath | None = Field(None, description="Prefix of all REST paths.")
    transcoding: Flag | None = Field(None, description="gRPC operations are also JSON over HTTP.")
    contract: Contract | None = Field(None, description="Existing contract to be served: a path, or `path#service`.")
    operations: Annotated[dict[TypeName, Operation], Named()] | None = Field(
        None, description="What can be asked of it."
    )


class ApiDefaults(SpecModel):
    """Defaults of the APIs of all services that have one."""

    exposure: Exposure | None = Field(None, description="Who can reach it.")
    auth: Authentication | None = Field(None, description="How a caller proves who it is.")
    base_path: BasePath | None = Field(None, description="Prefix of all REST paths.")
    transcoding: Flag | None = Field(None, description="gRPC operations are also JSON over HTTP.")
