"""Before `msgen new` writes at a terminal it says what it is about to write, and asks nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from command_line import SHOP, Msgen, contents
from real_terminal import RealTerminal

from msgen import resources

LOST = "contexts: {sales: {events: {OrderLost: {}}}}\n"


def at_a_terminal(tmp_path: Path, *arguments: str | Path) -> tuple[int, str]:
    terminal = RealTerminal("new", "--spec", "shop.yaml", *arguments, cwd=tmp_path, state=tmp_path / "state")
    return terminal.end(), terminal.everything


def rows(said: str) -> dict[str, str]:
    """The rows of the outline, with each that goes over several lines on one."""
    block = said[said.index("about to write to") :].partition(":\n")[2]
    lines = re.sub(r"\n {14}", " ", block)
    return {name: text for name, text in re.findall(r"^  ([a-z]+) +(\S.*)$", lines, re.MULTILINE)}


def test_it_says_how_much_from_where_and_what_stays(tmp_path: Path, shop: Path) -> None:
    shop.write_text(SHOP + LOST, encoding="utf-8")
    (tmp_path / "shop").mkdir()
    for name in ("README.md", ".gitignore"):
        (tmp_path / "shop" / name).write_text("mine\n", encoding="utf-8")

    code, said = at_a_terminal(tmp_path)

    assert code == 0
    told = rows(said)
    created = told["files"].removesuffix(" create, 2 keep")
    assert told["services"] == "2"
    assert told["kept"] == ".gitignore, README.md: as people have them"
    assert told["blueprints"].startswith("version 0.1.0: contracts, helm-service, ")
    assert (told["conflicts"], told["findings"]) == ("none", "1 error")
    finding, outline, receipt = (said.index(text) for text in ("error[EVT01]", "about to write", "2 services in"))
    assert finding < outline < receipt
    assert f"{created} create, 2 keep" in said[receipt:]


def test_what_is_in_the_way_is_said_and_nothing_is_written(tmp_path: Path, shop: Path) -> None:
    for path in ("Makefile", "platform/README.md", "services/orders/Makefile", "services/orders/README.md"):
        (tmp_path / "shop" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "shop" / path).write_text("mine\n", encoding="utf-8")
    before = contents(tmp_path / "shop")

    code, said = at_a_terminal(tmp_path)

    assert code == 2
    in_the_way = "Makefile, platform/README.md, services/orders/Makefile and 1 more"
    assert rows(said)["conflicts"] == f"{in_the_way}: not written by msgen"
    assert contents(tmp_path / "shop") == before


def test_blueprints_of_ones_own_are_told_by_their_versions(tmp_path: Path, shop: Path) -> None:
    company = tmp_path / "company"
    shutil.copytree(resources.blueprints(), company / "blueprints")
    shutil.copytree(resources.partials(), company / "partials")
    manifest = company / "blueprints/python-rest/copier.yml"
    manifest.write_text(manifest.read_text("utf-8").replace("_msgen:\n", "_msgen:\n  version: 2.4\n"), encoding="utf-8")

    code, said = at_a_terminal(tmp_path, "--blueprints", company / "blueprints")

    assert code == 0
    assert rows(said)["blueprints"].endswith("python-tests, system; version 2.4: python-rest")


def test_yes_at_a_terminal_is_told_the_same(tmp_path: Path, shop: Path) -> None:
    code, said = at_a_terminal(tmp_path, "--yes")
    assert code == 0
    assert rows(said)["services"] == "2"


@pytest.mark.parametrize("option", ["--dry-run", "--quiet"])
def test_a_plan_and_silence_have_no_outline(tmp_path: Path, shop: Path, option: str) -> None:
    code, said = at_a_terminal(tmp_path, option)
    assert code == 0
    assert "about to write" not in said


def test_without_a_terminal_the_receipt_says_it(msgen: Msgen, shop: Path) -> None:
    outcome = msgen("new", "--spec", shop)
    assert outcome.code == 0
    assert "about to write" not in outcome.stderr
