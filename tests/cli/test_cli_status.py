"""`msgen status`: every file is in one state, and looking changes nothing."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest
from command_line import MSGEN, Msgen, Outcome, contents, run, times
from kept import append, in_conflict, let_wait

ORDERS = "services/orders"


def states(outcome: Outcome) -> dict[str, str]:
    """Those that are not clean."""
    assert outcome.code == 0, outcome.stderr
    return {file["path"]: file["state"] for file in json.loads(outcome.stdout)["files"] if file["state"] != "clean"}


def test_a_fresh_system_is_clean(msgen: Msgen, own_shop: Path) -> None:
    outcome = msgen("status", cwd=own_shop)

    assert (outcome.code, outcome.stderr) == (0, "")
    title, line, heads, *rows = outcome.stdout.splitlines()
    assert (title, line, heads.split()) == ("Files", "-----", ["repository", "clean"])
    assert [row.rsplit(maxsplit=1)[0] for row in rows] == ["(the system)", "orders", "payments"]


def test_what_people_did_to_a_file_is_its_state(msgen: Msgen, own_shop: Path) -> None:
    orders = own_shop / ORDERS
    append(orders / "Makefile", "# mine\n")
    (orders / "README.md").chmod(0o755)
    (orders / "requirements.txt").unlink()
    (orders / "pyproject.toml").unlink()
    (orders / "pyproject.toml").symlink_to("Makefile")
    (orders / "alembic.ini").rename(orders / "database.ini")
    (orders / "notes.txt").write_text("mine\n")

    outcome = msgen("status", "shop", "--json", "--all")

    assert states(outcome) == {
        f"{ORDERS}/Makefile": "edited",
        f"{ORDERS}/README.md": "edited",
        f"{ORDERS}/database.ini": "moved",
        f"{ORDERS}/notes.txt": "foreign",
        f"{ORDERS}/pyproject.toml": "edited",
        f"{ORDERS}/requirements.txt": "deleted",
    }
    told = {file["path"]: file for file in json.loads(outcome.stdout)["files"]}
    assert told[f"{ORDERS}/database.ini"]["from"] == f"{ORDERS}/alembic.ini"
    assert told[f"{ORDERS}/README.md"]["note"] == "executable"
    assert told[f"{ORDERS}/pyproject.toml"]["note"] == "a symbolic link"
    assert told[f"{ORDERS}/notes.txt"]["service"] == "orders"
    assert json.loads(outcome.stdout)["counts"] | {"clean": 0} == {
        "clean": 0, "edited": 3, "deleted": 1, "moved": 1, "foreign": 1
    }  # fmt: skip


def test_a_file_that_was_moved_and_edited_is_found_again(msgen: Msgen, own_shop: Path) -> None:
    alembic = own_shop / ORDERS / "alembic.ini"
    append(alembic, "# mine\n")
    (own_shop / ORDERS / "deploy/database").mkdir()
    alembic.rename(own_shop / ORDERS / "deploy/database/alembic.ini")

    outcome = msgen("status", "shop", "--json")

    assert states(outcome) == {f"{ORDERS}/deploy/database/alembic.ini": "moved"}
    assert '"note": "and edited"' in outcome.stdout


def test_what_updates_and_people_settled_is_told(msgen: Msgen, own_shop: Path) -> None:
    in_conflict(own_shop / ORDERS, "Makefile")
    (own_shop / ORDERS / "alembic.ini.rej").write_text("--- a\n")
    let_wait(own_shop / ORDERS, "alembic.ini", "side file")
    (own_shop / "services/gone").mkdir()
    (own_shop / "services/gone/left.py").write_text("mine\n")
    let_wait(own_shop, "services/gone/left.py", "orphan")
    (own_shop / ".msgenignore").write_text("/platform/README.md\n")
    assert msgen("eject", "shop/README.md").code == 0

    found = states(msgen("status", "shop", "--json", "--all"))

    assert found == {
        ".msgenignore": "foreign",
        "README.md": "ejected",
        "platform/README.md": "ejected",
        "services/gone/left.py": "orphan",
        f"{ORDERS}/Makefile": "conflict",
        f"{ORDERS}/alembic.ini": "conflict",
    }


def test_what_somebody_settled_in_an_editor_waits_no_more(msgen: Msgen, own_shop: Path) -> None:
    file = in_conflict(own_shop, "Makefile")
    file.write_text(file.read_text().partition(">>>>>>> blueprint 9.1\n")[2])

    assert states(msgen("status", "shop", "--json")) == {}


def test_tables_name_what_to_look_at_and_what_to_type(msgen: Msgen, own_shop: Path) -> None:
    in_conflict(own_shop, "Makefile")
    (own_shop / ORDERS / "requirements.txt").unlink()
    (own_shop / ORDERS / "notes.txt").write_text("mine\n")

    outcome = msgen("status", cwd=own_shop / ORDERS)
    whole = msgen("status", "..", cwd=own_shop / "services").stdout

    assert outcome.stdout.partition("\n\n")[2] == (
        "What is not as it was generated\n"
        "-------------------------------\n"
        "state    file\n"
        "deleted  requirements.txt\n"
        "`msgen restore PATH` brings back what was deleted.\n"
    )
    assert "(the system)" not in outcome.stdout
    assert "conflict  ../Makefile\n" in whole
    assert "deleted   orders/requirements.txt\n" in whole
    assert "notes.txt" not in whole


def test_a_file_that_is_named_is_told_whatever_its_state(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / "notes.txt").write_text("mine\n")

    assert "\nclean  Makefile\n" in msgen("status", "Makefile", cwd=own_shop).stdout
    assert "\nforeign  notes.txt\n" in msgen("status", "notes.txt", cwd=own_shop).stdout


def test_inputs_caches_and_other_repositories_are_not_foreign(msgen: Msgen, own_shop: Path) -> None:
    for folder in ("src/orders/__pycache__", ".venv/lib", "other/.git"):
        (own_shop / ORDERS / folder).mkdir(parents=True)
        (own_shop / ORDERS / folder / "file").write_text("x")

    assert states(msgen("status", "shop", "--json", "--all")) == {}


def test_looking_writes_nothing(msgen: Msgen, own_shop: Path) -> None:
    append(own_shop / "Makefile", "# mine\n")
    (own_shop / ORDERS / "alembic.ini").rename(own_shop / "moved.ini")
    before = contents(own_shop), times(own_shop)

    msgen("status", "shop")
    msgen("status", "shop", "--json")

    assert (contents(own_shop), times(own_shop)) == before


def test_an_interrupted_run_is_named(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / ".msgen/txn").mkdir()

    outcome = msgen("status", cwd=own_shop)

    assert outcome.code == 0
    assert "an earlier run was interrupted in `.`" in outcome.stderr


def test_without_its_pack_a_moved_file_counts_as_deleted(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / ORDERS / ".msgen/base.tar.gz").write_bytes(b"garbage")
    (own_shop / ORDERS / "alembic.ini").rename(own_shop / ORDERS / "database.ini")

    outcome = msgen("status", "--json", cwd=own_shop)

    assert states(outcome) == {f"{ORDERS}/alembic.ini": "deleted"}
    assert f"`msgen adopt {ORDERS}`" in outcome.stderr


@pytest.mark.parametrize("lock", [None, "garbage"])
def test_without_a_lock_the_way_out_is_named(msgen: Msgen, own_shop: Path, lock: str | None) -> None:
    file = own_shop / ".msgen/lock.json"
    file.unlink()
    if lock is not None:
        file.write_text(lock)

    outcome = msgen("status", "shop")

    assert (outcome.code, outcome.stdout) == (3, "")
    assert "`msgen adopt shop`" in outcome.stderr


def test_a_path_that_is_not_there_is_wrong_usage(msgen: Msgen, own_shop: Path) -> None:
    outcome = msgen("status", "no/such", cwd=own_shop)

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("error: there is no `no/such`\nhint: ")


def test_a_path_outside_of_every_system_is_told_so(msgen: Msgen, own_shop: Path, tmp_path: Path) -> None:
    outcome = msgen("status", cwd=tmp_path)

    assert outcome.code == 3
    assert "is no generated system" in outcome.stderr


def test_repositories_side_by_side_are_one_system(msgen: Msgen, shop: Path) -> None:
    assert msgen("new", "fleet", "--spec", shop, "--layout", "multi-repo").code == 0
    fleet = shop.parent / "fleet"
    append(fleet / "orders/Makefile", "# mine\n")

    assert states(msgen("status", "--json", cwd=fleet / "shop")) == {"orders/Makefile": "edited"}
    assert "edited  Makefile\n" in msgen("status", cwd=fleet / "orders").stdout

    shutil.rmtree(fleet / "payments")
    outcome = msgen("status", "--json", cwd=fleet / "shop")
    assert states(outcome) == {"orders/Makefile": "edited"}
    assert "the repository of `payments` is not there: `../payments`\n" in outcome.stderr


def test_a_repository_that_stands_alone_is_kept_in_the_same_way(msgen: Msgen, shop: Path, tmp_path: Path) -> None:
    assert msgen("new", "fleet", "--spec", shop, "--layout", "multi-repo").code == 0
    alone = tmp_path / "elsewhere/orders"
    shutil.copytree(shop.parent / "fleet/orders", alone)
    append(alone / "Makefile", "# mine\n")
    in_conflict(alone, "README.md")
    (alone / "alembic.ini").unlink()

    assert "(this service)" in msgen("status", cwd=alone).stdout
    assert "+# mine\n" in msgen("diff", "Makefile", cwd=alone).stdout
    assert msgen("resolve", "README.md", "--ours", cwd=alone).code == 0
    assert msgen("restore", "alembic.ini", cwd=alone).code == 0
    assert msgen("eject", "Makefile", cwd=alone).code == 0
    assert states(msgen("status", "--json", cwd=alone)) == {"Makefile": "ejected", "README.md": "edited"}


def test_output_that_nobody_reads_to_its_end_is_no_error(own_shop: Path) -> None:
    outcome = run("-c", f"{shlex.quote(str(MSGEN))} status --json --all | head -1", cwd=own_shop, command=("bash",))

    assert (outcome.code, outcome.stdout) == (0, "{\n")
