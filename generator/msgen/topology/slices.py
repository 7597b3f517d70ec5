"""The resolved design as plain data: what each repository was generated from, for its lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct

from msgen.topology.model import Service, Topology

_PLACE = "written_at"
"""Where the spec writes something is no part of the design."""


def system_slice(topology: Topology) -> dict[str, Any]:
    """The slice of the system's own repository: everything but the provenance."""
    return {
        "name": topology.name,
        "description": topology.description,
        "profile": topology.profile,
        "contexts": plain(topology.contexts),
        "services": plain(topology.services),
        "externals": plain(topology.externals),
        "environments": plain(topology.environments),
        "platform": plain(topology.platform),
    }


def service_slice(topology: Topology, service: Service) -> dict[str, Any]:
    """The slice of one service: itself, its context, and of others only what it calls and hears.

    Without the layout: a service is the same in a mono-repo and alone.
    """
    dependencies: dict[str, Any] = {}
    for call in service.calls():
        if call.operation is None:
            dependencies[call.target] = plain(topology.externals[call.target])
        else:
            callee = topology.service(call.target)
            dependencies.setdefault(call.target, {"protocols": plain(callee.protocols), "operations": {}})
            dependencies[call.target]["operations"][call.operation] = plain(callee.operation(call.operation))
    events = {subscription.event: plain(topology.event(subscription.event)) for subscription in service.subscriptions}
    return {
        "system": topology.name,
        "service": plain(service),
        "context": plain(topology.contexts[service.context]),
        "dependencies": dependencies,
        "events": events,
        "environments": plain(topology.environments),
        "platform": {key: value for key, value in plain(topology.platform).items() if key != "layout"},
    }


def plain(value: Any) -> Any:
    """JSON data: durations in seconds and decimals as texts, maps in the order of their keys."""
    if value is None or isinstance(value, str):
        return value  # most values
    if (names := _field_names(value.__class__)) is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in sorted(value.items())}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    return str(value) if isinstance(value, Decimal | date) else value


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    """Those that the design tells; `None` for what is no record."""
    return tuple(name for name in kind.__struct_fields__ if name != _PLACE) if issubclass(kind, Struct) else None
