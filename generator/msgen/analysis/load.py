"""The offered load: what the journeys bring to every operation, call and event."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from msgen.analysis.amplification import tries
from msgen.analysis.calls import Calls
from msgen.analysis.network import Flow, Network
from msgen.analysis.visits import STARTS, Visits, call_links, entries, handlers, publications
from msgen.topology.model import Topology

ZERO = Decimal(0)


class Load(Struct, frozen=True):
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
    started: Mapping[str, Decimal]
    """What events start, by object path of the saga step or handler: a part of its rate; others are left out."""
    events: Mapping[str, Decimal]
    """By the event's reference; 0 also for an event that nothing in the design is known to publish."""
    deliveries: Mapping[tuple[str, str], Decimal]
    """By service and event: to its subscriptions and read models, each of which gets its own."""
    per_journey: Visits
    """Of operations, handlers and externals, by journey with a peak; what it does not reach is left out."""
    known: bool
    """At least one journey has a peak."""
    missing: tuple[str, ...]
    """Facts that nobody gave: `journeys.search.peak`."""


def offered_load(topology: Topology, calls: Calls, network: Network, visits: Visits, *, growth: bool = True) -> Load:
    """`peak x (1 + growth)` of each entry of each journey, spread over the network."""
    rates = _journey_rates(topology, growth=growth)
    flow = network.spread(_sources(topology, rates))
    per_journey = {name: {path: rate * count for path, count in visits[name].items()} for name, rate in rates.items()}
    return _rates(topology, calls, flow, flow.nodes, per_journey)


def retried_load(topology: Topology, calls: Calls, load: Load) -> Load:
    """The worst case: every call is tried as often as it may be, on every hop.

    Events and saga steps keep their rates, since a repeated command publishes once; budgets are not credited. It is not
    told apart by journey.
    """
    mesh = topology.platform.mesh
    network = Network(call_links(calls, {site.path: tries(site.call, mesh) for site in calls.sites}))
    entering = _sources(topology, _journey_rates(topology, growth=True))
    for path, rate in load.started.items():
        entering[path] = entering.get(path, ZERO) + rate
    flow = network.spread(entering)
    flow.links.update({f"{STARTS}{path}": rate for path, rate in load.started.items()})
    return _rates(topology, calls, flow, {**load.operations, **load.handlers}, {})


def calls_per_pod(topology: Topology, calls: Calls, load: Load) -> Mapping[str, Decimal]:
    """lam_call by object path of the call: its rate divided by the least number of pods of its caller's service."""
    return {
        site.path: load.calls[site.path] / max(1, topology.services[site.service].scaling.minimum)
        for site in calls.sites
    }


def _journey_rates(topology: Topology, *, growth: bool) -> Mapping[str, Decimal]:
    """Of the journeys that have a peak."""
    rates = {name: item.rate if growth else item.peak for name, item in topology.journeys.items()}
    return {name: rate for name, rate in rates.items() if rate is not None}


def _sources(topology: Topology, rates: Mapping[str, Decimal]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for name, journey_rate in rates.items():
        for path, rate in entries(topology.journeys[name].entries, journey_rate).items():
            found[path] = found.get(path, ZERO) + rate
    return found


def _rates(
    topology: Topology, calls: Calls, flow: Flow, publishing: Mapping[str, Decimal], per_journey: Visits
) -> Load:
    """`publishing` are the rates at which operations and handlers publish."""
    operations = {
        operation.object_path: flow.nodes.get(operation.object_path, ZERO)
        for service in topology.services.values()
        for operation in service.operations
    }
    events = _event_rates(topology, publishing)
    return Load(
        operations=operations,
        handlers={path: flow.nodes.get(path, ZERO) for path, _ in handlers(topology)},
        services={
            name: sum((operations[operation.object_path] for operation in service.operations), ZERO)
            for name, service in topology.services.items()
        },
        externals={name: flow.nodes.get(name, ZERO) for name in topology.externals},
        calls={site.path: flow.links.get(site.path, ZERO) for site in calls.sites},
        started={key.removeprefix(STARTS): rate for key, rate in flow.links.items() if key.startswith(STARTS)},
        events=events,
        deliveries=_deliveries(topology, events),
        per_journey=per_journey,
        known=any(journey.peak is not None for journey in topology.journeys.values()),
        missing=tuple(f"{item.object_path}.peak" for item in topology.journeys.values() if item.peak is None),
    )


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
