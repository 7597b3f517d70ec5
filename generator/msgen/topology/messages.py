"""Inputs and outputs of operations, as written or as they follow from the aggregate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from msgen.design.api import Operation as WrittenOperation
from msgen.design.derived_operations import PAGE_WORDS, first_word
from msgen.design.fields import UNKNOWN
from msgen.design.fields import Message as WrittenMessage
from msgen.design.naming import pascal_case
from msgen.design.types import Field, ListType, NamedType, Scalar, Type
from msgen.topology.model import Aggregate, Kind, Message, NamedTypeDefinition, ReadModel

UUID = Scalar("uuid")
STATUS = Message((Field("status", Scalar("string")),))


class Surroundings(Struct, frozen=True):
    """What the messages of one service can refer to."""

    aggregates: tuple[Aggregate, ...]
    read_models: tuple[ReadModel, ...]
    types: Mapping[str, NamedTypeDefinition]

    @property
    def first(self) -> Aggregate | ReadModel | None:
        """The first aggregate; where there is none, the first read model."""
        if self.aggregates:
            return self.aggregates[0]
        return self.read_models[0] if self.read_models else None


def identity(subject: Aggregate | ReadModel | None) -> Field:
    """`id`, with the type that the subject gives it."""
    own = next((field for field in subject.fields if field.name == "id"), None) if subject else None
    return Field("id", own.type if own else UUID)


def message_name(subject: Aggregate | ReadModel) -> str:
    """The name under which messages know a row: an aggregate's own, a read model's as that of a class."""
    return subject.name if isinstance(subject, Aggregate) else pascal_case(subject.name)


def row_message(subject: Aggregate | ReadModel) -> Message:
    """A row as a whole, under the name by which messages know it."""
    return Message(subject.fields, named=message_name(subject))


def page_message(subject: Aggregate | ReadModel) -> Message:
    """A page of rows; `next_cursor` belongs to the pagination."""
    return Message((Field("items", ListType(NamedType(message_name(subject)))),), page_of=subject.name)


def without_id(subject: Aggregate | ReadModel) -> tuple[Field, ...]:
    return tuple(as_input(field) for field in subject.fields if field.name != "id")


def as_input(field: Field) -> Field:
    """A field of an aggregate as an input carries it: indexes belong to the store."""
    return Field(
        field.name, field.type, pii=field.pii, pci=field.pci, default=field.default,
        description=field.description, example=field.example, was=field.was,
    )  # fmt: skip


def written_input(
    name: str, written: WrittenOperation, kind: Kind, method: str, path: str, around: Surroundings
) -> Message:
    """The input of a written operation, path parameters included."""
    given = _written(written.input, around)
    if given is None:
        given = _implied_input(name, written, kind, path, around)
    missing = [item for item in path_parameters(path) if given.field(item) is None]
    if not missing:
        return given
    added = tuple(Field(item, _parameter_type(item, around)) for item in missing)
    return Message(added + given.fields, is_unknown=given.is_unknown)


def written_output(name: str, written: WrittenOperation, kind: Kind, around: Surroundings) -> Message:
    """The output of a written operation."""
    given = _written(written.output, around)
    if given is not None:
        return given
    first = around.first
    if first is None:
        return STATUS
    if kind == "command":
        return Message((identity(first),))
    word = first_word(name)
    if word == "count":
        return Message((Field("count", Scalar("int")),))
    return page_message(first) if word in PAGE_WORDS else row_message(first)


def path_parameters(path: str) -> tuple[str, ...]:
    """The names in braces.

    >>> path_parameters("/orders/{id}/lines/{line_id}")
    ('id', 'line_id')
    """
    return tuple(re.findall(r"\{([^}]*)\}", path))


def _written(message: WrittenMessage | None, around: Surroundings) -> Message | None:
    if message is None:
        return None
    if isinstance(message, dict):
        return Message(tuple(message.values()))
    if message == UNKNOWN:
        return Message((Field("value", Scalar("json", optional=True)),), is_unknown=True)
    return Message(_fields_of(message, around), named=message)


def _fields_of(name: str, around: Surroundings) -> tuple[Field, ...]:
    seen: set[str] = set()
    while name in around.types and name not in seen:
        seen.add(name)
        definition = around.types[name]
        if not isinstance(definition.alias, NamedType):
            return definition.fields
        name = definition.alias.name
    return next((item.fields for item in around.aggregates if item.name == name), ())


def _implied_input(name: str, written: WrittenOperation, kind: Kind, path: str, around: Surroundings) -> Message:
    parameters: Sequence[str] = path_parameters(path)
    first = around.first
    if kind == "query":
        asks_for_one = written.http is None and first_word(name) == "get" and first is not None
        return Message((identity(first),) if asks_for_one and "id" not in parameters else ())
    if "id" in parameters or first is None or not isinstance(first, Aggregate):
        return Message(())
    return Message(without_id(first))


def _parameter_type(name: str, around: Surroundings) -> Type:
    if name == "id":
        return identity(around.first).type
    return UUID if name.endswith("_id") else Scalar("string")
