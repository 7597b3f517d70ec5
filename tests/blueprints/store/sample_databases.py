"""Migrated, empty databases for the tests, on both products."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from postgres_server import binaries, postgres_server
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.migrate import migrate


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running server whose database `migrated` has all tables."""
    bin_folder = binaries()
    if bin_folder is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's own folders: those are closed to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        with postgres_server(folder, bin_folder) as url:
            asyncio.run(execute(f"{url}/postgres", "CREATE DATABASE migrated"))
            migrate(f"{url}/migrated")
            yield url
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated, empty database."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "service.db")
        return f"sqlite:///{tmp_path / 'service.db'}"
    url = f"{request.getfixturevalue('postgres_url')}/migrated"
    # To empty one database takes a hundredth of the time that a new one takes.
    asyncio.run(execute(url, "DROP TABLE IF EXISTS effects"))
    asyncio.run(execute(url, 'TRUNCATE "order", order_lines, _outbox, _inbox, _idempotency'))
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
