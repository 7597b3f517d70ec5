"""A tree: files in memory by their path, sorted, each knowing where it came from."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from msgen.rendering.errors import PathRejected

Owner = Literal["G", "H", "A", "I", "R"]
"""Generated, human, append-only, input, record."""

REGULAR = 0o644
EXECUTABLE = 0o755
SYMLINK = 0o120000

_NOT_A_NAME = frozenset({"", ".", ".."})
_SUSPICIOUS = re.compile(r"(?:\A|/)(?:[./]|\Z)|[\\\0]")
"""A part that is empty or begins with a dot, or a character that no path has: those few are looked at closely."""


class File(Struct, frozen=True):
    """One file, or a symbolic link, whose content is then its target."""

    content: bytes
    mode: int
    """`REGULAR`, `EXECUTABLE` or `SYMLINK`."""
    owner: Owner
    blueprint: str = ""
    template: str = ""
    """The template's path below the blueprint."""
    subject: str = ""
    """The objects of the design that the file is about, for example `orders/PlaceOrder`."""
    changes: Sequence[Mapping[str, Any]] | None = None
    """What a migration does, as data; `None` for any other file."""

    @property
    def id(self) -> str:
        """What stays the same when the file's path changes; empty where no template stands behind it."""
        if not self.template:
            return ""
        origin = f"{self.blueprint}:{self.template}"
        return f"{origin}#{self.subject}" if self.subject else origin


class Tree(Mapping[str, File]):
    """Files by path; paths have `/` and no leading one, and no two fall together on any file system."""

    def __init__(self, files: Mapping[str, File] | None = None) -> None:
        self._files = dict(sorted((files or {}).items()))
        _check(self._files)

    @classmethod
    def of_sound(cls, files: Mapping[str, File]) -> Tree:
        """Of files that were checked already: most trees are made of others."""
        tree = cls.__new__(cls)
        tree._files = dict(sorted(files.items()))
        return tree

    def __getitem__(self, path: str) -> File:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __repr__(self) -> str:
        return f"Tree({len(self)} files)"

    def __or__(self, other: Tree) -> Tree:
        """Both together; a path that both have is an error."""
        return join((self, other))

    def below(self, folder: str) -> Tree:
        """The files below `folder`, by their paths relative to it."""
        if not folder:
            return self
        prefix = f"{folder}/"
        files = {path.removeprefix(prefix): self[path] for path in self if path.startswith(prefix)}
        _check_targets(files)
        return self.of_sound(files)

    def under(self, folder: str) -> Tree:
        """The same files moved below `folder`."""
        if not folder:
            return self
        _check_path(folder)
        return self.of_sound({f"{folder}/{path}": file for path, file in self.items()})


def join(trees: Iterable[Tree]) -> Tree:
    """All files of all trees; equal contents, such as the platform code of every service, are kept once."""
    files: dict[str, File] = {}
    contents: dict[bytes, bytes] = {}
    for tree in trees:
        for path, file in tree.items():
            if path in files:
                writers = sorted({_writer(files[path]), _writer(file)})
                raise PathRejected(f"`{path}` is written twice, by {' and by '.join(writers)}")
            known = contents.setdefault(file.content, file.content)
            files[path] = file if known is file.content else replace(file, content=known)
    require_apart(files)
    return Tree.of_sound(files)


def _writer(file: File) -> str:
    return f"blueprint `{file.blueprint}` (`{file.template}`)" if file.template else "msgen itself"


def require_apart(paths: Iterable[str]) -> None:
    """Raises `PathRejected` where two of them are one path on some file system, or one stands below another."""
    known = dict.fromkeys(paths)
    spelled: dict[str, str] = {}
    folders: set[str] = set()
    for path in known:
        for part in _with_new_parents(path, folders):
            earlier = spelled.setdefault(part.casefold(), part)
            if earlier != part:
                raise PathRejected(f"`{earlier}` and `{part}` are one path where case does not count")
    for parent in sorted(folders & known.keys()):
        path = next(path for path in known if path.startswith(f"{parent}/"))
        raise PathRejected(f"`{parent}` is a file, so `{path}` cannot stand below it")


def _check(files: Mapping[str, File]) -> None:
    for path in files:
        _check_path(path)
    _check_targets(files)
    require_apart(files)


def _check_path(path: str) -> None:
    if _SUSPICIOUS.search(path) is None:
        return
    parts = path.split("/")
    if "\\" in path or "\0" in path or not _NOT_A_NAME.isdisjoint(parts):
        raise PathRejected(f"`{path}` is not a path inside the output")
    if ".git" in path.casefold().split("/"):
        raise PathRejected(f"`{path}` would write into a git repository's own folder")


def _check_targets(files: Mapping[str, File]) -> None:
    for path, file in files.items():
        if file.mode == SYMLINK:
            _check_target(path, file.content.decode())


def _check_target(path: str, target: str) -> None:
    meant = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    if posixpath.isabs(target) or meant.split("/")[0] == "..":
        raise PathRejected(f"the symbolic link `{path}` points out of the output, to `{target}`")


def _with_new_parents(path: str, folders: set[str]) -> list[str]:
    """The path itself and those folders above it that are not among `folders` yet; they are added."""
    found = [path]
    folder = path.rpartition("/")[0]
    while folder and folder not in folders:
        folders.add(folder)
        found.append(folder)
        folder = folder.rpartition("/")[0]
    return found
