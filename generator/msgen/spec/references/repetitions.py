"""Entries of a list that stand twice where once is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgen.diagnostics import Finding

from ..document import Path
from .scope import Scope


def check(scope: Scope) -> Iterator[Finding]:
    for path, entries in _lists(scope):
        first: dict[str, int] = {}
        for index, entry in enumerate(entries):
            other = first.setdefault(entry, index)
            if other != index:
                yield scope.wrong(
                    (*path, index), f"`{entry}` stands twice", "drop one of the two",
                    [((*path, other), "first here")], at_key=True,
                )  # fmt: skip


def _lists(scope: Scope) -> Iterator[tuple[Path, Iterable[str]]]:
    for name, service in scope.design.services.items():
        here: Path = ("services", name)
        yield (*here, "publishes"), service.publishes or ()
        yield (*here, "subscribes"), [item.event for item in service.subscribes or ()]
        yield (*here, "secrets"), service.secrets or ()
        if service.api is not None:
            yield (*here, "api", "protocol"), service.api.protocol or ()
        for aggregate, definition in (service.aggregates or {}).items():
            there = (*here, "aggregates", aggregate)
            yield (*there, "entities"), definition.entities or ()
            yield (*there, "value_objects"), definition.value_objects or ()
            yield (*there, "events"), definition.events or ()
        for model, view in (service.read_models or {}).items():
            yield (*here, "read_models", model, "sources"), view.sources
            yield (*here, "read_models", model, "serves"), view.serves or ()
        for operation, written in ((service.api and service.api.operations) or {}).items():
            yield (*here, "api", "operations", operation, "publishes"), written.publishes or ()
    for saga, written_saga in (scope.design.sagas or {}).items():
        yield ("sagas", saga, "steps"), [step.name for step in written_saga.steps]
    relations = [f"{item.upstream} to {item.downstream}" for item in scope.design.context_map or ()]
    yield ("context_map",), relations
