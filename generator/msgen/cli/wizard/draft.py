"""The text of a spec: commented, in order, and nothing in it that would be so anyway."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.wizard.notation.aggregates import WrittenAggregate
from msgen.cli.wizard.notation.objectives import Objective
from msgen.cli.wizard.notation.operations import WrittenOperation
from msgen.cli.wizard.sketch import ServiceSketch, Sketch, derived_aggregate
from msgen.design.naming import kebab_case, plural
from msgen.spec.editing.values import on_one_line

USUAL = ("dev", "staging", "prod")
"""The environments that a system has where nothing is written."""
_CRUD = {
    "Create": "POST /{many}", "Get": "GET /{many}/{{id}}", "List": "GET /{many}", "Update": "PUT /{many}/{{id}}",
    "Delete": "DELETE /{many}/{{id}}",
}  # fmt: skip
_CRUD_PLURAL = "List"


def written(sketch: Sketch) -> str:
    """The spec of a system."""
    return "\n".join(_lines(sketch)) + "\n"


def _lines(sketch: Sketch) -> Iterator[str]:
    yield "# yaml-language-server: $schema=./.msgen/schema.json"
    yield "# What is not written here has a default: `msgen explain .` shows each with its reason."
    yield "msgen: 1"
    yield f"name: {on_one_line(sketch.name)}"
    if sketch.profile != "standard":
        yield f"profile: {sketch.profile}"
    if sketch.team:
        yield from ("", "teams:", f"  {sketch.team}: {{}}")
    yield from _contexts(sketch)
    yield from ("", "services:")
    for number, service in enumerate(sketch.services):
        yield from ["", *_service(service, sketch)] if number else _service(service, sketch)
    if sketch.journeys:
        yield from ("", "# What users do, how often at the busiest time, and how well it has to work.", "journeys:")
        for name, (entry, objective) in sketch.journeys.items():
            yield f"  {name}: {on_one_line({'entry': entry, **_promised(objective)})}"
    if sketch.mesh and sketch.mesh != usual_mesh(sketch.profile):
        yield from ("", "platform:", f"  mesh: {on_one_line(sketch.mesh)}")
    if sketch.environments and sketch.environments != USUAL:
        yield from ("", "# A release goes from one to the next.", "environments:")
        yield from _environments(sketch.environments)


def _contexts(sketch: Sketch) -> Iterator[str]:
    """Those that are more than a service under its own name, and all of them where a team owns them."""
    all_of_them = dict.fromkeys(service.context or service.name for service in sketch.services)
    named = [*all_of_them] if sketch.team else [name for name in sketch.contexts if not _is_implied(name, sketch)]
    if named:
        yield from ("", "# Where one model holds, and its words mean one thing.", "contexts:")
        setting = on_one_line({"owner": sketch.team} if sketch.team else {})
        yield from (f"  {name}: {setting}" for name in named)


def _is_implied(context: str, sketch: Sketch) -> bool:
    """A service that names no context is one of its own, with its name."""
    return [service.name for service in sketch.services if service.context == context] == [context]


def usual_mesh(profile: str) -> str:
    """The mesh of a profile."""
    return "none" if profile == "minimal" else "istio"


def _service(service: ServiceSketch, sketch: Sketch) -> Iterator[str]:
    lines = tuple(_settings(service, sketch))
    yield f"  {service.name}:" if lines else f"  {service.name}: {{}}"
    yield from lines


def _settings(service: ServiceSketch, sketch: Sketch) -> Iterator[str]:
    if service.context and service.context != service.name:
        yield f"    context: {service.context}"
    yield from _api(service)
    if service.aggregates:
        yield "    aggregates:"
        for aggregate in service.aggregates:
            yield from _aggregate(aggregate)
    if service.shape.engine != "postgres":
        yield f"    store: {service.shape.engine}"
    called = [callee for caller, callee in sketch.calls if caller == service.name]
    published = [event.name for event in sketch.events if event.publisher == service.name]
    heard = [event.name for event in sketch.events if service.name in event.subscribers]
    for key, listed in (("calls", called), ("publishes", published), ("subscribes", heard)):
        if listed:
            yield f"    {key}: {on_one_line(listed)}"


def _api(service: ServiceSketch) -> Iterator[str]:
    protocols = service.shape.protocols
    if not protocols:
        return
    protocol = on_one_line(protocols[0] if len(protocols) == 1 else list(protocols))
    if not service.operations:
        yield f"    api: {protocol}"
        return
    yield "    api:"
    if protocols != ("rest",):
        yield f"      protocol: {protocol}"
    yield "      operations:"
    names = [each.name for each in service.aggregates] or [derived_aggregate(service.name)]
    for operation in service.operations:
        http = (operation.http or _usual_http(operation, names)) if "rest" in protocols else ""
        yield f"        {operation.name}: {on_one_line({'http': http} if http else {})}"


def _usual_http(operation: WrittenOperation, aggregates: list[str]) -> str:
    """Method and path of `GetOrder`, as they would be derived if no operation were written."""
    for aggregate in aggregates:
        for verb, path in _CRUD.items():
            if operation.name == verb + (plural(aggregate) if verb == _CRUD_PLURAL else aggregate):
                return path.format(many=plural(kebab_case(aggregate)))
    return ""


def _aggregate(aggregate: WrittenAggregate) -> Iterator[str]:
    fields = [(name, expression) for name, expression in aggregate.fields if (name, expression) != ("id", "uuid")]
    if not fields:
        yield f"      {aggregate.name}: {{}}"
        return
    yield from (f"      {aggregate.name}:", "        fields:")
    yield from (f"          {name}: {on_one_line(expression)}" for name, expression in fields)


def _promised(objective: Objective) -> dict[str, str]:
    found = {"peak": objective.peak, "availability": objective.availability, "latency_p99": objective.latency_p99}
    return {key: value for key, value in found.items() if value}


def _environments(names: tuple[str, ...]) -> Iterator[str]:
    """Each takes its releases from the one before; the first one of several is small."""
    before = ""
    for number, name in enumerate(names):
        setting = {"promote_from": before} if before else {}
        if not number and len(names) > 1:
            setting = {"replicas": "34%"}
        yield f"  {name}: {on_one_line(setting)}"
        before = name
