"""The names under which a use case reaches its repositories and clients: the attributes of `Ports`."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from msgen.design.naming import pascal_case, plural, snake_case
from msgen.design.python_names import class_name, field_name, module_name
from msgen.plan.views.python.client_methods import ClientMethod, client_methods
from msgen.topology.model import Aggregate, ReadModel, Service, Topology

_OTHER_PORTS = frozenset({"clock", "publisher", "transaction"})
APP_CLASSES = frozenset(
    {
        "Broker", "Clients", "Clock", "Consumer", "Database", "DirectPublisher", "Envelope", "Handlers", "Health",
        "Housekeeping", "IdempotencyKeys", "Inbox", "MetricsRegistry", "OpenBroker", "Outbox", "OutboxPublisher",
        "Publisher", "Relay", "ServiceRuntime", "Settings", "StoreUnavailable", "Telemetry", "Transaction", "UTC",
        "UseCases",
    }
)  # fmt: skip
"""What `app/ports.py` and `bootstrap.py` define or import beside use cases."""
VARIABLES_IN_USE = frozenset(
    {
        "asyncio", "changed", "cls", "event", "is_new", "item", "kind", "mapping", "now", "output", "page", "ports",
        "request", "row", "structlog", "timedelta", "uuid4", "value", "version_of",
    }
)  # fmt: skip
"""What use cases, handlers and mapping modules call things of their own."""
APP_MODULES = frozenset({"ports", "messages", "mapping", "wiring", "consumed", "routers"})
"""The generated modules beside those of the use cases, and what `Overrides` has beside them."""
DOMAIN_MODULES = frozenset(
    {"aggregate", "errors", "event", "events", "model", "page", "scalar_schemas", "scalars", "storable", "types"}
)
"""The generated modules beside those of the aggregates."""


class RowNames(Struct, frozen=True):
    """The names of one aggregate or read model in the generated code."""

    name: str
    """As texts speak of it: `Order`, `OrderView`."""
    variable: str
    module: str
    """The module of its fields below `domain/_gen` and, for an aggregate, of its class below `domain`."""
    fields_class: str
    """The generated class with the fields."""
    row_class: str
    """The class that use cases store: the person's own for an aggregate, the fields themselves for a read model.

    Messages show a read model under its plain name.
    """
    repository: str
    """The attribute of `Ports`."""
    repository_class: str
    table: str


class PortNames(Struct, frozen=True):
    rows: Mapping[str, RowNames]
    """By the name of the aggregate or read model."""
    clients: Mapping[str, str]
    """The attribute of each dependency, by its name."""
    methods: Mapping[str, ClientMethod]
    """By the object path of the call."""
    old_rows: Mapping[str, str]
    """The repository attributes of renamed aggregates before, by their names now."""
    old_clients: Mapping[str, str]
    """The attributes of renamed dependencies before, by their names now."""


def stored_objects(service: Service) -> tuple[Aggregate | ReadModel, ...]:
    """What the service keeps in its store: its aggregates, then its read models."""
    return (*(service.aggregates if service.store.exists else ()), *service.read_models)


def row_names(item: Aggregate | ReadModel) -> RowNames:
    is_model = isinstance(item, ReadModel)
    name = pascal_case(item.name) if is_model else item.name
    variable = field_name(snake_case(name))
    return RowNames(
        name=name,
        variable=f"{variable}_" if variable in VARIABLES_IN_USE else variable,
        module=module_name(name, DOMAIN_MODULES),
        fields_class=f"{name}Row" if is_model else f"{name}Fields",
        row_class=f"{name}Row" if is_model else class_name(name),
        repository=_repository(name),
        repository_class=f"{name}Repository",
        table=snake_case(name),
    )


def _repository(name: str) -> str:
    return field_name(snake_case(plural(name)))


def use_case_class(name: str) -> str:
    """The class of an operation's or a handler's use case: the name itself where nothing beside it has that."""
    return f"{name}_" if name in APP_CLASSES else class_name(name)


def port_names(topology: Topology, service: Service) -> PortNames:
    rows = {item.name: row_names(item) for item in stored_objects(service)}
    clients = _clients(service, rows)
    taken = _OTHER_PORTS | {names.repository for names in rows.values()} | set(clients.values())
    old_rows = {
        item.name: _repository(item.was) for item in service.aggregates if item.name in rows and item.was is not None
    }
    old_clients = {
        name: field_name(snake_case(called.was))
        for name in clients
        if (called := topology.services.get(name)) is not None and called.was is not None
    }
    return PortNames(
        rows, clients, client_methods(topology, service), _without(old_rows, taken), _without(old_clients, taken)
    )


def _without(names: Mapping[str, str], taken: Collection[str]) -> dict[str, str]:
    """Those that mean nothing else now."""
    return {name: old for name, old in names.items() if old not in taken}


def _clients(service: Service, rows: Mapping[str, RowNames]) -> Mapping[str, str]:
    """The name of the dependency; one that a repository or another client has gets `_service`."""
    taken = _OTHER_PORTS | {names.repository for names in rows.values()}
    clients: dict[str, str] = {}
    for call in service.calls():
        attribute = field_name(snake_case(call.target))
        while call.target not in clients and attribute in taken | set(clients.values()):
            attribute = f"{attribute}_service"
        clients.setdefault(call.target, attribute)
    return clients
