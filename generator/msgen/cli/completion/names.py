"""The names that there are, each with a few words about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgen.cli.spec_location import spec_file
from msgen.diagnostics import SpecError
from msgen.spec import parse, read
from msgen.topology import resolve
from msgen.topology.model import Topology

Name = tuple[str, str]


def names(kinds: Sequence[str], spec: Path) -> Iterator[Name]:
    """Those of the kinds, in their order and each once; `spec` is a file or the folder of one."""
    found: dict[str, str] = {}
    for kind in kinds:
        for name, about in _INSTALLED[kind]() if kind in _INSTALLED else _of_the_spec(kind, spec):
            found.setdefault(name, about)
    yield from found.items()


def _of_the_spec(kind: str, spec: Path) -> Iterator[Name]:
    """From the design; from the bare text of one that has mistakes, as it has while somebody writes it."""
    document = read(spec_file(spec))
    try:
        topology = resolve(parse(document))
    except SpecError:
        written = document.data.get(kind) if isinstance(document.data, dict) else None
        yield from ((str(name), "") for name in written or ())
        return
    yield from _OF_A_SYSTEM[kind](topology)


def _services(topology: Topology) -> Iterator[Name]:
    yield from ((service.name, service.description) for service in topology.services.values())


def _operations(topology: Topology) -> Iterator[Name]:
    for service in topology.services.values():
        yield from ((operation.object_path, operation.description) for operation in service.operations)


def _events(topology: Topology) -> Iterator[Name]:
    for context in topology.contexts.values():
        yield from ((event.name, f"of {context.name}") for event in context.events.values())


def _aggregates(topology: Topology) -> Iterator[Name]:
    for service in topology.services.values():
        yield from ((aggregate.name, f"of {service.name}") for aggregate in service.aggregates)


def _stores(topology: Topology) -> Iterator[Name]:
    for service in topology.services.values():
        if service.store.exists:
            yield service.store.name, f"store of {service.name}"


def _keys(mapping: Callable[[Topology], Mapping[str, Any]]) -> Callable[[Topology], Iterator[Name]]:
    return lambda topology: ((name, "") for name in mapping(topology))


def _rules() -> Iterator[Name]:
    from msgen.lint.registry import all_rules

    yield from ((rule.id, rule.title) for rule in all_rules())


def _blueprints() -> Iterator[Name]:
    from msgen.rendering.blueprint import available

    yield from ((name, "instead of msgen's own") for name in available())


def _samples() -> Iterator[Name]:
    from msgen import resources

    yield from ((path.parent.name, "") for path in sorted(resources.samples().glob("*/msgen.yaml")))


_INSTALLED: Mapping[str, Callable[[], Iterator[Name]]] = {
    "blueprints": _blueprints,
    "rules": _rules,
    "samples": _samples,
}
_OF_A_SYSTEM: Mapping[str, Callable[[Topology], Iterator[Name]]] = {
    "actors": _keys(lambda topology: topology.actors),
    "aggregates": _aggregates,
    "contexts": _keys(lambda topology: topology.contexts),
    "events": _events,
    "externals": _keys(lambda topology: topology.externals),
    "journeys": _keys(lambda topology: topology.journeys),
    "operations": _operations,
    "services": _services,
    "stores": _stores,
    "teams": _keys(lambda topology: topology.teams),
}
