"""Bounded contexts: those written, and one for each service that names none."""

from __future__ import annotations

from collections.abc import Mapping

from msgen.design.derived_operations import implied_aggregates
from msgen.design.fields import NamedType
from msgen.design.service import Service as WrittenService
from msgen.design.system import Design
from msgen.topology.events import context_of
from msgen.topology.marks import Types, data_classes
from msgen.topology.model import Aggregate, Context, Event, NamedTypeDefinition


def context_names(design: Design) -> tuple[str, ...]:
    """The written contexts in the order of the spec, then those that only services make."""
    of_services = (context_of(name, service) for name, service in design.services.items())
    return tuple(dict.fromkeys([*(design.contexts or {}), *of_services]))


def named_types(design: Design, context: str) -> Mapping[str, NamedTypeDefinition]:
    written = (design.contexts or {}).get(context)
    types: Mapping[str, NamedType] = (written.types or {}) if written else {}
    return {
        name: NamedTypeDefinition(
            name, tuple((item.fields or {}).values()), item.alias, item.description or "", item.was
        )
        for name, item in types.items()
    }


def resolved_context(
    design: Design, name: str, types: Mapping[str, NamedTypeDefinition], events: Mapping[str, Event]
) -> Context:
    written = (design.contexts or {}).get(name)
    return Context(
        name=name,
        subdomain=(written.subdomain if written else None) or "supporting",
        purpose=(written.purpose if written else None) or "",
        owner=written.owner if written else None,
        types=types,
        events=events,
        language=(written.language if written else None) or {},
        shared=(written.shared if written else None) or (),
        is_written=written is not None,
        was=written.was if written else _service_was(design, name),
    )


def _service_was(design: Design, name: str) -> str | None:
    """A context that a service makes is renamed with it."""
    service = design.services.get(name)
    return service.was if service else None


def aggregates_of(name: str, service: WrittenService, types: Types) -> tuple[Aggregate, ...]:
    """The service's aggregates; where it has a store and none are written, the one that its name implies."""
    return tuple(
        Aggregate(
            name=aggregate,
            fields=tuple((item.fields or {}).values()),
            entities=item.entities or (),
            value_objects=item.value_objects or (),
            invariants=item.invariants or (),
            events=item.events or (),
            event_sourced=item.persistence == "event-sourced",
            snapshot_every=item.snapshot_every,
            context=item.context or context_of(name, service),
            contains=data_classes((item.fields or {}).values(), types, item.contains),
            was=item.was,
        )
        for aggregate, item in implied_aggregates(name, service).items()
    )
