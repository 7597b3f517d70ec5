"""The view of the blueprint `python-service`: the core of a generated service."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msgen.plan import pins
from msgen.plan.views.python.bootstrap import BootstrapView, bootstrap_view
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.handlers import HandlerView, handler_view
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import class_head
from msgen.plan.views.python.mapping import MappingView
from msgen.plan.views.python.messages import sentence, spoken, with_article
from msgen.plan.views.python.model_modules import ModuleView
from msgen.plan.views.python.models import (
    consumed_module,
    events_module,
    foreign_event_modules,
    messages_module,
    row_module,
    types_module,
)
from msgen.plan.views.python.port_names import RowNames, stored_objects
from msgen.plan.views.python.ports import PortsView, ports_view
from msgen.plan.views.python.settings import (
    ConfigView,
    DependencyView,
    configuration,
    dependencies,
    settings_imports,
)
from msgen.plan.views.python.use_cases import UseCaseView, use_case_view
from msgen.topology.model import Aggregate, Service

_REQUESTS_PER_CONNECTION = 20
"""In flight: most of what a request does, it does without a connection."""
_REQUESTS_WITHOUT_A_STORE = 200


class AggregateView(Struct, frozen=True):
    """The class of an aggregate that belongs to people."""

    module: str
    name: str
    fields_class: str
    imports: str
    doc: str
    invariants: tuple[str, ...]
    object_path: str

    @property
    def head(self) -> str:
        return class_head(self.name, self.fields_class)


class ServiceView(Struct, frozen=True):
    package: str
    name: str
    title: str
    system: str
    context: str
    description: str
    version: str
    rest: bool
    grpc: bool
    has_database: bool
    has_events: bool
    publishes: bool
    subscribes: bool
    has_clients: bool
    has_resources: bool
    """Something is opened before the servers start, and closed after them."""
    keeps_keys: bool
    """Some operation is recognised by an idempotency key."""
    relays: bool
    """Events leave through the outbox."""
    dependencies: tuple[DependencyView, ...]
    capabilities: tuple[str, ...]
    direct: tuple[str, ...]
    development: tuple[str, ...]
    constraints: tuple[str, ...]
    requirements: str
    domain_modules: tuple[ModuleView, ...]
    """Value objects and enumerations, the fields of rows, events."""
    aggregates: tuple[AggregateView, ...]
    message_modules: tuple[ModuleView, ...]
    consumed: tuple[ModuleView, ...]
    ports: PortsView
    has_old_names: bool
    """Something still answers to its old name."""
    use_cases: tuple[UseCaseView, ...]
    handlers: tuple[HandlerView, ...]
    mappings: tuple[MappingView, ...]
    config: tuple[ConfigView, ...]
    """Own configuration keys, then secrets."""
    bootstrap: BootstrapView
    broker_decides: bool
    """Readiness asks the broker."""
    publishes_directly: bool
    has_inbox: bool
    use_case_arguments: str
    purges: str
    concurrency: int
    batch: int
    poll: float
    pool: int
    in_flight: int
    """Requests served at a time."""
    grace: float
    """Seconds for each part to finish its work."""
    summary: str
    """The description as the argument of a parser."""
    settings_imports: str
    listening: str
    """Where the running service answers."""

    @property
    def object_path(self) -> str:
        return f"services.{self.name}"


def service_view(contracts: ServiceContracts) -> ServiceView:
    service, topology = contracts.service, contracts.topology
    capabilities = tuple(_capabilities(contracts))
    ports = ports_view(contracts)
    keeps_keys = any(use_case.idempotency for use_case in ports.use_cases)
    use_cases = tuple(use_case_view(contracts, operation) for operation in service.operations)
    handlers = tuple(handler_view(contracts, item) for item in service.subscriptions)
    domain_modules = (
        *filter(None, [types_module(contracts)]),
        *(row_module(contracts, item.name) for item in stored_objects(service)),
        *filter(None, [events_module(contracts)]),
    )
    message_modules = (messages_module(contracts),) if service.operations else ()
    consumed = (
        *(consumed_module(contracts, name) for name in contracts.ports.clients if name in topology.services),
        *foreign_event_modules(contracts),
    )
    return ServiceView(
        package=contracts.package,
        name=service.name,
        title=spoken(service.name).capitalize(),
        system=topology.name,
        context=service.context,
        description=sentence(service.description or f"The {spoken(service.name)} service of {topology.name}"),
        version=service.api_version or "v1",
        rest=service.speaks("rest"),
        grpc=service.speaks("grpc"),
        has_database=service.has_database,
        has_events=service.has_events,
        publishes=bool(service.publishes),
        subscribes=bool(service.subscriptions),
        has_clients=bool(contracts.ports.clients),
        has_resources=service.has_database or service.has_events or bool(contracts.ports.clients),
        keeps_keys=keeps_keys,
        relays=service.has_database and bool(service.publishes),
        dependencies=tuple(dependencies(contracts)),
        capabilities=capabilities,
        direct=pins.direct(capabilities),
        development=pins.development(capabilities),
        constraints=pins.constraints(capabilities),
        requirements=pins.requirements_txt(capabilities),
        domain_modules=domain_modules,
        aggregates=tuple(
            _aggregate(contracts, item) for item in stored_objects(service) if isinstance(item, Aggregate)
        ),
        message_modules=message_modules,
        consumed=consumed,
        ports=ports,
        has_old_names=ports.has_old_names
        or any(module.has_old_names for module in (*domain_modules, *message_modules, *consumed)),
        use_cases=use_cases,
        handlers=handlers,
        mappings=(
            *(item.mapping for item in use_cases),
            *(item.mapping for item in handlers if item.mapping is not None),
        ),
        config=tuple(configuration(contracts)),
        bootstrap=bootstrap_view(
            service, topology.name, ports, has_clients=bool(contracts.ports.clients), keeps_keys=keeps_keys
        ),
        broker_decides="broker" in service.readiness and service.has_events,
        publishes_directly=bool(service.publishes) and not service.has_database,
        has_inbox=service.has_database and bool(service.subscriptions),
        use_case_arguments="ports, keys" if keeps_keys else "ports",
        purges=", ".join(_purges(service, keeps_keys)),
        concurrency=_concurrency(service),
        batch=service.messaging.batch,
        poll=service.messaging.poll.total_seconds(),
        pool=_connections(service),
        in_flight=_in_flight(service),
        grace=max(1.0, service.deployment.grace.total_seconds() - 5),
        summary=sentence(service.description or spoken(service.name)),
        listening=_listening(service),
        settings_imports=settings_imports(service),
    )


def _listening(service: Service) -> str:
    """One sentence on ports and health pages."""
    ports = []
    if service.speaks("rest"):
        ports.append("REST on http://127.0.0.1:8080")
    if service.speaks("grpc"):
        ports.append("gRPC on 127.0.0.1:9090")
    health = "8080" if service.speaks("rest") else "9464"
    served = " and ".join(ports) if ports else "It handles events"
    return f"{served}; health at http://127.0.0.1:{health}/readyz, metrics at http://127.0.0.1:9464/metrics."


def _concurrency(service: Service) -> int:
    """Messages handled at a time: more than twice the connections would only wait for one."""
    queue = service.messaging.queue or 100
    return min(queue, 2 * _connections(service)) if service.has_database else queue


def _connections(service: Service) -> int:
    return service.store.pool if service.store.exists else _pool(service)


def _in_flight(service: Service) -> int:
    """Many more than there are connections would wait for one until their deadline is over."""
    return _REQUESTS_PER_CONNECTION * _connections(service) if service.has_database else _REQUESTS_WITHOUT_A_STORE


def _pool(service: Service) -> int:
    return max((model.store.pool for model in service.read_models), default=1)


def _purges(service: Service, keeps_keys: bool) -> Iterator[str]:
    if service.subscriptions and service.has_database:
        yield "inbox.purge"
    if keeps_keys:
        yield "keys.purge"


def _capabilities(contracts: ServiceContracts) -> Iterator[str]:
    service = contracts.service
    dependencies = [contracts.topology.services.get(name) for name in contracts.ports.clients]
    yield "core"
    if service.speaks("rest"):
        yield "rest"
    if service.speaks("grpc"):
        yield "grpc"
    if any(called is not None and called.speaks("grpc") for called in dependencies):
        yield "grpc-client"
    if service.has_database:
        yield "store"
    if service.has_events:
        yield "events"
    if any(called is None or not called.speaks("grpc") for called in dependencies):
        yield "http-client"


def _aggregate(contracts: ServiceContracts, aggregate: Aggregate) -> AggregateView:
    names: RowNames = contracts.ports.rows[aggregate.name]
    imports = Imports(future_annotations=False)
    imports.add(f"._gen.{names.module}", names.fields_class)
    return AggregateView(
        module=names.module,
        name=names.row_class,
        fields_class=names.fields_class,
        imports=imports.block(),
        doc=sentence(with_article(aggregate.name)),
        invariants=tuple(sentence(text) for text in aggregate.invariants),
        object_path=f"aggregates.{aggregate.name}",
    )
