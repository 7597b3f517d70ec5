"""The offered rate of every operation and edge: the journeys, along calls, saga steps and handled events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct, field

from msgen.design.system import Design
from msgen.topology.calls import Edge
from msgen.topology.events import canonical, context_of, owners

Links = Mapping[str, tuple[Edge, ...]]
"""The calls of each operation and handler, by object path."""
Effects = Mapping[str, tuple[str, ...]]
"""What else an operation or a handler sets off, at its own rate: saga steps and handlers, by object path."""

VersionShares = Mapping[str, Mapping[str, Decimal]]
"""Of an operation with versions that call on their own: their paths, and their shares of its requests, up to 1."""


class Load(Struct):
    """Calls per second; what no journey reaches is left out."""

    edges: dict[str, Decimal] = field(default_factory=dict)
    operations: dict[str, Decimal] = field(default_factory=dict)
    """Of operations and handlers alike."""


def offered_load(design: Design, calls: Links, effects: Effects, versions: VersionShares) -> Load:
    """The sum over the journeys; a call back into its own path is not followed."""
    load = Load()
    for journey in (design.journeys or {}).values():
        if journey.peak is None:
            continue
        grown = journey.peak * (1 + (journey.growth or Decimal(0)) / 100)
        for entry in journey.entry:
            _spread(entry, grown, calls, effects, load, versions)
    return load


def saga_steps(design: Design) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The commands of the sagas that an event starts, by the event's context and name."""
    owned = owners(design)
    found: dict[tuple[str, str], list[str]] = {}
    for saga in (design.sagas or {}).values():
        coordinator = design.services.get(saga.coordinator or "")
        context = context_of(saga.coordinator or "", coordinator) if coordinator else ""
        if saga.trigger not in owned and "." not in saga.trigger:
            continue
        key = canonical(saga.trigger, context, owned)
        found.setdefault(key, []).extend(step.do for step in saga.steps)
    return {key: tuple(steps) for key, steps in found.items()}


def _spread(entry: str, rate: Decimal, calls: Links, effects: Effects, load: Load, versions: VersionShares) -> None:
    """Add what one entry brings: callers before callees, so that each is visited once."""
    together = {path: (*effects.get(path, ()), *versions.get(path, ())) for path in {*effects, *versions}}
    order, ignored = _callers_first(entry, calls, together)
    flow = {entry: rate}
    for path in order:
        reached = flow[path]
        load.operations[path] = load.operations.get(path, Decimal(0)) + reached
        for edge in calls.get(path, ()):
            callee = _callee(edge)
            if (path, callee) in ignored:
                continue
            asked = reached * (edge.written.per_request or 1)
            load.edges[edge.path] = load.edges.get(edge.path, Decimal(0)) + asked
            if callee is not None:
                flow[callee] = flow.get(callee, Decimal(0)) + asked
        for effect in effects.get(path, ()):
            if (path, effect) not in ignored:
                flow[effect] = flow.get(effect, Decimal(0)) + reached
        for version, share in versions.get(path, {}).items():
            if (path, version) not in ignored:
                flow[version] = flow.get(version, Decimal(0)) + reached * share


def _callers_first(entry: str, calls: Links, effects: Effects) -> tuple[list[str], frozenset[tuple[str, str | None]]]:
    """Everything that an entry reaches, a caller before its callees, and the links back into the path to them."""
    done: dict[str, None] = {}
    on_path: set[str] = {entry}
    back: set[tuple[str, str | None]] = set()
    stack = [(entry, _reached(entry, calls, effects))]
    while stack:
        path, waiting = stack[-1]
        following = next(waiting, None)
        if following is None:
            stack.pop()
            on_path.discard(path)
            done[path] = None
        elif following in on_path:
            back.add((path, following))
        elif following not in done:
            on_path.add(following)
            stack.append((following, _reached(following, calls, effects)))
    return list(reversed(done)), frozenset(back)


def _reached(path: str, calls: Links, effects: Effects) -> Iterator[str]:
    yield from (callee for edge in calls.get(path, ()) if (callee := _callee(edge)) is not None)
    yield from effects.get(path, ())


def _callee(edge: Edge) -> str | None:
    """The object path of the operation; `None` for an external system."""
    return None if edge.operation is None else f"{edge.target}.{edge.operation}"
