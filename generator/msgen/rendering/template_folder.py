"""What lies below a blueprint's `template/`, read once for all the services that it is rendered for."""

from __future__ import annotations

import os
import stat
from functools import cache
from pathlib import Path

from msgspec import Struct

from msgen.rendering.blueprint import Blueprint, is_ignored
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK

SUFFIX = ".jinja"


class Source(Struct, frozen=True):
    """One file or symbolic link."""

    name: str
    """Without the suffix of templates."""
    path: str
    """Below the blueprint."""
    is_template: bool
    content: bytes
    """What is copied as it is, or a link's target; empty for a template, which Jinja reads."""
    mode: int


class Folder(Struct, frozen=True):
    name: str
    path: str
    folders: tuple[Folder, ...]
    sources: tuple[Source, ...]


@cache
def template_folder(blueprint: Blueprint) -> Folder:
    """The digest in `blueprint` keeps what changed meanwhile apart."""
    return _folder(str(blueprint.root / "template"), "template")


def _folder(location: str, path: str) -> Folder:
    entries = sorted((each for each in os.scandir(location) if not is_ignored(each.name)), key=lambda each: each.name)
    folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    files = [entry for entry in entries if not entry.is_dir(follow_symlinks=False)]
    templates = {entry.name for entry in files if entry.name.endswith(SUFFIX)}
    return Folder(
        name=os.path.basename(location),
        path=path,
        folders=tuple(_folder(entry.path, f"{path}/{entry.name}") for entry in folders),
        sources=tuple(
            _source(entry, f"{path}/{entry.name}") for entry in files if f"{entry.name}{SUFFIX}" not in templates
        ),
    )


def _source(entry: os.DirEntry[str], path: str) -> Source:
    is_template = entry.name.endswith(SUFFIX)
    name = entry.name.removesuffix(SUFFIX)
    if entry.is_symlink():
        return Source(name, path, is_template, os.fsencode(Path(os.readlink(entry.path))), SYMLINK)
    content = b"" if is_template else _read(entry.path)
    mode = entry.stat().st_mode
    return Source(name, path, is_template, content, EXECUTABLE if mode & stat.S_IXUSR else REGULAR)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
