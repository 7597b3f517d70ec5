"""Who hears an event, and who publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.lint.smell import Edit
from msgen.topology.model import Event, Service, Topology


def hearers(topology: Topology) -> Mapping[str, frozenset[str]]:
    """The services that hear an event, by its object path: subscribers, read models, sagas, and who waits for it."""
    found: dict[str, set[str]] = {}
    for service, event in _heard(topology):
        found.setdefault(topology.event(event).object_path, set()).add(service)
    return {event: frozenset(services) for event, services in found.items()}


def publish_from(service: Service, event: Event) -> Edit:
    return Edit(f"{service.name}.publishes", event.name, append=True)


def _heard(topology: Topology) -> Iterator[tuple[str, str]]:
    for service in topology.services.values():
        for subscription in service.subscriptions:
            yield service.name, subscription.event
        for call in service.calls():
            if call.await_reply is not None:
                yield service.name, call.await_reply
    for saga in topology.sagas.values():
        first = next((step.do.partition(".")[0] for step in saga.steps), "")
        yield saga.coordinator or first, saga.trigger
