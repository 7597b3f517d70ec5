"""Where people and the blueprints of msgen both append: the places that these declare, and no others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import Msgen
from kept import append

from msgen.resources import blueprints

SPEC = "msgen: 1\nname: shop\nservices:\n  orders:\n    api: rest\n"
ORDERS = "shop/services/orders"
SETTINGS = "src/orders/settings.py"
TEMPLATES = (
    "system/template/.gitignore",
    "python-service/template/.gitignore",
    "python-service/template/.dockerignore",
)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The blueprints of msgen with a line more at the end of some files."""
    folder = tmp_path / "newer"
    shutil.copytree(blueprints(), folder, ignore=shutil.ignore_patterns(".*_cache"))
    for path in TEMPLATES:
        append(folder / path, "new/\n")
    service = folder / "python-service/template"
    [settings] = (service / "src").rglob("settings.py.jinja")
    append(settings, '    proxy: str = ""\n    """Through what calls go."""\n')
    append(service / "Makefile.jinja", "new:\n")
    return folder


@pytest.fixture
def orders(msgen: Msgen, newer: Path, tmp_path: Path) -> Path:
    (tmp_path / "shop.yaml").write_text(SPEC)
    assert msgen("new", "--spec", "shop.yaml").code == 0
    return tmp_path / ORDERS


def test_what_both_append_to_lists_and_settings_stands_there_together(
    msgen: Msgen, orders: Path, newer: Path, tmp_path: Path
) -> None:
    lists = [tmp_path / "shop/.gitignore", orders / ".gitignore", orders / ".dockerignore"]
    for file in lists:
        append(file, "mine/\n")
    append(orders / SETTINGS, "    closes_at: int = 22\n")

    outcome = msgen("update", "shop", "--blueprints", newer)

    assert outcome.code == 0, outcome.stderr
    for file in lists:
        assert file.read_text().endswith("\nmine/\nnew/\n")
    assert (
        (orders / SETTINGS)
        .read_text()
        .endswith('    closes_at: int = 22\n    proxy: str = ""\n    """Through what calls go."""\n')
    )


def test_what_both_append_elsewhere_is_shown(msgen: Msgen, orders: Path, newer: Path) -> None:
    append(orders / "Makefile", "mine:\n")

    assert msgen("update", "shop", "--blueprints", newer).code == 1

    assert (
        (orders / "Makefile")
        .read_text()
        .endswith("<<<<<<< yours\nmine:\n|||||||\n=======\nnew:\n>>>>>>> blueprint 0.1.0\n")
    )
