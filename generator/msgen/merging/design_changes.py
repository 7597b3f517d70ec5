"""What is another than before in a design, object by object."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from msgen.merging.renaming.renames import Design, Renames

Kind = Literal["service", "operation", "aggregate", "event"]
Verb = Literal["added", "removed", "renamed", "changed"]
_NAMES = frozenset({"name", "was", "service", "context"})
"""What says where an object is and what it is called: a change of that alone is no other object."""
_OBJECTS = frozenset({"operations", "aggregates"})
"""What of a service is told by itself."""


@dataclass(frozen=True, slots=True, order=True)
class DesignChange:
    kind: Kind
    name: str
    """As it is now; of what is gone, as it was: `orders`, `orders.PlaceOrder`, `ordering.OrderPlaced`."""
    verb: Verb
    was: str = ""
    """Its name until now, where it was renamed."""


def design_changes(before: Design, now: Design, renames: Renames) -> tuple[DesignChange, ...]:
    """`before` and `now` are slices of the system.

    What comes or goes with its service is told by the service; what is renamed is not told as changed, for some of it
    always is.
    """
    old = {(kind, _renamed(kind, name, renames)): (name, content) for kind, name, content in _objects(before)}
    new = {(kind, name): content for kind, name, content in _objects(now)}
    return tuple(sorted(_compared(old, new)))


def _compared(
    old: Mapping[tuple[Kind, str], tuple[str, object]], new: Mapping[tuple[Kind, str], object]
) -> Iterator[DesignChange]:
    for (kind, name), (was, _) in old.items():
        if (kind, name) not in new and _is_told(kind, name, new):
            yield DesignChange(kind, was, "removed")
    for (kind, name), content in new.items():
        was, before = old.get((kind, name), ("", None))
        if not was:
            if _is_told(kind, name, old):
                yield DesignChange(kind, name, "added")
        elif was.rpartition(".")[2] != name.rpartition(".")[2]:
            yield DesignChange(kind, name, "renamed", was)
        elif before != content and was == name:
            yield DesignChange(kind, name, "changed")


def _is_told(kind: Kind, name: str, others: Container[tuple[Kind, str]]) -> bool:
    return kind in ("service", "event") or ("service", name.partition(".")[0]) in others


def _objects(design: Design) -> Iterator[tuple[Kind, str, object]]:
    for service, written in design.get("services", {}).items():
        yield "service", service, _without(written, _NAMES - {"context"} | _OBJECTS)
        for operation in written["operations"]:
            yield "operation", f"{service}.{operation['name']}", _without(operation, _NAMES)
        for aggregate in written["aggregates"]:
            yield "aggregate", f"{service}.{aggregate['name']}", _without(aggregate, _NAMES)
    for context, written in design.get("contexts", {}).items():
        for event, content in written["events"].items():
            yield "event", f"{context}.{event}", _without(content, _NAMES | {"publishers", "writers"})


def _without(content: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in keys}


def _renamed(kind: Kind, name: str, renames: Renames) -> str:
    if kind == "service":
        return renames.services.get(name, name)
    around, _, inside = name.partition(".")
    if kind == "event":
        context = renames.contexts.get(around, around)
        return f"{context}.{renames.of_context(context).events.get(inside, inside)}"
    service = renames.services.get(around, around)
    names = renames.of(service).operations if kind == "operation" else renames.of(service).aggregates
    return f"{service}.{names.get(inside, inside)}"
