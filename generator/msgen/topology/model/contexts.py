"""Bounded contexts with their types and events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from msgspec import Struct, field

from msgen.design.types import Field, Type
from msgen.topology.model.provenance import YamlPath

DataClass = Literal["pii", "pci"]


class NamedTypeDefinition(Struct, frozen=True):
    """A named type of a context: a map of fields, or an alias of one type expression."""

    name: str
    fields: tuple[Field, ...] = ()
    alias: Type | None = None
    description: str = ""
    was: str | None = None
    """Its old name; `None` where it was not renamed."""


class Event(Struct, frozen=True):
    name: str
    context: str
    version: int
    key: str | None
    """The field by which order is kept; `None` where the event has no key."""
    fields: tuple[Field, ...]
    publishers: tuple[str, ...]
    retention: timedelta
    public: bool = False
    compatibility: Literal["none", "backward", "forward", "full"] = "backward"
    upcasts: tuple[int, ...] = ()
    """Older versions that consumers can still read."""
    contains: tuple[DataClass, ...] = ()
    """Data classes in the payload, those of marked fields among them."""
    contains_written: bool = False
    """The spec lists them; otherwise they follow from the marks."""
    is_declared: bool = False
    """`contexts.C.events` has it; others exist because a service publishes them."""
    writers: tuple[str, ...] = ()
    """The contexts from which it is published."""
    was: str | None = None
    """Its old name; `None` where it was not renamed."""

    @property
    def object_path(self) -> str:
        return f"contexts.{self.context}.events.{self.name}"


class Context(Struct, frozen=True):
    name: str
    subdomain: str
    purpose: str
    owner: str | None
    types: Mapping[str, NamedTypeDefinition]
    events: Mapping[str, Event]
    language: Mapping[str, str] = field(default_factory=dict)
    """Terms and what they mean."""
    shared: tuple[str, ...] = ()
    """Types that a shared kernel gives to the other side."""
    is_written: bool = True
    """`contexts` has it; others exist because a service names no context."""
    was: str | None = None
    """Its old name; `None` where it was not renamed."""


class ContextRelation(Struct, frozen=True):
    """An entry of the context map."""

    upstream: str
    """A context, or an external system."""
    downstream: str
    pattern: Literal[
        "upstream-downstream", "customer-supplier", "conformist", "partnership", "shared-kernel", "separate-ways"
    ]
    upstream_roles: tuple[Literal["open-host-service", "published-language"], ...] = ()
    downstream_roles: tuple[Literal["anticorruption-layer", "conformist"], ...] = ()
    written_at: YamlPath | None = None
    """`None` for an entry that calls, saga steps and subscriptions imply."""

    @property
    def object_path(self) -> str:
        return f"context_map.{self.upstream}.{self.downstream}"
