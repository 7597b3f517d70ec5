"""The view of the blueprint `python-store`: tables, repositories and the next migration."""

from __future__ import annotations

import keyword
from collections.abc import Iterator

from msgspec import Struct

from msgen.plan.migrations.history import History
from msgen.plan.migrations.own_tables import IDEMPOTENCY, INBOX, OUTBOX
from msgen.plan.migrations.tables import Table
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import class_head, statement
from msgen.plan.views.python.migration.view import MigrationView, migration_view
from msgen.plan.views.python.port_names import RowNames, stored_objects
from msgen.plan.views.python.scopes import Scope
from msgen.plan.views.python.stored_tables import (
    StoredTable,
    child_tables,
    list_table,
    stored_tables,
    version_column,
)
from msgen.plan.views.python.table_text import OwnVocabulary, laid_out, table_entries
from msgen.topology.model import Aggregate, ReadModel, Service


class TableView(Struct, frozen=True):
    variable: str
    name: str
    entries: tuple[str, ...]
    """Columns, checks and indexes, in this order; each an argument of `Table`."""


class RepositoryClassView(Struct, frozen=True):
    name: str
    noun: str
    mapping: str

    @property
    def head(self) -> str:
        return class_head(self.name, "SqlRepository")


class StoreView(Struct, frozen=True):
    package: str
    tables_imports: str
    tables: tuple[TableView, ...]
    repositories: tuple[RepositoryClassView, ...]
    migrations: tuple[MigrationView, ...]
    """The one that brings the tables up to date; none where they are."""
    has_outbox: bool
    has_inbox: bool
    keeps_keys: bool

    @property
    def keeps_house(self) -> bool:
        """Old rows of the inbox and of idempotency keys are deleted from time to time."""
        return self.has_inbox or self.keeps_keys


def store_view(contracts: ServiceContracts, history: History, *, keeps_keys: bool) -> StoreView:
    service = contracts.service
    tables = stored_tables(contracts)
    imports = Imports()
    imports.add("sqlalchemy", "Table")
    imports.add(".metadata", "metadata")
    views = tuple(_table_view(stored, imports) for stored in tables)
    rows = [(item, contracts.ports.rows[item.name]) for item in stored_objects(service)]
    migration = migration_view(tables, tuple(_own_tables(service, keeps_keys)), history)
    return StoreView(
        package=contracts.package,
        tables_imports=imports.block(),
        tables=views,
        repositories=tuple(_repository(contracts.scope, item, names) for item, names in rows),
        migrations=() if migration is None else (migration,),
        has_outbox=bool(service.publishes),
        has_inbox=bool(service.subscriptions),
        keeps_keys=keeps_keys,
    )


def _table_view(stored: StoredTable, imports: Imports) -> TableView:
    entries = laid_out(table_entries(stored.table, OwnVocabulary(imports)), indent=4)
    return TableView(table_variable(stored.table.name), stored.table.name, entries)


def _own_tables(service: Service, keeps_keys: bool) -> Iterator[Table]:
    """The tables beside those of the rows."""
    if service.publishes:
        yield OUTBOX
    if service.subscriptions:
        yield INBOX
    if keeps_keys:
        yield IDEMPOTENCY


def table_variable(table: str) -> str:
    """The variable of a table beside what its module imports."""
    return f"{table}_" if keyword.iskeyword(table) or table in ("cast", "column", "metadata") else table


def _repository(scope: Scope, item: Aggregate | ReadModel, names: RowNames) -> RepositoryClassView:
    children = [
        f'"{field.name}": TableMapping(tables.{table_variable(list_table(names, field.name))})'
        for field, _ in child_tables(scope, item)
    ]
    settings = [f"tables.{table_variable(names.table)}"]
    if children:
        settings.append(f"children={{{', '.join(children)}}}")
    if version_column(item) != "version":
        settings.append(f'version="{version_column(item)}"')
    return RepositoryClassView(
        names.repository_class,
        names.variable.replace("_", " ").strip(),
        statement("mapping = ", Call("TableMapping", tuple(settings)), indent=4),
    )
