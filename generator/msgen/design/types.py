"""The types of the spec language: what a type expression such as `list(string(1..80))? index` means."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

ScalarKind = Literal[
    "string", "int", "float", "decimal", "bool", "uuid", "date", "datetime",
    "duration", "bytes", "json", "email", "url", "money",
]  # fmt: skip
SCALARS: tuple[ScalarKind, ...] = (
    "string", "int", "float", "decimal", "bool", "uuid", "date", "datetime",
    "duration", "bytes", "json", "email", "url", "money",
)  # fmt: skip


class Bounds(Struct, frozen=True):
    """Limits of a scalar: of the length for `string` and `bytes`, of the value for numbers."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    exclusive_minimum: bool = False
    exclusive_maximum: bool = False
    precision: int | None = None
    scale: int | None = None
    pattern: str | None = None


class Scalar(Struct, frozen=True):
    kind: ScalarKind
    bounds: Bounds = Bounds()
    optional: bool = False


class EnumType(Struct, frozen=True):
    """An enumeration written in place: `enum(draft|placed)`."""

    values: tuple[str, ...]
    optional: bool = False


class ListType(Struct, frozen=True):
    item: Type
    optional: bool = False


class MapType(Struct, frozen=True):
    """A map from strings to `value`."""

    value: Type
    optional: bool = False


class NamedType(Struct, frozen=True):
    """A reference to a type or an aggregate of the same context."""

    name: str
    optional: bool = False


Type = Scalar | EnumType | ListType | MapType | NamedType


class Field(Struct, frozen=True):
    """One field of an aggregate, a named type, an event or a message."""

    name: str
    type: Type
    unique: bool = False
    index: bool = False
    pii: bool = False
    pci: bool = False
    default: str | None = None
    """The literal as written; `None` where there is no default."""
    description: str = ""
    example: str | None = None
    was: str | None = None
