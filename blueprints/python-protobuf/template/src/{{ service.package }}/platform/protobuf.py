"""Models to messages of a contract and back; how each field travels is worked out once per class."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from pydantic import BaseModel, ValidationError

from ..domain._gen.errors import FieldProblem, InvalidInput
from ..domain._gen.model import Input, Output
from ..domain._gen.scalar_schemas import decimal_text

ModelT = TypeVar("ModelT", bound=BaseModel)
MessageT = TypeVar("MessageT", bound=Message)

_OTHER = re.compile(r"[^A-Z0-9]+")
_ETAG = "etag"


def from_message(message: Message, model: type[ModelT]) -> ModelT:
    """The message as a model; `InvalidInput` where it breaks a rule of the contract."""
    try:
        built = model.model_validate(_fields_of(message, model))
    except ValidationError as error:
        problems = tuple(
            FieldProblem(".".join(map(str, found["loc"])), found["msg"]) for found in error.errors()
        )
        detail = "; ".join(f"{problem.field}: {problem.message}" for problem in problems)
        raise InvalidInput(detail, problems) from error
    if _ETAG in message.DESCRIPTOR.fields_by_name:
        _keep_version(built, getattr(message, _ETAG))
    return built


def to_message(model: BaseModel, kind: type[MessageT]) -> MessageT:
    """The model as a message."""
    message = kind()
    _fill(message, model)
    if isinstance(model, Input | Output) and _ETAG in message.DESCRIPTOR.fields_by_name:
        setattr(message, _ETAG, model.etag)
    return message


def _keep_version(model: BaseModel, etag: str) -> None:
    if isinstance(model, Input):
        model.expecting(etag)
    elif isinstance(model, Output):
        model.tagged(etag)


class _Codec(NamedTuple):
    """How one value travels: `read` takes it out of a message, `write` gives what goes in."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


class _Field(NamedTuple):
    attribute: str
    """The name in Python."""
    name: str
    """The name in the contract, by which models are read."""
    descriptor: FieldDescriptor
    codec: _Codec


def _fields_of(message: Message, model: type[BaseModel]) -> dict[str, Any]:
    values = {}
    for field in _plan(model, message.DESCRIPTOR):
        if field.descriptor.has_presence and not message.HasField(field.descriptor.name):
            continue
        value = field.codec.read(getattr(message, field.descriptor.name))
        if value is not None:
            values[field.name] = value
    return values


def _fill(message: Message, model: BaseModel) -> None:
    for field in _plan(type(model), message.DESCRIPTOR):
        value = getattr(model, field.attribute)
        if value is None and field.descriptor.message_type is None:
            continue
        _put(message, field, value)


def _put(message: Message, field: _Field, value: Any) -> None:
    descriptor = field.descriptor
    if _is_map(descriptor):
        _put_map(getattr(message, descriptor.name), descriptor, field.codec.write(value or {}))
    elif descriptor.is_repeated:
        getattr(message, descriptor.name).extend(field.codec.write(value or []))
    elif descriptor.message_type is not None:
        written = field.codec.write(value)
        if written is not None:
            getattr(message, descriptor.name).CopyFrom(written)
    else:
        setattr(message, descriptor.name, field.codec.write(value))


def _put_map(target: Any, descriptor: FieldDescriptor, values: Mapping[str, Any]) -> None:
    holds_messages = _value_of(descriptor).message_type is not None
    for key, value in values.items():
        if holds_messages:
            target[key].CopyFrom(value)
        else:
            target[key] = value


@cache
def _plan(model: type[BaseModel], descriptor: Descriptor) -> tuple[_Field, ...]:
    fields = []
    for attribute, found in model.model_fields.items():
        name = found.serialization_alias or attribute
        in_message = descriptor.fields_by_name.get(_proto_name(name))
        if in_message is not None:
            fields.append(_Field(attribute, name, in_message, _codec(found.annotation, in_message)))
    return tuple(fields)


def _proto_name(name: str) -> str:
    return "_".join(part for part in name.split("_") if part) or "field"


def _codec(annotation: Any, descriptor: FieldDescriptor) -> _Codec:
    """The codec of a whole field."""
    core = _core(annotation)
    arguments = get_args(core)
    if _is_map(descriptor):
        one = _single(arguments[1], _value_of(descriptor))
        return _Codec(
            lambda values: {key: one.read(value) for key, value in values.items()},
            lambda values: {key: one.write(value) for key, value in values.items()},
        )
    if descriptor.is_repeated:
        one = _single(arguments[0], descriptor)
        return _Codec(
            lambda values: [one.read(value) for value in values],
            lambda values: [one.write(value) for value in values],
        )
    return _single(core, descriptor)


def _single(annotation: Any, descriptor: FieldDescriptor) -> _Codec:
    """The codec of one value: of a field, or of an element of a list or map."""
    core = _core(annotation)
    if descriptor.enum_type is not None:
        return _enum(core, descriptor.enum_type)
    message = descriptor.message_type
    if message is None:
        return _Codec(lambda value: value, _plain)
    if isinstance(core, type) and issubclass(core, BaseModel):
        return _model(core, message)
    match message.full_name:
        case "google.protobuf.Timestamp":
            return _Codec(lambda value: value.ToDatetime(tzinfo=UTC), _timestamp)
        case "google.protobuf.Duration":
            return _Codec(lambda value: value.ToTimedelta(), _duration)
        case "google.protobuf.Value":
            return _Codec(MessageToDict, _json)
    return _wrapped(annotation, message)


def _core(annotation: Any) -> Any:
    """The type without `Annotated` and without `None`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _core(get_args(annotation)[0])
    if origin in (Union, UnionType):
        others = [item for item in get_args(annotation) if item is not NoneType]
        return _core(others[0]) if len(others) == 1 else annotation
    return annotation


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return decimal_text(value)
    return value if isinstance(value, bool | int | float | bytes) else str(value)


def _enum(members: type[Enum], descriptor: EnumDescriptor) -> _Codec:
    """By the spelling of the values; the number zero means that nothing was said."""
    prefix = descriptor.values_by_number[0].name.removesuffix("UNSPECIFIED")
    numbers = {value.name.removeprefix(prefix): value.number for value in descriptor.values}
    by_member = {member: numbers[_spelled(member.value)] for member in members}
    by_number = {number: member for member, number in by_member.items()}
    return _Codec(by_number.get, by_member.__getitem__)


def _spelled(value: str) -> str:
    spelled = _OTHER.sub("_", value.upper()).strip("_") or "EMPTY"
    return "UNSPECIFIED_VALUE" if spelled == "UNSPECIFIED" else spelled


def _model(model: type[BaseModel], descriptor: Descriptor) -> _Codec:
    def write(value: BaseModel | None) -> Message | None:
        if value is None:
            return None
        message: Message = GetMessageClass(descriptor)()
        _fill(message, value)
        return message

    return _Codec(lambda message: _fields_of(message, model), write)


def _timestamp(value: datetime | None) -> Message | None:
    from google.protobuf.timestamp_pb2 import Timestamp

    if value is None:
        return None
    message = Timestamp()
    message.FromDatetime(value)
    return message


def _duration(value: timedelta | None) -> Message | None:
    from google.protobuf.duration_pb2 import Duration

    if value is None:
        return None
    message = Duration()
    message.FromTimedelta(value)
    return message


def _json(value: Any) -> Message:
    from google.protobuf.struct_pb2 import Value

    return ParseDict(value, Value())


def _wrapped(annotation: Any, descriptor: Descriptor) -> _Codec:
    """A list inside a list, or an element that may be missing: a message with one field holds it."""
    (inside,) = descriptor.fields
    codec = _codec(annotation, inside)
    field = _Field("", "", inside, codec)

    def read(message: Message) -> Any:
        if inside.has_presence and not message.HasField(inside.name):
            return None
        return codec.read(getattr(message, inside.name))

    def write(value: Any) -> Message:
        message: Message = GetMessageClass(descriptor)()
        if value is not None:
            _put(message, field, value)
        return message

    return _Codec(read, write)


def _is_map(descriptor: FieldDescriptor) -> bool:
    message = descriptor.message_type
    return message is not None and bool(message.GetOptions().map_entry)


def _value_of(descriptor: FieldDescriptor) -> FieldDescriptor:
    entry = descriptor.message_type
    assert entry is not None, "a map is a list of entries"
    return entry.fields_by_name["value"]
