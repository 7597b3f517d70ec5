"""`msgen diff`: what people changed since the last update, or what the next one would bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

from msgspec import Struct

from msgen.cli import exit_codes
from msgen.cli.keeping.diff_report import DiffReport, difference, figures, names
from msgen.cli.keeping.selection import Selection, lies_in, select
from msgen.cli.machine import as_json
from msgen.cli.output import emit, say
from msgen.cli.pager import emit_long_bytes
from msgen.cli.usage import UsageError
from msgen.merging.keeping.patches import patch
from msgen.merging.keeping.repositories import with_base
from msgen.merging.threeway.pairing import trios
from msgen.merging.threeway.repository import Repository
from msgen.merging.threeway.trio import Trio, Version

Pair = tuple[Version | None, Version | None]


class Form(Enum):
    """How differences are told."""

    PATCH = auto()
    FIGURES = auto()
    NAMES = auto()
    JSON = auto()


class Upstream(Struct, frozen=True):
    """Compare with what would be generated now."""

    blueprints: Path | None
    trust: bool


def diff(paths: Sequence[Path], upstream: Upstream | None, form: Form, *, exit_code: bool) -> int:
    """The exit code."""
    selection = select(paths)
    compared = [trio for trio in _trios(selection, upstream) if selection.covers(*_paths(trio))]
    known = [path for trio in compared for path in _paths(trio)]
    selection.require(known, (), "msgen did not generate `{path}`, so there is nothing to compare it with")
    for trio in compared:
        if not _has_base(trio) and any(path in selection.paths for path in _paths(trio)):
            say(f"of `{selection.shown(trio.before(_path(trio)))}` msgen keeps nothing to compare it with")
    pairs = [_pair(trio, upstream) for trio in compared if _has_base(trio)]
    is_found = _emit_patches(pairs) if form is Form.PATCH else _emit_report(pairs, form)
    return exit_codes.FOUND if exit_code and is_found else exit_codes.DONE


def _emit_patches(pairs: Sequence[Pair]) -> bool:
    patches = [patch(old, new) for old, new in pairs]
    emit_long_bytes(b"".join(patches))
    return any(patches)


def _emit_report(pairs: Sequence[Pair], form: Form) -> bool:
    files = tuple(found for old, new in pairs if (found := difference(old, new)) is not None)
    match form:
        case Form.FIGURES:
            emit(figures(files))
        case Form.NAMES:
            emit(names(files))
        case _:
            emit(as_json(DiffReport(1, files)))
    return bool(files)


def _trios(selection: Selection, upstream: Upstream | None) -> Iterator[Trio]:
    repositories = _as_they_stand(selection) if upstream is None else _as_generated_now(selection, upstream)
    for repository in repositories:
        yield from trios(repository)


def _as_they_stand(selection: Selection) -> Iterator[Repository]:
    return (with_base(selection.system, repository) for repository in selection.repositories)


def _as_generated_now(selection: Selection, upstream: Upstream) -> Iterator[Repository]:
    from msgen.cli.keeping.blueprints import renewal_of
    from msgen.cli.updating.repositories import renewed

    renewal = renewal_of(selection.system, upstream.blueprints)
    if renewal.system.home != selection.system.home:
        raise UsageError("the layout is about to change: every folder moves", "`msgen update --diff` shows all of it")
    names = [name for name, folder in renewal.folders.items() if _is_meant(selection, folder)]
    trees = dict(renewal.rendered([name for name in names if renewal.is_due(name)], trust=upstream.trust))
    for name in names:
        if name in trees:
            yield renewed(renewal, name, trees[name])
        elif renewal.lock(name) is not None:
            yield with_base(selection.system, renewed(renewal, name, None))


def _is_meant(selection: Selection, folder: str) -> bool:
    return selection.covers(folder) or any(lies_in(path, folder) for path in selection.paths)


def _pair(trio: Trio, upstream: Upstream | None) -> Pair:
    """The file as it was generated last, and what it is compared with."""
    old = _below(trio, trio.base, is_old=True)
    if upstream is None:
        return old, _below(trio, trio.yours, is_old=True)
    return old, _below(trio, trio.theirs, is_old=False)


def _below(trio: Trio, version: Version | None, *, is_old: bool) -> Version | None:
    """The version with its path below the destination."""
    if version is None or (is_old and trio.found is not None and trio.found.obstacle and version is trio.yours):
        return None
    return replace(version, path=trio.before(version.path) if is_old else trio.after(version.path))


def _has_base(trio: Trio) -> bool:
    """Neither ejected nor append-only: the pack holds what was generated last."""
    return trio.owner in ("G", "H") or (trio.owner == "A" and trio.base is None)


def _paths(trio: Trio) -> list[str]:
    old: Iterable[Version | None] = (trio.base, trio.yours)
    found = [trio.before(version.path) for version in old if version is not None]
    return found + ([trio.after(trio.theirs.path)] if trio.theirs is not None else [])


def _path(trio: Trio) -> str:
    return next(version.path for version in (trio.yours, trio.base, trio.theirs) if version is not None)
