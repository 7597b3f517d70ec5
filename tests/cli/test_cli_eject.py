"""`msgen eject` and `.msgenignore`: files that no update touches."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from command_line import Msgen, contents
from kept import entry, in_conflict, lock

ORDERS = "services/orders"


def packed(repository: Path) -> list[str]:
    with tarfile.open(repository / ".msgen/base.tar.gz") as archive:
        return archive.getnames()


def describe_payments(system: Path) -> None:
    """A change that the next update brings to `README.md` and to the files of `payments`."""
    spec = system / "msgen.yaml"
    spec.write_text(spec.read_text().replace("    api: grpc\n", "    api: grpc\n    description: Takes money.\n"))


def test_an_ejected_file_is_left_by_the_next_update(msgen: Msgen, own_shop: Path) -> None:
    readme = own_shop / "README.md"
    untouched = readme.read_bytes()

    outcome = msgen("eject", "README.md", cwd=own_shop)

    assert (outcome.code, outcome.stdout) == (0, "")
    assert outcome.stderr.startswith("README.md: yours from now on\n")
    assert entry(own_shop, "README.md")["owner"] == "ejected"
    assert "README.md" not in packed(own_shop)
    describe_payments(own_shop)
    assert msgen("update", "shop").code == 0
    assert readme.read_bytes() == untouched
    assert "Takes money." in (own_shop / "services/payments/README.md").read_text()
    assert entry(own_shop, "README.md")["owner"] == "ejected"
    assert msgen("update", "shop", "--check").code == 0


def test_an_ejected_file_of_a_renamed_service_stays_ones_own(msgen: Msgen, own_shop: Path) -> None:
    makefile = own_shop / "services/payments/Makefile"
    makefile.write_text("mine\n")
    assert msgen("eject", makefile).code == 0
    spec = own_shop / "msgen.yaml"
    renamed = (
        spec.read_text().replace("[payments]", "[billing]").replace("  payments:\n", "  billing:\n    was: payments\n")
    )
    spec.write_text(renamed)

    assert msgen("update", "shop").code == 0

    assert (own_shop / "services/billing/Makefile").read_text() == "mine\n"
    assert entry(own_shop / "services/billing", "Makefile")["owner"] == "ejected"


def test_nothing_but_the_record_changes(msgen: Msgen, own_shop: Path) -> None:
    before = contents(own_shop)

    assert msgen("eject", "shop/README.md").code == 0

    after = contents(own_shop)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path for path in changed if not path.startswith(".msgen/undo")} == {
        ".msgen/base.tar.gz", ".msgen/lock.json"
    }  # fmt: skip
    assert msgen("undo", "shop").code == 0
    assert {path: each for path, each in contents(own_shop).items() if not path.startswith(".msgen/undo")} == before


def test_a_folder_and_several_files_are_ejected_at_once(msgen: Msgen, own_shop: Path) -> None:
    outcome = msgen("eject", "deploy", "../payments/Makefile", cwd=own_shop / ORDERS)

    assert outcome.code == 0
    owners = {file["path"]: file["owner"] for file in lock(own_shop / ORDERS)["files"]}
    assert {owner for path, owner in owners.items() if path.startswith("deploy/")} == {"ejected"}
    assert owners["Makefile"] == "G"
    assert entry(own_shop / "services/payments", "Makefile")["owner"] == "ejected"
    assert "ejected" in msgen("status", cwd=own_shop).stdout
    assert msgen("status", cwd=own_shop).code == 0


def test_a_whole_service_is_told_in_a_few_lines_and_its_record_stays_msgens(msgen: Msgen, own_shop: Path) -> None:
    outcome = msgen("eject", ORDERS, cwd=own_shop)

    assert outcome.code == 0
    assert len(outcome.stderr.splitlines()) == 12
    assert outcome.stderr.splitlines()[10].startswith("... and ")
    assert {file["path"] for file in lock(own_shop / ORDERS)["files"] if file["owner"] == "G"} == {
        ".msgen/.gitattributes", ".msgen/.gitignore"
    }  # fmt: skip
    record = msgen("eject", f"{ORDERS}/.msgen", cwd=own_shop)
    assert (record.code, record.stderr) == (0, "nothing to do: `.msgen/` is msgen's own\n")


def test_ejecting_twice_changes_nothing_more(msgen: Msgen, own_shop: Path) -> None:
    assert msgen("eject", "shop/README.md").code == 0
    before = contents(own_shop)

    outcome = msgen("eject", "shop/README.md")

    assert (outcome.code, outcome.stderr) == (0, "nothing to do: `shop/README.md` is ejected already\n")
    assert contents(own_shop) == before


def test_what_msgen_never_changes_need_not_be_ejected(msgen: Msgen, own_shop: Path) -> None:
    migration = next(iter(sorted((own_shop / ORDERS / "migrations/versions").glob("*.py"))))

    outcome = msgen("eject", migration)

    assert outcome.code == 0
    assert "msgen wrote" in outcome.stderr
    assert "once and never changes it" in outcome.stderr


def test_a_file_that_waits_is_settled_first(msgen: Msgen, own_shop: Path) -> None:
    in_conflict(own_shop, "README.md")
    before = contents(own_shop)

    outcome = msgen("eject", "README.md", cwd=own_shop)

    assert outcome.code == 2
    assert "hint: settle it first: `msgen resolve README.md`\n" in outcome.stderr
    assert contents(own_shop) == before


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("notes.txt", 2, "error: msgen did not generate `notes.txt`: it is yours already\n"),
        ("no/such", 2, "error: msgen did not generate `no/such`"),
        ("../elsewhere", 3, "`../elsewhere` is no generated system"),
    ],
)
def test_a_path_that_is_not_msgens_is_told(msgen: Msgen, own_shop: Path, path: str, code: int, said: str) -> None:
    (own_shop / "notes.txt").write_text("mine\n")
    before = contents(own_shop)

    outcome = msgen("eject", path, cwd=own_shop)

    assert outcome.code == code
    assert said in outcome.stderr
    assert contents(own_shop) == before


def test_files_that_msgenignore_names_are_left_by_the_next_update(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / ".msgenignore").write_text("/README.md\nservices/payments/src/\n")
    readme, package = own_shop / "README.md", own_shop / "services/payments/src/payments/__init__.py"
    before = readme.read_bytes(), package.read_bytes()
    describe_payments(own_shop)

    assert msgen("update", "shop").code == 0

    assert (readme.read_bytes(), package.read_bytes()) == before
    assert "Takes money." in (own_shop / "services/payments/README.md").read_text()
    assert "ejected  README.md\n" in msgen("status", "README.md", cwd=own_shop).stdout


def test_without_the_line_a_file_takes_part_again(msgen: Msgen, own_shop: Path) -> None:
    (own_shop / ".msgenignore").write_text("README.md\n")
    describe_payments(own_shop)
    assert msgen("update", "shop").code == 0
    (own_shop / ".msgenignore").unlink()

    assert msgen("update", "shop").code == 0

    assert "edited  README.md\n" in msgen("status", "README.md", cwd=own_shop).stdout
    assert msgen("diff", "README.md", "--exit-code", cwd=own_shop).code == 1
