"""Where `msgen new` writes, and what it does about what stands there already."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import COMMENT, SHOP, Msgen, Outcome, contents, counted, times

DONE = """\
shop: 2 services in `{folder}`
  N create
  .msgen/     .gitattributes  .gitignore  base.tar.gz  lock.json  schema.json
  contracts/  generated/  numbers.yaml
  platform/   README.md  helm/
  services/   orders/  payments/
  .gitignore  Makefile  README.md  msgen.yaml
next:
  msgen up {folder}
  msgen explain . --spec {folder}
"""


def test_the_default_is_a_folder_with_the_name_of_the_system(msgen: Msgen, shop: Path, generated_shop: Path) -> None:
    outcome = msgen("new", "--spec", shop)

    assert (outcome.code, outcome.stdout) == (0, "")
    assert counted(outcome.stderr) == DONE.format(folder="shop")
    assert contents(shop.parent / "shop") == contents(generated_shop)
    assert (shop.parent / "shop/msgen.yaml").read_text(encoding="utf-8") == COMMENT + SHOP


def test_a_destination_in_a_folder_that_is_not_there_is_made_with_it(
    msgen: Msgen, shop: Path, generated_shop: Path
) -> None:
    outcome = msgen("new", "a/b/other name", "--spec", shop)

    assert outcome.code == 0
    assert counted(outcome.stderr) == DONE.format(folder="a/b/other name").replace(
        "up a/b/other name", "up 'a/b/other name'"
    ).replace("--spec a/b/other name", "--spec 'a/b/other name'")
    assert contents(shop.parent / "a/b/other name") == contents(generated_shop)


def test_an_empty_folder_is_filled(msgen: Msgen, shop: Path, generated_shop: Path) -> None:
    folder = shop.parent / "empty"
    folder.mkdir()

    assert msgen("new", ".", "--spec", shop, cwd=folder).code == 0
    assert contents(folder) == contents(generated_shop)


@pytest.mark.parametrize("line", ["", COMMENT])
def test_a_folder_that_holds_a_spec_is_the_systems_own(
    msgen: Msgen, tmp_path: Path, generated_shop: Path, line: str
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "msgen.yaml").write_text(line + SHOP, encoding="utf-8")

    outcome = msgen("new", cwd=folder)

    assert (outcome.code, outcome.stdout) == (0, "")
    assert outcome.stderr.startswith("shop: 2 services in `.`\n")
    assert contents(folder) == contents(generated_shop)


def test_a_destination_that_holds_a_spec_needs_no_other(msgen: Msgen, tmp_path: Path, generated_shop: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/msgen.yaml").write_text(SHOP, encoding="utf-8")

    assert msgen("new", "mine").code == 0
    assert contents(tmp_path / "mine") == contents(generated_shop)


def test_another_spec_in_the_destination_stays(msgen: Msgen, shop: Path) -> None:
    folder = shop.parent / "shop"
    folder.mkdir()
    (folder / "msgen.yaml").write_text("msgen: 1\nname: other\nservices: {a: {}}\n", encoding="utf-8")
    before = contents(shop.parent)

    assert msgen("new", "--spec", shop) == Outcome(
        2,
        "",
        "error: another spec is already there; nothing was written:\n  msgen.yaml\n"
        "hint: generate from it with `msgen new --spec` and its path, or choose another folder\n",
    )
    assert contents(shop.parent) == before


def test_a_context_file_in_the_destination_is_another_spec(msgen: Msgen, shop: Path) -> None:
    context = shop.parent / "shop/contexts/billing.yaml"
    context.parent.mkdir(parents=True)
    context.write_text("context: billing\n", encoding="utf-8")
    before = contents(shop.parent)

    outcome = msgen("new", "--spec", shop)

    assert outcome.code == 2
    assert "another spec is already there; nothing was written:\n  contexts/billing.yaml\n" in outcome.stderr
    assert contents(shop.parent) == before


@pytest.mark.parametrize("name", ["shop", "shop/inside"])
def test_a_file_where_a_folder_is_wanted_is_told(msgen: Msgen, shop: Path, name: str) -> None:
    (shop.parent / "shop").write_text("mine", encoding="utf-8")

    outcome = msgen("new", name, "--spec", shop)

    assert outcome.code == 2
    assert "shop` is there already, and it is not a folder\nhint: choose another destination\n" in outcome.stderr
    assert (shop.parent / "shop").read_text(encoding="utf-8") == "mine"


def test_files_in_the_way_are_all_named_and_nothing_is_written(msgen: Msgen, shop: Path) -> None:
    folder = shop.parent / "shop"
    for path in ("Makefile", "services/orders/README.md", "notes.txt", "platform"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("mine", encoding="utf-8")
    before, stamps = contents(folder), times(folder)

    assert msgen("new", "--spec", shop) == Outcome(
        2,
        "",
        "error: these files are in the way, and msgen did not write them; nothing was written:\n"
        "  Makefile\n  platform\n  services/orders/README.md\n"
        "hint: move them away, or generate into another folder\n",
    )
    assert contents(folder) == before
    assert times(folder) == stamps


def test_what_a_repository_has_from_the_start_may_stand_there(msgen: Msgen, shop: Path, generated_shop: Path) -> None:
    folder = shop.parent / "shop"
    mine = {"README.md": "# mine\n", ".gitignore": "*.log\n", "LICENSE": "mine\n", "notes.txt": "mine\n"}
    folder.mkdir()
    for path, text in mine.items():
        (folder / path).write_text(text, encoding="utf-8")

    outcome = msgen("new", "--spec", shop)

    assert outcome.code == 0
    assert "create, 2 keep\n" in outcome.stderr
    assert {path: (folder / path).read_text(encoding="utf-8") for path in mine} == mine
    expected = contents(generated_shop)
    assert contents(folder).keys() == expected.keys() | mine.keys()
    assert '"owner": "ejected", "path": "README.md"' in (folder / ".msgen/lock.json").read_text(encoding="utf-8")


@pytest.fixture
def mine(tmp_path: Path, generated_shop: Path) -> Path:
    shutil.copytree(generated_shop, tmp_path / "shop", symlinks=True)
    return tmp_path / "shop"


def test_the_same_spec_again_writes_nothing(msgen: Msgen, shop: Path, mine: Path) -> None:
    before = times(mine)

    for arguments in (("new", "--spec", shop), ("new", "shop"), ("new", "shop", "--dry-run")):
        outcome = msgen(*arguments)
        assert outcome == Outcome(0, "", "`shop` is generated from this spec already: nothing to do\n")
    assert times(mine) == before


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_another_spec_for_a_generated_system_is_an_update(
    msgen: Msgen, shop: Path, mine: Path, option: tuple[str, ...]
) -> None:
    shop.write_text(SHOP + "  mails: {subscribes: [OrderPlaced]}\n", encoding="utf-8")
    before = times(mine)

    assert msgen("new", "--spec", shop, *option) == Outcome(
        2,
        "",
        "error: `shop` is already generated, from another spec, other blueprints or another msgen\n"
        "hint: change its `msgen.yaml` and run `msgen update shop`\n",
    )
    assert times(mine) == before


def test_a_dry_run_prints_the_plan_and_writes_nothing(msgen: Msgen, shop: Path, generated_shop: Path) -> None:
    before = contents(shop.parent)

    outcome = msgen("new", "--spec", shop, "--dry-run")

    assert (outcome.code, outcome.stderr) == (0, "")
    files = [path for path in contents(generated_shop) if not path.endswith("/")]
    *planned, counts = outcome.stdout.splitlines()
    assert planned == [f"  create  {path}" for path in sorted(files)]
    assert counts == f"{len(files)} create"
    assert contents(shop.parent) == before


def test_a_dry_run_shows_what_is_in_the_way_and_ends_as_the_run_would(msgen: Msgen, shop: Path) -> None:
    folder = shop.parent / "shop"
    folder.mkdir()
    for path in ("Makefile", "README.md"):
        (folder / path).write_text("mine", encoding="utf-8")
    (folder / "msgen.yaml").write_text(COMMENT + SHOP, encoding="utf-8")
    before = times(folder)

    outcome = msgen("new", "--spec", shop, "-n")

    assert outcome.code == 2
    assert "\nconflict  Makefile\n    keep  README.md\n" in outcome.stdout
    assert outcome.stdout.endswith("create, 1 conflict, 1 keep, 1 identical\n")
    assert outcome.stderr.startswith("error: these files are in the way")
    assert times(folder) == before


def test_what_is_accepted_and_not_generated_is_named_once(msgen: Msgen) -> None:
    outcome = msgen("new", "--sample", "bistro")

    assert (outcome.code, outcome.stdout) == (0, "")
    named = [line.split(": ")[1] for line in outcome.stderr.splitlines() if line.startswith("not generated yet: ")]
    assert "sagas" in named
    assert len(named) == len(set(named))
    assert max(map(len, outcome.stderr.splitlines())) <= 80
