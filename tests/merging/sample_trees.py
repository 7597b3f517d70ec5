"""A small generated system, and what is needed to record and write it."""

from __future__ import annotations

import os
from pathlib import Path

from msgen.merging.change_set import ChangeSet
from msgen.merging.destination import read
from msgen.merging.first_run import merge
from msgen.merging.lock import Inputs, Layout
from msgen.merging.ownership import stays
from msgen.merging.record import Carried, record
from msgen.rendering.blueprint import Blueprint
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File, Owner, Tree

ROOTS = ("", "services/orders")
INPUTS = Inputs("a" * 64, ("msgen.yaml",))
PYTHON = Blueprint("python", Path("/bundled/python"), "service", (), "1.0", "d" * 64, False, ())
SYSTEM = Blueprint("system", Path("/custom/system"), "system", (), "2.0", "e" * 64, True, ())


def file(text: str, owner: Owner = "G", mode: int = REGULAR, blueprint: str = "python") -> File:
    return File(text.encode(), mode, owner, blueprint, f"template/{owner}.jinja", "orders")


def system_tree() -> Tree:
    return Tree(
        {
            "msgen.yaml": File(b"msgen: 1\n", REGULAR, "I"),
            "README.md": file("# shop\n", blueprint="system"),
            ".gitignore": file(".local/\n", blueprint="system"),
            "services/orders/run.sh": file("#!/bin/sh\n", mode=EXECUTABLE),
            "services/orders/latest": file("run.sh", mode=SYMLINK),
            "services/orders/src/orders/app/place.py": file("class Place: ...\n", "H"),
            "services/orders/src/orders/größe.py": file("GRÖSSE = 1\n"),
            "services/orders/migrations/versions/0001_start.py": file("revision = 1\n", "A"),
        }
    )


def records(tree: Tree, ejected: frozenset[str] = frozenset()) -> Tree:
    """`ejected` are paths of the system's own repository."""
    return record(
        tree,
        roots=ROOTS,
        blueprints=(PYTHON, SYSTEM),
        designs={"": {"name": "shop"}, "services/orders": {"name": "orders", "operations": ["Place"]}},
        inputs=INPUTS,
        layout=Layout("mono-repo", {"orders": "services/orders"}),
        carried={"": Carried(ejected=ejected)},
    )


def complete(tree: Tree | None = None) -> Tree:
    tree = tree or system_tree()
    return tree | records(tree)


def change_set_for(destination: Path, tree: Tree | None = None) -> ChangeSet:
    """As `msgen new` makes it for this destination."""
    tree = tree or system_tree()
    theirs = tree | records(tree, stays(tree, read(destination, tree)))
    return merge(Tree(), read(destination, theirs), theirs)


def snapshot(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Every file and link below `folder`, with its exact mode and content."""
    found: dict[str, tuple[str, bytes]] = {}
    for parent, folders, files in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in [*files, *links]:
            path = Path(parent, name)
            content = os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
            mode = "link" if path.is_symlink() else f"{path.stat().st_mode & 0o7777:o}"
            found[path.relative_to(folder).as_posix()] = (mode, content)
    return dict(sorted(found.items()))


def expected(tree: Tree) -> dict[str, tuple[str, bytes]]:
    return {path: ("link" if each.mode == SYMLINK else f"{each.mode:o}", each.content) for path, each in tree.items()}
