"""What the design says is the same thing under a new name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Design = Mapping[str, Any]
"""The design in the lock of the system: what was generated last."""


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ServiceRenames:
    """Inside one service: old name to new name. Fields are found by the new name of what has them."""

    operations: Mapping[str, str] = field(default_factory=_nothing)
    aggregates: Mapping[str, str] = field(default_factory=_nothing)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    """Of each aggregate."""
    inputs: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    """The fields that each operation takes."""
    outputs: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class ContextRenames:
    """Inside one context: old name to new name. Fields are found by the new name of what has them."""

    types: Mapping[str, str] = field(default_factory=_nothing)
    events: Mapping[str, str] = field(default_factory=_nothing)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    """Of each type."""
    payloads: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    """Of each event."""


@dataclass(frozen=True, slots=True)
class Renames:
    """Old name to new name. Services and contexts below are found by their new names."""

    services: Mapping[str, str] = field(default_factory=_nothing)
    contexts: Mapping[str, str] = field(default_factory=_nothing)
    of_services: Mapping[str, ServiceRenames] = field(default_factory=_nothing)
    of_contexts: Mapping[str, ContextRenames] = field(default_factory=_nothing)
    messages: Mapping[str, str] = field(default_factory=_nothing)
    """As `contracts.allocation.allocate` takes them."""
    before: Design = field(default_factory=_nothing, repr=False)
    """The design that they start from."""

    def __bool__(self) -> bool:
        return bool(self.services or self.contexts or self.of_services or self.of_contexts)

    def of(self, service: str) -> ServiceRenames:
        """Those inside a service that is now called so."""
        return self.of_services.get(service, ServiceRenames())

    def of_context(self, context: str) -> ContextRenames:
        return self.of_contexts.get(context, ContextRenames())

    def service_was(self, service: str) -> str | None:
        """The name until now of a service that is now called so; `None` for one that takes over a name."""
        return old_name(service, self.services)

    def context_was(self, context: str) -> str | None:
        return old_name(context, self.contexts)


def old_name(name: str, renamed: Mapping[str, str]) -> str | None:
    """The name until now of what is now called so; `None` where something else had that name and left it."""
    return inverse(renamed).get(name, None if name in renamed else name)


def inverse(names: Mapping[str, str]) -> dict[str, str]:
    """New name to old name."""
    return {new: old for old, new in names.items()}
