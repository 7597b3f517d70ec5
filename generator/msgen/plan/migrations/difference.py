"""The steps from the tables that the migrations made so far to those that are wanted now.

Nothing that holds data is removed. What is no longer wanted stays and needs no value; what would lose values by a
change of its type is set aside under another name.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from msgen.plan.migrations.kinds import change_of_kind, fits_as_key, is_carried_over, stored_as
from msgen.plan.migrations.steps import (
    AddColumn,
    AddIndex,
    ChangeColumn,
    CopyValues,
    MakeTable,
    RemoveIndex,
    RenameColumn,
    RenameTable,
    Step,
    after,
)
from msgen.plan.migrations.tables import Column, Table, Tables, owned_by

LONGEST_NAME = 63
"""Of a table or a column on PostgreSQL."""
_MOVING = "_moving"
_NONE: Mapping[str, str] = MappingProxyType({})


class TableRenames(Struct, frozen=True):
    """Old name to new name. Names that no table or column had, or has now, are allowed and mean nothing."""

    tables: Mapping[str, str] = _NONE
    columns: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    """By the new name of the table."""


def difference(before: Tables, now: Tables, renames: TableRenames, number: int) -> tuple[Step, ...]:
    """What the migration of this number does."""
    course = _Course(before, number)
    known = {old: new for old, new in renames.tables.items() if old in before and new in now}
    for old, new in _in_order(known):
        if new in course.tables:
            course.set_table_aside(new)
        course.take(RenameTable(old, new))
    for table in now.values():
        found = course.tables.get(table.name)
        if found is not None and not _keys_fit(found, table):
            course.set_table_aside(table.name)
        if table.name in course.tables:
            course.change_table(table, renames.columns.get(table.name, _NONE))
        else:
            course.take(MakeTable(table))
    return tuple(course.steps)


def aside(name: str, number: int, taken: Container[str]) -> str:
    """The name under which the migration of this number sets something aside."""
    suffix = f"_until_{number:04}"
    found = f"{name[: LONGEST_NAME - len(suffix)]}{suffix}"
    return found if found not in taken else aside(f"{name[: LONGEST_NAME - len(suffix) - 2]}_2", number, taken)


def is_aside(name: str, number: int) -> bool:
    """Whether the migration of this number gave the name to something that it set aside."""
    return name.endswith(f"_until_{number:04}")


class _Course:
    """Steps, and the tables as they are after them."""

    def __init__(self, tables: Tables, number: int) -> None:
        self.tables, self.number = tables, number
        self.steps: list[Step] = []

    def take(self, step: Step) -> None:
        self.steps.append(step)
        self.tables = after(self.tables, step)

    def set_table_aside(self, name: str) -> None:
        """With the tables of its lists. Their indexes go, for the names of these may be wanted again."""
        for table in (self.tables[name], *owned_by(self.tables, name)):
            for index in table.indexes:
                self.take(RemoveIndex(table.name, index))
            self.take(RenameTable(table.name, aside(table.name, self.number, self.tables)))

    def change_table(self, now: Table, renames: Mapping[str, str]) -> None:
        self._rename_columns(now, renames)
        unlike = self._set_unlike_columns_aside(now)
        for index in self.tables[now.name].indexes:
            if index not in now.indexes:
                self.take(RemoveIndex(now.name, index))
        new = [column for column in now.columns if self._column(now.name, column.name) is None]
        for column in sorted(new, key=lambda each: each.check is not None):
            self.take(AddColumn(now.name, _to_be_added(now, column)))
        for name, source in unlike.items():
            self._copy(now.name, source, name)
        for column in self.tables[now.name].columns:
            changed = _kept(column) if (wanted := now.column(column.name)) is None else _wanted(column, wanted)
            if changed != column:
                self.take(ChangeColumn(now.name, column, changed))
        for index in now.indexes:
            if index not in self.tables[now.name].indexes:
                self.take(AddIndex(now.name, index))

    def _rename_columns(self, now: Table, renames: Mapping[str, str]) -> None:
        before = self.tables[now.name]
        wanted = {**_moved_version(before, now), **renames}
        known = {old: new for old, new in wanted.items() if before.column(old) and now.column(new)}
        for old, new in _in_order(known):
            if self._column(now.name, new) is not None:
                self._set_column_aside(now.name, new)
            self._rename(now.name, old, new)

    def _set_unlike_columns_aside(self, now: Table) -> Mapping[str, str]:
        """The names of those columns, and the names that they have now."""
        unlike = [
            column.name
            for column in self.tables[now.name].columns
            if (wanted := now.column(column.name)) and change_of_kind(column.kind, wanted.kind) == "another"
        ]
        return {name: self._set_column_aside(now.name, name) for name in unlike}

    def _set_column_aside(self, table: str, name: str) -> str:
        taken = {column.name for column in self.tables[table].columns}
        found = aside(name, self.number, taken)
        self._rename(table, name, found)
        return found

    def _copy(self, table: str, source: str, target: str) -> None:
        old, new = self._column(table, source), self._column(table, target)
        assert old is not None
        assert new is not None
        if is_carried_over(old.kind, new.kind):
            self.take(CopyValues(table, old, new))

    def _rename(self, table: str, old: str, new: str) -> None:
        column = self._column(table, old)
        assert column is not None, f"`{table}.{old}` is renamed, but not there"
        self.take(RenameColumn(table, column, new))

    def _column(self, table: str, name: str) -> Column | None:
        return self.tables[table].column(name)


def _in_order(renames: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each rename after the one that frees its new name; an exchange goes by a third name."""
    waiting = dict(sorted(renames.items()))
    while waiting:
        free = next((old for old, new in waiting.items() if new not in waiting), None)
        if free is None:
            free = next(iter(waiting))
            third = f"{free[: LONGEST_NAME - len(_MOVING)]}{_MOVING}"
            waiting[third] = waiting.pop(free)
            yield free, third
        else:
            yield free, waiting.pop(free)


def _moved_version(before: Table, now: Table) -> Mapping[str, str]:
    """The column of the row's version gives its name to a new field that is called so."""
    moved = now.column("version_") is not None and before.column("version_") is None
    return {"version": "version_"} if moved else _NONE


def _keys_fit(before: Table, now: Table) -> bool:
    return len(before.keys) == len(now.keys) and all(
        old.name == new.name and old.owner == new.owner and fits_as_key(old.kind, new.kind)
        for old, new in zip(before.keys, now.keys, strict=True)
    )


def _to_be_added(table: Table, column: Column) -> Column:
    """Rows that exist get a default, and so do those that the version before still writes.

    A default is one value for all: where each row needs its own, the column is empty at first.
    """
    if column.nullable or not table.is_unique(column.name):
        return replace(column, has_default=not column.nullable)
    return replace(column, nullable=True)


def _kept(column: Column) -> Column:
    """A column that nothing writes any more; a key has to have a value."""
    return replace(column, nullable=not column.key, has_default=False)


def _wanted(before: Column, wanted: Column) -> Column:
    """The column as it is to be; it is `before` itself where nothing is to be done in the database."""
    kind = before.kind if stored_as(before.kind) == stored_as(wanted.kind) else wanted.kind
    changed = replace(wanted, kind=kind, has_default=before.has_default)
    only_nullable = replace(changed, nullable=before.nullable) == before
    return changed if only_nullable else replace(changed, has_default=False)
