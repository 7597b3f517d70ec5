"""DEP05: a table or column goes in the same release as the code that uses it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.deployment._type_expressions import written_field
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Aggregate, Message, Service, Topology

_SPLIT = Fix("release twice: first without any use of it, then without it")


def check(review: Review) -> Iterator[Smell]:
    previous = review.previous
    if previous is None:
        return
    used = _used(previous)
    for before in previous.services.values():
        now = review.topology.services.get(before.name)
        if now is None:  # it goes as a whole: no migration runs
            continue
        kept = {aggregate.name: aggregate for aggregate in now.aggregates}
        for aggregate in before.aggregates:
            uses = _Uses(previous, before, aggregate, used)
            if aggregate.name not in kept:
                yield from _dropped(before, aggregate, uses)
            else:
                yield from _changed(before, aggregate, kept[aggregate.name], uses)


def _dropped(service: Service, aggregate: Aggregate, uses: _Uses) -> Iterator[Smell]:
    if not uses.aggregate:
        return
    path = f"{service.name}.aggregates.{aggregate.name}"
    fields = {field.name: written_field(field) for field in aggregate.fields}
    keep = Fix(f"keep `{aggregate.name}` for this release", (Edit(path, {"fields": fields}),))
    yield Smell(
        path,
        "dropped or renamed in the release that stops using it: the pods that are still running need its table",
        fixes=(keep, _SPLIT),
    )


def _changed(service: Service, before: Aggregate, now: Aggregate, uses: _Uses) -> Iterator[Smell]:
    names = {field.name for field in now.fields}
    gone = [field for field in before.fields if field.name not in names and uses.field(field.name)]
    if not gone:
        return
    path = f"{service.name}.aggregates.{now.name}"
    successors = {field.was: field.name for field in now.fields if field.was}
    edits = [Edit(f"{path}.fields.{field.name}", written_field(field)) for field in gone]
    renamed = [successors[field.name] for field in gone if field.name in successors]
    edits += [Edit(f"{path}.fields.{name}.was", REMOVED) for name in renamed]
    listed = ", ".join(
        f"`{field.name}` becomes `{successors[field.name]}`" if field.name in successors else f"`{field.name}` goes"
        for field in gone
    )
    kept = ", ".join(f"`{field.name}`" for field in gone)
    yield Smell(
        path,
        f"{listed} in the release that stops using it: the pods that are still running need the column",
        fixes=(Fix(f"keep {kept} for this release", tuple(edits)), _SPLIT),
    )


class _Uses:
    """What else than its table a design has of an aggregate."""

    def __init__(self, topology: Topology, service: Service, aggregate: Aggregate, foreign: Collection[str]) -> None:
        name = aggregate.name
        messages = [message for each in service.operations for message in (each.input, each.output)]
        events = [topology.event(each) for each in service.publishes]
        self._fields = {field.name for message in messages for field in message.fields}
        self._fields |= {field.name for event in events for field in event.fields}
        self._is_message = any(_shows(message, name) for message in messages)
        own = {each for operation in service.operations for each in (*operation.reads, *operation.writes)}
        subjects = {operation.subject for operation in service.operations}
        by_others = f"{service.name}.{name}" in foreign
        self.aggregate = self._is_message or bool(aggregate.events) or name in own | subjects or by_others

    def field(self, name: str) -> bool:
        return self._is_message or name in self._fields


def _used(topology: Topology) -> frozenset[str]:
    """What operations read and write, by the names that they use."""
    operations = (operation for service in topology.services.values() for operation in service.operations)
    return frozenset(each for operation in operations for each in (*operation.reads, *operation.writes))


def _shows(message: Message, aggregate: str) -> bool:
    return aggregate in (message.named, message.page_of)


RULE = Rule(
    id="DEP05",
    title="Schema change not expand/contract",
    severity="error",
    covers=("S3", "O9"),
    source="Newman, Monolith to Microservices",
    condition="an aggregate or field that the previous design has, its operations or events use, and this one lacks",
    fix="choice",
    check=check,
    reads="previous",
)
