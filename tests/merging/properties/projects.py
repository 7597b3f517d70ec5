"""A generated repository on the disk, and an update of it with everything but parsing and rendering."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from msgen.cli.updating.renewal import Renewal
from msgen.cli.updating.update import Update, update_of
from msgen.cli.updating.wishes import Wishes
from msgen.contracts.numbers import Numbers
from msgen.merging.apply import apply
from msgen.merging.lock import LOCK, Lock, Pending, read_lock
from msgen.merging.record import Carried, record
from msgen.merging.recorded import RecordedSystem
from msgen.merging.renaming import Renames
from msgen.merging.threeway.decide import Conflicts
from msgen.rendering.tree import SYMLINK, File, Tree

Snapshot = Mapping[str, tuple[int, bytes]]
"""Mode and content of every file; of a link its target."""

_REGION = re.compile(rb"^<<<<<<< yours\r?$", re.M)
_MARK = re.compile(rb"(?:mine|theirs)[0-9]+")


class Project:
    """One repository that stands alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def generated(cls, folder: Path, tree: Tree, *, ejected: frozenset[str] = frozenset()) -> Project:
        carried = {"": Carried(ejected=ejected)}
        kept = record(
            tree, roots=("",), blueprints=(), designs={"": design_of(tree)}, inputs=None, layout=None, carried=carried
        )
        for path, file in (tree | kept).items():
            put(folder / path, file.content, file.mode)
        return cls(folder)

    @property
    def lock(self) -> Lock:
        return read_lock((self.folder / LOCK).read_bytes(), self.folder)

    @property
    def pending(self) -> tuple[Pending, ...]:
        return self.lock.pending

    def decided(self, theirs: Tree, conflicts: Conflicts = "inline", *, anew: bool = False) -> Update:
        """What an update to `theirs` would do; `anew`: also where nothing that decides it has changed."""
        system = RecordedSystem(self.folder, "", self.lock)
        return update_of(_OfTree(system, theirs, anew=anew), Wishes(conflicts))

    def updated(self, theirs: Tree, conflicts: Conflicts = "inline", *, anew: bool = False) -> Update:
        update = self.decided(theirs, conflicts, anew=anew)
        self.apply(update)
        return update

    def apply(self, update: Update) -> None:
        apply(update.changes, self.folder, command="update")

    def files(self) -> Snapshot:
        """All of it but the record."""
        return {path: each for path, each in self.everything().items() if not path.startswith(".msgen/")}

    def everything(self) -> Snapshot:
        """All of it but what can be undone."""
        found = {}
        for folder, folders, files in os.walk(self.folder):
            links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
            for name in (*files, *links):
                path = Path(folder, name)
                found[path.relative_to(self.folder).as_posix()] = _entry(path)
        return {path: found[path] for path in sorted(found) if not path.startswith(".msgen/undo/")}

    def times(self) -> Mapping[str, int]:
        return {path.as_posix(): path.lstat().st_mtime_ns for path in (self.folder, *self.folder.rglob("*"))}


class _OfTree(Renewal):
    """The renewal of a repository whose new content is known."""

    def __init__(self, system: RecordedSystem, theirs: Tree, *, anew: bool) -> None:
        super().__init__(system, cast(Any, SimpleNamespace(name="own")), None)
        self._theirs = theirs
        self._anew = anew

    document = None
    renames = Renames()
    numbers = Numbers()
    layout = None
    inputs = None
    schema = b""
    folders: Mapping[str, str] = {"": ""}
    loaded = ()
    labels: Mapping[str, str] = {"own": "blueprint 2"}

    @property
    def locks(self) -> Mapping[str, Lock]:
        return {"": self.system.lock}

    def design(self, name: str) -> Mapping[str, Any]:
        return design_of(self._theirs)

    @property
    def due(self) -> tuple[str, ...]:
        return ("",) if self._anew or not self._is_current("") else ()

    def rendered(self, names: Sequence[str], **_: object) -> Generator[tuple[str, Tree]]:
        for name in names:
            yield name, self._theirs

    def _planned(self, name: object, history: object) -> Any:
        raise NotImplementedError("the tree is known")


def design_of(tree: Tree) -> Mapping[str, Any]:
    """Another one for every other tree."""
    digest = hashlib.sha256()
    for path, file in tree.items():
        digest.update(repr((path, file.mode, file.content, file.id, file.owner)).encode())
    return {"tree": digest.hexdigest()}


def put(path: Path, content: bytes, mode: int) -> None:
    """A file or link, in place of one that stands there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if mode == SYMLINK:
        path.symlink_to(content.decode())
    else:
        path.write_bytes(content)
        path.chmod(mode)


def as_files(tree: Mapping[str, File]) -> Snapshot:
    return {path: (file.mode, file.content) for path, file in tree.items()}


def marks(files: Snapshot, whose: bytes) -> frozenset[bytes]:
    """The words in all files that only one side has brought in."""
    return frozenset(mark for _, content in files.values() for mark in marks_in(content, whose))


def marks_in(content: bytes, whose: bytes) -> frozenset[bytes]:
    return frozenset(mark for mark in _MARK.findall(content) if mark.startswith(whose))


def with_regions(files: Snapshot) -> frozenset[str]:
    return frozenset(path for path, (_, content) in files.items() if _REGION.search(content))


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: what counts is many runs, not the disk."""
    memory = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def _entry(path: Path) -> tuple[int, bytes]:
    if path.is_symlink():
        return SYMLINK, os.fsencode(os.readlink(path))
    return (0o755 if path.stat().st_mode & 0o100 else 0o644), path.read_bytes()
