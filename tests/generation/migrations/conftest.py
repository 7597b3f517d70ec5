"""Databases of both products, and a service to change."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from postgres_server import binaries, postgres_server

sys.path.insert(0, str(Path(__file__).parents[1]))

from evolving import Evolving, names_in, schema


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of PostgreSQL, without a database."""
    bin_folder = binaries()
    if bin_folder is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's own folders: those are closed to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        with postgres_server(folder, bin_folder) as url:
            yield url
    finally:
        shutil.rmtree(folder)


class Databases:
    """Makes empty databases of one product."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self._folder, self._server = folder, server

    def new(self) -> str:
        name = f"d{uuid4().hex}"
        if self._server is None:
            return f"sqlite:///{self._folder / name}.db"
        asyncio.run(_execute(f"{self._server}/postgres", f"CREATE DATABASE {name}"))
        return f"{self._server}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    server = request.getfixturevalue("server") if request.param == "postgresql" else None
    return Databases(tmp_path, server)


@pytest.fixture
def url(databases: Databases) -> str:
    """An empty database."""
    return databases.new()


@pytest.fixture
def orders(tmp_path: Path) -> Evolving:
    return Evolving(tmp_path / "system")


@pytest.fixture
def is_as_new(url: str, databases: Databases, tmp_path: Path) -> Callable[[str], None]:
    """Checks that what the migrations made of the database has all that a fresh system of the same spec has."""

    def check(spec: str) -> None:
        fresh = Evolving(tmp_path / f"fresh-{uuid4().hex}")
        fresh.becomes(spec)
        empty = databases.new()
        fresh.migrate(empty)
        expected = schema(empty)
        assert schema(url, names_in(expected)) == expected

    return check


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
