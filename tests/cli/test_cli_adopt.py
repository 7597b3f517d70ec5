"""`msgen adopt`: what was ejected, or lost its record, takes part in updates again; no file of people's changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import Msgen, contents
from kept import append, entry, in_conflict, lock, pending

ORDERS = "services/orders"
RECORDS = (".msgen", "services/orders/.msgen", "services/payments/.msgen")


def own_files(system: Path) -> dict[str, tuple[str, bytes]]:
    """Everything but the records."""
    return {path: each for path, each in contents(system).items() if ".msgen/" not in path}


def lose(system: Path, *records: str) -> None:
    for record in records or RECORDS:
        shutil.rmtree(system / record)


def test_an_ejected_file_is_merged_again(msgen: Msgen, own_shop: Path) -> None:
    assert msgen("eject", "README.md", cwd=own_shop).code == 0
    append(own_shop / "README.md", "mine\n")

    outcome = msgen("adopt", "README.md", cwd=own_shop)

    assert (outcome.code, outcome.stdout) == (0, "")
    assert outcome.stderr.startswith("README.md: msgen's again, what differs from the generated file counts as your")
    assert entry(own_shop, "README.md")["owner"] == "G"
    assert "+mine\n" in msgen("diff", cwd=own_shop).stdout
    spec = own_shop / "msgen.yaml"
    spec.write_text(spec.read_text().replace("    api: grpc\n", "    api: grpc\n    description: Takes money.\n"))
    assert msgen("update", "shop").code == 0
    readme = (own_shop / "README.md").read_text()
    assert "Takes money." in readme
    assert readme.endswith("mine\n")


def test_a_file_is_given_back_while_the_record_of_another_service_is_broken(msgen: Msgen, own_shop: Path) -> None:
    assert msgen("eject", f"shop/{ORDERS}/Makefile").code == 0
    (own_shop / "services/payments/.msgen/lock.json").write_text("garbage")

    outcome = msgen("adopt", f"shop/{ORDERS}/Makefile")

    assert outcome.code == 0, outcome.stderr
    assert "msgen's again, as generated" in outcome.stderr
    assert (own_shop / "services/payments/.msgen/lock.json").read_text() == "garbage"


def test_ejecting_and_adopting_gives_the_same_record(msgen: Msgen, own_shop: Path, generated_shop: Path) -> None:
    assert msgen("eject", "deploy", cwd=own_shop / ORDERS).code == 0
    assert msgen("adopt", "deploy", cwd=own_shop / ORDERS).code == 0

    for name in ("lock.json", "base.tar.gz"):
        assert (own_shop / ORDERS / ".msgen" / name).read_bytes() == (
            generated_shop / ORDERS / ".msgen" / name
        ).read_bytes()


def test_a_file_of_ones_own_from_the_start_is_taken_in(msgen: Msgen, shop: Path) -> None:
    (shop.parent / "own").mkdir()
    (shop.parent / "own/README.md").write_text("mine\n")
    assert msgen("new", "own", "--spec", shop).code == 0

    assert msgen("adopt", "own/README.md").code == 0

    assert entry(shop.parent / "own", "README.md")["owner"] == "G"
    assert (shop.parent / "own/README.md").read_text() == "mine\n"


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("README.md", 0, "nothing to do: nothing of it is ejected\n"),
        ("notes.txt", 2, "error: msgen does not generate `notes.txt`: it is yours\n"),
        ("../elsewhere", 2, "error: `../elsewhere` belongs to no system: there is no `msgen.yaml` in it or above it\n"),
    ],
)
def test_what_cannot_be_given_back_is_told(msgen: Msgen, own_shop: Path, path: str, code: int, said: str) -> None:
    (own_shop / "notes.txt").write_text("mine\n")
    before = contents(own_shop)

    outcome = msgen("adopt", path, cwd=own_shop)

    assert outcome.code == code
    assert said in outcome.stderr
    assert contents(own_shop) == before


def test_a_file_that_msgenignore_names_stays_ones_own(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / ".msgenignore").write_text("README.md\n")

    outcome = msgen("adopt", "README.md", cwd=own_shop)

    assert outcome.code == 2
    assert "`.msgenignore` names `README.md`" in outcome.stderr


def test_a_system_without_any_record_gets_the_one_that_it_would_have(
    msgen: Msgen, own_shop: Path, generated_shop: Path
) -> None:
    lose(own_shop)
    before = own_files(own_shop)

    outcome = msgen("adopt", "shop")

    assert outcome.code == 0, outcome.stderr
    assert own_files(own_shop) == before
    assert msgen("update", "shop").code == 0
    for record in RECORDS:
        assert (own_shop / record / "lock.json").read_bytes() == (generated_shop / record / "lock.json").read_bytes()
        assert (own_shop / record / "base.tar.gz").read_bytes() == (
            generated_shop / record / "base.tar.gz"
        ).read_bytes()
    assert own_files(own_shop) == before


def test_edits_and_deletions_are_known_as_such(msgen: Msgen, own_shop: Path) -> None:
    append(own_shop / ORDERS / "Makefile", "# mine\n")
    (own_shop / ORDERS / "requirements.txt").unlink()
    (own_shop / ORDERS / "alembic.ini").rename(own_shop / ORDERS / "database.ini")
    lose(own_shop)
    before = own_files(own_shop)

    outcome = msgen("adopt", ".", cwd=own_shop)

    assert outcome.code == 0, outcome.stderr
    assert "orders: " in outcome.stderr
    assert "1 with edits of yours, 2 deleted, as it seems" in outcome.stderr
    assert own_files(own_shop) == before
    told = json.loads(msgen("status", "--json", cwd=own_shop).stdout)
    assert {file["path"]: file["state"] for file in told["files"] if file["state"] != "clean"} == {
        f"{ORDERS}/Makefile": "edited",
        f"{ORDERS}/database.ini": "moved",
        f"{ORDERS}/requirements.txt": "deleted",
    }


@pytest.mark.parametrize("damage", ["lock deleted", "lock garbage", "pack deleted", "pack garbage", "another base"])
def test_one_service_with_a_broken_record_is_mended(
    msgen: Msgen, own_shop: Path, generated_shop: Path, damage: str
) -> None:
    record = own_shop / ORDERS / ".msgen"
    append(own_shop / ORDERS / "Makefile", "# mine\n")
    match damage:
        case "lock deleted":
            (record / "lock.json").unlink()
        case "lock garbage":
            (record / "lock.json").write_text("<<<<<<< HEAD\n")
        case "pack deleted":
            (record / "base.tar.gz").unlink()
        case "pack garbage":
            (record / "base.tar.gz").write_bytes(b"garbage")
        case "another base":
            base_hash = lock(own_shop / ORDERS)["base_hash"]
            (record / "lock.json").write_text((record / "lock.json").read_text().replace(base_hash, "0" * 64))
    before = own_files(own_shop)
    refused = msgen("diff", ORDERS, cwd=own_shop)
    assert (refused.code, f"`msgen adopt {ORDERS}`" in refused.stderr) == (3, True)

    outcome = msgen("adopt", ORDERS, cwd=own_shop)

    assert outcome.code == 0, outcome.stderr
    assert own_files(own_shop) == before
    for name in ("lock.json", "base.tar.gz"):
        assert (record / name).read_bytes() == (generated_shop / ORDERS / ".msgen" / name).read_bytes()
    assert msgen("update", "shop", "--check").code == 0


def test_what_an_earlier_msgen_generated_is_known_by_its_pack(msgen: Msgen, own_shop: Path) -> None:
    """The lock is lost and the spec has changed since: what nobody edited is brought up to date, not kept as an edit."""
    readme = own_shop / "services/payments/README.md"
    append(own_shop / "services/payments/Makefile", "# mine\n")
    (own_shop / "services/payments/.msgen/lock.json").unlink()
    spec = own_shop / "msgen.yaml"
    spec.write_text(spec.read_text().replace("    api: grpc\n", "    api: grpc\n    description: Takes money.\n"))

    assert msgen("adopt", "services/payments", cwd=own_shop).code == 0

    assert "clean  services/payments/README.md\n" in msgen("status", readme, cwd=own_shop).stdout
    assert msgen("update", "shop", "--check").code == 1
    assert msgen("update", "shop").code == 0
    assert "Takes money." in readme.read_text()
    assert "# mine\n" in (own_shop / "services/payments/Makefile").read_text()


def test_what_an_update_left_waits_still(msgen: Msgen, own_shop: Path) -> None:
    in_conflict(own_shop / ORDERS, "Makefile")
    (own_shop / ORDERS / ".msgen/lock.json").unlink()

    assert msgen("adopt", ORDERS, cwd=own_shop).code == 0

    assert pending(own_shop / ORDERS) == [("Makefile", "conflict")]


def test_a_service_alone_is_not_taken_in_while_its_system_is_lost(msgen: Msgen, own_shop: Path) -> None:
    lose(own_shop, ".msgen", "services/orders/.msgen")
    before = contents(own_shop)

    outcome = msgen("adopt", ".", cwd=own_shop / ORDERS)

    assert outcome.code == 2
    assert "the record of the system around `.` is lost as well" in outcome.stderr
    assert f"`msgen adopt {own_shop}`" in outcome.stderr
    assert contents(own_shop) == before


def test_a_folder_in_which_nothing_was_generated_is_left(msgen: Msgen, own_shop: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    shutil.copy(own_shop / "msgen.yaml", tmp_path / "plain/msgen.yaml")
    before = contents(tmp_path / "plain")

    outcome = msgen("adopt", "plain")

    assert outcome.code == 2
    assert "nothing that msgen would generate stands in `plain`" in outcome.stderr
    assert contents(tmp_path / "plain") == before


def test_a_service_whose_folder_is_not_there_is_new_to_the_next_update(msgen: Msgen, own_shop: Path) -> None:
    shutil.rmtree(own_shop / "services/payments")
    lose(own_shop, ".msgen", "services/orders/.msgen")

    assert msgen("adopt", "shop").code == 0

    assert list(lock(own_shop)["layout"]["folders"]) == ["orders"]
    assert msgen("update", "shop").code == 0
    assert (own_shop / "services/payments/README.md").is_file()


def test_the_record_of_a_later_msgen_is_not_replaced(msgen: Msgen, own_shop: Path) -> None:
    file = own_shop / ORDERS / ".msgen/lock.json"
    file.write_text(file.read_text().replace('"schema": 1', '"schema": 2'))
    before = contents(own_shop)

    outcome = msgen("adopt", "shop")

    assert outcome.code == 3
    assert "or a later one" in outcome.stderr
    assert contents(own_shop) == before


def test_repositories_side_by_side_are_taken_in_together(msgen: Msgen, shop: Path) -> None:
    assert msgen("new", "fleet", "--spec", shop, "--layout", "multi-repo").code == 0
    fleet = shop.parent / "fleet"
    locks = {name: (fleet / name / ".msgen/lock.json").read_bytes() for name in ("shop", "orders", "payments")}
    for name in locks:
        shutil.rmtree(fleet / name / ".msgen")

    outcome = msgen("adopt", "fleet/shop")

    assert outcome.code == 0, outcome.stderr
    assert msgen("update", "fleet/shop").code == 0
    assert {name: (fleet / name / ".msgen/lock.json").read_bytes() for name in locks} == locks


def test_it_can_be_undone(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / ORDERS / ".msgen/lock.json").write_text("garbage")
    assert msgen("adopt", ORDERS, cwd=own_shop).code == 0

    assert msgen("undo", cwd=own_shop).code == 0

    assert (own_shop / ORDERS / ".msgen/lock.json").read_text() == "garbage"
