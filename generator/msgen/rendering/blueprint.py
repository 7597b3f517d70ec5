"""A blueprint: a folder with `copier.yml` and `template/`, its manifest checked, its content hashed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from fnmatch import translate
from functools import cache
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

import msgen
from msgen import resources
from msgen.rendering.configuration import CODE, read_configuration
from msgen.rendering.errors import BlueprintError
from msgen.rendering.release import RELEASE, release
from msgen.rendering.tree import Owner

PARTIALS_EXTENSION = "msgen.rendering.environment.Partials"

IGNORED = (
    "__pycache__",
    "*.py[co]",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".DS_Store",
    "*~",
    ".*.sw[op]",
)
"""What tools leave behind in a blueprint: neither rendered nor a part of its digest."""

_IGNORED = re.compile("|".join(map(translate, IGNORED)))
_COMMANDS = frozenset(CODE)
_GLOB_PIECES = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


class Blueprint(Struct, frozen=True):
    name: str
    root: Path
    view: str
    """The name by which templates know the view."""
    owners: tuple[tuple[str, Owner], ...]
    """Globs over output paths; the last that matches decides."""
    version: str
    digest: str
    """Hash of all that decides the output: manifest, templates and, where it uses them, the partials."""
    custom: bool
    """It is not one of those that msgen ships."""
    code: tuple[str, ...]
    """What in it would run code of its own; empty for nearly all."""
    extensions: tuple[str, ...] = ()
    """Of Jinja, by the names of their classes."""
    environment: tuple[tuple[str, Any], ...] = ()
    """Settings of its Jinja environment, such as the marks around tags."""
    migrations: tuple[Path, ...] = ()
    """Files that say what their version renamed and moved, in the order of the versions."""
    anchors: tuple[tuple[str, str], ...] = ()
    """Globs over output paths, each with the text of a line behind which people and the blueprint may both append."""

    @property
    def runs_commands(self) -> bool:
        """It wants commands run in the folder that it writes, which takes a folder."""
        return not _COMMANDS.isdisjoint(self.code)

    def owner(self, path: str) -> Owner:
        """Who owns the output `path`, which is relative to the job's destination."""
        matching = [owner for glob, owner in self.owners if matches(path, glob)]
        return matching[-1] if matching else "G"


def available(blueprints: Path | None = None) -> tuple[str, ...]:
    """Names of the blueprints in a folder, by default the bundled ones."""
    folder = blueprints or resources.blueprints()
    return tuple(sorted(entry.parent.name for entry in folder.glob("*/copier.yml")))


def load(name: str, blueprints: Path | None = None) -> Blueprint:
    """Read and check one blueprint."""
    folder = (blueprints or resources.blueprints()).resolve()
    root = folder / name
    if not (root / "copier.yml").is_file():
        raise BlueprintError(_unknown(name, folder))
    configuration = read_configuration(name, root / "copier.yml")
    manifest = configuration["_msgen"]
    extensions = configuration.get("_jinja_extensions", [])
    migrations = _migrations(name, root)
    is_custom = folder != resources.blueprints().resolve()
    sources = [root / "copier.yml", root / "template", *migrations]
    if PARTIALS_EXTENSION in extensions:
        sources.append(partials_of(root))
    return Blueprint(
        name=name,
        root=root,
        view=manifest["view"],
        owners=tuple((glob, cast(Owner, owner)) for glob, owner in manifest.get("owners", {}).items()),
        version=str(manifest.get("version", msgen.__version__)),
        digest=_digest(sources),
        custom=is_custom,
        extensions=tuple(extensions),
        environment=tuple(configuration["_envops"].items()),
        code=(*_code(configuration), *(f"migrations/{path.name}" for path in migrations if is_custom)),
        migrations=migrations,
        anchors=tuple(manifest.get("anchors", {}).items()),
    )


def partials_of(root: Path) -> Path:
    """The partials of a blueprint: those beside its `blueprints/` folder, else the bundled ones."""
    beside = root.parent.parent / "partials"
    return beside if beside.is_dir() else resources.partials()


def _migrations(name: str, root: Path) -> tuple[Path, ...]:
    found = sorted((root / "migrations").glob("*.py"), key=lambda path: release(path.stem))
    for path in found:
        if not RELEASE.fullmatch(path.stem):
            raise BlueprintError(
                f"blueprint `{name}`: `migrations/{path.name}` is not called after a version\n"
                "hint: `migrations/1.4.py` says what version 1.4 renamed and moved"
            )
    return tuple(found)


def _unknown(name: str, folder: Path) -> str:
    close = get_close_matches(name, available(folder), n=1)
    hint = f"\nhint: did you mean `{close[0]}`" if close else ""
    return f"there is no blueprint `{name}` in `{folder}` (a folder with `copier.yml`){hint}"


def _code(configuration: Mapping[str, Any]) -> Iterator[str]:
    yield from (key for key in CODE if configuration.get(key))
    for extension in configuration.get("_jinja_extensions", []):
        if extension != PARTIALS_EXTENSION:
            yield f"_jinja_extensions: {extension}"


def _digest(sources: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for source in sources:
        found = [(source.name, str(source))] if source.is_file() else _files(str(source), source.name)
        for label, path in sorted(found):
            total.update(f"{label}\0{_kind(path)}\0{hashlib.sha256(_content(path)).hexdigest()}\n".encode())
    return total.hexdigest()


def _files(path: str, label: str) -> Iterator[tuple[str, str]]:
    """Each file of a folder, after its label; as texts, for a `Path` costs more than reading what it names."""
    if not os.path.isdir(path):
        return
    with os.scandir(path) as entries:
        for entry in entries:
            if is_ignored(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{label}/{entry.name}")
            else:
                yield f"{label}/{entry.name}", entry.path


@cache
def is_ignored(name: str) -> bool:
    """Whether tools left behind what has this name, see `IGNORED`."""
    return _IGNORED.match(name) is not None


def _kind(path: str) -> str:
    if os.path.islink(path):
        return "link"
    return "executable" if os.stat(path).st_mode & 0o100 else "file"


def _content(path: str) -> bytes:
    if os.path.islink(path):
        return os.fsencode(os.readlink(path))
    with open(path, "rb") as file:
        return file.read()


def matches(path: str, glob: str) -> bool:
    """Whether `path` matches: `*` and `?` stay inside one part, `**` crosses any number of them.

    >>> matches("src/orders/app/wiring.py", "src/*/app/*.py"), matches("a/b/c", "a/**")
    (True, True)
    """
    return _pattern(glob).fullmatch(path) is not None


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    pieces = (_GLOB_PIECES.get(piece) or re.escape(piece) for piece in re.split(r"(\*\*/|\*\*|\*|\?)", glob))
    return re.compile("".join(pieces))
