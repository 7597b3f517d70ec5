"""`--layout`: written into the spec, comments and all, and a repository per service beside that of the system."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from command_line import COMMENT, SHOP, Msgen, contents

PLATFORM = "platform:\n  # where it runs\n  mesh: none  # for now\n"
WRITTEN = "platform:\n  # where it runs\n  layout: multi-repo\n  mesh: none  # for now\n"


def test_the_layout_is_written_into_the_copy_of_the_spec(msgen: Msgen, shop: Path) -> None:
    shop.write_text(SHOP + PLATFORM, encoding="utf-8")

    outcome = msgen("new", "--spec", shop, "--layout", "multi-repo")

    assert outcome.code == 0, outcome.stderr
    assert (shop.parent / "shop/shop/msgen.yaml").read_text() == COMMENT + SHOP + WRITTEN
    assert shop.read_text() == SHOP + PLATFORM


def test_repositories_stand_side_by_side_and_a_service_is_the_same_in_both_layouts(
    msgen: Msgen, shop: Path, generated_shop: Path
) -> None:
    outcome = msgen("new", "fleet", "--spec", shop, "--layout", "multi-repo")

    fleet = shop.parent / "fleet"
    assert outcome.code == 0
    assert outcome.stderr.startswith("shop: 2 services in `fleet/shop`\n")
    assert sorted(path.name for path in fleet.iterdir()) == ["orders", "payments", "shop"]
    layout = json.loads((fleet / "shop/.msgen/lock.json").read_text())["layout"]
    assert layout == {"kind": "multi-repo", "folders": {"orders": "../orders", "payments": "../payments"}}
    for name in ("orders", "payments"):
        mono, multi = (contents(root) for root in (generated_shop / "services" / name, fleet / name))
        mono.pop(".msgen/lock.json")
        multi.pop(".msgen/lock.json")
        assert mono == multi


def test_a_folder_with_the_spec_becomes_the_repository_of_the_system(msgen: Msgen, tmp_path: Path) -> None:
    system = tmp_path / "projects/any-name"
    system.mkdir(parents=True)
    (system / "msgen.yaml").write_text(SHOP)

    outcome = msgen("new", "--layout", "multi-repo", cwd=system)

    assert outcome.code == 0, outcome.stderr
    assert sorted(path.name for path in (tmp_path / "projects").iterdir()) == ["any-name", "orders", "payments"]
    assert (system / "msgen.yaml").read_text() == COMMENT + SHOP + "\nplatform:\n  layout: multi-repo\n"
    assert msgen("new", cwd=system).stderr.endswith("is generated from this spec already: nothing to do\n")


def test_a_sibling_with_files_of_its_own_is_in_the_way(msgen: Msgen, tmp_path: Path) -> None:
    system = tmp_path / "projects/shop"
    (tmp_path / "projects/orders/src").mkdir(parents=True)
    (tmp_path / "projects/orders/Makefile").write_text("mine")
    system.mkdir()
    (system / "msgen.yaml").write_text(SHOP)
    before = contents(tmp_path)

    outcome = msgen("new", "--layout", "multi-repo", cwd=system)

    assert outcome.code == 2
    assert "nothing was written:\n  orders/Makefile\nhint: " in outcome.stderr
    assert contents(tmp_path) == before


def test_a_service_cannot_have_the_name_of_the_system(msgen: Msgen, shop: Path) -> None:
    shop.write_text(SHOP.replace("name: shop", "name: orders"), encoding="utf-8")
    before = contents(shop.parent)

    outcome = msgen("new", "--spec", shop, "--layout", "multi-repo")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert "error: services.orders: the service has the name of the system\n" in outcome.stderr
    assert contents(shop.parent) == before
    assert msgen("new", "--spec", shop, "--layout", "mono-repo").code == 0


def test_a_service_alone_is_generated_from_its_record_as_from_the_system(
    msgen: Msgen, generated_shop: Path, tmp_path: Path
) -> None:
    """By msgen's own blueprints: every file comes out the same, and only the version in the record changes."""
    for name in ("orders", "payments"):
        alone = Path(shutil.copytree(generated_shop / "services" / name, tmp_path / "elsewhere" / name))
        lock = alone / ".msgen/lock.json"
        written = lock.read_text()
        lock.write_text(re.sub(r'"msgen": "[^"]*"', '"msgen": "0.0.1"', written))
        before = contents(generated_shop / "services" / name)

        outcome = msgen("update", alone)

        assert outcome.code == 0, outcome.stderr
        assert re.fullmatch(r"\d+ identical\n", outcome.stderr)
        after = contents(alone)
        assert {path: each for path, each in after.items() if not path.startswith(".msgen/undo")} == before
