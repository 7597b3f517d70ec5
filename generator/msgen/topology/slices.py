"""The resolved design as plain data: what each repository was generated from, for its lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any

from msgspec import Struct

from msgen.topology.model import Service, Topology
from msgen.topology.neighbourhood import NEIGHBOUR, neighbourhood, targets

_PLACE = "written_at"
"""Where the spec writes something is no part of the design."""
_AS_IT_IS = frozenset({NoneType, str, bool, int, float})
_WITHOUT_ORDER = _AS_IT_IS | {timedelta, Decimal, date}


def system_slice(topology: Topology) -> dict[str, Any]:
    """The slice of the system's own repository: everything but the provenance."""
    return {
        "name": topology.name,
        "description": topology.description,
        "profile": topology.profile,
        **plain(_maps(topology)),
        "platform": plain(topology.platform),
        "order": dict(_orders(_maps(topology))),
    }


def service_slice(topology: Topology, service: Service) -> dict[str, Any]:
    """The slice of one service: itself, its context, and of others only what it is generated from.

    Without the layout: a service is the same in a mono-repo and alone.
    """
    part = neighbourhood(topology, service)
    called = frozenset(targets(service))
    others = {name: _differing(other) for name, other in part.services.items() if name != service.name}
    return {
        "system": part.name,
        "service": plain(service),
        "context": plain(part.contexts[service.context]),
        "contexts": {name: plain(each) for name, each in part.contexts.items() if name != service.context},
        "dependencies": {name: other for name, other in others.items() if name in called},
        "neighbours": {name: other for name, other in others.items() if name not in called},
        "externals": plain(part.externals),
        "environments": plain(part.environments),
        "platform": {key: value for key, value in plain(part.platform).items() if key != "layout"},
        "order": dict(_orders(_maps(part))),
    }


def plain(value: Any) -> Any:
    """JSON data: durations in seconds and decimals as texts, maps in the order of their keys."""
    kind = value.__class__
    if kind in _AS_IT_IS:
        return value  # most values
    if (names := field_names(kind)) is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, timedelta):
        return _seconds(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in sorted(value.items())}
    return str(value) if isinstance(value, Decimal | date) else value


def _maps(topology: Topology) -> dict[str, Any]:
    return {
        "contexts": topology.contexts,
        "services": topology.services,
        "externals": topology.externals,
        "environments": topology.environments,
    }


def _seconds(duration: timedelta) -> str:
    """Exactly: `0.25s`, `5s`."""
    whole, part = divmod(duration // timedelta(microseconds=1), 1_000_000)
    return f"{whole}.{part:06}".rstrip("0").rstrip(".") + "s"


def _differing(neighbour: Service) -> dict[str, Any]:
    """What of a neighbour is known."""
    return {
        name: plain(getattr(neighbour, name))
        for name in Service.__struct_fields__
        if getattr(neighbour, name) != getattr(NEIGHBOUR, name)
    }


def _orders(value: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """The keys of each map whose order is not that of the alphabet, by its path: plain data has lost it."""
    if isinstance(value, Mapping):
        keys = [str(key) for key in value]
        if keys != sorted(keys):
            yield path.removeprefix("."), keys
    for name, item in _inside(value):
        if item.__class__ not in _WITHOUT_ORDER:
            yield from _orders(item, f"{path}.{name}")


def _inside(value: Any) -> Iterable[tuple[Any, Any]]:
    if (names := field_names(value.__class__)) is not None:
        return [(name, getattr(value, name)) for name in names]
    if isinstance(value, tuple | list):
        return enumerate(value)
    return value.items() if isinstance(value, Mapping) else ()


@cache
def field_names(kind: type) -> tuple[str, ...] | None:
    """Those that the design tells; `None` for what is no record."""
    return tuple(name for name in kind.__struct_fields__ if name != _PLACE) if issubclass(kind, Struct) else None
