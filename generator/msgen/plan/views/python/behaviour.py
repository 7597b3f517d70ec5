"""What the seeded use case of an operation does by default, and by which field it finds its aggregate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msgen.design.naming import snake_case, words
from msgen.design.types import Field, ListType, Scalar
from msgen.topology.model import Aggregate, Event, Operation, ReadModel, Service

Shape = Literal["create", "get", "list", "count", "update", "delete", "change", "save", "answer"]
"""`change` needs an aggregate that is there, `save` makes one where there is none, `answer` has no aggregate."""


@dataclass(frozen=True, slots=True)
class Key:
    """How an input or an event names one row."""

    given: str
    """The field of the input or of the event."""
    column: str
    """The field of the aggregate; `id` or a field of its own."""

    @property
    def is_identity(self) -> bool:
        return self.column == "id"


def subject_of(service: Service, operation: Operation) -> Aggregate | ReadModel | None:
    """The aggregate or read model that the operation works on."""
    rows: tuple[Aggregate | ReadModel, ...] = (*service.aggregates, *service.read_models)
    return next((item for item in rows if item.name == operation.subject), None)


def shape_of(service: Service, operation: Operation) -> Shape:
    """What the operation does with its aggregate when nobody has written anything else."""
    subject = subject_of(service, operation)
    if subject is None or not service.has_database:
        return "answer"
    if operation.role != "custom":
        return operation.role
    if operation.is_query:
        return _query_shape(operation, subject)
    if isinstance(subject, ReadModel):
        return "answer"
    return _command_shape(operation, subject)


def key_of(operation: Operation, subject: Aggregate | ReadModel) -> Key | None:
    """How the operation's input names the row: `id`, `<subject>_id`, or a unique field."""
    given = [field.name for field in operation.input.fields]
    if "id" in given:
        return Key("id", "id")
    identity = f"{snake_case(subject.name)}_id"
    if identity in given:
        return Key(identity, "id")
    unique = next((field.name for field in subject.fields if field.unique and field.name in given), None)
    return Key(unique, unique) if unique else None


def event_key(event: Event, subjects: tuple[Aggregate, ...]) -> tuple[Aggregate, Key] | None:
    """The aggregate that an event changes: the one its key names, else the first with a field of that name."""
    if event.key is None:
        return None
    for aggregate in subjects:
        if event.key == f"{snake_case(aggregate.name)}_id":
            return aggregate, Key(event.key, "id")
    for aggregate in subjects:
        if event.key != "id" and any(field.name == event.key for field in aggregate.fields):
            return aggregate, Key(event.key, event.key)
    return None


def items_field(operation: Operation) -> Field | None:
    """The field of the output that holds many: `items`, else the first list of a named type."""
    lists = [field for field in operation.output.fields if isinstance(field.type, ListType)]
    named = [
        field for field in lists if not isinstance(field.type, ListType) or not isinstance(field.type.item, Scalar)
    ]
    return next((field for field in lists if field.name == "items"), named[0] if named else None)


def _query_shape(operation: Operation, subject: Aggregate | ReadModel) -> Shape:
    first = words(operation.name)[0]
    fields = operation.output.fields
    if first == "count" and len(fields) == 1 and isinstance(fields[0].type, Scalar) and fields[0].type.kind == "int":
        return "count"
    if operation.output.page_of or (first in ("list", "find", "search") and items_field(operation)):
        return "list"
    if key_of(operation, subject):
        return "get"
    return "list" if operation.pagination and items_field(operation) else "answer"


def _command_shape(operation: Operation, subject: Aggregate) -> Shape:
    key = key_of(operation, subject)
    if key is None:
        return "create" if operation.input.fields else "answer"
    brings_more = any(
        field.name != key.given and any(field.name == own.name for own in subject.fields)
        for field in operation.input.fields
    )
    if words(operation.name)[0] in ("delete", "remove") and key.is_identity:
        return "delete"
    if key.given == "id" or not brings_more:
        return "change"
    return "save"
