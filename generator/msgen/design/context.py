"""Bounded contexts, their events, and how they depend on each other."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Named, OrWord, SpecModel
from .defaults import Defaults
from .fields import FieldMap, NamedType
from .names import FieldName, Name, TypeName
from .service import DataClass
from .values import Count, Duration, Flag, Positive, Text


class Event(SpecModel):
    """An event that a context owns."""

    version: Positive | None = Field(None, description="Version of the payload.")
    key: Annotated[FieldName, OrWord(FieldName, "none")] | None = Field(
        None, description="Field by which order is kept."
    )
    fields: FieldMap | None = Field(None, description="Its payload.")
    contains: tuple[DataClass, ...] | None = Field(None, description="Data classes in the payload.")
    compatibility: Literal["none", "backward", "forward", "full"] | None = Field(
        None, description="What a new version must keep."
    )
    upcasts: tuple[Count, ...] | None = Field(None, description="Older versions that consumers can still read.")
    public: Flag | None = Field(None, description="It is also heard outside the system.")
    retention: Duration | None = Field(None, description="How long the broker keeps it.")
    was: TypeName | None = Field(None, description="Its old name.")


class Context(SpecModel):
    """A bounded context."""

    subdomain: Literal["core", "supporting", "generic"] | None = Field(None, description="Its place in the business.")
    purpose: Text | None = Field(None, description="One sentence.")
    owner: Name | None = Field(None, description="The team that answers for it.")
    language: dict[Text, Text] | None = Field(None, description="Its terms and what they mean.")
    types: Annotated[dict[TypeName, NamedType], Named()] | None = Field(None, description="Named types.")
    shared: tuple[TypeName, ...] | None = Field(None, description="Types that a shared kernel gives to the other side.")
    events: Annotated[dict[TypeName, Event], Named()] | None = Field(None, description="Events that it owns.")
    defaults: Defaults | None = Field(None, description="Settings of its services.")
    was: Name | None = Field(None, description="Its old name.")


class ContextRelation(SpecModel):
    """An entry of the context map."""

    upstream: Name = Field(description="The side whose model counts: a context or an external system.")
    downstream: Name = Field(description="The side that follows.")
    pattern: (
        Literal[
            "upstream-downstream",
            "customer-supplier",
            "conformist",
            "partnership",
            "shared-kernel",
            "separate-ways",
        ]
        | None
    ) = Field(None, description="How the two sides work together.")
    upstream_roles: tuple[Literal["open-host-service", "published-language"], ...] | None = Field(
        None, description="What the upstream side offers."
    )
    downstream_roles: tuple[Literal["anticorruption-layer", "conformist"], ...] | None = Field(
        None, description="How the downstream side takes it."
    )
