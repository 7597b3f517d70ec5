"""What a migration does, step by step, as data: written into the migration, remembered in the lock, replayed later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from msgen.plan.migrations.tables import Column, Index, Table, Tables


class MakeTable(Struct, frozen=True, tag_field="step", tag="make table"):
    table: Table


class RemoveTable(Struct, frozen=True, tag_field="step", tag="remove table"):
    """Only ever a way back: going forward, no table is removed."""

    table: Table


class RenameTable(Struct, frozen=True, tag_field="step", tag="rename table"):
    table: str
    name: str


class AddColumn(Struct, frozen=True, tag_field="step", tag="add column"):
    table: str
    column: Column


class RemoveColumn(Struct, frozen=True, tag_field="step", tag="remove column"):
    """Only ever a way back: going forward, no column is removed."""

    table: str
    column: Column


class RenameColumn(Struct, frozen=True, tag_field="step", tag="rename column"):
    table: str
    column: Column
    name: str

    @property
    def renamed(self) -> Column:
        return replace(self.column, name=self.name)


class CopyValues(Struct, frozen=True, tag_field="step", tag="copy values"):
    """Of one column into another one, as far as they can be turned into its kind."""

    table: str
    source: Column
    target: Column


class ChangeColumn(Struct, frozen=True, tag_field="step", tag="change column"):
    """Type, limits, or whether a row needs a value."""

    table: str
    before: Column
    after: Column


class AddIndex(Struct, frozen=True, tag_field="step", tag="add index"):
    table: str
    index: Index


class RemoveIndex(Struct, frozen=True, tag_field="step", tag="remove index"):
    table: str
    index: Index


_OfTable = MakeTable | RemoveTable | RenameTable
_Inside = AddColumn | RemoveColumn | RenameColumn | ChangeColumn | AddIndex | RemoveIndex
_Change = _OfTable | _Inside
Step = _Change | CopyValues
Data = Sequence[dict[str, Any]]
"""Steps as JSON has them."""


def as_data(steps: Iterable[Step]) -> Data:
    data: Data = msgspec.to_builtins(list(steps))
    return data


def from_data(data: Any) -> tuple[Step, ...]:
    """The steps that `as_data` gave; a `ValueError` where they are none."""
    return msgspec.convert(data, tuple[Step, ...])


def replayed(steps: Iterable[Step], tables: Tables | None = None) -> Tables:
    """The tables as they are after the steps."""
    return reduce(after, steps, tables or {})


def after(tables: Tables, step: Step) -> Tables:
    """The tables after one more step; one that changes what is not there, for a person removed it, changes nothing."""
    match step:
        case MakeTable(table=table):
            return {**tables, table.name: table}
        case RemoveTable(table=table):
            return {name: each for name, each in tables.items() if name != table.name}
        case RenameTable(table=old, name=new):
            return {each.name: each for each in (_renamed(table, old, new) for table in tables.values())}
        case CopyValues():
            return tables
        case _ if step.table in tables:
            return {**tables, step.table: _changed(tables[step.table], step)}
    return tables


def reverse(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The way back. What is removed on it is not changed first, and no values are copied: the old ones are there."""
    added = {(step.table, step.column.name) for step in steps if isinstance(step, AddColumn)}
    undone = (step for step in reversed(steps) if not isinstance(step, CopyValues))
    return tuple(
        _reverse(step)
        for step in undone
        if not (isinstance(step, ChangeColumn) and (step.table, step.after.name) in added)
    )


def _renamed(table: Table, old: str, new: str) -> Table:
    """The table, or one whose rows refer to it, after the rename."""
    columns = tuple(replace(column, owner=new) if column.owner == old else column for column in table.columns)
    return replace(table, name=new if table.name == old else table.name, columns=columns)


def _changed(table: Table, step: _Inside) -> Table:
    match step:
        case AddColumn(column=column) | ChangeColumn(after=column):
            return table.with_column(column)
        case RemoveColumn(column=column):
            return table.without_column(column.name)
        case RenameColumn(column=column, name=name):
            indexes = tuple(_on_renamed(index, column.name, name) for index in table.indexes)
            return replace(table.with_column(step.renamed, instead_of=column.name), indexes=indexes)
        case AddIndex(index=index):
            return table.with_index(index)
        case RemoveIndex(index=index):
            return table.without_index(index.name)


def _on_renamed(index: Index, old: str, new: str) -> Index:
    return replace(index, columns=tuple(new if column == old else column for column in index.columns))


def _reverse(step: _Change) -> Step:
    match step:
        case MakeTable(table=table):
            return RemoveTable(table)
        case RemoveTable(table=table):
            return MakeTable(table)
        case RenameTable(table=old, name=new):
            return RenameTable(new, old)
        case AddColumn(table=name, column=column):
            return RemoveColumn(name, column)
        case RemoveColumn(table=name, column=column):
            return AddColumn(name, column)
        case RenameColumn(table=name, column=column):
            return RenameColumn(name, step.renamed, column.name)
        case ChangeColumn(table=name, before=before, after=changed):
            return ChangeColumn(name, changed, before)
        case AddIndex(table=name, index=index):
            return RemoveIndex(name, index)
        case RemoveIndex(table=name, index=index):
            return AddIndex(name, index)
