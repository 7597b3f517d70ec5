"""What the seeded use case of an operation does by default, and by which field it finds its aggregate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from msgen.design.naming import snake_case, words
from msgen.design.types import Field, ListType, Scalar
from msgen.plan.views.python.scopes import with_optional
from msgen.topology.model import Aggregate, Event, Operation, ReadModel, Service

Shape = Literal["create", "get", "list", "count", "update", "delete", "change", "save", "answer"]
"""`change` needs an aggregate that is there, `save` makes one where there is none, `answer` has no aggregate."""


class Key(Struct, frozen=True):
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
    if subject is None or not service.has_database or (isinstance(subject, Aggregate) and not service.store.exists):
        return "answer"
    if operation.role != "custom":
        return operation.role
    if operation.is_query:
        return _query_shape(operation, subject)
    if isinstance(subject, ReadModel):
        return "answer"
    return _command_shape(operation, subject)


def known_as(subject: Aggregate | ReadModel) -> tuple[str, ...]:
    """What others call the `id` of a row: `order_id`; of a renamed aggregate also by its old name."""
    was = subject.was if isinstance(subject, Aggregate) else None
    return tuple(f"{snake_case(name)}_id" for name in (subject.name, was) if name is not None)


def key_of(operation: Operation, subject: Aggregate | ReadModel) -> Key | None:
    """How the operation's input names the row: `id`, `<subject>_id`, or a unique field."""
    given = operation.input.fields
    for name in ("id", *known_as(subject)):
        if _names(given, name, subject.fields, "id"):
            return Key(name, "id")
    unique = [field.name for field in subject.fields if field.unique and not _is_of_many_parts(field)]
    known = next((name for name in unique if _names(given, name, subject.fields, name)), None)
    return Key(known, known) if known else None


def event_key(event: Event, subjects: tuple[Aggregate, ...]) -> tuple[Aggregate, Key] | None:
    """The aggregate that an event changes: the one its key names, else the first with a field of that name."""
    if event.key is None:
        return None
    for aggregate in subjects:
        if event.key in known_as(aggregate) and _names(event.fields, event.key, aggregate.fields, "id"):
            return aggregate, Key(event.key, "id")
    for aggregate in subjects:
        if event.key != "id" and _names(event.fields, event.key, aggregate.fields, event.key):
            return aggregate, Key(event.key, event.key)
    return None


def model_key(event: Event, model: ReadModel) -> Key | None:
    """How an event names a row of a read model: by its key."""
    if event.key is None or not _names(event.fields, event.key, model.fields, "id"):
        return None
    return Key(event.key, "id")


def _is_of_many_parts(field: Field) -> bool:
    """No single column holds a value that could be searched for."""
    return isinstance(field.type, Scalar) and field.type.kind in ("money", "json")


def _names(given: Sequence[Field], name: str, columns: Sequence[Field], column: str) -> bool:
    """A field that is always given holds values of the column."""
    value = next((field.type for field in given if field.name == name), None)
    wanted = next((field.type for field in columns if field.name == column), None)
    if value is None or wanted is None or value.optional:
        return False
    if isinstance(value, Scalar) and isinstance(wanted, Scalar):
        return value.kind == wanted.kind
    return value == with_optional(wanted, False)


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
    removes = operation.method == "DELETE" or words(operation.name)[0] in ("delete", "remove")
    if removes and key.is_identity:
        return "delete"
    if key.given == "id" or not brings_more:
        return "change"
    return "save"
