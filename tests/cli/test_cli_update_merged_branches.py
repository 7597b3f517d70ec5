"""Two branches that both updated are merged in git: the next update settles the record, whatever git left of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from command_line import Msgen, contents
from small_blueprints import SERVICE, Files, blueprint_set

SPEC = "msgen: 1\nname: shop\nservices:\n  orders:\n    api: rest\n"
MORE = "  payments:\n    api: rest\n"
RECORDS = ("lock.json", "base.tar.gz")
NEW = "new\n\n\nand its end\n"
NEWER = "newer\n\n\nand its end\n"
MAKEFILE = "test:\n\tpytest\n\n\nbuild:\n\tdocker build .\n\n\nrun:\n\tpython -m app\n"


def service(**changed: str) -> Files:
    """The blueprint of one version: some words of the Makefile are others."""
    text = MAKEFILE
    for word, other in changed.items():
        text = text.replace(word, other)
    return {**SERVICE, "Makefile": text}


@pytest.fixture
def sets(tmp_path: Path) -> dict[str, Path]:
    """`ours` and `theirs` are what two branches update to, `both` what the next update brings."""
    return {
        "old": blueprint_set(tmp_path / "old", service=service()),
        "ours": blueprint_set(tmp_path / "ours", version="1.1", service=service(pytest="pytest -q")),
        "theirs": blueprint_set(tmp_path / "theirs", version="1.2", service={**service(docker="podman"), "NEW": NEW}),
        "both": blueprint_set(
            tmp_path / "both",
            version="1.3",
            service={**service(pytest="pytest -q", docker="podman", app="orders"), "NEW": NEWER},
        ),
    }


@pytest.fixture
def shop(msgen: Msgen, tmp_path: Path, sets: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.invalid")
    (tmp_path / "shop.yaml").write_text(SPEC)
    assert msgen("new", "shop", "--spec", "shop.yaml", "--blueprints", sets["old"]).code == 0
    root = tmp_path / "shop"
    git(root, "init", "-q", "-b", "main")
    commit(root, "as generated")
    return root


@pytest.fixture(params=["merge", "diff3"])
def merged(msgen: Msgen, shop: Path, sets: dict[str, Path], request: pytest.FixtureRequest) -> Path:
    """Ours edited and updated, theirs added a service and updated; git has merged what it can."""
    orders = shop / "services/orders"
    git(shop, "config", "merge.conflictStyle", request.param)
    git(shop, "switch", "-q", "-c", "theirs")
    (shop / "msgen.yaml").write_text((shop / "msgen.yaml").read_text() + MORE)
    assert msgen("update", shop, "--blueprints", sets["theirs"]).code == 0
    (orders / "NEW").write_text(f"{NEW}mine\n")
    commit(shop, "theirs")
    git(shop, "switch", "-q", "main")
    (orders / "src/orders/app/use_case.py").write_text("mine = 1\n")
    assert msgen("update", shop, "--blueprints", sets["ours"]).code == 0
    commit(shop, "ours")
    assert "CONFLICT" in git(shop, "merge", "theirs", check=False)
    return shop


def git(root: Path, *arguments: str, check: bool = True) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=check, capture_output=True, text=True).stdout


def commit(root: Path, subject: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", subject)


def unmerged(root: Path) -> set[str]:
    return {line.split("\t")[1] for line in git(root, "ls-files", "--unmerged").splitlines()}


def test_only_the_records_are_left_in_conflict_by_git(merged: Path) -> None:
    assert unmerged(merged) == {f"{root}.msgen/{name}" for root in ("", "services/orders/") for name in RECORDS} - {
        ".msgen/base.tar.gz"
    }


def test_an_update_brings_both_branches_together_and_keeps_the_edits_of_both(
    msgen: Msgen, merged: Path, sets: dict[str, Path], tmp_path: Path
) -> None:
    outcome = msgen("update", merged, "--blueprints", sets["both"])

    assert outcome.code == 0, outcome.stderr
    orders = merged / "services/orders"
    assert (orders / "src/orders/app/use_case.py").read_text() == "mine = 1\n"
    assert (orders / "NEW").read_text() == f"{NEWER}mine\n"
    (tmp_path / "both.yaml").write_text(SPEC + MORE)
    assert msgen("new", "fresh", "--spec", "both.yaml", "--blueprints", sets["both"]).code == 0
    mine = {"services/orders/NEW", "services/orders/src/orders/app/use_case.py", "msgen.yaml"}
    found, fresh = contents(merged), contents(tmp_path / "fresh")
    assert {path: found.get(path) for path in fresh if path not in mine} == {
        path: each for path, each in fresh.items() if path not in mine
    }
    assert msgen("update", merged, "--blueprints", sets["both"]).stderr.endswith("nothing to do\n")


def test_a_check_and_a_dry_run_see_what_is_to_be_settled_and_write_nothing(
    msgen: Msgen, merged: Path, sets: dict[str, Path]
) -> None:
    before = contents(merged)

    assert msgen("update", merged, "--check", "--blueprints", sets["both"]).code == 1
    assert msgen("update", merged, "--dry-run", "--blueprints", sets["both"]).code == 0
    assert contents(merged) == before


def test_a_part_of_the_system_cannot_be_settled_alone(msgen: Msgen, merged: Path, sets: dict[str, Path]) -> None:
    outcome = msgen("update", merged / "services/orders", "--blueprints", sets["both"])
    assert outcome.code == 2
    assert "update all of the system, which settles it" in outcome.stderr


def test_the_pack_of_the_other_branch_is_found_when_somebody_took_its_lock_and_our_pack(
    msgen: Msgen, merged: Path, sets: dict[str, Path]
) -> None:
    git(merged, "checkout", "--theirs", "--", ".msgen/lock.json", "services/orders/.msgen/lock.json")
    git(merged, "checkout", "--ours", "--", "services/orders/.msgen/base.tar.gz")
    commit(merged, "merged by hand")

    outcome = msgen("update", merged, "--blueprints", sets["both"])

    assert outcome.code == 0, outcome.stderr
    assert (merged / "services/orders/Makefile").read_text() == service(
        pytest="pytest -q", docker="podman", app="orders"
    )["Makefile"]


def test_a_pack_that_was_deleted_is_found_in_the_history(msgen: Msgen, shop: Path, sets: dict[str, Path]) -> None:
    (shop / "services/orders/.msgen/base.tar.gz").unlink()
    commit(shop, "who needs that")

    assert msgen("update", shop, "--blueprints", sets["ours"]).code == 0

    assert (shop / "services/orders/Makefile").read_text() == service(pytest="pytest -q")["Makefile"]
    assert (shop / "services/orders/.msgen/base.tar.gz").is_file()


def test_what_waited_for_a_person_on_either_branch_still_does(msgen: Msgen, shop: Path, sets: dict[str, Path]) -> None:
    settings = shop / "services/orders/src/orders/settings.py"
    git(shop, "switch", "-q", "-c", "theirs")
    (shop / "services/orders/Makefile").write_text(MAKEFILE.replace("pytest", "tox"))
    assert msgen("update", shop, "--blueprints", sets["ours"]).code == 1
    commit(shop, "theirs")
    git(shop, "switch", "-q", "main")
    settings.write_text("MINE = 1\n")
    assert msgen("update", shop, "--blueprints", sets["theirs"]).code == 0
    commit(shop, "ours")
    git(shop, "merge", "theirs", check=False)

    assert msgen("update", shop, "--blueprints", sets["theirs"]).code == 1
    lock = json.loads((shop / "services/orders/.msgen/lock.json").read_bytes())
    assert lock["pending"] == [{"kind": "conflict", "path": "Makefile"}]
    assert settings.read_text() == "MINE = 1\n"


@pytest.mark.parametrize("root", ["", "services/orders/"])
def test_a_pack_that_is_nowhere_is_generated_again_by_the_blueprints_that_made_it(
    msgen: Msgen, tmp_path: Path, sets: dict[str, Path], root: str
) -> None:
    (tmp_path / "shop.yaml").write_text(SPEC)
    assert msgen("new", "shop", "--spec", "shop.yaml", "--blueprints", sets["old"]).code == 0
    shop = tmp_path / "shop"
    pack = shop / root / ".msgen/base.tar.gz"
    before = pack.read_bytes()
    pack.unlink()
    (shop / "services/orders/Makefile").write_text(f"{MAKEFILE}mine:\n")
    spec = (shop / "msgen.yaml").read_text()
    (shop / "msgen.yaml").write_text(spec.replace("    api: rest\n", "    api: rest\n    description: Sells\n") + MORE)
    unchanged = contents(shop)

    assert msgen("update", shop, "--blueprints", sets["ours"]).code == 3
    assert msgen("update", shop, "--check", "--blueprints", sets["ours"]).code == 3
    assert msgen("update", shop, "--check", "--blueprints", sets["old"]).code == 1
    assert contents(shop) == unchanged
    outcome = msgen("update", shop, "--blueprints", sets["old"])

    assert outcome.code == 0, outcome.stderr
    assert (shop / "services/orders/Makefile").read_text() == f"{MAKEFILE}mine:\n"
    assert (pack.read_bytes() == before) is (root != "")


def test_a_check_of_a_lost_pack_says_that_nothing_is_due_where_that_is_so(
    msgen: Msgen, tmp_path: Path, sets: dict[str, Path]
) -> None:
    (tmp_path / "shop.yaml").write_text(SPEC)
    assert msgen("new", "shop", "--spec", "shop.yaml", "--blueprints", sets["old"]).code == 0
    shop = tmp_path / "shop"
    (shop / "services/orders/.msgen/base.tar.gz").unlink()
    (shop / "msgen.yaml").write_text((shop / "msgen.yaml").read_text() + "# nothing but a comment\n")

    assert msgen("update", shop, "--check", "--blueprints", sets["old"]).stderr == "nothing to do\n"


def test_a_service_that_lost_its_pack_can_be_removed(msgen: Msgen, tmp_path: Path, sets: dict[str, Path]) -> None:
    (tmp_path / "shop.yaml").write_text(SPEC + MORE)
    assert msgen("new", "shop", "--spec", "shop.yaml", "--blueprints", sets["old"]).code == 0
    shop = tmp_path / "shop"
    gone = next(each for each in (shop / "services").iterdir() if each.name != "orders")
    (gone / ".msgen/base.tar.gz").unlink()
    (shop / "msgen.yaml").write_text(SPEC)

    outcome = msgen("update", shop, "--blueprints", sets["old"], "--confirm", gone.name)

    assert outcome.code == 0, outcome.stderr
    assert not gone.exists()
