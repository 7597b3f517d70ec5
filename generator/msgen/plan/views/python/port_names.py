"""The names under which a use case reaches its repositories and clients: the attributes of `Ports`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgen.design.naming import pascal_case, plural, snake_case
from msgen.design.python_names import class_name, field_name, module_name
from msgen.topology.model import Aggregate, Call, Operation, ReadModel, Service, Topology

_OTHER_PORTS = frozenset({"clock", "publisher", "transaction"})
APP_MODULES = frozenset({"ports", "messages", "mapping", "wiring", "consumed"})
DOMAIN_MODULES = frozenset({"types", "scalars", "events", "errors", "event", "model"})


@dataclass(frozen=True, slots=True)
class RowNames:
    """The names of one aggregate or read model in the generated code."""

    variable: str
    module: str
    """The module of its fields below `domain/_gen` and, for an aggregate, of its class below `domain`."""
    fields_class: str
    """The generated class with the fields."""
    row_class: str
    """The class that use cases store: the person's own for an aggregate, the fields themselves for a read model."""
    repository: str
    """The attribute of `Ports`."""
    repository_class: str
    table: str


@dataclass(frozen=True, slots=True)
class ClientMethod:
    """One method of a client: an operation of the dependency, called with one set of policies."""

    dependency: str
    name: str
    call: Call
    operation: Operation | None
    """The callee; `None` for an external system."""


@dataclass(frozen=True)
class PortNames:
    rows: Mapping[str, RowNames]
    """By the name of the aggregate or read model."""
    clients: Mapping[str, str]
    """The attribute of each dependency, by its name."""
    methods: Mapping[str, ClientMethod]
    """By the object path of the call."""


def stored_objects(service: Service) -> tuple[Aggregate | ReadModel, ...]:
    """What the service keeps in its store: its aggregates, then its read models."""
    return (*service.aggregates, *service.read_models)


def row_names(item: Aggregate | ReadModel) -> RowNames:
    name = pascal_case(item.name) if isinstance(item, ReadModel) else item.name
    cls, variable = class_name(name), field_name(snake_case(name))
    return RowNames(
        variable=variable,
        module=module_name(name, DOMAIN_MODULES),
        fields_class=cls if isinstance(item, ReadModel) else f"{name}Fields",
        row_class=cls,
        repository=field_name(snake_case(plural(name))),
        repository_class=f"{name}Repository",
        table=snake_case(name),
    )


def port_names(topology: Topology, service: Service) -> PortNames:
    rows = {item.name: row_names(item) for item in stored_objects(service)}
    taken = _OTHER_PORTS | {names.repository for names in rows.values()}
    clients: dict[str, str] = {}
    for call in service.calls():
        attribute = field_name(snake_case(call.target))
        clients.setdefault(call.target, f"{attribute}_service" if attribute in taken else attribute)
    return PortNames(rows, clients, _methods(topology, service))


def _methods(topology: Topology, service: Service) -> Mapping[str, ClientMethod]:
    """Calls with equal policies share a method; a further policy adds the caller's name."""
    methods: dict[str, ClientMethod] = {}
    for call in service.calls():
        callee = None if call.operation is None else topology.operation(call.target, call.operation)
        caller = snake_case(call.path.split("->")[0].split(".")[-1])
        plain = snake_case(callee.name) if callee else caller
        same = [
            other
            for other in methods.values()
            if other.dependency == call.target and other.operation == callee
        ]
        twin = next((other for other in same if _policies(other.call) == _policies(call)), None)
        if twin is not None:
            methods[call.path] = ClientMethod(call.target, twin.name, twin.call, callee)
            continue
        name = f"{plain}_for_{caller}" if any(other.name == plain for other in same) else plain
        methods[call.path] = ClientMethod(call.target, name, call, callee)
    return methods


def _policies(call: Call) -> tuple[object, ...]:
    return (
        call.timeout, call.retry, call.circuit_breaker, call.bulkhead, call.fallback, call.propagate_deadline,
        call.path if call.is_external else "",
    )  # fmt: skip
