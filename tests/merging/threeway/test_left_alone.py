"""`.msgenignore`: what it names is left as it is, by every update."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from repositories import outcome, repository

from msgen.merging.left_alone import left_alone


@pytest.mark.parametrize(
    ("yours", "theirs"),
    [
        pytest.param({"app.py": "old\n"}, {"app.py": "new\n"}, id="a new version is not written"),
        pytest.param({"app.py": "mine\n"}, {"app.py": "new\n"}, id="an edit is not merged"),
        pytest.param({"app.py": "old\n"}, {}, id="what is generated no more is not removed"),
    ],
)
def test_a_file_that_is_left_alone_stays_as_it_is(yours: dict[str, str], theirs: dict[str, str]) -> None:
    given = replace(repository({"app.py": "old\n"}, yours, theirs), is_left_alone=lambda path: path == "app.py")

    writes, result = outcome(given)

    assert (writes, result.pending) == ({}, ())


def test_a_new_file_that_is_left_alone_is_not_created() -> None:
    given = replace(repository({}, {}, {"a.py": "1\n", "b.py": "2\n"}), is_left_alone=lambda path: path == "a.py")

    writes, _ = outcome(given)

    assert writes == {"services/orders/b.py": "2\n"}


def test_the_syntax_is_that_of_gitignore(tmp_path: Path) -> None:
    (tmp_path / ".msgenignore").write_text("# ours\ndeploy/\n*.ini\n!kept.ini\n")

    named = left_alone(tmp_path, "", "")

    assert [path for path in ("deploy/values.yaml", "a/b.ini", "kept.ini", "Makefile") if named(path)] == [
        "deploy/values.yaml", "a/b.ini"
    ]  # fmt: skip


def test_the_file_of_the_system_speaks_of_the_services_inside_it(tmp_path: Path) -> None:
    (tmp_path / "services/orders").mkdir(parents=True)
    (tmp_path / ".msgenignore").write_text("services/orders/Makefile\n")
    (tmp_path / "services/orders/.msgenignore").write_text("/README.md\n")

    named = left_alone(tmp_path, "", "services/orders")

    assert [path for path in ("Makefile", "README.md", "alembic.ini") if named(path)] == ["Makefile", "README.md"]
    assert not left_alone(tmp_path, "", "services/payments")("Makefile")


def test_the_file_of_the_system_does_not_speak_of_repositories_beside_it(tmp_path: Path) -> None:
    for name in ("shop", "orders"):
        (tmp_path / name).mkdir()
    (tmp_path / "shop/.msgenignore").write_text("Makefile\n")

    assert left_alone(tmp_path, "shop", "shop")("Makefile")
    assert not left_alone(tmp_path, "shop", "orders")("Makefile")


def test_without_the_file_nothing_is_left_alone(tmp_path: Path) -> None:
    assert not left_alone(tmp_path, "", "")("Makefile")
