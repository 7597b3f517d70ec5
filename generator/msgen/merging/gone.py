"""What is in the design no longer, and the lines of people's files that still name it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from msgen.design.naming import words
from msgen.merging.renaming.renames import Renames

Slice = Mapping[str, Any]
"""The part of the design that one service is made from."""
Kind = Literal["service", "operation", "event", "aggregate", "type"]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_COMMENT = re.compile(r"^\s*#")
_CLASSES: frozenset[Kind] = frozenset({"aggregate", "type"})
"""Things that code knows as classes: a variable may well be called so for another reason."""


@dataclass(frozen=True, slots=True, order=True)
class Gone:
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    path: str
    line: int
    text: str
    gone: tuple[Gone, ...]


def gone(service: str, before: Slice, now: Slice, renames: Renames) -> tuple[Gone, ...]:
    """What a service was made from and is not any more; what was renamed is still there."""
    there = {(each.kind, each.name) for each in _named(now)}
    names = {name for _, name in there}
    left = {
        each
        for each in _named(before)
        if (each.kind, _renamed(each, service, now, renames)) not in there and each.name not in names
    }
    return tuple(sorted(left))


def mentions(path: str, content: bytes, things: Iterable[Gone]) -> Iterator[Mention]:
    """The lines of a file that name one of the things, but for comments."""
    listed = [(thing, words(thing.name)) for thing in things]
    if not listed or b"\0" in content:
        return
    for number, line in enumerate(content.decode(errors="replace").splitlines(), start=1):
        if _COMMENT.match(line):
            continue
        identifiers = [(name, words(name)) for name in _IDENTIFIER.findall(line)]
        named = tuple(
            thing
            for thing, wanted in listed
            if any(_names(identifier, spoken, thing, wanted) for identifier, spoken in identifiers)
        )
        if named:
            yield Mention(path, number, line.strip(), named)


def _names(identifier: str, spoken: tuple[str, ...], thing: Gone, wanted: tuple[str, ...]) -> bool:
    """A name of several words may be a part of another; one of a single word must be all of it."""
    if thing.kind in _CLASSES and not identifier.lstrip("_")[:1].isupper():
        return False
    if len(wanted) == 1:
        return spoken == wanted
    return any(spoken[start : start + len(wanted)] == wanted for start in range(len(spoken) - len(wanted) + 1))


def _named(design: Slice) -> Iterator[Gone]:
    service = design.get("service", {})
    yield from (Gone("operation", each["name"]) for each in service.get("operations", ()))
    yield from (Gone("aggregate", each["name"]) for each in service.get("aggregates", ()))
    heard = (each["event"] for each in service.get("subscriptions", ()))
    yield from (Gone("event", _plain(reference)) for reference in (*service.get("publishes", ()), *heard))
    yield from (Gone("type", name) for name in design.get("context", {}).get("types", ()))
    for name, dependency in design.get("dependencies", {}).items():
        yield Gone("service", name)
        yield from (Gone("operation", each["name"]) for each in dependency.get("operations", ()))


def _renamed(each: Gone, service: str, now: Slice, renames: Renames) -> str:
    inside = renames.of(service)
    context = renames.of_context(now.get("context", {}).get("name", ""))
    of_events = [found.events for found in renames.of_contexts.values()]
    of_operations = [found.operations for found in renames.of_services.values()]
    known: Mapping[Kind, tuple[Mapping[str, str], ...]] = {
        "service": (renames.services,),
        "operation": (inside.operations, *of_operations),
        "event": (context.events, *of_events),
        "aggregate": (inside.aggregates,),
        "type": (context.types,),
    }
    return next((names[each.name] for names in known[each.kind] if each.name in names), each.name)


def _plain(reference: str) -> str:
    """`ordering.OrderPlaced` is `OrderPlaced`."""
    return reference.rpartition(".")[2]
