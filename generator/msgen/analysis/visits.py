"""Where one turn of a journey leads: along calls, saga steps and handled events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgen.analysis.calls import Calls, handler_path
from msgen.analysis.network import Link, Network
from msgen.topology.model import Topology

STARTS = "=>"
"""Begins the name of a link that an event starts; the target follows."""

Visits = Mapping[str, Mapping[str, Decimal]]
"""How often each operation, handler and external system is reached when a journey is made once, by journey; what it
does not reach is left out."""


def network_of(topology: Topology, calls: Calls) -> Network:
    """Every call with how often it is made, and what events start without anybody waiting for it.

    A saga step runs at the rate of the saga's trigger, compensations do not run; a worker's handler runs at the rate
    of its event.
    """
    links = {caller: list(own) for caller, own in call_links(calls, {}).items()}
    for path, target in _started(topology):
        links.setdefault(path, []).append(Link(f"{STARTS}{target}", target))
    return Network(links)


def call_links(calls: Calls, tries: Mapping[str, int]) -> Mapping[str, list[Link]]:
    """Calls per request of their caller; `tries` multiplies them, by path of the call, where there are several."""
    found: dict[str, list[Link]] = {}
    for site in calls.sites:
        factor = site.call.per_request * site.share * tries.get(site.path, 1)
        found.setdefault(site.caller, []).append(Link(site.path, site.callee, factor))
    return found


def visits(topology: Topology, network: Network) -> Visits:
    """Of every journey, each of its entries made once; a call, step or event back into the way is not followed."""
    return {name: network.arrivals(entries(journey.entries)) for name, journey in topology.journeys.items()}


def visits_by_service(topology: Topology, found: Visits) -> Mapping[str, Mapping[str, Decimal]]:
    """How often operations of a service are reached, by service and journey that reaches it."""
    service_of = {item.object_path: name for name, service in topology.services.items() for item in service.operations}
    by_service: dict[str, dict[str, Decimal]] = {name: {} for name in topology.services}
    for journey, reached in found.items():
        for path, count in reached.items():
            if path in service_of:
                own = by_service[service_of[path]]
                own[journey] = own.get(journey, Decimal(0)) + count
    return by_service


def is_known(topology: Topology, visits: Mapping[str, Decimal]) -> bool:
    """A journey that comes here has a peak, or none comes; `visits` are those of one object, by journey."""
    return not visits or any(topology.journeys[name].peak is not None for name in visits)


def missing_peaks(topology: Topology, visits: Mapping[str, Decimal]) -> tuple[str, ...]:
    return tuple(f"journeys.{name}.peak" for name in visits if topology.journeys[name].peak is None)


def entries(paths: tuple[str, ...], rate: Decimal = Decimal(1)) -> dict[str, Decimal]:
    """The rate at each entry; an operation that is named twice counts twice."""
    found: dict[str, Decimal] = {}
    for path in paths:
        found[path] = found.get(path, Decimal(0)) + rate
    return found


def publications(topology: Topology) -> Iterator[tuple[str, str, str]]:
    """Who is known to publish what: service, object path of the operation or handler, event."""
    for service in topology.services.values():
        for operation in service.operations:
            for event in dict.fromkeys(operation.publishes):
                yield service.name, operation.object_path, event
        for subscription in service.subscriptions:
            for event in dict.fromkeys(subscription.publishes):
                yield service.name, handler_path(service.name, subscription.event), event


def handlers(topology: Topology) -> Iterator[tuple[str, str]]:
    """Handlers of workers that call or publish: object path, and the event that they handle."""
    for service in topology.services.values():
        for subscription in service.subscriptions:
            if subscription.calls or subscription.publishes:
                yield handler_path(service.name, subscription.event), subscription.event


def _started(topology: Topology) -> Iterator[tuple[str, str]]:
    """The operation or handler that publishes, and the saga step or handler that this starts."""
    heard: dict[str, list[str]] = {}
    for saga in topology.sagas.values():
        heard.setdefault(saga.trigger, []).extend(step.do for step in saga.steps)
    for path, event in handlers(topology):
        heard.setdefault(event, []).append(path)
    for _, path, event in publications(topology):
        yield from ((path, target) for target in heard.get(event, ()))
