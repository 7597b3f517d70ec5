"""What a migration is called, and what it says of itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from msgen.plan.migrations.difference import is_aside
from msgen.plan.migrations.fills import Fills, Numbering
from msgen.plan.migrations.kinds import change_of_kind, is_carried_over
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
)
from msgen.plan.migrations.tables import Check, Column

LONGEST_REVISION = 32
"""What Alembic's own table has room for."""
_LONGEST_SUMMARY = 90
_HASH_DIGITS = 6
_PLAIN = re.compile(r"[\w .:@/{}\[\],+-]{1,60}")
_PREPOSITIONS = {"add": "to", "index": "in"}


def revision(number: int, steps: Sequence[Step]) -> str:
    """The name of the file and of the revision: alone in its folder, and another one on another branch.

    >>> revision(2, [AddColumn("order", Column("note", "text"))]), revision(3, [])
    ('0002_order_add_note', '0003_merge')
    """
    words = [deed.words for deed in _deeds(steps)] or ["merge"]
    name = f"{number:04}_{words[0]}" + ("_and_more" if len(words) > 1 else "")
    if len(words) == 1 and len(name) <= LONGEST_REVISION:
        return name
    digest = hashlib.sha256(msgspec.json.encode(list(steps))).hexdigest()[:_HASH_DIGITS]
    room = LONGEST_REVISION - _HASH_DIGITS - 1
    return f"{name if len(name) <= room else name[:room].rpartition('_')[0]}_{digest}"


def summary(steps: Sequence[Step]) -> str:
    """The first line of the docstring.

    >>> summary([AddColumn("order", Column("note", "text")), RenameTable("bill", "invoice")])
    'Add `note` to `order`, rename `bill` to `invoice`.'
    """
    said = [deed.phrase for deed in _deeds(steps)] or ["join the branches before this"]
    candidates = (", ".join(said), f"{said[0]}, and more", "change the tables")
    shown = next(text for text in candidates if len(text) <= _LONGEST_SUMMARY)
    return f"{shown[0].upper()}{shown[1:]}."


def notes(number: int, steps: Sequence[Step], fills: Fills) -> Iterator[str]:
    """What whoever runs the migration should know."""
    for step in steps:
        match step:
            case RenameTable() if is_aside(step.name, number):
                yield _of_table_aside(step, steps)
            case RenameColumn() if is_aside(step.name, number):
                yield _of_aside(step, steps)
            case AddColumn(table=table, column=column) if column.has_default:
                yield f"Rows that exist get {_shown(table, column, fills)} as `{table}.{column.name}`."
            case CopyValues(table=table, target=column) if column.check is not None:
                yield _outside(f"{table}.{column.name}")
            case ChangeColumn() if not is_aside(step.after.name, number):
                yield from _of_change(step, fills)
            case AddIndex(table=table, index=index) if index.unique and not _was_unique(step, steps):
                yield f"Fails, and changes nothing, while two rows have the same `{table}.{index.columns[0]}`."


class _Deed(Struct, frozen=True):
    """A change as people would name it."""

    table: str
    verb: str
    column: str = ""
    name: str = ""
    """The new one."""

    @property
    def words(self) -> str:
        whole = (self.table, self.verb, self.column) if self.column else (self.verb, self.table)
        return "_".join(word.strip("_") for word in whole)

    @property
    def phrase(self) -> str:
        place = (
            f"`{self.column}` {_PREPOSITIONS.get(self.verb, 'of')} `{self.table}`" if self.column else f"`{self.table}`"
        )
        return f"{self.verb} {place} to `{self.name}`" if self.name else f"{self.verb} {place}"


def _deeds(steps: Sequence[Step]) -> Iterator[_Deed]:
    """Each column once: its index goes with it, and with a table that is renamed."""
    seen: set[tuple[str, str]] = set()
    for step in steps:
        if isinstance(step, CopyValues) or (isinstance(step, AddIndex | RemoveIndex) and _is_renamed(step, steps)):
            continue
        deed = _deed(step, steps)
        if (deed.table, deed.column) not in seen:
            seen.add((deed.table, deed.column))
            yield deed


def _deed(step: Step, steps: Sequence[Step]) -> _Deed:
    match step:
        case MakeTable(table=table):
            return _Deed(table.name, "make")
        case RenameTable(table=old, name=new):
            return _Deed(old, "rename", name=new)
        case AddColumn(table=name, column=column):
            return _Deed(name, "add", column.name)
        case RenameColumn(table=name, column=column) if _begun_anew(step, steps) is not None:
            return _Deed(name, "replace", column.name)
        case RenameColumn(table=name, column=column):
            return _Deed(name, "rename", column.name, step.name)
        case ChangeColumn(table=name, before=before, after=after):
            return _Deed(name, "relax" if _is_relaxed(before, after) else "change", after.name)
        case AddIndex(table=name, index=index) | RemoveIndex(table=name, index=index):
            return _Deed(name, "index", index.columns[0])
    raise AssertionError(f"no migration goes forward by `{type(step).__name__}`")


def _is_renamed(step: AddIndex | RemoveIndex, steps: Sequence[Step]) -> bool:
    """The same index comes, or goes, under another name."""
    other = RemoveIndex if isinstance(step, AddIndex) else AddIndex
    return any(
        isinstance(each, other)
        and (each.table, each.index.columns, each.index.unique) == (step.table, step.index.columns, step.index.unique)
        for each in steps
    )


def _was_unique(step: AddIndex, steps: Sequence[Step]) -> bool:
    """A new column has a value of its own in each row."""
    column = step.index.columns[0]
    is_new = any(
        isinstance(each, AddColumn) and (each.table, each.column.name) == (step.table, column) for each in steps
    )
    return is_new or _is_renamed(step, steps)


def _is_relaxed(before: Column, after: Column) -> bool:
    return after.nullable and not before.nullable and before.check == after.check


def _of_table_aside(step: RenameTable, steps: Sequence[Step]) -> str:
    if any(isinstance(each, MakeTable) and each.table.name == step.table for each in steps):
        return f"`{step.table}` begins anew, for its key cannot be changed: the old rows stay in `{step.name}`."
    return f"`{step.table}`, which was no longer used, is now called `{step.name}`."


def _of_aside(step: RenameColumn, steps: Sequence[Step]) -> str:
    begun = _begun_anew(step, steps)
    place = f"`{step.table}.{step.column.name}`"
    if begun is None:
        return f"{place}, which was no longer used, is now called `{step.name}`."
    kinds = f"`{step.column.kind}` cannot become `{begun.column.kind}` without loss"
    begins = "takes over what it can" if is_carried_over(step.column.kind, begun.column.kind) else "begins anew"
    return f"{place} {begins}, for {kinds}: the old values stay in `{step.name}`."


def _begun_anew(step: RenameColumn, steps: Sequence[Step]) -> AddColumn | None:
    """The new column under the name that another one had."""
    place = (step.table, step.column.name)
    added = (each for each in steps if isinstance(each, AddColumn))
    return next((each for each in added if (each.table, each.column.name) == place), None)


def _of_change(step: ChangeColumn, fills: Fills) -> Iterator[str]:
    before, after = step.before, step.after
    place = f"`{step.table}.{after.name}`"
    if _is_relaxed(before, after):
        yield f"{place} needs no value any more."
    if before.nullable and not after.nullable:
        yield f"Rows without {place} get {_shown(step.table, after, fills)}."
    if change_of_kind(before.kind, after.kind) == "narrowed":
        yield f"Fails, and changes nothing, while a value of {place} does not fit `{after.kind}`."
    if after.check is not None and before.check != after.check and not _allows(after.check, before.check):
        yield _outside(f"{step.table}.{after.name}")


def _outside(place: str) -> str:
    return f"Fails, and changes nothing, while a value of `{place}` is outside its new limits."


def _shown(table: str, column: Column, fills: Fills) -> str:
    fill = fills[table, column.name]
    if isinstance(fill, Numbering):
        return "a number of their own"
    if not fill.text:
        return "an empty text"
    return f"`{fill.text}`" if _PLAIN.fullmatch(fill.text) else "a valid value"


def _allows(wide: Check, narrow: Check | None) -> bool:
    """Every value within `narrow` is within `wide` too."""
    if narrow is None or bool(wide.values) != bool(narrow.values):
        return False
    return (
        set(narrow.values) <= set(wide.values)
        and _lowest(wide) <= _lowest(narrow)
        and _highest(wide) >= _highest(narrow)
    )


def _lowest(check: Check) -> tuple[Decimal, bool]:
    return Decimal(check.minimum or "-Infinity"), check.exclusive_minimum


def _highest(check: Check) -> tuple[Decimal, bool]:
    return Decimal(check.maximum or "Infinity"), not check.exclusive_maximum
