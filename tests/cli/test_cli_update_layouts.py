"""One fleet in two layouts: an update does the same in both, and goes from one to the other."""

from __future__ import annotations

import errno
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Msgen, contents
from fleets import LAYOUTS, Fleet, Layout, generated
from small_blueprints import SERVICE, blueprint_set

from msgen.merging.journal import journal
from msgen.merging.journal.placing import Placing, place

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
RENAMED = SPEC.replace("  payments:\n", "  billing:\n    was: payments\n").replace("[payments]", "[billing]")
OTHER: dict[Layout, Layout] = {"mono-repo": "multi-repo", "multi-repo": "mono-repo"}
USE_CASE = "src/orders/app/use_case.py"


@pytest.fixture(scope="session")
def sets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sets")
    newer = {**SERVICE, "Makefile": "test:\n\tpytest -q\n"}
    return {
        "1.0": blueprint_set(folder / "1.0"),
        "2.0": blueprint_set(folder / "2.0", version="2.0", service=newer),
    }


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory, sets: dict[str, Path]) -> dict[Layout, Fleet]:
    folder = tmp_path_factory.mktemp("pristine")
    return {layout: generated(folder, layout, SPEC, sets["1.0"]) for layout in LAYOUTS}


@pytest.fixture(autouse=True)
def blueprints(monkeypatch: pytest.MonkeyPatch, sets: dict[str, Path]) -> None:
    monkeypatch.setenv("MSGEN_BLUEPRINTS", str(sets["1.0"]))


@pytest.fixture
def multi(pristine: dict[Layout, Fleet], tmp_path: Path) -> Fleet:
    return pristine["multi-repo"].copied_to(tmp_path / "fleet")


@pytest.fixture(params=LAYOUTS)
def shop(request: pytest.FixtureRequest, pristine: dict[Layout, Fleet], tmp_path: Path) -> Fleet:
    """In both layouts; below a folder of its own, as a system may want to stand beside its services."""
    return pristine[request.param].copied_to(tmp_path / "here/shop")


def files(folder: Path) -> dict[str, tuple[str, bytes]]:
    """All that a repository holds but for what undo needs."""
    return {
        path: found
        for path, found in contents(folder).items()
        if not path.startswith((".msgen/undo", ".msgen/schema.json"))
    }


def test_a_change_of_the_blueprints_reaches_every_repository_in_one_run(
    msgen: Msgen, shop: Fleet, sets: dict[str, Path]
) -> None:
    (shop.service("orders") / USE_CASE).write_text("mine\n")
    before = {name: files(shop.service(name)) for name in ("orders", "payments")}

    assert msgen("update", shop.system, "--blueprints", sets["2.0"]).code == 0

    for name in ("orders", "payments"):
        assert (shop.service(name) / "Makefile").read_text() == "test:\n\tpytest -q\n"
    assert (shop.service("orders") / USE_CASE).read_text() == "mine\n"
    assert msgen("undo", shop.system).code == 0
    assert {name: files(shop.service(name)) for name in before} == before


@pytest.mark.parametrize("inside", ["", "src/orders"])
def test_a_path_in_a_service_means_only_that_one(msgen: Msgen, shop: Fleet, sets: dict[str, Path], inside: str) -> None:
    before = files(shop.service("payments"))

    assert msgen("update", shop.service("orders") / inside, "--blueprints", sets["2.0"]).code == 0

    assert (shop.service("orders") / "Makefile").read_text() == "test:\n\tpytest -q\n"
    assert files(shop.service("payments")) == before
    assert msgen("update", shop.system, "--check", "--blueprints", sets["2.0"]).code == 1


def test_a_new_service_stands_beside_the_others(msgen: Msgen, shop: Fleet) -> None:
    shop.says(SPEC + "  mails:\n    api: rest\n")

    outcome = msgen("update", shop.system, "--only", "mails")

    assert outcome.code == 0, outcome.stderr
    folder = shop.service("mails").relative_to(shop.destination)
    assert re.search(rf"^  create  {folder}/: \d+ files$", outcome.stderr, re.MULTILINE)
    assert f"{folder}/Makefile" not in outcome.stderr
    assert (shop.service("mails") / ".msgen/lock.json").is_file()
    assert "mails" in shop.folders()
    assert "mails" not in (shop.system / "README.md").read_text()
    assert msgen("update", shop.system).code == 0
    assert "mails" in (shop.system / "README.md").read_text()
    assert msgen("update", shop.system).stderr.endswith("nothing to do\n")


def test_a_renamed_service_moves_in_a_mono_repo_and_keeps_its_repository_elsewhere(msgen: Msgen, shop: Fleet) -> None:
    payments = shop.service("payments")
    (payments / "NOTES").write_text("mine")
    (payments / "x.log").write_text("ignored")
    (payments / "src/payments/app/other.py").write_text("from payments.settings import NAME\n")
    shop.says(RENAMED)

    outcome = msgen("update", shop.system)

    assert outcome.code == 0, outcome.stderr
    now = shop.service("billing") if shop.layout == "mono-repo" else payments
    assert (now / "NOTES").read_text() == "mine"
    assert (now / "src/billing/settings.py").read_text().startswith('NAME = "billing"\n')
    assert (now / "src/billing/app/other.py").read_text() == "from billing.settings import NAME\n"
    assert not (now / "src/payments").exists()
    place = shop.shown(now / "src/billing/app/other.py")
    assert f"a name has changed:\n  {place}:1: from billing.settings import NAME\n" in outcome.stderr
    assert (payments / "x.log").read_text() == "ignored"
    moved = shop.layout == "mono-repo"
    assert ("left where it is:\n  services/payments/x.log\n" in outcome.stderr) is moved
    assert shop.folders()["billing"] == ("services/billing" if moved else "../payments")
    assert shop.folders()["billing"] in (shop.system / "README.md").read_text()
    assert msgen("update", shop.system).stderr.endswith("nothing to do\n")


def test_services_that_exchange_their_names_exchange_their_folders(msgen: Msgen, shop: Fleet) -> None:
    shop.says(
        "msgen: 1\nname: shop\nservices:\n"
        "  payments:\n    was: orders\n    api: rest\n    calls: [orders]\n"
        "  orders:\n    was: payments\n    api: rest\n"
    )
    (shop.service("orders") / "WAS_ORDERS").write_text("1")
    (shop.service("payments") / "WAS_PAYMENTS").write_text("2")

    outcome = msgen("update", shop.system)

    assert outcome.code == 0, outcome.stderr
    is_mono = shop.layout == "mono-repo"
    first, second = ("payments", "orders") if is_mono else ("orders", "payments")
    assert (shop.service(first) / "WAS_ORDERS").exists()
    assert (shop.service(second) / "WAS_PAYMENTS").exists()
    assert 'NAME = "payments"' in (shop.service(first) / "src/payments/settings.py").read_text()
    assert msgen("update", shop.system).stderr.endswith("nothing to do\n")


def test_a_renamed_service_is_not_updated_without_those_that_call_it(msgen: Msgen, shop: Fleet) -> None:
    shop.says(RENAMED)
    before = contents(shop.destination)

    assert msgen("update", shop.system, "--only", "billing").code == 2
    assert contents(shop.destination) == before


def test_another_layout_moves_each_service_whole_with_edits_and_foreign_and_ignored_files(
    msgen: Msgen, shop: Fleet
) -> None:
    orders = shop.service("orders")
    (orders / USE_CASE).write_text("mine\n")
    (orders / "NOTES").write_text("mine")
    (orders / ".env").write_text("secret")
    (orders / ".env").chmod(0o600)
    (orders / "run.sh").write_text("#!/bin/sh\n")
    (orders / "run.sh").chmod(0o755)
    (orders / "link").symlink_to("NOTES")
    (orders / "Makefile").unlink()
    (orders / ".venv").mkdir()
    (orders / ".venv/pyvenv.cfg").write_text("home")
    before = {name: files(shop.service(name)) for name in ("orders", "payments")}
    shop.says(SPEC, OTHER[shop.layout])

    outcome = msgen("update", shop.system)

    assert outcome.code == 0, outcome.stderr
    moved = Fleet(*_after(shop))
    wanted = {path: found for path, found in before["orders"].items() if not path.startswith(".venv")}
    assert files(moved.service("orders")) == wanted
    assert files(moved.service("payments")) == before["payments"]
    assert [path.name for path in orders.rglob("*")] == [".venv", "pyvenv.cfg"]
    assert not shop.service("payments").exists()
    assert f"left where it is:\n  {shop.system.name}/services/orders/.venv\n" in outcome.stderr or (
        "left where it is:\n  orders/.venv\n" in outcome.stderr
    )
    assert msgen("update", moved.system).stderr.endswith("nothing to do\n")
    assert msgen("update", moved.service("orders"), "--check").code == 0


def test_undo_takes_a_change_of_the_layout_back(msgen: Msgen, shop: Fleet) -> None:
    (shop.service("orders") / ".env").write_text("secret")
    (shop.service("orders") / ".env").chmod(0o600)
    shop.says(SPEC, OTHER[shop.layout])
    above = shop.system.parent
    before = files(above)

    assert msgen("update", shop.system).code == 0
    assert msgen("undo", shop.system).code == 0

    assert {path: found for path, found in files(above).items() if "/.msgen/undo" not in path} == before


@pytest.mark.parametrize("moment", ["first", "middle", "after the lock"])
def test_an_interrupted_change_of_the_layout_is_finished_by_the_next_run(
    msgen: Msgen, shop: Fleet, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    before = {name: files(shop.service(name)) for name in ("orders", "payments")}
    shop.says(SPEC, OTHER[shop.layout])
    with monkeypatch.context() as broken:
        if moment == "after the lock":
            broken.setattr(journal, "write_left", _fails)
        else:
            broken.setattr(journal, "place", _failing_after(0 if moment == "first" else 9))
        assert msgen("update", shop.system).code == 3

    outcome = msgen("update", shop.system)

    assert outcome.code == 0, outcome.stderr
    moved = Fleet(*_after(shop))
    assert {name: files(moved.service(name)) for name in before} == before
    assert not shop.service("orders").exists()
    assert msgen("update", moved.system).stderr.endswith("nothing to do\n")


def test_a_repository_keeps_its_history_where_it_is_when_its_files_move(msgen: Msgen, multi: Fleet) -> None:
    subprocess.run(["git", "init", "-q", multi.service("orders")], check=True)
    multi.says(SPEC, "mono-repo")

    outcome = msgen("update", multi.system)

    assert outcome.code == 0, outcome.stderr
    assert [path.name for path in multi.service("orders").iterdir()] == [".git"]
    assert "left where it is:\n  orders/.git\n" in outcome.stderr
    assert (multi.system / "services/orders/Makefile").is_file()


def test_a_folder_that_is_taken_stops_a_change_of_the_layout(
    msgen: Msgen, pristine: dict[Layout, Fleet], tmp_path: Path
) -> None:
    mono = pristine["mono-repo"].copied_to(tmp_path / "here/shop")
    (tmp_path / "here/orders").mkdir()
    (tmp_path / "here/orders/Makefile").write_text("of somebody else")
    mono.says(SPEC, "multi-repo")
    before = contents(tmp_path / "here")

    outcome = msgen("update", mono.system)

    assert outcome.code == 2
    assert "  orders/Makefile\n" in outcome.stderr
    assert contents(tmp_path / "here") == before


def test_a_system_in_a_folder_with_the_name_of_a_service_cannot_stand_beside_it(
    msgen: Msgen, pristine: dict[Layout, Fleet], tmp_path: Path
) -> None:
    mono = pristine["mono-repo"].copied_to(tmp_path / "here/orders")
    mono.says(SPEC, "multi-repo")

    outcome = msgen("update", mono.system)

    assert outcome.code == 2
    assert "give the folder of the system another name" in outcome.stderr


def test_only_some_services_cannot_change_the_layout(msgen: Msgen, shop: Fleet) -> None:
    shop.says(SPEC, OTHER[shop.layout])
    assert msgen("update", shop.system, "--only", "orders").code == 2


def test_a_repository_that_is_not_there_is_named_and_left_out_only_on_request(
    msgen: Msgen, shop: Fleet, sets: dict[str, Path]
) -> None:
    shutil.rmtree(shop.service("payments"))
    before = contents(shop.destination)

    outcome = msgen("update", shop.system, "--blueprints", sets["2.0"])

    assert outcome.code == 3
    assert f"\n  payments: {shop.shown(shop.service('payments'))}\n" in outcome.stderr
    assert "leave them out with `--only orders`" in outcome.stderr
    assert msgen("update", shop.system, "--only", "payments", "--blueprints", sets["2.0"]).code == 3
    assert contents(shop.destination) == before
    assert msgen("update", shop.system, "--only", "orders", "--blueprints", sets["2.0"]).code == 0
    assert (shop.service("orders") / "Makefile").read_text() == "test:\n\tpytest -q\n"


def test_a_check_says_what_is_not_there_and_checks_the_rest(msgen: Msgen, shop: Fleet, sets: dict[str, Path]) -> None:
    shutil.rmtree(shop.service("payments"))

    outcome = msgen("update", shop.system, "--check")
    assert outcome.code == 0
    assert outcome.stderr.startswith("payments: not checked, `")
    found = json.loads(msgen("update", shop.system, "--check", "--json", "--blueprints", sets["2.0"]).stdout)
    assert list(found["absent"]) == ["payments"]
    assert {reason["service"] for reason in found["reasons"]} == {None, "orders"}


@pytest.fixture
def alone(multi: Fleet, tmp_path: Path) -> Path:
    """The repository of a service, cloned to where no system is, under another name."""
    return Path(shutil.copytree(multi.service("orders"), tmp_path / "elsewhere/cloned"))


def test_a_repository_that_stands_alone_takes_new_blueprints_and_keeps_its_design(
    msgen: Msgen, alone: Path, multi: Fleet, sets: dict[str, Path]
) -> None:
    (alone / USE_CASE).write_text("mine\n")

    assert msgen("update", alone, "--check", "--blueprints", sets["2.0"]).code == 1
    assert msgen("update", alone, "--blueprints", sets["2.0"]).code == 0

    assert (alone / "Makefile").read_text() == "test:\n\tpytest -q\n"
    assert (alone / USE_CASE).read_text() == "mine\n"
    assert msgen("update", alone, "--blueprints", sets["2.0"]).stderr.endswith("nothing to do\n")
    assert msgen("update", alone / "src", "--check", "--blueprints", sets["2.0"]).code == 0
    assert msgen("update", multi.system, "--blueprints", sets["2.0"]).code == 0
    assert (alone / ".msgen/lock.json").read_bytes() == (multi.service("orders") / ".msgen/lock.json").read_bytes()
    assert (alone / ".msgen/base.tar.gz").read_bytes() == (multi.service("orders") / ".msgen/base.tar.gz").read_bytes()
    assert msgen("undo", alone).code == 0
    assert (alone / "Makefile").read_text() == SERVICE["Makefile"]


def test_a_fleet_goes_on_from_what_a_repository_did_alone(msgen: Msgen, multi: Fleet, sets: dict[str, Path]) -> None:
    hidden = multi.system.rename(multi.destination.parent / "away")
    assert msgen("update", multi.service("orders"), "--blueprints", sets["2.0"]).code == 0
    hidden.rename(multi.system)

    outcome = msgen("update", multi.system, "--blueprints", sets["2.0"])

    assert outcome.code == 0, outcome.stderr
    assert "  update  payments/Makefile\n" in outcome.stderr
    assert "orders/" not in outcome.stderr
    assert msgen("update", multi.system, "--blueprints", sets["2.0"]).stderr.endswith("nothing to do\n")


def test_a_design_of_another_msgen_is_no_reason_to_crash(msgen: Msgen, alone: Path) -> None:
    lock = alone / ".msgen/lock.json"
    values = json.loads(lock.read_bytes())
    del values["design"]["order"]
    values["msgen"] = "0.0.1"
    lock.write_text(json.dumps(values))

    outcome = msgen("update", alone)

    assert outcome.code == 3
    assert "the system's repository stands beside this one" in outcome.stderr


def _fails(*_: object) -> None:
    raise OSError(errno.EIO, "the disk is gone")


def _failing_after(count: int) -> Callable[[Placing], bool]:
    left = iter(range(count))

    def place_or_fail(placing: Placing) -> bool:
        if next(left, None) is None:
            _fails()
        return place(placing)

    return place_or_fail


def _after(shop: Fleet) -> tuple[Path, Layout]:
    """Where the fleet is after a change of its layout."""
    if shop.layout == "mono-repo":
        return shop.destination.parent, "multi-repo"
    return shop.system, "mono-repo"
