"""Migrated databases for the tests, one per test, on both products."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from postgres_server import binaries, postgres_server
from sample_service.adapters.db._gen.engine import Database
from sample_service.adapters.db._gen.migrate import migrate


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running server whose database `migrated` is to be copied."""
    bin_folder = binaries()
    if bin_folder is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's own folders: those are closed to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        with postgres_server(folder, bin_folder) as url:
            asyncio.run(_sql(url, 'CREATE DATABASE "migrated"'))
            migrate(f"{url}/migrated")
            yield url
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated, empty database of the test's own."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "service.db")
        return f"sqlite:///{tmp_path / 'service.db'}"
    server = request.getfixturevalue("postgres_url")
    name = f"test_{uuid4().hex}"
    asyncio.run(_sql(server, f'CREATE DATABASE "{name}" TEMPLATE "migrated"'))
    return f"{server}/{name}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def _sql(server: str, statement: str) -> None:
    connection = await asyncpg.connect(f"{server}/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
