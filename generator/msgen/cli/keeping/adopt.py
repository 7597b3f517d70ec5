"""`msgen adopt`: files, or whole folders, that msgen looks after again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from msgen.cli.keeping.blueprints import renewal_of
from msgen.cli.keeping.files import Recorded, by_repository, recorded_files
from msgen.cli.keeping.selection import Selection, lies_in, select_to_write
from msgen.cli.keeping.site import Site, site_of
from msgen.cli.keeping.take_in import take_in
from msgen.cli.keeping.writing import WAY_BACK, carry_out, tell
from msgen.cli.output import say
from msgen.cli.usage import UsageError
from msgen.merging.keeping.recording import adopted
from msgen.merging.recorded import place_in
from msgen.rendering.tree import File


class Means(Struct, frozen=True):
    """What is rendered with."""

    blueprints: Path | None
    trust: bool


def adopt(paths: Sequence[Path], means: Means) -> None:
    """Take in the folders without a record that can be read; where there are none, give back what was ejected."""
    for path in paths:
        site = site_of(path)
        if meant := _damaged(site, path):
            take_in(site, meant, means.blueprints, trust=means.trust)
            return
    _give_back(select_to_write(paths), means)


def _damaged(site: Site, path: Path) -> tuple[str, ...]:
    """The repositories without a record that the path means: all below it, or the one around it."""
    inside = place_in(site.system, path)
    meant = tuple(
        name for name in site.damaged if lies_in(site.folders[name], inside) or lies_in(inside, site.folders[name])
    )
    whole = "" in site.damaged
    if whole and inside not in ("", site.system.home):
        raise UsageError(
            f"the record of the system around `{path}` is lost as well",
            f"take all of it in with `msgen adopt {site.system.root}`",
        )
    return site.damaged if whole else meant


def _give_back(selection: Selection, means: Means) -> None:
    files = recorded_files(selection, complaint="msgen does not generate `{path}`: it is yours")
    for file in files:
        if file.is_left_alone and file.path in selection.paths:
            shown = selection.shown(file.path)
            raise UsageError(f"`.msgenignore` names `{shown}`", "remove that line: then msgen looks after it again")
    due = [each for each in files if each.entry.owner == "ejected"]
    if not due:
        say("nothing to do: nothing of it is ejected")
        return
    pristine = _pristine(selection, due, means)
    writes = [
        write
        for first, each in by_repository(due)
        for write in adopted(
            first.repository, first.lock, {file.entry.path: pristine[file.recorded_path] for file in each}
        )
    ]
    carry_out(selection.system, "adopt", writes)
    tell([f"{selection.shown(file.path)}: {_said(file, pristine[file.recorded_path])}" for file in due])
    say(f"`msgen diff` shows edits, {WAY_BACK}")


def _said(file: Recorded, pristine: File) -> str:
    if file.found is None:
        return "msgen's again, and deleted"
    same = file.found.equals(pristine)
    return f"msgen's again, {'as generated' if same else 'what differs from the generated file counts as your edit'}"


def _pristine(selection: Selection, files: list[Recorded], means: Means) -> dict[str, File]:
    """The files as they would be generated now, by their recorded path below the destination."""
    renewal = renewal_of(selection.system, means.blueprints)
    names = {file.repository.name for file in files} & set(renewal.folders)
    trees = dict(renewal.rendered(sorted(names), trust=means.trust))
    found = {f"{name}:{file.id or path}": file for name, tree in trees.items() for path, file in tree.items()}
    pristine: dict[str, File] = {}
    for file in files:
        now = found.get(f"{file.repository.name}:{file.entry.id or file.entry.path}")
        if now is None:
            raise UsageError(f"`{selection.shown(file.path)}` is generated no more", "it stays yours")
        pristine[file.recorded_path] = now
    return pristine
