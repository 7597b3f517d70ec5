"""`msgen undo`: one level back, whatever the last writing command did."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from command_line import Msgen, contents, run

from msgen.merging.destination import read
from msgen.merging.journal.journal import Journal
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import REGULAR, File

WAITS_FOR_EVER = """\
msgen: 1
name: shop
services:
  orders:
    api: rest
    calls:
      - {to: payments, timeout: none}
  payments:
    api: grpc
"""
MORE = "  stock:\n    api: rest\n"


@pytest.fixture
def system(generated_shop: Path, tmp_path: Path) -> Path:
    """A generated system that somebody has edited, with a spec that asks for one more service."""
    system = Path(shutil.copytree(generated_shop, tmp_path / "shop", symlinks=True))
    with (system / "msgen.yaml").open("a", encoding="utf-8") as spec:
        spec.write(MORE)
    with (system / "Makefile").open("a", encoding="utf-8") as makefile:
        makefile.write("\nours:\n\techo ours\n")
    (system / "Makefile").chmod(0o600)
    return system


def everything(system: Path) -> dict[str, tuple[str, bytes]]:
    """Whatever stands there, but for what only `undo` needs."""
    return {path: value for path, value in contents(system).items() if not path.startswith(".msgen/undo")}


def test_undo_of_an_update_brings_back_every_byte(msgen: Msgen, system: Path) -> None:
    before = everything(system)
    assert msgen("update", system).code == 0
    after = everything(system)

    outcome = msgen("undo", system)

    assert outcome.code == 0
    assert everything(system) == before
    lines = outcome.stderr.splitlines()
    assert "restore  Makefile" in lines
    assert "restore  .msgen/lock.json" in lines
    files = sum(1 for path in after if path.startswith("services/stock/") and not path.endswith("/"))
    assert f" remove  services/stock/ ({files} files)" in lines
    assert not any("services/stock/README.md" in line for line in lines)
    assert lines[-1] == "`shop` is as it was before `msgen update`"
    assert outcome.stdout == ""


def test_a_service_that_comes_back_is_one_line_and_what_changed_elsewhere_is_told_by_file(
    msgen: Msgen, generated_shop: Path, tmp_path: Path
) -> None:
    system = Path(shutil.copytree(generated_shop, tmp_path / "shop", symlinks=True))
    spec = system / "msgen.yaml"
    alone = spec.read_text(encoding="utf-8").replace("    calls: [payments]\n", "").partition("  payments:")[0]
    spec.write_text(alone, encoding="utf-8")
    with (system / "services/payments/README.md").open("a", encoding="utf-8") as readme:
        readme.write("ours\n")
    before = everything(system)
    assert msgen("update", system, "--confirm", "payments").code == 1, "the edited file waits"
    kept = [path for path in everything(system) if path.startswith("services/payments/") and not path.endswith("/")]

    outcome = msgen("undo", system)

    assert everything(system) == before
    files = sum(1 for path in before if path.startswith("services/payments/") and not path.endswith("/"))
    told = [line for line in outcome.stderr.splitlines() if "services/payments" in line]
    assert kept == ["services/payments/README.md"]
    assert told == [f"restore  services/payments/ ({files - 1} files)"]
    assert "restore  services/orders/.msgen/lock.json" in outcome.stderr.splitlines()


def test_after_undo_the_update_is_due_again(msgen: Msgen, system: Path) -> None:
    assert msgen("update", system).code == 0
    after = everything(system)
    assert msgen("undo", system).code == 0

    assert msgen("update", system, "--check").code == 1
    assert msgen("update", system).code == 0
    assert everything(system) == after


def test_a_second_undo_finds_nothing(msgen: Msgen, system: Path) -> None:
    msgen("update", system)
    msgen("undo", system)
    before = contents(system)

    outcome = msgen("undo", system)

    assert outcome.code == 0
    assert outcome.stderr == "nothing to undo in `shop`\n"
    assert contents(system) == before


@pytest.mark.parametrize("inside", ["", "services", "services/orders", "msgen.yaml"])
def test_any_path_in_the_system_means_the_system(msgen: Msgen, system: Path, inside: str) -> None:
    before = everything(system)
    assert msgen("update", system).code == 0

    assert msgen("undo", system / inside).code == 0
    assert everything(system) == before


def test_the_current_folder_is_meant_where_none_is_given(msgen: Msgen, system: Path) -> None:
    before = everything(system)
    assert msgen("update", cwd=system / "services").code == 0

    assert msgen("undo", cwd=system / "services").code == 0
    assert everything(system) == before


def test_a_file_that_changed_since_is_named_and_nothing_is_written(msgen: Msgen, system: Path) -> None:
    assert msgen("update", system).code == 0
    (system / "services/stock/README.md").write_text("mine\n", encoding="utf-8")
    before = contents(system)

    outcome = msgen("undo", system)

    assert outcome.code == 5
    assert "changed since `msgen update`" in outcome.stderr
    assert "  services/stock/README.md\n" in outcome.stderr
    assert "hint: " in outcome.stderr
    assert contents(system) == before


def test_a_conflict_that_somebody_settled_is_not_thrown_away(msgen: Msgen, system: Path) -> None:
    """What they wrote stands nowhere else: going back would lose it."""
    readme = system / "README.md"
    readme.write_text("mine\n", encoding="utf-8")
    assert msgen("update", system).code == 1
    conflict = readme.read_text()
    readme.write_text("mine, and what is new\n", encoding="utf-8")

    assert msgen("undo", system).code == 5
    assert readme.read_text() == "mine, and what is new\n"

    readme.write_text(conflict, encoding="utf-8")
    assert msgen("undo", system).code == 0
    assert readme.read_text() == "mine\n"


def test_an_update_that_was_interrupted_is_taken_back(msgen: Msgen, system: Path) -> None:
    before = everything(system)
    found = read(system, ["README.md"])["README.md"]
    journal = Journal(system, "")
    journal.stage([Write("README.md", found, File(b"# new\n", REGULAR, "G"))], command="update")

    outcome = msgen("undo", system)

    assert outcome.code == 0
    assert outcome.stderr == "`shop` is as it was before `msgen update`\n"
    assert everything(system) == before


def test_what_lint_mended_in_the_spec_of_a_system_is_taken_back(msgen: Msgen, system: Path) -> None:
    spec = system / "msgen.yaml"
    spec.write_text(WAITS_FOR_EVER, encoding="utf-8")
    spec.chmod(0o640)
    before = everything(system)
    assert msgen("lint", system, "--fix").code == 0
    assert "timeout: none" not in spec.read_text(encoding="utf-8")

    outcome = msgen("undo", system)

    assert outcome.stderr == "restore  msgen.yaml\n`shop` is as it was before `msgen lint --fix`\n"
    assert everything(system) == before


def test_a_journal_without_a_system_is_found_too(msgen: Msgen, tmp_path: Path) -> None:
    """`msgen new` was interrupted before it wrote its lock."""
    (tmp_path / "shop/.msgen").mkdir(parents=True)
    Journal(tmp_path / "shop", "").stage([Write("a.txt", None, File(b"a\n", REGULAR, "G"))], command="new")

    outcome = msgen("undo", "shop")

    assert outcome.code == 0
    assert outcome.stderr == "`shop` is as it was before `msgen new`\n"
    assert list((tmp_path / "shop").iterdir()) == []


def test_in_multi_repo_one_undo_serves_all_repositories(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("msgen: 1\nname: shop\nservices:\n  orders:\n    api: rest\n", encoding="utf-8")
    made = run("new", "fleet", "--spec", "shop.yaml", "--layout", "multi-repo", cwd=tmp_path)
    assert made.code == 0, made.stderr
    fleet = tmp_path / "fleet"
    spec = fleet / "shop/msgen.yaml"
    spec.write_text(spec.read_text("utf-8").replace("services:\n", f"services:\n{MORE}"), encoding="utf-8")
    before = contents(fleet)
    assert run("update", "shop", cwd=fleet).code == 0
    assert (fleet / "stock").is_dir()

    outcome = run("undo", cwd=fleet / "shop")

    assert outcome.code == 0, outcome.stderr
    assert contents(fleet) == before


def test_a_folder_that_is_no_system_is_told_so(msgen: Msgen, tmp_path: Path) -> None:
    outcome = msgen("undo", tmp_path)

    assert outcome.code == 3
    assert "is no generated system" in outcome.stderr


def test_a_path_that_is_not_there_is_told_so(msgen: Msgen, tmp_path: Path) -> None:
    outcome = msgen("undo", "nowhere")

    assert outcome.code == 2
    assert "`nowhere` does not exist" in outcome.stderr


def test_a_place_that_cannot_be_written_is_told(msgen: Msgen, system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert msgen("update", system).code == 0
    before = contents(system)

    def refuse(source: Path, _: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(source))

    monkeypatch.setattr(os, "rename", refuse)
    outcome = msgen("undo", system)

    assert outcome.code == 3
    assert outcome.stderr == (
        "error: `shop` cannot be written: permission denied; nothing was written\n"
        "hint: mend that, then run `msgen undo` again\n"
    )
    assert contents(system) == before
