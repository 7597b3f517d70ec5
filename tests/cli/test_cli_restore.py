"""`msgen restore`: what somebody deleted is here again, as it was generated."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Msgen, contents

ORDERS = "services/orders"


def test_a_deleted_file_comes_back_as_it_was_generated(msgen: Msgen, own_shop: Path, generated_shop: Path) -> None:
    (own_shop / ORDERS / "alembic.ini").unlink()

    outcome = msgen("restore", "alembic.ini", cwd=own_shop / ORDERS)

    assert (outcome.code, outcome.stdout) == (0, "")
    assert outcome.stderr.startswith("alembic.ini: here again, as it was generated last\n")
    restored = contents(own_shop)
    assert {path: each for path, each in restored.items() if not path.startswith(".msgen/undo")} == contents(
        generated_shop
    )


def test_a_folder_comes_back_with_all_that_was_deleted_in_it(
    msgen: Msgen, own_shop: Path, generated_shop: Path
) -> None:
    deploy = own_shop / ORDERS / "deploy"
    deleted = [path.relative_to(own_shop) for path in sorted(deploy.rglob("*")) if path.is_file()]
    for path in deleted[1:]:
        (own_shop / path).unlink()
    kept = own_shop / deleted[0]
    kept.write_text("mine\n")

    outcome = msgen("restore", "shop/services/orders/deploy")

    assert outcome.code == 0, outcome.stderr
    assert kept.read_text() == "mine\n"
    for path in deleted[1:]:
        assert (own_shop / path).read_bytes() == (generated_shop / path).read_bytes()


def test_the_next_update_has_nothing_to_do(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / "README.md").unlink()
    assert msgen("restore", "shop/README.md").code == 0

    assert msgen("update", "shop", "--check").code == 0
    assert "deleted" not in msgen("status", "shop").stdout


def test_a_file_that_stands_elsewhere_is_not_doubled(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / ORDERS / "alembic.ini").rename(own_shop / ORDERS / "database.ini")
    before = contents(own_shop)

    outcome = msgen("restore", f"{ORDERS}/alembic.ini", cwd=own_shop)

    assert outcome.code == 2
    assert outcome.stderr == (
        f"error: `{ORDERS}/alembic.ini` is not deleted: it stands at `{ORDERS}/database.ini`\n"
        f"hint: move it back with `mv {ORDERS}/database.ini {ORDERS}/alembic.ini`\n"
    )
    assert contents(own_shop) == before
    assert "nothing to do" in msgen("restore", ORDERS, cwd=own_shop).stderr


def test_something_else_in_its_place_is_named(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / "README.md").unlink()
    (own_shop / "README.md").mkdir()

    outcome = msgen("restore", "README.md", cwd=own_shop)

    assert outcome.code == 2
    assert "`README.md` cannot be written: `README.md` is in its place" in outcome.stderr


def test_what_is_not_deleted_stays_as_it_is(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / "README.md").write_text("mine\n")

    outcome = msgen("restore", "README.md", cwd=own_shop)

    assert (outcome.code, outcome.stderr) == (0, "nothing to do: nothing of it is deleted\n")
    assert (own_shop / "README.md").read_text() == "mine\n"


def test_of_what_msgen_keeps_no_copy_the_way_is_named(msgen: Msgen, own_shop: Path) -> None:
    assert msgen("eject", "README.md", cwd=own_shop).code == 0
    migration = next(path for path in sorted((own_shop / ORDERS / "migrations/versions").glob("*.py")))
    for file in (own_shop / "README.md", migration):
        file.unlink()

    ejected = msgen("restore", "README.md", cwd=own_shop)
    once = msgen("restore", migration, cwd=own_shop)

    assert (ejected.code, once.code) == (2, 2)
    assert "`msgen adopt README.md` comes first" in ejected.stderr
    assert "bring it back from git" in once.stderr


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("notes.txt", 2, "error: msgen did not generate `notes.txt`\n"),
        ("README.m", 2, "hint: did you mean `README.md`\n"),
        ("../elsewhere", 3, "`../elsewhere` is no generated system"),
    ],
)
def test_a_path_that_msgen_does_not_know_is_told(msgen: Msgen, own_shop: Path, path: str, code: int, said: str) -> None:
    outcome = msgen("restore", path, cwd=own_shop)

    assert outcome.code == code
    assert said in outcome.stderr


def test_it_can_be_undone(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / "README.md").unlink()
    assert msgen("restore", "README.md", cwd=own_shop).code == 0

    assert msgen("undo", cwd=own_shop).code == 0

    assert not (own_shop / "README.md").exists()
