"""Reads a spec: `msgen.yaml`, the context files beside it, and what it includes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from msgen.diagnostics import Finding, Location, SpecError

from .context_files import with_context
from .document import Document
from .files import ReadFile, read_content, read_file, read_source
from .source import UnreadableSourceError, load

SPEC = "msgen.yaml"
CONTEXTS = "contexts"
NUMBERS = "contracts/numbers.yaml"


def read(path: str | os.PathLike[str]) -> Document:
    """The document of a spec file with its context files.

    Files are named relative to the folder of the spec. A file of which no tree can be made is a SpecError.
    """
    spec = Path(path)
    return _with_files_beside(read_file(spec, spec.name or str(spec)), spec.parent)


def read_beside(content: bytes, name: str, folder: str | os.PathLike[str]) -> Document:
    """The document of a spec that is not on the disk, as if it stood in the folder as `name`."""
    return _with_files_beside(read_content(content, name), Path(folder))


def read_contents(contents: Mapping[str, bytes], folder: str = "", numbers: str | None = None) -> Document:
    """The document of files that are in memory, by their paths relative to `folder`: the spec, then its contexts."""
    main, *contexts = (read_content(content, name) for name, content in contents.items())
    unreadable = [finding for file in (main, *contexts) for finding in file.unreadable]
    document = replace(main.document(), folder=folder, numbers=numbers)
    for context in contexts:
        document = with_context(document, context)
    if unreadable:
        raise SpecError([*unreadable, *document.findings], document.sources, folder)
    return document


def _with_files_beside(main: ReadFile, beside: Path) -> Document:
    folder = "" if beside == Path() else str(beside)
    if main.unreadable:
        raise SpecError(main.unreadable, {main.source.file: main.source.lines}, folder)
    contexts = [_context_file(file, location, beside) for file, location in _context_paths(main, beside)]
    numbers, problems = _numbers(beside)
    unreadable = [*problems, *(finding for file in contexts for finding in file.unreadable)]
    document = replace(main.document(), folder=folder, numbers=numbers)
    for context in contexts:
        document = with_context(document, context)
    if unreadable:
        raise SpecError([*unreadable, *document.findings], document.sources, folder)
    return document


def read_text(text: str, name: str = SPEC) -> Document:
    """The document of a text, without looking at the disk."""
    main = read_source(text, name)
    if main.unreadable:
        raise SpecError(main.unreadable, {name: main.source.lines})
    return main.document()


def _context_paths(main: ReadFile, folder: Path) -> Iterator[tuple[Path, Location | None]]:
    """The context files, each once: those beside the spec by name, then those that it includes."""
    seen: set[str] = set()
    for path, location in [*_beside(folder), *_included(main, folder)]:
        real = os.path.realpath(path)
        if real not in seen:
            seen.add(real)
            yield path, location


def _beside(folder: Path) -> list[tuple[Path, Location | None]]:
    return [(path, None) for path in _yaml_files(folder / CONTEXTS)]


def _included(main: ReadFile, folder: Path) -> Iterator[tuple[Path, Location | None]]:
    written = main.data.get("include")
    for index, entry in enumerate(written if isinstance(written, list) else []):
        if not isinstance(entry, str) or not entry.strip() or "://" in entry:
            continue  # the model refuses it with a better word
        path = folder / entry
        place = main.places["include", index].value
        if path.is_dir():
            yield from ((file, place) for file in _yaml_files(path))
        else:
            yield path, place


def _yaml_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and path.is_file())


def _context_file(path: Path, included_at: Location | None, folder: Path) -> ReadFile:
    shown = os.path.relpath(path, folder).replace(os.sep, "/")
    file = read_file(path, shown)
    if included_at is None or file.source.lines:
        return file
    moved = tuple(replace(finding, location=included_at) for finding in file.unreadable)
    return replace(file, unreadable=moved)


def _numbers(folder: Path) -> tuple[str | None, tuple[Finding, ...]]:
    path = folder / NUMBERS
    if not path.exists():
        return None, ()
    try:
        return load(path, NUMBERS).text, ()
    except UnreadableSourceError as error:
        return None, error.findings
