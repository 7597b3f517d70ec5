"""SEC05: personal or card data that leaves its context in an event, an input or an output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.security._edges import callers, hearers
from msgen.lint.rules.security._sensitive_data import SensitiveData, spoken
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Event, Operation, Topology

_WAIVER = Fix("let it cross on purpose, and say why in a waiver")


def check(review: Review) -> Iterator[Smell]:
    topology, data = review.topology, SensitiveData(review.topology)
    yield from _events(topology, data)
    yield from _operations(topology, data, callers(review))


def _events(topology: Topology, data: SensitiveData) -> Iterator[Smell]:
    for reference, names in hearers(topology).items():
        event = topology.event(reference)
        others = _other_contexts(topology, names, event.context)
        if event.contains and others:
            yield Smell(
                f"contexts.{event.context}.events.{event.name}",
                f"{spoken(event.contains)} in its payload reaches {_contexts(others)}",
                fixes=(_without_data(event, data), _WAIVER),
            )


def _without_data(event: Event, data: SensitiveData) -> Fix:
    path = f"contexts.{event.context}.events.{event.name}"
    marked = data.marked(event.context, event.fields)
    if event.key in marked:
        return Fix(f"choose a key that tells nothing, an id, in place of `{event.key}`")
    edits = [Edit(f"{path}.fields.{name}", REMOVED) for name in marked]
    if event.contains_written:
        edits.append(Edit(f"{path}.contains", REMOVED))
    parts = ", ".join(f"`{name}`" for name in marked) or "the data"
    return Fix(f"leave {parts} out, and let those who need it ask for it by an id", tuple(edits))


def _operations(topology: Topology, data: SensitiveData, asked: Mapping[str, tuple[str, ...]]) -> Iterator[Smell]:
    for service in topology.services.values():
        for operation in service.operations:
            others = _other_contexts(topology, asked.get(operation.object_path, ()), service.context)
            if not others:
                continue
            found = {
                part: data.of(service, message)
                for part, message in (("input", operation.input), ("output", operation.output))
            }
            classes = dict.fromkeys(each for part in found.values() for each in part)
            parts = " and ".join(part for part, held in found.items() if held)
            if classes:
                yield Smell(
                    operation.object_path,
                    f"{spoken(classes)} in its {parts} crosses to or from {_contexts(others)}",
                    fixes=(_with_reference(operation, service.context, data), _WAIVER),
                )


def _with_reference(operation: Operation, context: str, data: SensitiveData) -> Fix:
    messages = (("input", operation.input), ("output", operation.output))
    edits = tuple(
        Edit(f"{operation.object_path}.{part}.{name}", REMOVED)
        for part, message in messages
        if message.named is None and message.page_of is None
        for name in data.marked(context, message.fields)
    )
    fields = ", ".join(dict.fromkeys(f"`{edit.path.rpartition('.')[2]}`" for edit in edits))
    return Fix(f"leave {fields or 'the data'} out, and send an id that stands for it", edits)


def _other_contexts(topology: Topology, services: Iterable[str], own: str) -> list[str]:
    contexts = dict.fromkeys(topology.services[name].context for name in services)
    return [name for name in contexts if name != own]


def _contexts(names: list[str]) -> str:
    return f"the context{'s' if len(names) > 1 else ''} {', '.join(f'`{name}`' for name in names)}"


RULE = Rule(
    id="SEC05",
    title="PII/PCI crosses contexts",
    severity="error",
    covers=("S1", "S3"),
    source="GDPR article 5; PCI DSS scope",
    condition="data marked `pii` or `pci`, or listed in `contains`, in an event that another context hears, or in the "
    "input or output of an operation that another context asks for",
    fix="choice",
    check=check,
)
