"""The `.msgen/` files of every root: lock, base pack and the two files that tell git about them."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgen
from msgen.merging.baseline import BASE, pack
from msgen.merging.lock import (
    LOCK,
    Inputs,
    Layout,
    Lock,
    LockedBlueprint,
    LockedFile,
    LockOwner,
    Pending,
    git_mode,
    write_lock,
)
from msgen.merging.locked_design import LockedDesign
from msgen.merging.roots import by_root
from msgen.rendering.blueprint import Blueprint
from msgen.rendering.tree import REGULAR, File, Tree, join

_GIT_FILES = {
    ".msgen/.gitattributes": b"base.tar.gz binary linguist-generated -diff\n",
    ".msgen/.gitignore": b"txn*\nundo/\n",
}
RECORD_FILES = (BASE, LOCK)
"""What the record is made of, beside the two files for git, which are generated like any other."""
_LOCKED_OWNERS: dict[str, LockOwner] = {"G": "G", "H": "H", "A": "A"}


@dataclass(frozen=True, slots=True)
class Carried:
    """What a repository's record keeps from one run to the next, beside what is generated now."""

    files: tuple[LockedFile, ...] = ()
    """Append-only files of earlier runs."""
    ejected: Collection[str] = ()
    """Paths that belong to people, relative to the repository."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Paths of generated files to those where a person put them."""
    pending: tuple[Pending, ...] = ()


def record(
    tree: Tree,
    *,
    roots: Sequence[str],
    blueprints: Iterable[Blueprint],
    designs: Mapping[str, Mapping[str, Any]],
    inputs: Inputs | None,
    layout: Layout | None,
    home: str = "",
    carried: Mapping[str, Carried] | None = None,
) -> Tree:
    """Only the record files; `tree | record(tree, ...)` is what is written.

    `roots` are the folders with a record of their own and `home` is the system's one. By root, `designs` has the
    slice of the resolved design, and `carried` what earlier runs and people left.
    """
    known = {blueprint.name: blueprint for blueprint in blueprints}
    return join(
        _record_of(
            join([part, git_files()]),
            known=known,
            design=LockedDesign.of(designs[root]),
            inputs=inputs if root == home else None,
            layout=layout if root == home else None,
            carried=(carried or {}).get(root, Carried()),
        ).under(root)
        for root, part in by_root(tree, roots).items()
    )


def inputs_of(files: Mapping[str, bytes], blueprints: Iterable[Blueprint]) -> Inputs:
    return Inputs(hash_inputs(files, blueprints), tuple(sorted(files)))


def hash_inputs(files: Mapping[str, bytes], blueprints: Iterable[Blueprint]) -> str:
    """One hash of all that decides the output: the raw input files, the blueprints and this msgen."""
    identity = {
        "msgen": msgen.__version__,
        "blueprints": {blueprint.name: blueprint.digest for blueprint in blueprints},
        "files": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
    }
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()


def git_files() -> Tree:
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
    design: LockedDesign,
    inputs: Inputs | None,
    layout: Layout | None,
    carried: Carried,
) -> Tree:
    base = pack(part, without=carried.ejected)
    used = sorted({file.blueprint for file in part.values()} & known.keys())
    lock = Lock(
        msgen=msgen.__version__,
        blueprints=tuple(_locked_blueprint(known[name]) for name in used),
        design=design,
        spec_hash=design.hash,
        base_hash=base.hash,
        files=_locked_files(part, carried),
        pending=carried.pending,
        inputs=inputs,
        layout=layout,
    )
    written = {BASE: File(base.content, REGULAR, "R"), LOCK: File(write_lock(lock), REGULAR, "R")}
    return git_files() | Tree(written)


def _locked_blueprint(blueprint: Blueprint) -> LockedBlueprint:
    return LockedBlueprint(
        id=blueprint.name,
        version=blueprint.version,
        digest=blueprint.digest,
        source="custom" if blueprint.custom else "bundled",
    )


def _locked_files(part: Tree, carried: Carried) -> tuple[LockedFile, ...]:
    new = {path: _carried(path, file, carried) for path, file in part.items() if file.owner in _LOCKED_OWNERS}
    files = new | {entry.path: entry for entry in carried.files}
    return tuple(files[path] for path in sorted(files))


def _carried(path: str, file: File, carried: Carried) -> LockedFile:
    entry = replace(locked_file(path, file), at=carried.moved.get(path, ""))
    return replace(entry, owner="ejected") if path in carried.ejected else entry


def locked_file(path: str, file: File) -> LockedFile:
    """What the lock says of a file that was just generated."""
    return LockedFile(
        path=path,
        sha256=hashlib.sha256(file.content).hexdigest(),
        mode=git_mode(file.mode),
        owner=_LOCKED_OWNERS[file.owner],
        id=file.id,
        changes=file.changes,
    )
