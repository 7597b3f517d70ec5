"""What a proto file declares, before any field has a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from msgen.design.types import Field

Label = Literal["", "optional", "repeated"]


class ProtoField(Struct, frozen=True):
    name: str
    type: str
    """As written: `string`, `Money`, `map<string, OrderLine>`, `google.protobuf.Timestamp`."""
    label: Label
    source: Field
    """The field of the spec; its name is the one in `numbers.yaml`."""


class ProtoMessage(Struct, frozen=True):
    name: str
    fields: tuple[ProtoField, ...]
    description: str = ""
    is_fixed: bool = False
    """Its numbers follow from its kind (`Money`, wrappers), and stand in no file."""


class ProtoEnum(Struct, frozen=True):
    name: str
    values: tuple[str, ...]
    """The values of the spec, without the zero value."""
    description: str = ""


class ProtoMethod(Struct, frozen=True):
    name: str
    request: str
    response: str
    description: str = ""


class ProtoShape(Struct, frozen=True):
    package: str
    service: str
    description: str
    methods: tuple[ProtoMethod, ...]
    messages: tuple[ProtoMessage, ...]
    """Requests and responses in the order of the operations, then all others by name."""
    enums: tuple[ProtoEnum, ...]
    imports: tuple[str, ...]

    def numbered(self) -> Iterator[tuple[str, tuple[tuple[str, str | None], ...]]]:
        """Each message and enum with the names that need numbers, and what they were called before."""
        for message in self.messages:
            if not message.is_fixed:
                yield message.name, tuple((field.source.name, field.source.was) for field in message.fields)
        for enum in self.enums:
            yield enum.name, tuple((value, None) for value in enum.values)
