"""COM09: a contract that takes something away from those who use it, under the same version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.design.types import Field
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.communication._contract_changes import Comparison, Definition, definitions
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Message, Operation, Service, Topology

Types = tuple[Mapping[str, Definition], Mapping[str, Definition]]
"""The named types of a context, before and now."""
KEEP = Fix("keep what was there beside what is new, until nobody uses it any more")


def check(review: Review) -> Iterator[Smell]:
    before, now = review.previous, review.topology
    if before is None:
        return
    types: dict[str, Types] = {name: (definitions(before, name), definitions(now, name)) for name in now.contexts}
    for service in now.services.values():
        old = before.services.get(service.name)
        if old is not None and old.api_version == service.api_version:
            yield from _of_operations(old, service, types[service.context])
    for context in now.contexts:
        yield from _of_events(before, now, context, types[context])


def _of_operations(old: Service, new: Service, types: Types) -> Iterator[Smell]:
    earlier = {operation.name: operation for operation in old.operations}
    for operation in new.operations:
        broken = _broken(earlier[operation.name], operation, types) if operation.name in earlier else ()
        if broken:
            version = new.api_version or "without a version"
            yield Smell(
                operation.object_path,
                f"another contract under the same name, {version}: {', '.join(broken)}",
                fixes=(_next_version(new), KEEP),
            )


def _of_events(before: Topology, now: Topology, context: str, types: Types) -> Iterator[Smell]:
    earlier = before.contexts[context].events if context in before.contexts else {}
    for event in now.contexts[context].events.values():
        old = earlier.get(event.name)
        if old is None or old.version != event.version:
            continue
        broken = tuple(Comparison(*types, is_input=False).of_fields(old.fields, event.fields))
        if broken:
            path = f"contexts.{context}.events.{event.name}"
            following = event.version + 1
            yield Smell(
                path,
                f"another contract under the same name, version {event.version}: {', '.join(broken)}",
                fixes=(Fix(f"make it version {following}", (Edit(f"{path}.version", following),)), KEEP),
            )


def _broken(old: Operation, new: Operation, types: Types) -> tuple[str, ...]:
    asked = Comparison(*types, is_input=True).of_fields(*_fields(old.input, new.input))
    answered = Comparison(*types, is_input=False).of_fields(*_fields(old.output, new.output))
    return (*(f"input: {text}" for text in asked), *(f"output: {text}" for text in answered))


def _fields(old: Message, new: Message) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """Nothing where one side is not known."""
    return ((), ()) if old.is_unknown or new.is_unknown else (old.fields, new.fields)


def _next_version(service: Service) -> Fix:
    if service.api_version is None:
        return Fix("give the API a version, and serve both for a while")
    following = f"v{int(service.api_version.removeprefix('v')) + 1}"
    path = f"{service.name}.api"
    edits = (Edit(f"{path}.version", following), Edit(f"{path}.versions.{service.api_version}", {}))
    return Fix(f"make it {following}, and serve {service.api_version} until its callers have moved", edits)


RULE = Rule(
    id="COM09",
    title="Breaking contract change",
    severity="error",
    covers=("S3",),
    source="Buf; oasdiff",
    condition=(
        "against the previous design, a message of an operation or event has a field less, renamed, or of a narrower "
        "type, or an input asks for a field more, under the same version"
    ),
    fix="choice",
    check=check,
    reads="previous",
)
