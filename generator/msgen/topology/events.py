"""Events: which context owns each one, who publishes it, its key and its payload."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from msgen.design.context import Event as WrittenEvent
from msgen.design.naming import snake_case
from msgen.design.service import Service as WrittenService
from msgen.design.system import Design
from msgen.design.types import Field, Scalar, Type
from msgen.topology.marks import Types, data_classes
from msgen.topology.model import Aggregate, Event

RETENTION = timedelta(days=7)


def context_of(name: str, service: WrittenService) -> str:
    """The service's context; where none is written, one of its own, named after it."""
    return service.context or name


def published(service: WrittenService) -> Iterator[str]:
    """The events that a service publishes, as written on it and on its operations, each once."""
    seen = dict.fromkeys(service.publishes or ())
    if service.api is not None:
        for operation in (service.api.operations or {}).values():
            seen.update(dict.fromkeys(operation.publishes or ()))
    yield from seen


def owners(design: Design) -> Mapping[str, tuple[str, ...]]:
    """The contexts that own an event, by its plain name: those that declare it, else that of its first publisher."""
    found: dict[str, list[str]] = {}
    for context, written in (design.contexts or {}).items():
        for event in written.events or {}:
            found.setdefault(event, []).append(context)
    for name, service in design.services.items():
        for reference in published(service):
            if "." not in reference:
                found.setdefault(reference, [context_of(name, service)])
    return {event: tuple(contexts) for event, contexts in found.items()}


def canonical(reference: str, context: str, owned: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """Context and name of the event that a reference means, seen from a context."""
    if "." in reference:
        owner, _, name = reference.rpartition(".")
        return owner, name
    contexts = owned.get(reference, ())
    return (context if context in contexts else contexts[0]), reference


class EventDirectory(Struct, frozen=True):
    """Looks events up by the names that services use for them."""

    contexts: Mapping[str, str]
    """The context of each service."""
    owned: Mapping[str, tuple[str, ...]]
    """The contexts that own an event, by its plain name."""
    events: Mapping[str, Mapping[str, Event]]
    """By context and name."""

    def reference(self, service: str, written: str) -> str:
        """The shortest name that is unique in the system, of what a service wrote."""
        context, name = canonical(written, self.contexts[service], self.owned)
        return name if len(self.owned.get(name, ())) <= 1 else f"{context}.{name}"

    def event(self, reference: str) -> Event:
        context, _, name = reference.rpartition(".")
        return self.events[context or self.owned[name][0]][name]


def resolve_events(
    design: Design, aggregates: Mapping[str, tuple[Aggregate, ...]], types: Mapping[str, Types]
) -> Mapping[str, Mapping[str, Event]]:
    """Every event, by context and name."""
    owned = owners(design)
    publishers: dict[tuple[str, str], list[str]] = {}
    for name, service in design.services.items():
        for reference in published(service):
            key = canonical(reference, context_of(name, service), owned)
            publishers.setdefault(key, []).append(name)
    found: dict[str, dict[str, Event]] = {}
    for event, contexts in owned.items():
        for context in contexts:
            senders = tuple(publishers.get((context, event), ()))
            declared = _declared(design, context, event)
            made = _event(design, context, event, declared or WrittenEvent(), senders, aggregates, types[context])
            writers = dict.fromkeys(context_of(name, design.services[name]) for name in senders)
            found.setdefault(context, {})[event] = replace(
                made, is_declared=declared is not None, writers=tuple(writers)
            )
    return found


def _declared(design: Design, context: str, event: str) -> WrittenEvent | None:
    declared = (design.contexts or {}).get(context)
    return (declared.events or {}).get(event) if declared else None


def _event(
    design: Design,
    context: str,
    name: str,
    written: WrittenEvent,
    publishers: tuple[str, ...],
    aggregates: Mapping[str, tuple[Aggregate, ...]],
    types: Types,
) -> Event:
    senders = publishers or tuple(
        service for service, item in design.services.items() if context_of(service, item) == context
    )
    emitter = next((item for sender in senders for item in aggregates[sender] if name in item.events), None)
    first = next((item for sender in senders for item in aggregates[sender]), None)
    key = None if written.key == "none" else written.key or (_identity(first.name) if first else None)
    key_was = _identity(first.was) if first and first.was and not written.key else None
    version = written.version or 1
    fields = _payload(types, key, key_was, written, emitter, first)
    return Event(
        name=name,
        context=context,
        version=version,
        key=key,
        fields=fields,
        publishers=publishers,
        retention=written.retention or RETENTION,
        public=bool(written.public),
        compatibility=written.compatibility or "backward",
        upcasts=written.upcasts if written.upcasts is not None else tuple(range(1, version)),
        contains=data_classes(fields, types, written.contains),
        contains_written=written.contains is not None,
        was=written.was,
    )


def _identity(aggregate: str) -> str:
    """How others call the `id` of an aggregate.

    >>> _identity("Order")
    'order_id'
    """
    return f"{snake_case(aggregate)}_id"


def _payload(
    types: Types,
    key: str | None,
    key_was: str | None,
    written: WrittenEvent,
    emitter: Aggregate | None,
    first: Aggregate | None,
) -> tuple[Field, ...]:
    if written.fields is not None:
        given = tuple(written.fields.values())
    elif emitter is not None:
        given = tuple(_plain(field) for field in emitter.fields if not data_classes((field,), types))
    else:
        given = ()
    if key is None or any(field.name == key for field in given):
        return given
    return (Field(key, _key_type(key, emitter, first), was=key_was), *given)


def _plain(field: Field) -> Field:
    """A field of the aggregate as an event carries it: indexes and defaults belong to the store."""
    return Field(field.name, field.type, description=field.description, example=field.example, was=field.was)


def _key_type(key: str, emitter: Aggregate | None, first: Aggregate | None) -> Type:
    for aggregate in (emitter, first):
        if aggregate is not None and key == _identity(aggregate.name):
            return next(field.type for field in aggregate.fields if field.name == "id")
    return Scalar("uuid")
