"""Where the object of a finding stands in the spec."""

from __future__ import annotations

from msgen.topology.model import Call, Service, Topology, YamlPath

_NAMED_LISTS = {"subscribes": "event"}


def yaml_path(topology: Topology, object_path: str) -> YamlPath:
    """The YAML path of an object, whether it is written or not: the document finds the nearest written parent.

    A setting that a default supplies stands where that default is written.
    """
    source = topology.provenance.get(object_path)
    if source is not None and source.written_at is not None:
        return source.written_at
    return own_path(topology, object_path)


def own_path(topology: Topology, object_path: str) -> YamlPath:
    """The YAML path at which the object itself is, or would be, written: never that of a default."""
    if object_path == ".":
        return ()
    if "->" in object_path:
        return _of_call(topology, object_path)
    head, *rest = object_path.split(".")
    service = topology.services.get(head.partition("@")[0])
    return _top(topology, head, rest) if service is None else _of_service(service, head.partition("@")[2], rest)


def call_of(topology: Topology, object_path: str) -> tuple[Call, str] | None:
    """The call that an object path begins with, and the setting of it that follows; `None` where it names no call."""
    calls = topology.calls
    name, rest = object_path, ""
    while name:
        if name in calls:
            return calls[name], rest
        name, _, last = name.rpartition(".")
        rest = f"{last}.{rest}" if rest else last
    return None


def _of_call(topology: Topology, object_path: str) -> YamlPath:
    found = call_of(topology, object_path)
    if found is None:
        return ()
    call, setting = found
    return (*call.written_at, *(setting.split(".") if setting else ()))


def _of_service(service: Service, version: str, rest: list[str]) -> YamlPath:
    place: YamlPath = ("services", service.name)
    if version:
        return (*place, "versions", version, *rest)
    if not rest:
        return place
    first, *below = rest
    if any(operation.name == first for operation in service.operations):
        return (*place, "api", "operations", first, *below)
    if first in _NAMED_LISTS and below:
        own = [item.event for item in service.subscriptions if item.read_model is None]
        wanted = ".".join(below)
        event = next((event for event in own if wanted == event or wanted.startswith(f"{event}.")), None)
        if event is not None:
            return (*place, first, own.index(event), *filter(None, wanted.removeprefix(event).split(".")))
    return (*place, *rest)


def _top(topology: Topology, head: str, rest: list[str]) -> YamlPath:
    if head == "context_map" and len(rest) > 1:
        entry = next((item for item in topology.context_map if [item.upstream, item.downstream] == rest[:2]), None)
        return ("context_map",) if entry is None or entry.written_at is None else (*entry.written_at, *rest[2:])
    if head == "sagas" and len(rest) > 1 and rest[0] in topology.sagas:
        steps = [step.name for step in topology.sagas[rest[0]].steps]
        if rest[1] in steps:
            return (head, rest[0], "steps", steps.index(rest[1]), *rest[2:])
    return (head, *rest)
