"""`msgen update`: the spec changes, people have edited, and one run brings both together."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from command_line import Msgen, contents, run

SETTINGS = "services/orders/src/orders/settings.py"
BOOTSTRAP = "services/orders/src/orders/bootstrap.py"
USE_CASE = "services/orders/src/orders/app/place_order.py"


SPEC = """\
msgen: 1
name: shop
services:
  orders:
    api:
      protocol: rest
      operations:
        PlaceOrder:
          kind: command
          http: POST /orders
          timeout: 900ms
          input: {note: string}
          calls: [payments.Authorize]
          publishes: [OrderPlaced]
  payments:
    api:
      protocol: grpc
      operations:
        Authorize: {kind: command, timeout: 300ms, input: {note: string}}
    subscribes: [OrderPlaced]
"""


@pytest.fixture(scope="session")
def updatable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated system, not to be changed."""
    folder = tmp_path_factory.mktemp("updatable")
    (folder / "shop.yaml").write_text(SPEC, encoding="utf-8")
    outcome = run("new", "shop", "--spec", "shop.yaml", cwd=folder)
    assert outcome.code == 0, outcome.stderr
    return folder / "shop"


@pytest.fixture
def system(updatable: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(updatable, tmp_path / "shop", symlinks=True))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def with_a_timeout(system: Path) -> None:
    change(system / "msgen.yaml", "timeout: 900ms", "timeout: 777ms")


def stamps(system: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in system.rglob("*")}


def test_an_update_of_what_is_up_to_date_writes_nothing(msgen: Msgen, system: Path) -> None:
    before = stamps(system)
    outcome = msgen("update", system)

    assert outcome.code == 0
    assert outcome.stderr == f"`{Path('shop')}` is as its spec and the blueprints say: nothing to do\n"
    assert stamps(system) == before


def test_a_comment_in_the_spec_changes_no_more_than_its_hash(msgen: Msgen, system: Path) -> None:
    before = contents(system)
    change(system / "msgen.yaml", "msgen: 1\n", "msgen: 1  # the shop\n")

    assert msgen("update", system, "--check").code == 0
    assert msgen("update", system).code == 0
    after = contents(system)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path for path in changed if not path.startswith(".msgen/undo")} == {"msgen.yaml", ".msgen/lock.json"}
    assert msgen("update", system).stderr.endswith("nothing to do\n")


def test_a_changed_spec_changes_the_files_that_it_concerns_and_no_edit(msgen: Msgen, system: Path) -> None:
    change(system / SETTINGS, "import ", "import os  # mine\nimport ")
    change(system / USE_CASE, "class PlaceOrder", "# my own rule\nclass PlaceOrder")
    (system / "services/orders/notes.txt").write_text("mine\n")
    with_a_timeout(system)
    before = contents(system)

    assert msgen("update", system).code == 0
    after = contents(system)
    changed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    assert BOOTSTRAP in changed
    assert not changed & {SETTINGS, USE_CASE, "services/orders/notes.txt"}
    assert not {path for path in changed if path.startswith("services/payments/")}
    assert "0.777" in (system / BOOTSTRAP).read_text()


def test_an_updated_system_is_the_one_that_would_be_generated(msgen: Msgen, system: Path, tmp_path: Path) -> None:
    with_a_timeout(system)
    assert msgen("update", system).code == 0
    (tmp_path / "fresh.yaml").write_bytes((system / "msgen.yaml").read_bytes())
    assert msgen("new", tmp_path / "fresh", "--spec", tmp_path / "fresh.yaml").code == 0

    shutil.rmtree(system / ".msgen/undo")
    assert contents(system) == contents(tmp_path / "fresh")


def test_a_second_update_changes_nothing_more(msgen: Msgen, system: Path) -> None:
    with_a_timeout(system)
    assert msgen("update", system).code == 0
    before = stamps(system)

    assert msgen("update", system).code == 0
    assert stamps(system) == before


def conflict(system: Path) -> None:
    """A person and the spec want another timeout in the same line."""
    with_a_timeout(system)
    change(system / BOOTSTRAP, "within(0.9, ", "within(123.0, ")


def test_a_conflict_shows_both_and_waits(msgen: Msgen, system: Path) -> None:
    conflict(system)
    outcome = msgen("update", system)

    assert outcome.code == 1
    text = (system / BOOTSTRAP).read_text()
    region = text[text.index("<<<<<<< yours\n") : text.index(">>>>>>> blueprint ")]
    assert re.findall(r"^<+ yours$|^[|=]+$|within\([0-9.]+", region, re.M) == [
        "<<<<<<< yours", "within(123.0", "|||||||", "within(0.9", "=======", "within(0.777",
    ]  # fmt: skip
    lock = json.loads((system / "services/orders/.msgen/lock.json").read_text())
    assert lock["pending"] == [{"kind": "conflict", "path": "src/orders/bootstrap.py"}]
    assert BOOTSTRAP in outcome.stderr
    again = msgen("update", system)
    assert (again.code, BOOTSTRAP in again.stderr) == (1, True)
    assert msgen("update", system, "--check").code == 1


def test_a_conflict_is_settled_when_its_markers_are_gone(msgen: Msgen, system: Path) -> None:
    conflict(system)
    assert msgen("update", system).code == 1
    text = (system / BOOTSTRAP).read_text()
    (system / BOOTSTRAP).write_text(
        text[: text.index("<<<<<<<")] + "" + text[text.index(">>>>>>>") :].split("\n", 1)[1]
    )

    assert msgen("update", system).code == 0
    assert json.loads((system / "services/orders/.msgen/lock.json").read_text())["pending"] == []


@pytest.mark.parametrize("options", [["--dry-run"], ["--diff"], ["--check"], ["--conflict", "fail"], ["--json", "-n"]])
def test_what_only_looks_writes_nothing(msgen: Msgen, system: Path, options: list[str]) -> None:
    conflict(system)
    before = stamps(system)

    assert msgen("update", system, *options).code == 1
    assert stamps(system) == before


def test_the_plan_has_a_line_for_each_file_that_changes(msgen: Msgen, system: Path) -> None:
    with_a_timeout(system)
    outcome = msgen("update", system, "--dry-run")

    assert f"  update  {BOOTSTRAP}\n" in outcome.stdout
    assert ".msgen" not in outcome.stdout
    assert outcome.stdout.rstrip().endswith("identical")


def test_the_outcome_as_json_names_every_change(msgen: Msgen, system: Path) -> None:
    conflict(system)
    values = json.loads(msgen("update", system, "--json").stdout)

    assert values["pending"] == [BOOTSTRAP]
    (orders,) = (part for part in values["repositories"] if part["service"] == "orders")
    (shown,) = (change for change in orders["changes"] if change["path"] == BOOTSTRAP)
    assert (shown["action"], shown["clashes"], shown["pending"]) == ("conflict", 1, "conflict")
    assert values["counts"]["conflict"] == 1


def test_only_one_service_is_updated_where_that_is_asked(msgen: Msgen, system: Path) -> None:
    with_a_timeout(system)
    change(system / "msgen.yaml", "timeout: 300ms", "timeout: 333ms")
    before = contents(system)

    assert msgen("update", system, "--only", "orders").code == 0
    changed = {path for path, value in contents(system).items() if before.get(path) != value}
    assert {path for path in changed if not path.startswith((".msgen/undo", "services/orders/"))} == set()
    assert msgen("update", system, "--check").code == 1
    assert msgen("update", system / "services/payments").code == 0


def test_a_deleted_file_stays_deleted_and_is_told_when_it_would_change(msgen: Msgen, system: Path) -> None:
    (system / BOOTSTRAP).unlink()
    (system / "services/payments/README.md").unlink()
    with_a_timeout(system)
    outcome = msgen("update", system)

    assert outcome.code == 0
    assert not (system / BOOTSTRAP).exists()
    assert not (system / "services/payments/README.md").exists()
    assert f"keep  {BOOTSTRAP}: you deleted it; `msgen restore {BOOTSTRAP}`" in outcome.stderr


def test_no_system_is_told_with_the_way_to_one(msgen: Msgen, tmp_path: Path) -> None:
    outcome = msgen("update", tmp_path)

    assert outcome.code == 3
    assert "is no generated system" in outcome.stderr
    assert "msgen new" in outcome.stderr


def test_an_unknown_service_is_told_with_the_one_that_was_meant(msgen: Msgen, system: Path) -> None:
    with_a_timeout(system)
    outcome = msgen("update", system, "--only", "order")

    assert outcome.code == 2
    assert "`orders`" in outcome.stderr
    assert "there are: orders" in msgen("update", system, "--only", "nobody").stderr


@pytest.mark.parametrize("damage", ["", "{", '{"schema": 99}', "[]"])
def test_a_record_that_cannot_be_read_stops_before_anything_is_written(msgen: Msgen, system: Path, damage: str) -> None:
    with_a_timeout(system)
    (system / "services/orders/.msgen/lock.json").write_text(damage)
    before = stamps(system)
    outcome = msgen("update", system)

    assert outcome.code == 3
    assert "hint:" in outcome.stderr
    assert stamps(system) == before


def test_a_pack_that_is_not_the_recorded_one_is_never_taken_for_the_base(msgen: Msgen, system: Path) -> None:
    with_a_timeout(system)
    pack = system / "services/orders/.msgen/base.tar.gz"
    right = pack.read_bytes()
    pack.write_bytes((system / ".msgen/base.tar.gz").read_bytes())
    (system / SETTINGS).write_text("mine = 1\n")

    assert msgen("update", system).code == 0
    assert (system / SETTINGS).read_text() == "mine = 1\n"
    assert msgen("undo", system).code == 0

    lock = system / "services/orders/.msgen/lock.json"
    lock.write_text(re.sub(r'"base_hash": "[^"]*"', f'"base_hash": "{"0" * 64}"', lock.read_text()))
    for content in (right, b"", b"garbage"):
        pack.write_bytes(content)
        before = stamps(system)
        outcome = msgen("update", system)

        assert outcome.code == 3
        assert "base.tar.gz" in outcome.stderr
        assert stamps(system) == before


def test_migrations_that_parted_on_two_branches_are_brought_together(msgen: Msgen, system: Path) -> None:
    versions = system / "services/orders/migrations/versions"
    for name in ("0002_mine", "0002_theirs"):
        (versions / f"{name}.py").write_text(
            f'"""By hand."""\n\nrevision = "{name}"\ndown_revision = "0001_initial"\n\n\ndef upgrade() -> None: ...\n'
        )
    change(system / "msgen.yaml", "msgen: 1\n", "msgen: 1  # merged\n")

    assert msgen("update", system).code == 0
    (merge,) = set(versions.glob("0003_*.py"))
    assert re.search(r"down_revision = \(\s*\"0002_mine\",\s*\"0002_theirs\",?\s*\)", merge.read_text())
    assert msgen("update", system, "--check").code == 0
