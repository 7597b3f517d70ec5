"""A row that is inserted only if there is none with its key; nothing fails where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_unless_there(dialect: str, table: Table, row: Mapping[str, Any]) -> Insert:
    """The row count of its result is 1 if the row is new, else 0."""
    if dialect == "sqlite":
        return sqlite.insert(table).values(row).on_conflict_do_nothing()
    return postgresql.insert(table).values(row).on_conflict_do_nothing()
