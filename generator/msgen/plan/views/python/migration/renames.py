"""Which tables and columns a renamed aggregate or field had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgen.design.naming import snake_case
from msgen.plan.migrations.difference import TableRenames
from msgen.plan.migrations.history import History
from msgen.plan.views.python.stored_tables import StoredTable

_MONEY = ("_amount", "_currency")


def table_renames(stored: Sequence[StoredTable], history: History) -> TableRenames:
    """The old names that tables and columns may have had: which of them did is known where the tables are."""
    tables: dict[str, str] = {}
    columns: dict[str, Mapping[str, str]] = {}
    for each in stored:
        was = _table_was(each, history)
        if was != each.table.name:
            tables[was] = each.table.name
        columns[each.table.name] = dict(_columns(history.fields.get(each.described_by, {})))
    return TableRenames(tables, columns)


def _table_was(stored: StoredTable, history: History) -> str:
    row = _old(history.rows, stored.row)
    own = stored.row_table if row is None else snake_case(row)
    if not stored.field:
        return own
    return f"{own}_{snake_case(_old(history.fields.get(stored.row, {}), stored.field) or stored.field)}"


def _columns(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for old, new in fields.items():
        yield old, new
        yield from ((f"{old}{part}", f"{new}{part}") for part in _MONEY)


def _old(renames: Mapping[str, str], name: str) -> str | None:
    return next((old for old, new in renames.items() if new == name), None)
