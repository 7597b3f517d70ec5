"""Whether a local database has its newest tables: to ask Alembic itself costs a second for each service."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from msgen.local.revisions import heads


def has_newest_schema(database: Path, versions: Path) -> bool:
    """Whether the one head of the migrations in `versions` is what the database says of itself.

    A doubt is a no: the migration then says what is wrong.
    """
    try:
        newest = heads({file.name: file.read_bytes() for file in versions.glob("*.py")})
        return len(newest) == 1 and _applied(database) == set(newest)
    except (OSError, ValueError, sqlite3.Error):
        return False


def _applied(database: Path) -> set[str]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")}
