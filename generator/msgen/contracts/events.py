"""Events on the wire: their names on the broker and the JSON schemas of their bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgen.contracts.catalogue import Catalogue
from msgen.contracts.json_text import json_text
from msgen.contracts.jsonschema import SchemaBook
from msgen.topology.model import Event, Service, Subscription, Topology

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def subject(topology: Topology, event: Event) -> str:
    """The NATS subject, Kafka topic or RabbitMQ routing key, without the token of a partition."""
    return f"{topology.name}.{event.context}.{event.name}.v{event.version}"


def older_subjects(topology: Topology, event: Event) -> tuple[str, ...]:
    """Those under which the event came before it or its context was renamed."""
    contexts = (event.context, *older_contexts(topology, event.context))
    names = [event.name, *([event.was] if event.was else [])]
    subjects = (f"{topology.name}.{context}.{name}.v{event.version}" for context in contexts for name in names)
    return tuple(older for older in subjects if older != subject(topology, event))


def older_contexts(topology: Topology, context: str) -> tuple[str, ...]:
    was = topology.contexts[context].was
    return (was,) if was else ()


def stream(topology: Topology, event: Event) -> str:
    """The JetStream stream that holds the events of the context, unless it has a first name."""
    return stream_name(topology.name, event.context)


def stream_name(system: str, context: str) -> str:
    return f"{system}_{context}".upper()


def durable(service: Service, subscription: Subscription, event: Event) -> str:
    """The name under which the broker keeps the position of a consumer, unless it has a first name."""
    return durable_name(service.name, subscription.read_model, event.name, event.version)


def durable_name(service: str, read_model: str | None, event: str, version: int) -> str:
    return "-".join(part for part in (service, read_model, event, f"v{version}") if part)


def dead_letters(topology: Topology, event: Event, durable_name: str) -> str:
    """The subject of messages that failed for good."""
    return f"dlq.{topology.name}.{event.context}.{durable_name}"


def event_schema_path(event: Event) -> str:
    """The path below the folder of the contracts."""
    return f"events/{event.name}.v{event.version}.schema.json"


def event_schema(topology: Topology, event: Event) -> dict[str, Any]:
    """The JSON schema (2020-12) of the body; the types of its context stand under `$defs`.

    It is the same in whatever service it stands, so an enumeration written in place has no name.
    """
    catalogue = Catalogue.of_context(topology, event.context)
    book = SchemaBook(catalogue, prefix="#/$defs/", names_inline_enums=False)
    body = book.of_fields(event.fields)
    definitions = {"$defs": dict(sorted(book.components.items()))} if book.components else {}
    return {"$schema": _DIALECT, "title": event.name, **body, **definitions}


def event_schema_text(topology: Topology, event: Event) -> str:
    return json_text(event_schema(topology, event))


Broker = Literal["nats", "kafka", "rabbitmq"]
_HEADER_PREFIXES: Mapping[Broker, str] = {"nats": "ce-", "kafka": "ce_", "rabbitmq": "cloudEvents:"}


def event_headers(topology: Topology, event: Event) -> dict[str, Any]:
    """The JSON schema of the headers: CloudEvents 1.0 in binary mode, as the binding of the broker asks."""
    broker = topology.platform.broker
    sources = [f"/{topology.name}/{name}" for name in event.publishers]
    attributes: dict[str, Any] = {
        "specversion": {"type": "string", "const": "1.0"},
        "id": {"type": "string", "format": "uuid"},
        "source": {"type": "string", **({"enum": sources} if sources else {})},
        "type": {"type": "string", "const": subject(topology, event)},
        "time": {"type": "string", "format": "date-time"},
    }
    if event.key is not None:
        attributes["subject"] = {"type": "string", "description": f"The value of `{event.key}`."}
    headers = {f"{_HEADER_PREFIXES[broker]}{name}": schema for name, schema in attributes.items()}
    required = list(headers)
    if broker == "nats":
        headers["Nats-Msg-Id"] = {"type": "string", "description": "The id of the event."}
        required.append("Nats-Msg-Id")
    headers["traceparent"] = {"type": "string", "description": "The trace of the publisher (W3C)."}
    return {"type": "object", "properties": headers, "required": required}
