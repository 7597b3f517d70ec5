"""Do events get through: the outbox of a publisher, and the partitions of its topics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from msgspec import Struct

from msgen.analysis.load import Load
from msgen.analysis.service_time import lognormal_mean
from msgen.analysis.visits import publications
from msgen.topology.model import Service, Subscription, Topology


class Outbox(Struct, frozen=True):
    """What goes into the outbox of a service, and how fast it is emptied."""

    service: str
    published: Decimal | None
    """Events per second at the peak; `None` where no journey has one."""
    drained: Decimal
    """Most events per second that the relay sends: batch / poll."""
    lag: timedelta
    """Longest delay that it adds: 2 x poll."""
    tightest: timedelta | None
    """The smallest `staleness` of a read model, or `freshness` of a service, that hears its events."""
    tightest_at: str | None
    """Object path of that promise: `order-history.read_models.order-view.staleness`."""


class Partitions(Struct, frozen=True):
    """What the consumers of a service's events need."""

    service: str
    partitions: int | None
    """As set; `None` where its topics have none."""
    most_pods: int
    """The largest `scaling.max` of the consumers."""
    most_pods_of: str
    busiest: float | None
    """Handlers of one consumer under way at once, lam_ev x mean handler time, of the consumer with the most; `None`
    where no journey has a peak."""
    busiest_of: str
    assumed: tuple[str, ...]
    """Assumed latencies of the handlers of the busiest consumer."""


def outboxes(topology: Topology, load: Load) -> Mapping[str, Outbox]:
    """Of each service that publishes, and not directly, by name."""
    rates, promises = _published(topology, load), _promises(topology)
    return {
        name: _outbox(service, promises, rates.get(name, Decimal(0)) if load.known else None)
        for name, service in topology.services.items()
        if service.publishes and service.messaging.delivery != "direct"
    }


def partitions(topology: Topology, load: Load) -> Mapping[str, Partitions]:
    """Of each service whose events somebody consumes, by name."""
    heard = _heard(topology)
    found = {}
    for name, service in topology.services.items():
        consumers: dict[str, list[Subscription]] = {}
        for event in service.publishes:
            for consumer, subscription in heard.get(event, ()):
                consumers.setdefault(consumer, []).append(subscription)
        if consumers:
            found[name] = _partitions(topology, service, consumers, load)
    return found


def handler_latency(service: str, subscription: Subscription) -> str:
    """Object path of the latency of a handler."""
    if subscription.read_model is not None:
        return f"{service}.read_models.{subscription.read_model}.latency"
    return f"{service}.subscribes.{subscription.event}.latency"


def _published(topology: Topology, load: Load) -> Mapping[str, Decimal]:
    rates = {**load.operations, **load.handlers}
    found: dict[str, Decimal] = {}
    for service, path, _ in publications(topology):
        found[service] = found.get(service, Decimal(0)) + rates.get(path, Decimal(0))
    return found


def _outbox(service: Service, promises: Mapping[str, list[tuple[timedelta, str]]], published: Decimal | None) -> Outbox:
    messaging = service.messaging
    tightest = min((promise for event in service.publishes for promise in promises.get(event, ())), default=None)
    return Outbox(
        service=service.name,
        published=published,
        drained=Decimal(messaging.batch) * 1_000_000 / max(1, messaging.poll // timedelta(microseconds=1)),
        lag=2 * messaging.poll,
        tightest=tightest[0] if tightest else None,
        tightest_at=tightest[1] if tightest else None,
    )


def _promises(topology: Topology) -> Mapping[str, list[tuple[timedelta, str]]]:
    """How old data may be that comes from an event, with the object path of the promise, by event."""
    found: dict[str, list[tuple[timedelta, str]]] = {}
    for reader in topology.services.values():
        for model in reader.read_models:
            path = f"{reader.name}.read_models.{model.name}.staleness"
            for event in model.sources:
                found.setdefault(event, []).append((model.staleness, path))
        if reader.slo is not None and reader.slo.freshness is not None:
            for subscription in reader.subscriptions:
                promise = (reader.slo.freshness, f"{reader.name}.slo.freshness")
                found.setdefault(subscription.event, []).append(promise)
    return found


def _heard(topology: Topology) -> Mapping[str, list[tuple[str, Subscription]]]:
    found: dict[str, list[tuple[str, Subscription]]] = {}
    for service in topology.services.values():
        for subscription in service.subscriptions:
            found.setdefault(subscription.event, []).append((service.name, subscription))
    return found


def _partitions(
    topology: Topology, service: Service, consumers: Mapping[str, list[Subscription]], load: Load
) -> Partitions:
    pods = {name: topology.services[name].scaling.maximum for name in consumers}
    busy = {
        name: sum(float(load.events[item.event]) * lognormal_mean(item.latency_p50, item.latency_p99) for item in heard)
        for name, heard in consumers.items()
    }
    largest, busiest = max(pods, key=pods.__getitem__), max(busy, key=busy.__getitem__)
    return Partitions(
        service=service.name,
        partitions=service.messaging.partitions,
        most_pods=pods[largest],
        most_pods_of=largest,
        busiest=busy[busiest] if load.known else None,
        busiest_of=busiest,
        assumed=_assumed(topology, busiest, consumers[busiest]),
    )


def _assumed(topology: Topology, service: str, subscriptions: list[Subscription]) -> tuple[str, ...]:
    """Nothing can be written for the handlers of a read model: theirs are always assumed."""
    found: dict[str, None] = {}
    for subscription in subscriptions:
        path = handler_latency(service, subscription)
        if subscription.read_model is not None:
            found[path] = None
        else:
            found.update({key: None for key in (f"{path}.p50", f"{path}.p99") if topology.is_assumed(key)})
    return tuple(found)
