"""Random cases: what was generated, what a person made of it, and what would be generated now.

Every word that a person brings in is `mine<number>`, every one that the new version brings in `theirs<number>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from hypothesis import strategies as st
from msgspec.structs import replace

from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File, Owner, Tree
from properties.projects import Project, put
from properties.texts import GENERATED, KINDS, Style, Text, text

MOVED = "moved/"
"""The folder to which a new version moves files."""
RENAMED = ".renamed"
"""What a new version adds to the name of a template, so that only likeness tells which file it was."""
_FOLDERS = ("", "src/", "src/deep/")
_STYLES = (Style(ending="\r\n"), Style(trailing="  "), Style(is_wide=True), Style(is_ended=False))


@dataclass(frozen=True, slots=True)
class Put:
    """A file of a person's, new or in place of one."""

    path: str
    content: bytes
    mode: int = REGULAR

    def do(self, folder: Path) -> None:
        put(folder / self.path, self.content, self.mode)


@dataclass(frozen=True, slots=True)
class Delete:
    path: str

    def do(self, folder: Path) -> None:
        (folder / self.path).unlink()


@dataclass(frozen=True, slots=True)
class Move:
    path: str
    to: str

    def do(self, folder: Path) -> None:
        (folder / self.to).parent.mkdir(parents=True, exist_ok=True)
        (folder / self.path).rename(folder / self.to)


@dataclass(frozen=True, slots=True)
class ReplaceByFolder:
    path: str

    def do(self, folder: Path) -> None:
        (folder / self.path).unlink()
        (folder / self.path).mkdir()


Edit = Put | Delete | Move | ReplaceByFolder


@dataclass(slots=True)
class Triple:
    """A case; printed, it says what is in it."""

    seed: int
    base: dict[str, File] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    theirs: dict[str, File] = field(default_factory=dict)
    ejected: set[str] = field(default_factory=set)
    foreign: list[Put] = field(default_factory=list)
    """Files of a person's where msgen generates nothing, neither before nor now."""

    def project(self, folder: Path) -> Project:
        """As a person leaves it before the update."""
        project = self.generated(folder)
        for edit in (*self.edits, *self.foreign):
            edit.do(folder)
        return project

    def generated(self, folder: Path) -> Project:
        return Project.generated(folder, Tree(self.base), ejected=frozenset(self.ejected))

    @property
    def new(self) -> Tree:
        return Tree(self.theirs)

    def is_left_alone(self, path: str) -> bool:
        """It is never written again, or a person wants that of the path where it was generated."""
        file = self.theirs[path]
        return file.owner == "A" or any(self.base[old].id == file.id for old in self.ejected)


def triples(*, edits: bool = True, ejects: bool = True) -> st.SearchStrategy[Triple]:
    return st.integers(0, 2**48).map(lambda seed: triple(seed, edits=edits, ejects=ejects))


def triple(seed: int, *, edits: bool = True, ejects: bool = True) -> Triple:
    case = _Case(Random(seed), Triple(seed))
    for number in range(case.random.randrange(1, 7)):
        case.add_file(f"f{number}", edits=edits, ejects=ejects)
    if edits:
        case.add_foreign_files()
    return case.triple


def newer(theirs: Tree, seed: int) -> Tree:
    """A third version, made from the second as that is from the first."""
    case = _Case(Random(seed), Triple(seed))
    case.new_word = (f"theirs{number}" for number in count(1000))
    for path, file in theirs.items():
        case.change_theirs(path, file, None)
    return case.triple.new


class _Case:
    def __init__(self, random: Random, triple: Triple) -> None:
        self.random = random
        self.triple = triple
        self.new_word: Iterator[str] = (f"theirs{number}" for number in count())
        self.my_word: Iterator[str] = (f"mine{number}" for number in count())

    def theirs(self) -> str:
        return next(self.new_word)

    def mine(self) -> str:
        return next(self.my_word)

    def add_file(self, name: str, *, edits: bool, ejects: bool) -> None:
        kind = self.random.choice((*KINDS, *KINDS, "link", "bin"))
        path = f"{self.random.choice(_FOLDERS)}{name}.{kind}"
        if kind == "link":
            self._add_link(path, edits=edits)
        elif kind == "bin":
            self._add_binary(path, edits=edits)
        else:
            self._add_text(path, text(self.random, kind, name, self.random.randrange(9)), edits=edits)
        if edits and ejects and path in self.triple.base and self.random.random() < 0.05:
            self.triple.ejected.add(path)

    def add_foreign_files(self) -> None:
        for number in range(self.random.randrange(3)):
            folder = self.random.choice((*_FOLDERS, "own/", "own/.git/", ".venv/", "build/"))
            content = f"{self.mine()}\n".encode() * self.random.randrange(4)
            self.triple.foreign.append(Put(f"{folder}own{number}.txt", content, self._mode()))
        if self.random.random() < 0.3:
            self.triple.foreign.append(Put(".gitignore", b"build/\n"))

    def change_theirs(self, path: str, file: File, old: Text | None) -> None:
        """What the new version makes of a file."""
        chance = self.random.random()
        if file.owner == "A" or chance < 0.2:
            new = file
        elif chance < 0.75:
            new = self._newly_written(file, old)
        elif chance < 0.85:
            return
        else:
            new = replace(self._newly_written(file, old), mode=self._mode() if file.mode != SYMLINK else SYMLINK)
        chance = self.random.random()
        if file.owner == "A" or chance < 0.85:
            self.triple.theirs[path] = new
        else:
            template = new.template if chance < 0.95 else f"{new.template}{RENAMED}"
            self.triple.theirs[f"{MOVED}{path}"] = replace(new, template=template)

    def _newly_written(self, file: File, old: Text | None) -> File:
        if file.mode == SYMLINK:
            return replace(file, content=self.theirs().encode())
        if b"\0" in file.content:
            return replace(file, content=b"\0" + self.theirs().encode())
        if old is not None:
            return replace(file, content=old.edited(self.random, self.theirs, self.random.randrange(1, 4)).content)
        lines = file.content.splitlines(keepends=True)
        at = self.random.randrange(len(lines) + 1)
        return replace(file, content=b"".join([*lines[:at], f"# {self.theirs()}\n".encode(), *lines[at:]]))

    def _add_text(self, path: str, old: Text, *, edits: bool) -> None:
        file = File(old.content, self._mode(), self._owner(), "own", f"{path}.jinja")
        if self.random.random() < 0.12:
            self._add_new(path, file, old, edits=edits)
            return
        self.triple.base[path] = file
        self.change_theirs(path, file, old)
        if edits:
            self._edit_text(path, file, old)

    def _add_new(self, path: str, file: File, old: Text, *, edits: bool) -> None:
        """Only the new version has it; a person may have a file of their own there."""
        new = old.edited(self.random, self.theirs, 1)
        self.triple.theirs[path] = replace(file, content=new.content)
        chance = self.random.random()
        if edits and chance < 0.3:
            self.triple.edits.append(Put(path, old.edited(self.random, self.mine, 1).content))
        elif edits and chance < 0.5:
            self.triple.edits.append(Put(path, new.content, file.mode))

    def _edit_text(self, path: str, file: File, old: Text) -> None:
        chance = self.random.random()
        if chance < 0.25:
            return
        if chance < 0.33:
            self.triple.edits.append(Delete(path))
        elif chance < 0.36:
            self.triple.edits.append(ReplaceByFolder(path))
        elif chance < 0.39:
            self.triple.edits.append(Put(path, self.mine().encode(), SYMLINK))
        elif chance < 0.41:
            self.triple.edits.append(Put(path, b"\0" + self.mine().encode()))
        else:
            self._rewrite_text(path, file, old)

    def _rewrite_text(self, path: str, file: File, old: Text) -> None:
        style = self.random.choice(_STYLES) if self.random.random() < 0.25 else GENERATED
        new = old.edited(self.random, self.mine, self.random.randrange(4)).laid_out(style)
        mode = self._mode() if self.random.random() < 0.2 else file.mode
        self.triple.edits.append(Put(path, new.content, mode))
        if self.random.random() < 0.1:
            self.triple.edits.append(Move(path, f"{self.random.choice(('', 'mine/'))}my_{path.rpartition('/')[2]}"))

    def _add_link(self, path: str, *, edits: bool) -> None:
        file = File(b"target", SYMLINK, "G", "own", path)
        self.triple.base[path] = file
        self.change_theirs(path, file, None)
        if edits and self.random.random() < 0.5:
            self.triple.edits.append(self._other(path, SYMLINK))

    def _add_binary(self, path: str, *, edits: bool) -> None:
        file = File(b"\0" + path.encode(), self._mode(), "G", "own", path)
        self.triple.base[path] = file
        self.change_theirs(path, file, None)
        if edits and self.random.random() < 0.5:
            self.triple.edits.append(self._other(path, self._mode()))

    def _other(self, path: str, mode: int) -> Edit:
        choices: tuple[Callable[[], Edit], ...] = (
            lambda: Put(path, self.mine().encode(), mode),
            lambda: Put(path, b"\0" + self.mine().encode()),
            lambda: Delete(path),
            lambda: Put(path, self.mine().encode() + b"\n"),
        )
        return self.random.choice(choices[:1] + choices[2:] if mode == SYMLINK else choices[1:])()

    def _mode(self) -> int:
        return EXECUTABLE if self.random.random() < 0.15 else REGULAR

    def _owner(self) -> Owner:
        return self.random.choice(("G", "G", "G", "G", "H", "A"))
