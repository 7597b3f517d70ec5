"""Tables as data: what a migration makes, and what the lock remembers of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace


class Check(Struct, frozen=True, omit_defaults=True):
    """The limits of a column's values; in the database it has the column's name."""

    values: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    exclusive_minimum: bool = False
    exclusive_maximum: bool = False


class Column(Struct, frozen=True, omit_defaults=True):
    name: str
    kind: str
    """What it holds: `text`, `string(80)`, `decimal(12,2)`, see `kinds.py`."""
    nullable: bool = False
    key: bool = False
    """It is the primary key, or a part of it."""
    check: Check | None = None
    owner: str | None = None
    """The table whose `id` it refers to; a row goes with the one that it refers to."""
    has_default: bool = False
    """The database gives a value to a row that brings none."""


class Index(Struct, frozen=True, omit_defaults=True):
    name: str
    columns: tuple[str, ...]
    unique: bool = False


class Table(Struct, frozen=True, omit_defaults=True):
    name: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...] = ()

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def keys(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.key)

    def is_unique(self, column: str) -> bool:
        """No two rows have the same in this column, or in this one and those beside it."""
        return any(index.unique and column in index.columns for index in self.indexes)

    def with_column(self, column: Column, instead_of: str | None = None) -> Table:
        """With the column in place of the one of that name, by default of its own; else as the last."""
        old = column.name if instead_of is None else instead_of
        if self.column(old) is None:
            return replace(self, columns=(*self.columns, column))
        return replace(self, columns=tuple(column if each.name == old else each for each in self.columns))

    def without_column(self, name: str) -> Table:
        return replace(self, columns=tuple(column for column in self.columns if column.name != name))

    def with_index(self, index: Index) -> Table:
        return replace(self, indexes=(*self.without_index(index.name).indexes, index))

    def without_index(self, name: str) -> Table:
        return replace(self, indexes=tuple(index for index in self.indexes if index.name != name))


Tables = Mapping[str, Table]
"""By name, in the order of their making."""


def by_name(tables: Iterable[Table]) -> Tables:
    return {table.name: table for table in tables}


def owned_by(tables: Tables, owner: str) -> tuple[Table, ...]:
    """The tables whose rows belong to rows of `owner`."""
    return tuple(table for table in tables.values() if any(column.owner == owner for column in table.columns))
