"""Names that an addition refers to, and names that it must not take."""

from __future__ import annotations

from msgspec.structs import replace

from msgen.additions.errors import AdditionError, unknown
from msgen.diagnostics import Finding, Related, SpecError
from msgen.spec import Document
from msgen.spec.document import Path
from msgen.spec.plain import shown_path
from msgen.topology.model import Event, Operation, Service, Topology


def service_of(topology: Topology, name: str) -> Service:
    if name not in topology.services:
        raise unknown("service", name, topology.services, "`msgen add service` makes one")
    return topology.services[name]


def operation_of(topology: Topology, reference: str) -> Operation:
    """The operation of a reference `service.Operation`."""
    name, dot, operation = reference.partition(".")
    service = service_of(topology, name)
    found = next((item for item in service.operations if item.name == operation), None)
    if found is None:
        known = [f"{name}.{item.name}" for item in service.operations]
        if not dot:
            raise AdditionError(f"`{reference}` is a service, not one of its operations", _for_example(known))
        raise unknown("operation", reference, known, f"`msgen add operation {reference}` makes one")
    return found


def refuse_unknown_target(topology: Topology, reference: str) -> None:
    """A call goes to a service, to an operation of one, or to an external system."""
    if reference in topology.externals:
        return
    name = reference.partition(".")[0]
    if name not in topology.services:
        raise unknown("service or external system", reference, [*topology.services, *topology.externals])
    if "." in reference:
        operation_of(topology, reference)


def refuse_unknown_context(topology: Topology, name: str) -> None:
    if name not in topology.contexts:
        raise unknown("context", name, topology.contexts, f"`msgen add context {name}` makes one")


def refuse_unknown_team(topology: Topology, name: str) -> None:
    if name not in topology.teams:
        raise unknown("team", name, topology.teams, "write it under `teams` first")


def refuse_unknown_actor(topology: Topology, name: str) -> None:
    if name not in topology.actors:
        raise unknown("actor", name, topology.actors, "write it under `actors` first, with what it does")


def event_of(topology: Topology, reference: str) -> Event:
    context, _, name = reference.rpartition(".")
    found = [event for event in events(topology) if event.name == name and context in ("", event.context)]
    if not found:
        known = [event.name for event in events(topology)]
        raise unknown("event", reference, known, f"`msgen add event {name}` makes one")
    return found[0]


def events(topology: Topology) -> list[Event]:
    return [event for context in topology.contexts.values() for event in context.events.values()]


def refuse_taken(document: Document, path: Path, noun: str, file: str, reason: str = "is there already") -> None:
    """A name is given once; both places are shown: where it stands, and where the second one would."""
    if path in document.places:
        raise taken(document, path, noun, file, reason)


def taken(
    document: Document, path: Path, noun: str, file: str, reason: str = "is there already", name: str = ""
) -> SpecError:
    first = document.places[path].key
    section = document.place(path[:-1]).key
    second = section if section.file == (file or section.file) else replace(document.place(()).key, file=file)
    related = () if second == first else (Related(second, "the second one would stand here"),)
    said = f"{noun} `{name or path[-1]}` {reason}; nothing was written"
    hint = "choose another name, or change what is there in the spec"
    finding = Finding("error", None, shown_path(path), said, first, hint, related=related)
    return SpecError([finding], document.sources, document.folder)


def _for_example(known: list[str]) -> str:
    return f"for example `{known[0]}`" if known else ""
