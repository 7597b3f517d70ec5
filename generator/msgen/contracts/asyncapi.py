"""The AsyncAPI 3.0 document of a service: the events that it publishes and those that it handles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgen.contracts.events import durable, event_headers, event_schema_path, older_subjects, stream, subject
from msgen.contracts.numbers import Numbers
from msgen.contracts.openapi import title
from msgen.contracts.yaml_text import yaml_text
from msgen.design.naming import pascal_case, words
from msgen.topology.model import Event, Service, Topology

_JSON = "application/json"


def asyncapi_yaml(topology: Topology, service: Service, numbers: Numbers) -> str:
    """The text of `contracts/asyncapi.yaml`; `numbers` knows the first names of streams and durables."""
    return yaml_text(asyncapi(topology, service, numbers))


def asyncapi(topology: Topology, service: Service, numbers: Numbers) -> dict[str, Any]:
    published = [topology.event(reference) for reference in service.publishes]
    handled = _handled(topology, service, numbers)
    events = {message_id(topology, event): event for event in (*published, *(event for event, _ in handled))}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": title(service),
            "version": service.api_version or "v1",
            **({"description": service.description} if service.description else {}),
        },
        "defaultContentType": _JSON,
        "channels": {name: _channel(topology, name, event, numbers) for name, event in events.items()},
        "operations": dict(_operations(topology, published, handled)),
        "components": {"messages": {name: _message(topology, service, event) for name, event in events.items()}},
    }


def message_id(topology: Topology, event: Event) -> str:
    """The event's name, with its context where another context has an event of that name."""
    is_unique = event.name in topology.events
    return event.name if is_unique else f"{pascal_case(event.context)}{event.name}"


def _handled(topology: Topology, service: Service, numbers: Numbers) -> list[tuple[Event, list[str]]]:
    """Each event once, with the durables that follow it."""
    durables: dict[str, tuple[Event, list[str]]] = {}
    for subscription in service.subscriptions:
        event = topology.event(subscription.event)
        name = numbers.first_name(durable(service, subscription, event))
        durables.setdefault(subject(topology, event), (event, []))[1].append(name)
    return list(durables.values())


def _channel(topology: Topology, name: str, event: Event, numbers: Numbers) -> dict[str, Any]:
    address = subject(topology, event)
    partitions = _partitions(topology, event)
    older = list(older_subjects(topology, event))
    broker = topology.platform.broker
    return {
        "address": f"{address}.{{partition}}" if partitions else address,
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        **({"parameters": {"partition": _partition(partitions)}} if partitions else {}),
        **({"x-older-addresses": older} if older else {}),
        **({"x-stream": numbers.first_name(stream(topology, event))} if broker == "nats" else {}),
    }


def _partitions(topology: Topology, event: Event) -> int | None:
    """Kafka keeps partitions apart from the name of a topic; NATS and RabbitMQ have them in it."""
    if topology.platform.broker == "kafka" or not event.publishers:
        return None
    return topology.service(event.publishers[0]).messaging.partitions


def _partition(count: int) -> dict[str, Any]:
    return {"description": f"The partition of the event's key: `p0` to `p{count - 1}`."}


def _operations(
    topology: Topology, published: list[Event], handled: list[tuple[Event, list[str]]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for event in published:
        name = message_id(topology, event)
        yield f"send{name}", _operation("send", name, event)
    for event, durables in handled:
        name = message_id(topology, event)
        yield f"receive{name}", {**_operation("receive", name, event), "x-durables": durables}


def _operation(action: str, name: str, event: Event) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{name}"},
        "summary": f"{'Publish' if action == 'send' else 'Handle'} `{event.name}`",
        "messages": [{"$ref": f"#/channels/{name}/messages/{name}"}],
    }


def _message(topology: Topology, service: Service, event: Event) -> dict[str, Any]:
    return {
        "name": event.name,
        "title": " ".join(words(event.name)).capitalize(),
        "contentType": _JSON,
        "headers": event_headers(topology, event),
        "payload": {"$ref": f"./{payload_path(service, event)}"},
    }


def payload_path(service: Service, event: Event) -> str:
    """The own schema of an event that the service publishes, else its copy of the publisher's."""
    if service.name in event.publishers or not event.publishers:
        return event_schema_path(event)
    return f"consumed/{event.publishers[0]}/{event_schema_path(event)}"
