"""Whether a local database has its newest tables: to ask Alembic itself costs a second for each service."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any


def has_newest_schema(database: Path, versions: Path) -> bool:
    """Whether the one head of the migrations in `versions` is what the database says of itself.

    A doubt is a no: the migration then says what is wrong.
    """
    try:
        heads = _heads(versions)
        return len(heads) == 1 and _applied(database) == heads
    except (OSError, SyntaxError, ValueError, sqlite3.Error):
        return False


def _heads(versions: Path) -> set[str]:
    migrations = [_constants(file) for file in versions.glob("*.py")]
    revisions = {names["revision"] for names in migrations if "revision" in names}
    return revisions - {parent for names in migrations for parent in _parents(names.get("down_revision"))}


def _constants(file: Path) -> dict[str, Any]:
    """The names of a migration's module that are set to a plain value."""
    return dict(_plain_assignments(ast.parse(file.read_text("utf-8"))))


def _plain_assignments(module: ast.Module) -> Iterator[tuple[str, Any]]:
    for statement in module.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() | ast.Tuple() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() | ast.Tuple() as value)
            ):
                yield name, ast.literal_eval(value)


def _parents(down_revision: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if down_revision is None:
        return ()
    return (down_revision,) if isinstance(down_revision, str) else down_revision


def _applied(database: Path) -> set[str]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")}
