from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from msgen.local.schema_version import has_newest_schema

FIRST = 'revision = "0001"\ndown_revision = None\n'
SECOND = 'revision: str = "0002"\ndown_revision: str | None = "0001"\n'


def migrations(folder: Path, *texts: str) -> Path:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"m{number}.py").write_text(text)
    return folder


def database(file: Path, *versions: str) -> Path:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT NOT NULL)")
        connection.executemany("INSERT INTO alembic_version VALUES (?)", [(version,) for version in versions])
    return file


def test_a_database_at_the_head_needs_no_migration(tmp_path: Path) -> None:
    assert has_newest_schema(database(tmp_path / "a b.db", "0002"), migrations(tmp_path / "versions", FIRST, SECOND))


@pytest.mark.parametrize(
    ("applied", "texts"),
    [
        pytest.param(("0001",), (FIRST, SECOND), id="behind"),
        pytest.param((), (FIRST,), id="empty"),
        pytest.param(("0003",), (FIRST, SECOND), id="from-a-newer-branch"),
        pytest.param(("0002", "0003"), (FIRST, SECOND, SECOND.replace("0002", "0003")), id="two-heads"),
        pytest.param(("0001",), (FIRST, "revision ="), id="unreadable-migration"),
        pytest.param(("0001",), (), id="no-migrations"),
    ],
)
def test_any_other_database_is_migrated(tmp_path: Path, applied: tuple[str, ...], texts: tuple[str, ...]) -> None:
    assert not has_newest_schema(database(tmp_path / "a.db", *applied), migrations(tmp_path / "versions", *texts))


def test_a_database_that_is_not_there_is_migrated_and_not_made(tmp_path: Path) -> None:
    assert not has_newest_schema(tmp_path / "a.db", migrations(tmp_path / "versions", FIRST))
    assert not (tmp_path / "a.db").exists()


def test_a_file_that_is_no_database_is_migrated(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("not a database, and longer than a header of one hundred bytes" * 3)
    assert not has_newest_schema(tmp_path / "a.db", migrations(tmp_path / "versions", FIRST))


def test_a_merge_of_two_branches_is_one_head(tmp_path: Path) -> None:
    merge = 'revision = "m"\ndown_revision = ("0002", "0003")\n'
    versions = migrations(tmp_path / "versions", FIRST, SECOND, SECOND.replace("0002", "0003"), merge)
    assert has_newest_schema(database(tmp_path / "a.db", "m"), versions)
