"""The part of a system that one service is generated from.

Nothing else of the system can change the service's repository: what is generated from the part is generated from the
whole. So the part decides whether a service has to be generated anew, and it is all that a repository needs which
stands alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from decimal import Decimal

from msgspec.structs import replace

from msgen.topology.model import (
    Call,
    Context,
    Deployment,
    Environment,
    Event,
    Messaging,
    Operation,
    ReadModel,
    Resources,
    Scaling,
    Service,
    Store,
    Topology,
    Version,
)

_NO_STORE = Store("none", "", 0, Decimal(0), 0, 0)
NEIGHBOUR = Service(
    name="", context="", role="service", description="", owner=None, protocols=(), exposure="internal",
    api_version=None, base_path="", operations=(), aggregates=(), read_models=(), publishes=(), subscriptions=(),
    store=_NO_STORE, messaging=Messaging("direct", 0, timedelta(), None, None, False),
    scaling=Scaling(0, 0, Decimal(0), Decimal(0), "cpu"),
    deployment=Deployment("rolling", timedelta(), None, "none", Resources(None, None, None, None)),
    config=(), secrets=(), readiness=(),
)  # fmt: skip
"""A service of which nothing is known; neighbours differ from it by what matters of them."""


def neighbourhood(topology: Topology, service: Service) -> Topology:
    """The service itself, what it calls and hears, who calls it, and the types around it; in the order of the spec."""
    called = frozenset(targets(service))
    heard = [topology.event(reference) for reference in references(service)]
    contexts = {service.context, *(event.context for event in heard)}
    contexts |= {topology.service(name).context for name in called if name in topology.services}
    senders = {event.publishers[0] for event in heard if event.publishers}
    services = {}
    for name, other in topology.services.items():
        found = _neighbour(
            other,
            is_called=name in called,
            has_rows=other.context in contexts,
            sends=name in senders,
            asks=tuple(_calls_to(service.name, other)),
        )
        if name == service.name or found != NEIGHBOUR:
            services[name] = service if name == service.name else replace(found, name=name, context=other.context)
    return Topology(
        name=topology.name,
        description="",
        profile="standard",
        contexts=dict(_contexts(topology, service, contexts, {event.name for event in heard})),
        services=services,
        externals={name: external for name, external in topology.externals.items() if name in called},
        environments={name: _environment(each, service.name) for name, each in topology.environments.items()},
        platform=replace(topology.platform, layout="mono-repo"),
    )


def targets(service: Service) -> Iterator[str]:
    """The services and external systems that it asks, those of fallbacks among them."""
    for call in service.calls():
        yield call.target
        if call.fallback is not None and call.fallback.to:
            yield call.fallback.to.partition(".")[0]


def references(service: Service) -> tuple[str, ...]:
    """The events that a service sends or hears, each once."""
    return tuple(dict.fromkeys((*service.publishes, *(each.event for each in service.subscriptions))))


def _calls_to(name: str, caller: Service) -> Iterator[Call]:
    """What of a caller's calls may reach a service: the call, its fallback, or both."""
    for call in caller.calls():
        falls_back = call.fallback is not None and (call.fallback.to or "").startswith(f"{name}.")
        if call.target == name:
            yield call if falls_back else replace(call, fallback=None)
        elif falls_back:
            yield replace(call, operation=None)


def _neighbour(other: Service, *, is_called: bool, has_rows: bool, sends: bool, asks: tuple[Call, ...]) -> Service:
    found = NEIGHBOUR
    if is_called:
        found = _contract(other)
    if has_rows or is_called:
        found = replace(found, aggregates=other.aggregates, read_models=tuple(map(_rows, other.read_models)))
    if sends:
        found = replace(found, messaging=other.messaging)
    if asks:
        found = replace(found, versions=(Version(other.name, "", Decimal(0), False, {"": asks}),))
    return found


def _contract(other: Service) -> Service:
    """What its callers go by."""
    return replace(
        NEIGHBOUR,
        description=other.description,
        protocols=other.protocols,
        exposure=other.exposure,
        api_version=other.api_version,
        base_path=other.base_path,
        operations=tuple(map(_as_asked, other.operations)),
        auth=other.auth,
        older_versions=other.older_versions,
        transcoding=other.transcoding,
        contract=other.contract,
        was=other.was,
    )


def _as_asked(operation: Operation) -> Operation:
    return replace(operation, calls=())


def _rows(model: ReadModel) -> ReadModel:
    return replace(model, sources=(), serves=(), staleness=timedelta(), store=_NO_STORE)


def _contexts(
    topology: Topology, service: Service, around: Collection[str], events: Collection[str]
) -> Iterator[tuple[str, Context]]:
    """Those around, and of others what has the name of an event: a message is called by its context then."""
    for name, context in topology.contexts.items():
        if name == service.context:
            yield name, context
        elif name in around:
            yield name, replace(_bare(context), types=context.types, events=context.events)
        elif namesakes := {key: _namesake(event) for key, event in context.events.items() if event.name in events}:
            yield name, replace(_bare(context), events=namesakes)


def _bare(context: Context) -> Context:
    return Context(context.name, context.subdomain, "", None, {}, {}, was=context.was)


def _namesake(event: Event) -> Event:
    return Event(event.name, event.context, event.version, None, (), (), timedelta())


def _environment(environment: Environment, service: str) -> Environment:
    return replace(
        environment,
        overridden=tuple(name for name in environment.overridden if name == service),
        kinds={path: kind for path, kind in environment.kinds.items() if path.startswith(f"{service}.")},
    )
