"""`--branch`: one commit on a new branch of each git repository that changes, with exactly what the run wrote."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from command_line import Msgen, contents
from fleets import LAYOUTS, Fleet, Layout, generated
from small_blueprints import SERVICE, blueprint_set

SPEC = """\
msgen: 1
name: shop
services:
  orders:
    api: rest
    calls: [payments]
  payments:
    api: rest
"""
NEW = "msgen/update"
SETTINGS = "src/orders/settings.py"
NEWER = {
    **SERVICE,
    "Makefile": "test:\n\tpytest -q\n",
    "src/{{ service.package }}/settings.py.jinja": 'NAME = "{{ service.name }}"\nPORT = 9090\n',
}


@pytest.fixture(scope="session")
def sets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sets")
    return {
        "1.0": blueprint_set(folder / "1.0"),
        "2.0": blueprint_set(folder / "2.0", version="2.0", service=NEWER),
    }


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory, sets: dict[str, Path]) -> dict[Layout, Fleet]:
    folder = tmp_path_factory.mktemp("pristine")
    return {layout: generated(folder, layout, SPEC, sets["1.0"]) for layout in LAYOUTS}


@pytest.fixture(params=LAYOUTS)
def shop(
    request: pytest.FixtureRequest,
    pristine: dict[Layout, Fleet],
    tmp_path: Path,
    sets: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Fleet:
    """Committed, in one git repository or in three; the blueprints are newer than those it was generated from."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.invalid")
    monkeypatch.setenv("MSGEN_BLUEPRINTS", str(sets["2.0"]))
    fleet = pristine[request.param].copied_to(tmp_path / "here/shop")
    for root in repositories(fleet):
        git(root, "init", "-q", "-b", "main")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "as generated")
    return fleet


def repositories(fleet: Fleet) -> list[Path]:
    services = [fleet.service("orders"), fleet.service("payments")]
    return [fleet.system] if fleet.layout == "mono-repo" else [fleet.system, *services]


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def root_of(fleet: Fleet, service: str) -> Path:
    return fleet.system if fleet.layout == "mono-repo" else fleet.service(service)


def test_each_repository_that_changes_gets_the_branch_and_one_commit(msgen: Msgen, shop: Fleet) -> None:
    outcome = msgen("update", shop.system, "--branch", NEW)

    assert outcome.code == 0, outcome.stderr
    for service in ("orders", "payments"):
        root = root_of(shop, service)
        assert git(root, "branch", "--show-current").strip() == NEW
        assert git(root, "status", "--porcelain") == ""
        assert git(root, "log", "--format=%s", "main..") == "Update shop by msgen\n"
        assert git(root, "log", "-1", "--format=%an %ae") == "somebody somebody@example.invalid\n"
    assert f"{root_of(shop, 'orders').name}` is on the new branch `{NEW}`; " in outcome.stderr
    body = git(root_of(shop, "orders"), "log", "-1", "--format=%b")
    assert "orders: 2 update, " in body
    assert ("payments: " in body) is (shop.layout == "mono-repo")


def test_a_repository_without_a_change_stays_on_its_branch(msgen: Msgen, shop: Fleet) -> None:
    assert msgen("update", shop.system, "--only", "orders", "--branch", NEW).code == 0

    if shop.layout == "multi-repo":
        assert git(shop.service("payments"), "branch", "--show-current") == "main\n"
    changed = git(root_of(shop, "orders"), "diff", "--name-only", "main", NEW).splitlines()
    assert {path.removeprefix("services/orders/") for path in changed if not path.startswith(".msgen/")} == {
        "Makefile",
        SETTINGS,
        *({".msgen/lock.json", ".msgen/base.tar.gz"} if shop.layout == "mono-repo" else ()),
    }


def test_only_what_the_run_wrote_is_committed(msgen: Msgen, shop: Fleet) -> None:
    orders, root = shop.service("orders"), root_of(shop, "orders")
    (orders / "NOTES").write_text("untracked")
    (orders / "STAGED").write_text("staged")
    git(orders, "add", "STAGED")
    (orders / "src/orders/app/use_case.py").write_text("edited\n")
    index_before = git(root, "diff", "--cached", "--name-only", "main")

    assert msgen("update", shop.system, "--branch", NEW).code == 0

    committed = git(root, "show", "--name-only", "--format=", NEW)
    assert all(name not in committed for name in ("NOTES", "STAGED", "use_case"))
    assert git(root, "diff", "--cached", "--name-only", NEW) == index_before
    assert (orders / "STAGED").read_text() == "staged"


def test_a_file_with_edits_in_no_commit_is_updated_but_not_committed_and_named(msgen: Msgen, shop: Fleet) -> None:
    orders = shop.service("orders")
    mine = "# mine\n\n\n" + (orders / SETTINGS).read_text()
    (orders / SETTINGS).write_text(mine)

    outcome = msgen("update", shop.system, "--branch", NEW)

    assert outcome.code == 0, outcome.stderr
    assert (orders / SETTINGS).read_text() == mine.replace("8080", "9090")
    assert "not committed, since these had edits in no commit:\n" in outcome.stderr
    assert f"\n  {shop.shown(orders / SETTINGS)}\n" in outcome.stderr
    assert "src/orders/settings.py" not in git(orders, "show", "--name-only", "--format=", NEW)
    assert git(orders, "status", "--porcelain", "--", ".").strip().endswith(SETTINGS)


def test_a_conflict_is_committed_with_its_markers_so_that_nobody_merges_it_unseen(msgen: Msgen, shop: Fleet) -> None:
    orders = shop.service("orders")
    (orders / SETTINGS).write_text('NAME = "orders"\nPORT = 7070\n')
    git(orders, "commit", "-qam", "another port")

    assert msgen("update", shop.system, "--branch", NEW).code == 1

    assert "<<<<<<< yours\n" in git(orders, "show", f"{NEW}:./{SETTINGS}")
    assert git(orders, "ls-files", "--unmerged") == ""
    assert git(orders, "status", "--porcelain") == ""


def test_a_branch_that_is_there_already_stops_the_run_before_anything_is_written(msgen: Msgen, shop: Fleet) -> None:
    git(root_of(shop, "payments"), "branch", NEW)
    before = contents(shop.destination)

    outcome = msgen("update", shop.system, "--branch", NEW)

    assert outcome.code == 3
    assert f"nothing was written: there is a branch `{NEW}` already\nhint" in outcome.stderr.replace("\x1b", "")
    assert contents(shop.destination) == before
    assert msgen("update", shop.system, "--branch", "no such..name").code == 3


def test_what_is_in_no_git_repository_cannot_be_branched(
    msgen: Msgen, pristine: dict[Layout, Fleet], tmp_path: Path, sets: dict[str, Path]
) -> None:
    fleet = pristine["multi-repo"].copied_to(tmp_path / "fleet")
    git(fleet.service("orders"), "init", "-q")
    before = contents(fleet.service("payments"))

    outcome = msgen("update", fleet.system, "--blueprints", sets["2.0"], "--branch", NEW)

    assert outcome.code == 2
    assert "is in no git repository" in outcome.stderr
    assert contents(fleet.service("payments")) == before


def test_files_that_git_ignores_are_written_and_in_no_commit(msgen: Msgen, shop: Fleet) -> None:
    orders = shop.service("orders")
    (orders / ".gitignore").write_text("*.log\n.env\nMakefile\n")
    git(orders, "rm", "-q", "--cached", "Makefile")
    git(orders, "commit", "-qam", "the Makefile is ours alone")

    assert msgen("update", shop.system, "--branch", NEW).code == 0

    assert "pytest -q" in (orders / "Makefile").read_text()
    assert "Makefile" not in git(orders, "ls-tree", "-r", "--name-only", NEW, "./")


def test_the_commits_stand_in_the_report(msgen: Msgen, shop: Fleet, tmp_path: Path) -> None:
    report = json.loads(msgen("update", shop.system, "--branch", NEW, "--json").stdout)

    assert {commit["branch"] for commit in report["commits"]} == {NEW}
    assert len(report["commits"]) == len(repositories(shop))
    for commit in report["commits"]:
        assert git(tmp_path / commit["repository"], "rev-parse", NEW).strip() == commit["commit"]
        assert commit["left"] == []
