"""From the plain data of a lock back to the design that a service was generated from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from msgen.topology.model import Context, Environment, External, Platform, Service, Topology
from msgen.topology.neighbourhood import NEIGHBOUR
from msgen.topology.slices import field_names

Plain = Mapping[str, Any]
Kind = TypeVar("Kind")
Record = TypeVar("Record", bound=Struct)


class UnknownDesign(ValueError):
    """The data is not what this msgen writes for a design."""


def topology_of(design: Plain) -> Topology:
    """The neighbourhood that `service_slice` made the data of. Raises `UnknownDesign` for any other data."""
    return _known(_neighbourhood, design)


def system_of(design: Plain) -> Topology:
    """The system that `system_slice` made the data of, but for what nothing is generated from."""
    return _known(_system, design)


def _known(made: Callable[[Plain], Topology], design: Plain) -> Topology:
    try:
        return made(design)
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise UnknownDesign(str(error) or type(error).__name__) from error


def _system(design: Plain) -> Topology:
    read = _Reader(design["order"])
    return Topology(
        name=design["name"],
        description=design["description"],
        profile=design["profile"],
        contexts=read.map_of(Context, design["contexts"], "contexts"),
        services=read.map_of(Service, design["services"], "services"),
        externals=read.map_of(External, design["externals"], "externals"),
        environments=read.map_of(Environment, design["environments"], "environments"),
        platform=read.record(Platform, design["platform"], "platform"),
    )


def _neighbourhood(design: Plain) -> Topology:
    read = _Reader(design["order"])
    service = design["service"]["name"]
    contexts = {**design["contexts"], design["context"]["name"]: design["context"]}
    services = {service: design["service"], **design["dependencies"], **design["neighbours"]}
    return Topology(
        name=design["system"],
        description="",
        profile="standard",
        contexts=read.map_of(Context, contexts, "contexts"),
        services={
            name: read.record(Service, services[name], f"services.{name}")
            if name == service
            else read.neighbour(services[name], f"services.{name}")
            for name in read.in_order(services, "services")
        },
        externals=read.map_of(External, design["externals"], "externals"),
        environments=read.map_of(Environment, design["environments"], "environments"),
        platform=read.record(Platform, {**design["platform"], "layout": "mono-repo"}, "platform"),
    )


class _Reader:
    def __init__(self, orders: Mapping[str, Sequence[str]]) -> None:
        self._orders = orders

    def in_order(self, values: Plain, path: str) -> Sequence[str]:
        return self._orders.get(path) or sorted(values)

    def map_of(self, kind: type[Kind], values: Plain, path: str) -> dict[str, Kind]:
        return {key: self.value(kind, values[key], f"{path}.{key}") for key in self.in_order(values, path)}

    def record(self, kind: type[Record], values: Plain, path: str) -> Record:
        return kind(**self._fields(kind, values, path))

    def neighbour(self, values: Plain, path: str) -> Service:
        return replace(NEIGHBOUR, **self._fields(Service, values, path))

    def value(self, kind: Any, value: Any, path: str) -> Any:
        origin = get_origin(kind)
        if value is None or kind is Any:
            return value
        if origin in (Union, UnionType):
            return self._one_of([each for each in get_args(kind) if each is not NoneType], value, path)
        if origin is tuple:
            return tuple(self.value(get_args(kind)[0], item, f"{path}.{number}") for number, item in enumerate(value))
        if origin is not None and issubclass(_class_of(origin), Mapping):
            return self.map_of(get_args(kind)[1], value, path)
        if kind in _SCALARS:
            return _SCALARS[kind](value)
        if isinstance(kind, type) and issubclass(kind, Struct):
            return self.record(kind, value, path)
        return value

    def _one_of(self, kinds: Sequence[Any], value: Any, path: str) -> Any:
        """Of several records the one that has these fields."""
        if len(kinds) == 1:
            return self.value(kinds[0], value, path)
        if not isinstance(value, Mapping):
            return value
        kind = next(each for each in kinds if set(field_names(each) or ()) == set(value))
        return self.record(kind, value, path)

    def _fields(self, kind: type[Struct], values: Plain, path: str) -> dict[str, Any]:
        hints = _hints(kind)
        return {name: self.value(hints[name], value, f"{path}.{name}") for name, value in values.items()}


def _duration(text: str) -> timedelta:
    return timedelta(microseconds=int(Decimal(text.removesuffix("s")) * 1_000_000))


_SCALARS: Mapping[Any, Any] = {timedelta: _duration, Decimal: Decimal, date: date.fromisoformat}


def _class_of(origin: Any) -> type:
    return origin if isinstance(origin, type) else NoneType


@cache
def _hints(kind: type[Struct]) -> dict[str, Any]:
    return get_type_hints(kind)
