"""Migrations bring a database to exactly the tables of the code."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
import stored_service
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sample_databases import execute
from stored_service.adapters.db._gen import idempotency, inbox, outbox, tables  # noqa: F401
from stored_service.adapters.db._gen.engine import Database
from stored_service.adapters.db._gen.metadata import metadata
from stored_service.adapters.db._gen.migrate import migrate
from sqlalchemy import Connection, inspect

SERVICE = Path(stored_service.__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server, name = request.getfixturevalue("postgres_url"), f"test_{uuid4().hex}"
    asyncio.run(execute(f"{server}/postgres", f"CREATE DATABASE {name}"))
    return f"{server}/{name}"


def tables_in(url: str) -> list[str]:
    async def look() -> list[str]:
        database = Database(url)
        async with database.connection() as connection:
            found = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        await database.close()
        return sorted(found)

    return asyncio.run(look())


async def test_migrations_and_code_describe_the_same_tables(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with database.connection() as connection:
        assert await connection.run_sync(differences) == []


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    before = tables_in(database_url)
    migrate(database_url)
    assert tables_in(database_url) == before


def test_the_working_directory_does_not_matter(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    migrate(empty_url)
    assert "order" in tables_in(empty_url)


def test_several_that_migrate_at_once_wait_for_each_other(empty_url: str) -> None:
    script = "import sys; from stored_service.adapters.db._gen.migrate import migrate; migrate(sys.argv[1])"

    def start(_: int) -> int:
        environment = {**os.environ, "PYTHONPATH": str(SERVICE / "src")}
        return subprocess.run([sys.executable, "-c", script, empty_url], env=environment).returncode

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(start, range(3))) == [0, 0, 0]
    assert "order" in tables_in(empty_url)


def test_a_migration_that_fails_leaves_the_database_as_it_was(database_url: str, tmp_path: Path) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(SERVICE / "migrations", scripts)
    (scripts / "versions" / "0002_broken.py").write_text(
        'from alembic import op\nimport sqlalchemy as sa\nrevision = "0002"\ndown_revision = "0001"\n'
        'def upgrade():\n    op.create_table("half", sa.Column("id", sa.Integer))\n    raise ZeroDivisionError\n'
    )
    before = tables_in(database_url)
    with pytest.raises(ZeroDivisionError):
        migrate(database_url, scripts)
    assert tables_in(database_url) == before


def test_a_password_with_special_characters_reaches_the_database(unused_tcp_port: int) -> None:
    with pytest.raises(OSError, match=str(unused_tcp_port)):
        migrate(f"postgresql://user:p%40ss%25word@127.0.0.1:{unused_tcp_port}/name")


def test_alembic_on_the_command_line_takes_the_database_from_the_environment(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cli.db'}"
    alembic = Path(sys.executable).with_name("alembic")

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [str(alembic), *arguments]
        kept = {"PATH": os.environ["PATH"], **environment}
        return subprocess.run(command, cwd=SERVICE, env=kept, capture_output=True, text=True)

    assert run("upgrade", "head", DATABASE_URL=url).returncode == 0
    assert "order" in tables_in(url)
    refused = run("upgrade", "head")
    assert refused.returncode == 1
    assert "error: DATABASE_URL is not set" in refused.stderr


def test_a_new_migration_is_written_in_the_style_of_the_service(tmp_path: Path) -> None:
    shutil.copytree(SERVICE / "migrations", tmp_path / "migrations")
    shutil.copy(SERVICE / "alembic.ini", tmp_path)
    alembic = Path(sys.executable).with_name("alembic")
    command = [str(alembic), "revision", "--rev-id", "0002", "-m", "add remark"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    file = tmp_path / "migrations" / "versions" / "0002_add_remark.py"
    written = file.read_text()
    assert written.splitlines()[0] == '"""Add remark."""'
    assert 'down_revision = "0001"' in written
    ruff = [str(Path(sys.executable).with_name("ruff"))]
    settings = ["--isolated", "--no-cache", "--line-length", "100", str(file)]
    # F401: an empty migration uses neither of its imports; the person who fills it does.
    rules = ["--select", "E,F,I,UP,B,N,RUF", "--ignore", "F401"]
    subprocess.run([*ruff, "check", *rules, *settings], check=True)
    subprocess.run([*ruff, "format", "--check", *settings], check=True)
