"""The statements of a migration: each step as a call of Alembic.

SQLite changes little of a table that exists: what it cannot do is written as a batch, for which Alembic makes the
table anew there. On PostgreSQL a batch is the same statements one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgen.plan.migrations.fills import Fill, Fills, Numbering, smallest_value
from msgen.plan.migrations.kinds import name_and_sizes, stored_as
from msgen.plan.migrations.steps import (
    AddColumn,
    AddIndex,
    ChangeColumn,
    CopyValues,
    MakeTable,
    RemoveColumn,
    RemoveIndex,
    RemoveTable,
    RenameColumn,
    RenameTable,
    Step,
)
from msgen.plan.migrations.tables import Check, Column, Index, Table
from msgen.plan.views.python.annotations import text_literal
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.migration.conversions import converted, new_places
from msgen.plan.views.python.table_text import (
    PortableVocabulary,
    column_text,
    condition_text,
    laid_out,
    table_entries,
)

_WORDS = PortableVocabulary()
_IN_FUNCTION, _IN_BATCH, _IN_CALL = 4, 8, 8


def statements(steps: Sequence[Step], fills: Fills) -> tuple[str, ...]:
    """The body of `upgrade` or `downgrade`, each statement without the first line's indentation."""
    return tuple(text for group in _grouped(steps) for text in _written(group, fills))


def _grouped(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Changes of one table that SQLite makes it anew for are together, so that it does so once."""
    for _, group in groupby(enumerate(steps), lambda each: _together(*each)):
        yield [step for _, step in group]


def _together(position: int, step: Step) -> tuple[object, ...]:
    match step:
        case AddColumn(table=table, column=column) if column.check is not None:
            return table, "added"
        case ChangeColumn(table=table) | RemoveColumn(table=table):
            return table, "changed"
    return (position,)


def _written(group: Sequence[Step], fills: Fills) -> Iterator[str]:
    match group[0]:
        case AddColumn(table=table, column=column) if column.check is None:
            yield _call("op.add_column", text_literal(table), _added(table, column, fills))
        case AddColumn(table=table):
            added = (step.column for step in group if isinstance(step, AddColumn))
            yield _batch(table, [line for column in added for line in _added_with_check(table, column, fills)])
        case ChangeColumn(table=table) | RemoveColumn(table=table):
            filled = [step for step in group if isinstance(step, ChangeColumn) and _needs_value(step)]
            limits = [line for step in filled for line in _dropped_for_value(step)]
            if limits:
                yield _batch(table, limits)
            yield from (_fill(step, fills) for step in filled)
            yield _batch(table, [line for step in group for line in _in_group(step)])
            yield from (_padded(step) for step in group if isinstance(step, ChangeColumn) and _places(step))
        case CopyValues() as step:
            yield _copied(step)
        case MakeTable(table=table):
            yield _made(table)
        case RemoveTable(table=table):
            yield _call("op.drop_table", text_literal(table.name))
        case RenameTable(table=old, name=new):
            yield _call("op.rename_table", text_literal(old), text_literal(new))
        case RenameColumn() as step:
            yield from _renamed(step)
        case AddIndex(table=table, index=index):
            yield _index(table, index)
        case RemoveIndex(table=table, index=index):
            yield _call("op.drop_index", text_literal(index.name), f"table_name={text_literal(table)}")


def _made(table: Table) -> str:
    entries: list[str | Call] = [text_literal(table.name), *table_entries(table, _WORDS)]
    if any(column.kind == "counter" for column in table.columns):
        entries.append("sqlite_autoincrement=True")
    lines = "".join(f"{' ' * _IN_CALL}{line}\n" for line in laid_out(entries, _IN_CALL))
    return f"op.create_table(\n{lines}{' ' * _IN_FUNCTION})"


def _added(table: str, column: Column, fills: Fills) -> str:
    default = [f"server_default={_default(_fill_of(table, column, fills))}"] if column.has_default else []
    return column_text(column, _WORDS, *default)


def _added_with_check(table: str, column: Column, fills: Fills) -> Iterator[str]:
    yield _in_batch("add_column", _added(table, column, fills))
    if column.check is not None:
        yield _checked(column, column.check)


def _renamed(step: RenameColumn) -> Iterator[str]:
    """A check has the name of its column."""
    old, new = text_literal(step.column.name), f"new_column_name={text_literal(step.name)}"
    yield _call("op.alter_column", text_literal(step.table), old, new)
    if step.column.check is not None:
        yield _batch(step.table, [*_dropped(step.column), _checked(step.renamed, step.column.check)])


def _in_group(step: Step) -> Iterator[str]:
    match step:
        case RemoveColumn(column=column):
            yield from _dropped(column)
            yield _in_batch("drop_column", text_literal(column.name))
        case ChangeColumn(before=before, after=after):
            if before.check != after.check and not _needs_value(step):
                yield from _dropped(before)
            yield from _changed(before, after)


def _needs_value(step: ChangeColumn) -> bool:
    return step.before.nullable and not step.after.nullable


def _dropped_for_value(step: ChangeColumn) -> Iterator[str]:
    """The value that rows get may be outside of the old limits."""
    return _dropped(step.before) if step.before.check != step.after.check else iter(())


def _changed(before: Column, after: Column) -> Iterator[str]:
    settings = [*_settings(before, after)]
    if settings:
        yield _in_batch("alter_column", text_literal(after.name), *settings)
    if after.check is not None and before.check != after.check:
        yield _checked(after, after.check)


def _settings(before: Column, after: Column) -> Iterator[str]:
    if stored_as(before.kind) != stored_as(after.kind):
        yield f"type_={_WORDS.type(after.kind)}"
        if name_and_sizes(stored_as(before.kind))[0] not in ("text", "string", "decimal"):
            using = text_literal(f'"{after.name}"::text')
            yield f"postgresql_using={using}"
    if before.nullable != after.nullable:
        yield f"nullable={after.nullable}"
    if before.has_default and not after.has_default:
        yield "server_default=None"


def _dropped(column: Column) -> Iterator[str]:
    if column.check is not None:
        yield _in_batch("drop_constraint", text_literal(column.name), 'type_="check"')


def _checked(column: Column, check: Check) -> str:
    condition = condition_text(column, check, _WORDS)
    return _in_batch("create_check_constraint", text_literal(column.name), condition)


def _index(table: str, index: Index) -> str:
    names = f"[{', '.join(map(text_literal, index.columns))}]"
    unique = ["unique=True"] if index.unique else []
    return _call("op.create_index", text_literal(index.name), text_literal(table), names, *unique)


def _copied(step: CopyValues) -> str:
    columns = (text_literal(step.source.name), text_literal(step.target.name))
    value = Call("either", tuple(map(text_literal, converted(step.source, step.target))))
    return statement("", Call("carry", (text_literal(step.table), *columns, value)), indent=_IN_FUNCTION)


def _places(step: ChangeColumn) -> str:
    return new_places(step.before, step.after)


def _padded(step: ChangeColumn) -> str:
    return _call("pad", text_literal(step.table), text_literal(step.after.name), text_literal(_places(step)))


def _fill(step: ChangeColumn, fills: Fills) -> str:
    place = (text_literal(step.table), text_literal(step.after.name))
    fill = _fill_of(step.table, step.after, fills)
    if isinstance(fill, Fill):
        return _call("fill", *place, _sql(fill) if fill.sqlite else text_literal(_quoted(fill.text)))
    text = [text_literal(fill.text)] if fill.text else []
    return _call("number", *place, str(fill.first), *text)


def _fill_of(table: str, column: Column, fills: Fills) -> Fill | Numbering:
    return fills.get((table, column.name)) or smallest_value(column)


def _default(fill: Fill | Numbering) -> str:
    assert isinstance(fill, Fill), "a default is the same for all rows"
    return f"sa.text({_sql(fill)})" if fill.sqlite else text_literal(fill.text)


def _sql(fill: Fill) -> str:
    return f"either({text_literal(_quoted(fill.text))}, {text_literal(fill.sqlite)})"


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _call(name: str, *arguments: str) -> str:
    return statement("", Call(name, arguments), indent=_IN_FUNCTION)


def _in_batch(method: str, *arguments: str) -> str:
    return statement("", Call(f"batch.{method}", arguments), indent=_IN_BATCH)


def _batch(table: str, lines: Sequence[str]) -> str:
    head = statement("with ", Call("op.batch_alter_table", (text_literal(table),)), " as batch:", indent=_IN_FUNCTION)
    return "\n".join([head, *(f"{' ' * _IN_BATCH}{line}" for line in lines)])
