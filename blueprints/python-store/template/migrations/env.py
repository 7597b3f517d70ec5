"""Runs the migrations; called by Alembic. It knows the database, and nothing of the service."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from alembic import context
from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
_LOCK = 7_301_968_240_114
"""Key of the advisory lock by which only one migration of a database runs at a time."""


def database() -> URL:
    """The URL that the caller has set, else that of DATABASE_URL, with its driver."""
    url = context.config.get_main_option("sqlalchemy.url") or os.environ.get("DATABASE_URL")
    if not url:
        raise SystemExit("error: DATABASE_URL is not set\nhint: DATABASE_URL=sqlite:///service.db")
    target = make_url(url)
    query = dict(target.query)
    if "sslmode" in query:  # libpq's name for what asyncpg calls `ssl`
        query["ssl"] = query.pop("sslmode")
    return target.set(drivername=_DRIVERS[target.get_backend_name()], query=query)


def run(connection: Connection) -> None:
    """All missing migrations in one transaction: a failed one leaves the database as it was."""
    context.configure(connection=connection, transactional_ddl=True, render_as_batch=True)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        context.run_migrations()


async def migrate() -> None:
    """Connect and run them."""
    target = database()
    engine = create_async_engine(target, poolclass=NullPool)
    if target.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "connect", begin_only_when_told)
        event.listen(engine.sync_engine, "begin", begin_immediately)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
            await connection.commit()
    finally:
        await engine.dispose()


def begin_only_when_told(connection: Any, _record: Any) -> None:
    """Keep the driver from committing before each change of a table.

    A table that is changed is made anew: what refers to it must not go with the old one.
    """
    connection.isolation_level = None
    connection.cursor().execute("PRAGMA foreign_keys = OFF")


def begin_immediately(connection: Connection) -> None:
    """Take SQLite's only write lock at once: a second migration waits for the first."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


if context.is_offline_mode():
    context.configure(url=database(), literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    asyncio.run(migrate())
