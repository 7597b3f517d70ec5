"""The offered load: what the journeys bring to every operation, call and event (ANALYSIS.md 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from msgen.analysis.amplification import tries
from msgen.analysis.calls import Calls, handler_path
from msgen.analysis.network import Flow, Link, Links, Network
from msgen.topology.model import Service, Topology

ZERO = Decimal(0)
_STARTS = "=>"
"""Begins the name of a link that an event starts; the target follows."""


@dataclass(frozen=True, slots=True)
class Load:
    """Rates per second at the peak. All are 0 where no journey has one: ask `known` first."""

    operations: Mapping[str, Decimal]
    """By object path: synchronous calls and saga steps; 0 where no journey leads."""
    handlers: Mapping[str, Decimal]
    """Of workers that call or publish while they handle an event, by object path: `mailer.onOrderPlaced`."""
    services: Mapping[str, Decimal]
    """The sum over a service's operations; events are not in it."""
    externals: Mapping[str, Decimal]
    calls: Mapping[str, Decimal]
    """By object path of the call."""
    events: Mapping[str, Decimal]
    """By the event's reference; 0 also for an event that nothing in the design is known to publish."""
    deliveries: Mapping[tuple[str, str], Decimal]
    """By service and event: to its subscriptions and read models, each of which gets its own."""
    per_journey: Mapping[str, Mapping[str, Decimal]]
    """Of operations, handlers and externals, by journey; what a journey does not reach is left out."""
    started: Mapping[str, Mapping[str, Decimal]]
    """What saga steps and handled events bring, by journey and object path: a part of `per_journey`."""
    known: bool
    """At least one journey has a peak."""
    missing: tuple[str, ...]
    """Facts that nobody gave: `journeys.search.peak`."""

    def of_service(self, service: Service, journey: str) -> Decimal:
        """The part of a journey in the load of a service."""
        reached = self.per_journey[journey]
        paths = (operation.object_path for operation in service.operations)
        return sum((reached[path] for path in paths if path in reached), ZERO)


def offered_load(topology: Topology, calls: Calls, *, growth: bool = True) -> Load:
    """`peak x (1 + growth)` of each entry of each journey, spread along calls, saga steps and handled events.

    A saga step runs at the rate of the saga's trigger, compensations do not run; a worker's handler runs at the rate
    of its event. A call, step or event back into the way to it is not followed.
    """
    effects = _effects(topology)
    network = Network(_links(calls, {}, effects))
    flows = {name: network.spread(sources) for name, sources in _sources(topology, growth=growth).items()}
    return _load(topology, calls, flows, _total(flows).nodes)


def retried_load(topology: Topology, calls: Calls, load: Load) -> Load:
    """The worst case: every call is tried as often as it may be, on every hop.

    Events and saga steps keep their rates, since a repeated command publishes once; budgets are not credited.
    """
    mesh = topology.platform.mesh
    network = Network(_links(calls, {site.path: tries(site.call, mesh) for site in calls.sites}, {}))
    flows = {}
    for name, sources in _sources(topology, growth=True).items():
        entering = dict(sources)
        for path, rate in load.started[name].items():
            entering[path] = entering.get(path, ZERO) + rate
        flows[name] = network.spread(entering)
        flows[name].links.update({f"{_STARTS}{path}": rate for path, rate in load.started[name].items()})
    return _load(topology, calls, flows, {**load.operations, **load.handlers})


def publications(topology: Topology) -> Iterator[tuple[str, str, str]]:
    """Who is known to publish what: service, object path of the operation or handler, event."""
    for service in topology.services.values():
        for operation in service.operations:
            for event in dict.fromkeys(operation.publishes):
                yield service.name, operation.object_path, event
        for subscription in service.subscriptions:
            for event in dict.fromkeys(subscription.publishes):
                yield service.name, handler_path(service.name, subscription.event), event


def _sources(topology: Topology, *, growth: bool) -> Mapping[str, Mapping[str, Decimal]]:
    """The entries with their rates, by journey that has a peak."""
    found: dict[str, dict[str, Decimal]] = {}
    for journey in topology.journeys.values():
        rate = journey.rate if growth else journey.peak
        if rate is None:
            continue
        entering = found.setdefault(journey.name, {})
        for entry in journey.entries:
            entering[entry] = entering.get(entry, ZERO) + rate
    return found


def _effects(topology: Topology) -> Mapping[str, tuple[str, ...]]:
    """The saga steps and workers' handlers that an operation or handler starts through what it publishes."""
    heard: dict[str, list[str]] = {}
    for saga in topology.sagas.values():
        heard.setdefault(saga.trigger, []).extend(step.do for step in saga.steps)
    for service in topology.services.values():
        for subscription in service.subscriptions:
            path = handler_path(service.name, subscription.event)
            if subscription.calls or subscription.publishes:
                heard.setdefault(subscription.event, []).append(path)
    found: dict[str, list[str]] = {}
    for _, path, event in publications(topology):
        found.setdefault(path, []).extend(heard.get(event, ()))
    return {path: tuple(started) for path, started in found.items()}


def _links(calls: Calls, factors: Mapping[str, int], effects: Mapping[str, Sequence[str]]) -> Links:
    """Calls with what they multiply by, and what is started without waiting for it."""
    found: dict[str, list[Link]] = {}
    for site in calls.sites:
        factor = site.call.per_request * site.share * factors.get(site.path, 1)
        found.setdefault(site.caller, []).append(Link(site.path, site.callee, factor))
    for path, started in effects.items():
        found.setdefault(path, []).extend(Link(f"{_STARTS}{target}", target) for target in started)
    return found


def _load(topology: Topology, calls: Calls, flows: Mapping[str, Flow], publishing: Mapping[str, Decimal]) -> Load:
    total = _total(flows)
    operations = {
        operation.object_path: total.nodes.get(operation.object_path, ZERO)
        for service in topology.services.values()
        for operation in service.operations
    }
    events = _event_rates(topology, publishing)
    return Load(
        operations=operations,
        handlers={path: total.nodes.get(path, ZERO) for path in _handlers(topology)},
        services={
            name: sum((operations[operation.object_path] for operation in service.operations), ZERO)
            for name, service in topology.services.items()
        },
        externals={name: total.nodes.get(name, ZERO) for name in topology.externals},
        calls={site.path: total.links.get(site.path, ZERO) for site in calls.sites},
        events=events,
        deliveries=_deliveries(topology, events),
        per_journey={name: flow.nodes for name, flow in flows.items()},
        started={
            name: {key.removeprefix(_STARTS): rate for key, rate in flow.links.items() if key.startswith(_STARTS)}
            for name, flow in flows.items()
        },
        known=bool(flows),
        missing=tuple(f"{journey.object_path}.peak" for journey in topology.journeys.values() if journey.peak is None),
    )


def _handlers(topology: Topology) -> Iterator[str]:
    for service in topology.services.values():
        for subscription in service.subscriptions:
            if subscription.calls or subscription.publishes:
                yield handler_path(service.name, subscription.event)


def _total(flows: Mapping[str, Flow]) -> Flow:
    total = Flow()
    for flow in flows.values():
        total.add(flow)
    return total


def _event_rates(topology: Topology, publishing: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    found = {event: ZERO for service in topology.services.values() for event in service.publishes}
    for service in topology.services.values():
        found.update({subscription.event: ZERO for subscription in service.subscriptions})
    for _, path, event in publications(topology):
        found[event] = found.get(event, ZERO) + publishing.get(path, ZERO)
    return found


def _deliveries(topology: Topology, events: Mapping[str, Decimal]) -> Mapping[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for service in topology.services.values():
        for subscription in service.subscriptions:
            key = (service.name, subscription.event)
            found[key] = found.get(key, ZERO) + events[subscription.event]
    return found
