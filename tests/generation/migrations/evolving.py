"""One service whose spec changes: generated again and again over the migrations it has, on a database with rows."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from generated import numbers_of, resolved, written
from running import importable
from sqlalchemy import Connection, NullPool, Table, event, inspect, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from msgen.merging.histories import history, migrations_in
from msgen.merging.lock import Lock, LockedFile
from msgen.merging.locked_design import NO_DESIGN
from msgen.merging.renaming import declared
from msgen.plan.planner import build
from msgen.rendering.render import render
from msgen.rendering.tree import Tree
from msgen.topology.model import Topology
from msgen.topology.slices import system_slice

SERVICE = "services/orders"
VERSIONS = f"{SERVICE}/migrations/versions"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
T = TypeVar("T")


@dataclass
class Evolving:
    """The system in a folder; what the lock would remember stands in `files`."""

    system: Path
    files: tuple[LockedFile, ...] = ()
    before: Topology | None = None
    tree: Tree = field(default_factory=Tree)

    @property
    def service(self) -> Path:
        return self.system / SERVICE

    def becomes(self, spec: str) -> str:
        """Generate the spec over what is there; the text of the migration that is new, or nothing."""
        topology = resolved(spec)
        self.tree = render(build(topology, numbers_of(topology), None, self._histories(topology))).below(SERVICE)
        new = {path: file for path, file in self.tree.items() if file.owner == "A"}
        assert not any((self.service / path).exists() for path in new), "a migration is written once"
        written(self.tree, self.service)
        self.files += tuple(
            LockedFile(path, "", "100644", "A", file.id, changes=file.changes) for path, file in new.items()
        )
        self.before = topology
        return "".join(file.content.decode() for file in new.values())

    def copy(self, name: str) -> Evolving:
        """A branch of the same system, in a folder beside it."""
        folder = self.system.parent / name
        shutil.copytree(self.system, folder)
        return replace(self, system=folder)

    def merges(self, other: Evolving) -> None:
        """What git makes of two branches: the files of both, and the lines of both locks."""
        for file in (other.system / VERSIONS).glob("*.py"):
            shutil.copy(file, self.system / VERSIONS)
        known = {file.path for file in self.files}
        self.files = (*self.files, *(file for file in other.files if file.path not in known))

    def person_writes(self, name: str, after: str, body: str) -> None:
        """A revision of people's own."""
        head = f'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "{name}"\ndown_revision = "{after}"\n'
        (self.system / VERSIONS / f"{name}.py").write_text(f"{head}\n\ndef upgrade() -> None:\n    {body}\n")

    def migrate(self, url: str) -> None:
        source = next(self.service.glob("src/*/adapters/db/_gen/migrate.py"))
        spec = importlib.util.spec_from_file_location("generated_migrate", source)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.migrate(url, self.service / "migrations")

    @contextmanager
    def tables(self) -> Iterator[Mapping[str, Table]]:
        """Those of the generated code, by name."""
        with importable(self.system):
            adapters = self.service / "src" / "orders" / "adapters" / "db" / "_gen"
            for module in ("tables", "outbox", "inbox", "idempotency"):
                if (adapters / f"{module}.py").exists():
                    importlib.import_module(f"orders.adapters.db._gen.{module}")
            yield importlib.import_module("orders.adapters.db._gen.metadata").metadata.tables

    def insert(self, url: str, table: str, *rows: Mapping[str, Any]) -> None:
        with self.tables() as tables:
            statement = tables[table].insert()
            on_database(url, lambda connection: [connection.execute(statement, dict(row)) for row in rows])

    def rows(self, url: str, table: str) -> list[dict[str, Any]]:
        """As the generated code reads them, by their first column."""
        with self.tables() as tables:
            statement = tables[table].select().order_by(*tables[table].primary_key)
            return on_database(url, lambda connection: [dict(row) for row in connection.execute(statement).mappings()])

    def _histories(self, topology: Topology) -> Any:
        if self.before is None:
            return {}
        lock = Lock("", (), NO_DESIGN, "", "", self.files)
        renames = declared(system_slice(self.before), topology)
        return {"orders": history(topology, "orders", lock, migrations_in(self.service), renames)}


def on_database(url: str, work: Callable[[Connection], T]) -> T:
    """Run it in a transaction of its own."""

    async def run() -> T:
        target = make_url(url)
        engine = create_async_engine(target.set(drivername=_DRIVERS[target.get_backend_name()]), poolclass=NullPool)
        if target.get_backend_name() == "sqlite":
            event.listen(engine.sync_engine, "connect", _with_foreign_keys)
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(work)
        finally:
            await engine.dispose()

    return asyncio.run(run())


def schema(url: str, names: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """Tables, columns, limits and indexes as the database tells them; of `names` only, where they are given."""
    return on_database(url, lambda connection: _schema(connection, names))


def names_in(described: Mapping[str, Any]) -> dict[str, list[str]]:
    return {table: list(each["columns"]) for table, each in described.items()}


def _schema(connection: Connection, names: Mapping[str, Sequence[str]] | None) -> dict[str, Any]:
    inspector = inspect(connection)
    tables = [name for name in inspector.get_table_names() if name != "alembic_version"]
    return {
        name: _described(inspector, name, None if names is None else names[name])
        for name in sorted(tables)
        if names is None or name in names
    }


def _described(inspector: Any, table: str, names: Sequence[str] | None) -> dict[str, Any]:
    columns = {each["name"]: (str(each["type"]), each["nullable"]) for each in inspector.get_columns(table)}
    kept = sorted(columns if names is None else names)
    checks = {each["name"]: each["sqltext"] for each in inspector.get_check_constraints(table)}
    return {
        "columns": {name: columns.get(name) for name in kept},
        "checks": {name: text for name, text in sorted(checks.items()) if name in kept},
        "indexes": sorted(
            (each["name"], tuple(each["column_names"]), bool(each["unique"])) for each in inspector.get_indexes(table)
        ),
        "key": inspector.get_pk_constraint(table)["constrained_columns"],
        "owners": [
            (each["constrained_columns"], each["referred_table"], each["options"].get("ondelete"))
            for each in inspector.get_foreign_keys(table)
        ],
    }


def _with_foreign_keys(connection: Any, _record: Any) -> None:
    connection.cursor().execute("PRAGMA foreign_keys = ON")
