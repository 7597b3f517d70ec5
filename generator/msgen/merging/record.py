"""The `.msgen/` files of every root: lock, base pack and the two files that tell git about them."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from typing import Any

import msgen
from msgen.merging.baseline import BASE, pack
from msgen.merging.lock import (
    LOCK,
    Layout,
    Lock,
    LockedBlueprint,
    LockedFile,
    LockOwner,
    spec_hash,
    write_lock,
)
from msgen.rendering.blueprint import Blueprint
from msgen.rendering.tree import REGULAR, SYMLINK, File, Tree, join

_GIT_FILES = {
    ".msgen/.gitattributes": b"base.tar.gz binary linguist-generated -diff\n",
    ".msgen/.gitignore": b"txn*\nundo/\n",
}
_LOCKED_OWNERS: dict[str, LockOwner] = {"G": "G", "H": "H", "A": "A"}


def record(
    tree: Tree,
    *,
    roots: Sequence[str],
    blueprints: Iterable[Blueprint],
    designs: Mapping[str, Mapping[str, Any]],
    inputs: str,
    layout: Layout,
    home: str = "",
    ejected: Collection[str] = (),
) -> Tree:
    """Only the record files; `tree | record(tree, ...)` is what is written.

    `roots` are the folders with a record of their own and `home` is the system's one. `designs` has the slice
    of the resolved design of each root, and `ejected` the paths that belong to people from the start.
    """
    known = {blueprint.name: blueprint for blueprint in blueprints}
    trees = {root: join([part, _git_files()]) for root, part in _by_root(tree, roots).items()}
    return join(
        _record_of(
            part,
            known=known,
            design=designs[root],
            inputs=inputs if root == home else None,
            layout=layout if root == home else None,
            ejected={_relative(path, root) for path in ejected if _root_of(path, trees) == root},
        ).under(root)
        for root, part in trees.items()
    )


def hash_inputs(files: Mapping[str, bytes], blueprints: Iterable[Blueprint]) -> str:
    """One hash of all that decides the output: the raw input files, the blueprints and this msgen."""
    identity = {
        "msgen": msgen.__version__,
        "blueprints": {blueprint.name: blueprint.digest for blueprint in blueprints},
        "files": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
    }
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()


def _by_root(tree: Tree, roots: Sequence[str]) -> dict[str, Tree]:
    """Each file with the innermost root above it, by its path relative to that."""
    parts: dict[str, dict[str, File]] = {root: {} for root in sorted(roots)}
    for path, file in tree.items():
        root = _root_of(path, parts)
        if root is not None:
            parts[root][_relative(path, root)] = file
    return {root: Tree(files) for root, files in parts.items()}


def _root_of(path: str, roots: Container[str]) -> str | None:
    folder = path.rpartition("/")[0]
    while folder and folder not in roots:
        folder = folder.rpartition("/")[0]
    return folder if folder in roots else None


def _relative(path: str, root: str) -> str:
    return path.removeprefix(f"{root}/") if root else path


def _git_files() -> Tree:
    return Tree(
        {
            path: File(content, REGULAR, "G", blueprint="msgen", template=posixpath.basename(path))
            for path, content in _GIT_FILES.items()
        }
    )


def _record_of(
    part: Tree,
    *,
    known: Mapping[str, Blueprint],
    design: Mapping[str, Any],
    inputs: str | None,
    layout: Layout | None,
    ejected: Collection[str],
) -> Tree:
    base = pack(part, without=ejected)
    used = sorted({file.blueprint for file in part.values()} & known.keys())
    lock = Lock(
        msgen=msgen.__version__,
        blueprints=tuple(_locked_blueprint(known[name]) for name in used),
        design=design,
        spec_hash=spec_hash(design),
        base_hash=base.hash,
        files=tuple(
            _locked_file(path, file, path in ejected) for path, file in part.items() if file.owner in _LOCKED_OWNERS
        ),
        inputs=inputs,
        layout=layout,
    )
    written = {BASE: File(base.content, REGULAR, "R"), LOCK: File(write_lock(lock), REGULAR, "R")}
    return _git_files() | Tree(written)


def _locked_blueprint(blueprint: Blueprint) -> LockedBlueprint:
    return LockedBlueprint(
        id=blueprint.name,
        version=blueprint.version,
        digest=blueprint.digest,
        source="custom" if blueprint.custom else "bundled",
    )


def _locked_file(path: str, file: File, ejected: bool) -> LockedFile:
    return LockedFile(
        path=path,
        sha256=hashlib.sha256(file.content).hexdigest(),
        mode="120000" if file.mode == SYMLINK else f"100{file.mode:o}",
        owner="ejected" if ejected else _LOCKED_OWNERS[file.owner],
        id=file.id,
    )
