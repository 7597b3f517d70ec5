"""Names of one service that fall together in the generated code: classes, modules, tables, messages."""

from __future__ import annotations

import keyword
from collections.abc import Iterator

from msgspec import Struct

from msgen.design.naming import pascal_case, snake_case
from msgen.design.python_names import class_name
from msgen.design.service import Service
from msgen.diagnostics import Finding

from ..document import Path
from .scope import Scope, published


class Claim(Struct, frozen=True):
    """Something of the spec that takes a name in generated code."""

    space: str
    """Where the name must be unique."""
    name: str
    noun: str
    """What takes it, as it is told."""
    path: Path


def check(scope: Scope) -> Iterator[Finding]:
    for name, service in scope.services.items():
        yield from _words_of_python(scope, name, service)
        first: dict[tuple[str, str], Claim] = {}
        reported: set[tuple[Path, Path]] = set()
        for claim in _claims(scope, name, service):
            other = first.setdefault((claim.space, claim.name), claim)
            pair = (claim.path, other.path)
            if other.path == claim.path or pair in reported or _told_elsewhere(claim, other):
                continue
            reported.add(pair)
            yield scope.wrong(
                claim.path, f"{claim.noun} and {other.noun} give one {claim.space} `{claim.name}` in `{name}`",
                "rename one of them", [(other.path, "the other one")], at_key=True,
            )  # fmt: skip


def _words_of_python(scope: Scope, name: str, service: Service) -> Iterator[Finding]:
    """Stubs of gRPC have a method by the very name of the operation."""
    if service.api is None or "grpc" not in (service.api.protocol or ()):
        return
    for operation in scope.operations[name]:
        if keyword.iskeyword(operation):
            path = ("services", name, "api", "operations", operation)
            yield scope.wrong(
                path, f"`{operation}` is a word of Python, which its gRPC stubs cannot have as a method",
                "rename the operation, or offer it over REST only", at_key=True,
            )  # fmt: skip


def _told_elsewhere(claim: Claim, other: Claim) -> bool:
    """Two names of one map that are alike are reported as such."""
    return claim.path[:-1] == other.path[:-1] and claim.space != "class"


def _claims(scope: Scope, name: str, service: Service) -> Iterator[Claim]:
    here: Path = ("services", name)
    context = scope.context_of(name)
    declared = (scope.design.contexts or {}).get(context)
    for kind in (declared and declared.types) or ():
        yield Claim("class", class_name(kind), f"the type `{kind}`", ("contexts", context, "types", kind))
    for aggregate in scope.aggregates[name]:
        path = (*here, "aggregates", aggregate)
        said = f"the aggregate `{aggregate}`"
        yield Claim("class", class_name(aggregate), said, path)
        yield Claim("class", f"{aggregate}Fields", said, path)
        yield Claim("table", snake_case(aggregate), said, path)
    for model in service.read_models or {}:
        path = (*here, "read_models", model)
        yield Claim("table", snake_case(model), f"the read model `{model}`", path)
    yield from _events(name, service)
    yield from _operations(scope, name, service)


def _events(name: str, service: Service) -> Iterator[Claim]:
    for event in dict.fromkeys(published(service)):
        path = _event_path(name, service, event)
        yield Claim("class", class_name(event.rpartition(".")[2]), f"the event `{event}`", path)
    for index, subscription in enumerate(service.subscribes or ()):
        module = f"on_{snake_case(subscription.event.rpartition('.')[2])}"
        path = ("services", name, "subscribes", index)
        yield Claim("module", module, f"the handler of `{subscription.event}`", path)


def _event_path(name: str, service: Service, event: str) -> Path:
    listed = service.publishes or ()
    if event in listed:
        return ("services", name, "publishes", listed.index(event))
    operations = (service.api and service.api.operations) or {}
    owner = next(key for key, written in operations.items() if event in (written.publishes or ()))
    index = (operations[owner].publishes or ()).index(event)
    return ("services", name, "api", "operations", owner, "publishes", index)


def _operations(scope: Scope, name: str, service: Service) -> Iterator[Claim]:
    speaks_grpc = service.api is not None and "grpc" in (service.api.protocol or ())
    if speaks_grpc:
        yield Claim("class", f"{pascal_case(name)}Service", "the gRPC service", ("services", name, "api"))
    for operation in scope.operations[name]:
        path = ("services", name, "api", "operations", operation)
        said = f"the operation `{operation}`"
        yield Claim("module", snake_case(operation), said, path)
        for suffix in ("", "Input", "Output", *(("Request", "Response") if speaks_grpc else ())):
            yield Claim("class", class_name(f"{operation}{suffix}"), said, path)
