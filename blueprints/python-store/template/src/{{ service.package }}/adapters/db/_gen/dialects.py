"""An engine for the database that a URL names; each driver is imported only when it is needed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_CONNECT_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Engines:
    """Where changes are made, and where single reads are answered from one consistent snapshot."""

    writing: AsyncEngine
    reading: AsyncEngine

    async def dispose(self) -> None:
        await self.reading.dispose()
        await self.writing.dispose()


def create_engines(
    url: str, *, pool_size: int, pool_timeout: float, busy_timeout: float
) -> Engines:
    """`sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://user:password@host/name`."""
    target = make_url(url)
    scheme = target.get_backend_name()
    if scheme == "sqlite":
        return _sqlite(target, pool_size, busy_timeout)
    if scheme in ("postgresql", "postgres"):
        return _postgres(target, pool_size, pool_timeout)
    raise ValueError(f"`{scheme}://` is not supported; use sqlite:// or postgresql://")


def _sqlite(target: URL, pool_size: int, busy_timeout: float) -> Engines:
    if target.database in (None, "", ":memory:"):
        raise ValueError("an SQLite database in memory has one connection only; name a file")
    # SQLite has one writer at a time. One connection makes the writers of this process queue in the
    # pool, in their order, instead of polling for the lock.
    writing = _sqlite_engine(target, 1, busy_timeout, "BEGIN IMMEDIATE", query_only=False)
    reading = _sqlite_engine(target, pool_size, busy_timeout, "BEGIN", query_only=True)
    return Engines(writing, reading)


def _sqlite_engine(
    target: URL, pool_size: int, busy_timeout: float, begin: str, *, query_only: bool
) -> AsyncEngine:
    engine = create_async_engine(
        target.set(drivername="sqlite+aiosqlite"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=busy_timeout,
        # Transactions begin as told below, not as the driver guesses from the statements.
        connect_args={"timeout": busy_timeout, "isolation_level": None},
    )

    def configure(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {int(busy_timeout * 1000)}",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            f"query_only = {int(query_only)}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    def give_up(connection: Any, _record: Any, _error: BaseException | None) -> None:
        # A statement whose caller was cancelled is still held by the error that tells so. It would
        # keep the closed connection, and with it the lock of the writer, until that is forgotten.
        with suppress(Exception):
            connection.rollback()

    event.listen(engine.sync_engine, "connect", configure)
    event.listen(engine.sync_engine, "begin", start)
    event.listen(engine.sync_engine, "invalidate", give_up)
    return engine


def _postgres(target: URL, pool_size: int, pool_timeout: float) -> Engines:
    query = dict(target.query)
    if "sslmode" in query:  # libpq's name for what asyncpg calls `ssl`
        query["ssl"] = query.pop("sslmode")
    writing = create_async_engine(
        target.set(drivername="postgresql+asyncpg", query=query),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=pool_timeout,
        pool_pre_ping=True,
        connect_args={"timeout": _CONNECT_TIMEOUT},
    )
    reading = writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(writing, reading)
