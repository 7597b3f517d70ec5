"""An event, with who publishes it and who handles it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from msgen.additions.draft import Contents, Draft
from msgen.additions.errors import unknown
from msgen.additions.known import events, operation_of, service_of, taken
from msgen.additions.written_out import with_written_operations
from msgen.design.naming import snake_case
from msgen.spec import Document
from msgen.spec.document import Path
from msgen.topology.model import Event, Service, Topology


class EventAddition(Struct, frozen=True):
    name: str
    publisher: str
    """A service, or `service.Operation`."""
    subscribers: tuple[str, ...] = ()
    """Services, and read models as `service.read-model`."""
    aggregate: str | None = None
    """The aggregate of the publisher that emits it: the payload has its fields."""
    key: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    public: bool = False
    retention: str | None = None


def with_event(document: Document, topology: Topology, addition: EventAddition) -> Contents:
    known = next((event for event in events(topology) if event.name == addition.name), None)
    draft = Draft(document)
    if known is not None:
        raise taken(document, _place_of(draft, known), "the event", "", name=addition.name)
    publisher = service_of(topology, addition.publisher.partition(".")[0])
    subscriptions = [_subscription(topology, name) for name in addition.subscribers]
    if (declared := _declared(addition, publisher)) is not None:
        draft = draft.with_key(("contexts", publisher.context, "events", addition.name), declared)
    draft = _published(draft, topology, publisher, addition)
    if addition.aggregate is not None:
        draft = draft.with_item(_events_of(publisher, addition.aggregate), addition.name)
    for path in subscriptions:
        draft = draft.with_item(path, addition.name)
    return draft.document.contents


def _declared(addition: EventAddition, publisher: Service) -> dict[str, Any] | None:
    """What the context says of it; `None` where all of it follows from its publisher."""
    usual = f"{snake_case(publisher.aggregates[0].name)}_id" if publisher.aggregates else None
    said: dict[str, Any] = {
        "version": None if addition.version == 1 else addition.version,
        "key": None if addition.key == usual else addition.key,
        "fields": dict(addition.fields) or None,
        "public": addition.public or None,
        "retention": addition.retention,
    }
    return {key: value for key, value in said.items() if value is not None} or None


def _published(draft: Draft, topology: Topology, publisher: Service, addition: EventAddition) -> Draft:
    service: Path = ("services", publisher.name)
    if "." not in addition.publisher:
        return draft.with_item((*service, "publishes"), addition.name)
    operation = operation_of(topology, addition.publisher)
    if not operation.is_written and operation == next(iter(publisher.operations), None) and operation.role == "create":
        return draft.with_item((*service, "publishes"), addition.name)
    path = (*service, "api", "operations", operation.name, "publishes")
    draft = with_written_operations(draft, publisher)
    if draft.written(path) is None and operation.publishes:
        return draft.with_key(path, [*operation.publishes, addition.name])
    return draft.with_item(path, addition.name)


def _events_of(publisher: Service, aggregate: str) -> Path:
    names = [item.name for item in publisher.aggregates]
    if aggregate not in names:
        raise unknown(f"aggregate of `{publisher.name}`", aggregate, names)
    return ("services", publisher.name, "aggregates", aggregate, "events")


def _subscription(topology: Topology, name: str) -> Path:
    """The list that names what a service, or one of its read models, hears."""
    service_name, dot, model = name.partition(".")
    service = service_of(topology, service_name)
    if not dot:
        return ("services", service_name, "subscribes")
    models = [item.name for item in service.read_models]
    if model not in models:
        raise unknown(f"read model of `{service_name}`", model, models)
    return ("services", service_name, "read_models", model, "sources")


def _place_of(draft: Draft, event: Event) -> Path:
    """Where an event is declared, else where it is first published."""
    places = draft.document.places
    declared: Path = ("contexts", event.context, "events", event.name)
    if declared in places:
        return declared
    return next((path for path in places if "publishes" in path and _names(draft, path, event)), declared[:2])


def _names(draft: Draft, path: Path, event: Event) -> bool:
    return draft.document.places[path].raw in (event.name, f"{event.context}.{event.name}")
