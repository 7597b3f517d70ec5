"""The renames that are still to be carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from msgen.merging.renaming.live import Names, live
from msgen.merging.renaming.messages import message_renames
from msgen.merging.renaming.renames import ContextRenames, Design, Renames, ServiceRenames, old_name
from msgen.topology.model import Context, Service, Topology

_NOTHING: Design = {}


def declared(before: Design, topology: Topology) -> Renames:
    """The renames that `was:` declares and that were not carried out yet.

    `before` is the `design` of the system's lock. A `was:` is stale, and ignored, where nothing had the old name, where
    something else that stays has the new one, or where the lock says that the same `was:` was there before.
    """
    services = live(_names(topology.services.values()), _names_before(before.get("services")))
    contexts = live(_names(topology.contexts.values()), _names_before(before.get("contexts")))
    found = Renames(services, contexts)
    of_services = {
        name: _inside_service(service, _inside(before, "services", found.service_was(name)))
        for name, service in topology.services.items()
    }
    of_contexts = {
        name: _inside_context(context, _inside(before, "contexts", found.context_was(name)))
        for name, context in topology.contexts.items()
    }
    renames = replace(
        found,
        of_services={name: each for name, each in of_services.items() if each != ServiceRenames()},
        of_contexts={name: each for name, each in of_contexts.items() if each != ContextRenames()},
    )
    if not renames:
        return renames
    renames = replace(renames, before=before)
    return replace(renames, messages=message_renames(renames, topology))


def _inside_service(service: Service, before: Design) -> ServiceRenames:
    operations = live(_names(service.operations), _names_before(before.get("operations")))
    aggregates = live(_names(service.aggregates), _names_before(before.get("aggregates")))
    old_operations, old_aggregates = _by_name(before.get("operations")), _by_name(before.get("aggregates"))
    return ServiceRenames(
        operations,
        aggregates,
        _fields_renamed(((item.name, item.fields) for item in service.aggregates), old_aggregates, aggregates),
        _fields_renamed(
            ((item.name, item.input.fields) for item in service.operations), _part(old_operations, "input"), operations
        ),
        _fields_renamed(
            ((item.name, item.output.fields) for item in service.operations),
            _part(old_operations, "output"),
            operations,
        ),
    )


def _inside_context(context: Context, before: Design) -> ContextRenames:
    types = live(_names(context.types.values()), _names_before(before.get("types")))
    events = live(_names(context.events.values()), _names_before(before.get("events")))
    return ContextRenames(
        types,
        events,
        _fields_renamed(
            ((item.name, item.fields) for item in context.types.values()), _by_name(before.get("types")), types
        ),
        _fields_renamed(
            ((item.name, item.fields) for item in context.events.values()), _by_name(before.get("events")), events
        ),
    )


def _fields_renamed(
    owners: Iterable[tuple[str, Iterable[Any]]], before: Mapping[str, Design], renamed: Mapping[str, str]
) -> dict[str, Mapping[str, str]]:
    """For each owner by its new name, what became of its fields; owners without a renamed field are left out."""
    found = {}
    for name, fields in owners:
        was = old_name(name, renamed)
        written = before.get(was, _NOTHING) if was is not None else _NOTHING
        found[name] = live(_names(fields), _names_before(written.get("fields")))
    return {name: each for name, each in found.items() if each}


def _inside(before: Design, kind: str, name: str | None) -> Design:
    return _by_name(before.get(kind)).get(name, _NOTHING) if name is not None else _NOTHING


def _part(objects: Mapping[str, Design], key: str) -> dict[str, Design]:
    return {name: item.get(key) or _NOTHING for name, item in objects.items()}


def _names(objects: Iterable[Any]) -> Names:
    return {item.name: item.was for item in objects}


def _names_before(objects: Any) -> Names:
    return {name: item.get("was") for name, item in _by_name(objects).items()}


def _by_name(objects: Any) -> dict[str, Design]:
    """The objects of a map or a list of the recorded design."""
    return dict(_named(objects.values() if isinstance(objects, Mapping) else objects or ()))


def _named(objects: Iterable[Design]) -> Iterator[tuple[str, Design]]:
    for item in objects:
        yield item["name"], item
