"""What a migration is called, and what it says of itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from msgen.plan.migrations.difference import is_aside
from msgen.plan.migrations.fills import Fills, Numbering
from msgen.plan.migrations.kinds import change_of_kind
from msgen.plan.migrations.steps import (
    AddColumn,
    AddIndex,
    ChangeColumn,
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
_PREPOSITIONS = {"add": "to", "relax": "of", "change": "of", "rename": "of", "replace": "of"}


def revision(number: int, steps: Sequence[Step]) -> str:
    """The name of the file and of the revision: alone in its folder, and another one on another branch.

    >>> revision(2, [AddColumn("order", Column("note", "text"))]), revision(3, [])
    ('0002_order_add_note', '0003_merge')
    """
    words = [_words(*change) for change in _changes(steps)] or ["merge"]
    name = f"{number:04}_{words[0]}" + ("_and_more" if len(words) > 1 else "")
    if len(words) == 1 and len(name) <= LONGEST_REVISION:
        return name
    digest = hashlib.sha256(msgspec.json.encode(list(steps))).hexdigest()[:_HASH_DIGITS]
    room = LONGEST_REVISION - _HASH_DIGITS - 1
    return f"{name if len(name) <= room else name[:room].rpartition('_')[0]}_{digest}"


def summary(steps: Sequence[Step]) -> str:
    """The first line of the docstring.

    >>> summary([AddColumn("order", Column("note", "text")), RenameTable("bill", "invoice")])
    'Add `note` to `order`, rename `bill`.'
    """
    said = [_phrase(*change) for change in _changes(steps)] or ["join the branches before this"]
    candidates = (", ".join(said), f"{said[0]}, and more", "change the tables")
    shown = next(text for text in candidates if len(text) <= _LONGEST_SUMMARY)
    return f"{shown[0].upper()}{shown[1:]}."


def notes(number: int, steps: Sequence[Step], fills: Fills) -> Iterator[str]:
    """What whoever runs the migration should know."""
    for step in steps:
        match step:
            case RenameTable(table=table, name=name) if is_aside(name, number):
                yield f"What was in `{table}` stays in `{name}`: what it is found by cannot become another type."
            case RenameColumn(table=table, column=column, name=name) if is_aside(name, number):
                yield _of_aside(step, steps)
            case AddColumn(table=table, column=column) if column.has_default:
                yield f"Rows that exist get {_shown(table, column, fills)} as `{table}.{column.name}`."
            case ChangeColumn() if not is_aside(step.after.name, number):
                yield from _of_change(step, fills)
            case AddIndex(table=table, index=index) if index.unique and not _is_new(table, index.columns[0], steps):
                yield f"Fails, and changes nothing, while two rows have the same `{table}.{index.columns[0]}`."


def _changes(steps: Sequence[Step]) -> Iterator[tuple[str, str, str]]:
    """Table, verb and column, each column once: its index goes with it."""
    seen: set[tuple[str, str]] = set()
    added = {(step.table, step.column.name) for step in steps if isinstance(step, AddColumn)}
    for table, verb, column in map(_change, steps):
        if (table, column) not in seen:
            seen.add((table, column))
            yield table, "replace" if verb == "rename" and (table, column) in added else verb, column


def _change(step: Step) -> tuple[str, str, str]:
    match step:
        case MakeTable(table=table):
            return table.name, "make", ""
        case RenameTable(table=old):
            return old, "rename", ""
        case AddColumn(table=name, column=column):
            return name, "add", column.name
        case RenameColumn(table=name, column=column):
            return name, "rename", column.name
        case ChangeColumn(table=name, before=before, after=after):
            return name, "relax" if _is_relaxed(before, after) else "change", after.name
        case AddIndex(table=name, index=index) | RemoveIndex(table=name, index=index):
            return name, "index", index.columns[0]
    raise AssertionError(f"no migration goes forward by `{type(step).__name__}`")


def _words(table: str, verb: str, column: str) -> str:
    return "_".join(word.strip("_") for word in ((table, verb, column) if column else (verb, table)))


def _phrase(table: str, verb: str, column: str) -> str:
    if not column:
        return f"{verb} `{table}`"
    return f"{verb} `{column}` {_PREPOSITIONS.get(verb, 'in')} `{table}`"


def _is_relaxed(before: Column, after: Column) -> bool:
    return after.nullable and not before.nullable and before.check == after.check


def _of_aside(step: RenameColumn, steps: Sequence[Step]) -> str:
    begun = next((each for each in steps if isinstance(each, AddColumn) and _is_at(each, step)), None)
    place = f"`{step.table}.{step.column.name}`"
    if begun is None:
        return f"{place}, which was no longer used, is now called `{step.name}`."
    kinds = f"`{step.column.kind}` cannot become `{begun.column.kind}` without loss"
    return f"{place} begins anew, for {kinds}: the old values stay in `{step.name}`."


def _is_at(added: AddColumn, renamed: RenameColumn) -> bool:
    return (added.table, added.column.name) == (renamed.table, renamed.column.name)


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
        yield f"Fails, and changes nothing, while a value of {place} is outside its new limits."


def _shown(table: str, column: Column, fills: Fills) -> str:
    fill = fills[table, column.name]
    if isinstance(fill, Numbering):
        return "a number of their own"
    if not fill.text:
        return "an empty text"
    return f"`{fill.text}`" if _PLAIN.fullmatch(fill.text) else "a valid value"


def _is_new(table: str, column: str, steps: Sequence[Step]) -> bool:
    return any(isinstance(step, AddColumn) and (step.table, step.column.name) == (table, column) for step in steps)


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
