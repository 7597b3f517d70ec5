"""Bounded contexts with their types and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from msgen.design.types import Field, Type


@dataclass(frozen=True, slots=True)
class NamedTypeDefinition:
    """A named type of a context: a map of fields, or an alias of one type expression."""

    name: str
    fields: tuple[Field, ...] = ()
    alias: Type | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    context: str
    version: int
    key: str | None
    """The field by which order is kept; `None` where the event has no key."""
    fields: tuple[Field, ...]
    publishers: tuple[str, ...]
    retention: timedelta
    public: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    name: str
    subdomain: str
    purpose: str
    owner: str | None
    types: Mapping[str, NamedTypeDefinition]
    events: Mapping[str, Event]
