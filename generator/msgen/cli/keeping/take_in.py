"""Whole repositories whose record is lost, taken in again: no file of people's is touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from msgen.cli.keeping.blueprints import renewal_of
from msgen.cli.keeping.selection import waiting
from msgen.cli.keeping.site import Site
from msgen.cli.keeping.writing import WAY_BACK, carry_out
from msgen.cli.output import say
from msgen.cli.updating.renewal import Renewal
from msgen.cli.usage import UsageError
from msgen.merging.baseline import BASE, salvaged
from msgen.merging.destination import read
from msgen.merging.errors import RecordUnreadable
from msgen.merging.journal.run import recover
from msgen.merging.journal.writes import RECORD, Write
from msgen.merging.keeping.taking_in import Remains, TakenIn, taken_in
from msgen.merging.lock import LOCK, Inputs, Layout, Lock, read_lock, write_lock
from msgen.merging.record import Carried, inputs_of, record
from msgen.merging.recorded import RecordedSystem
from msgen.merging.standing import standing
from msgen.rendering.tree import REGULAR, File, Tree

_UNKNOWN = "unknown"
"""Stands in a lock for a hash that nobody knows, so that the next update has a look."""


def take_in(site: Site, names: tuple[str, ...], blueprints: Path | None, *, trust: bool) -> None:
    """Write a record for each of these repositories, from what would be generated now and what stands there."""
    system = site.system
    recover(system.destination, home=system.home, waiting=waiting)
    renewal = renewal_of(_without(system, site.damaged), blueprints)
    known = tuple(name for name in names if name in renewal.folders)
    if unknown := [name for name in names if name not in known]:
        raise UsageError(
            f"the spec has no service `{unknown[0]}`, so nothing can be compared with its folder",
            "write it into `msgen.yaml` again, or move the folder away",
        )
    trees = dict(renewal.rendered(known, trust=trust))
    remains = {name: _remains(system, site.folders[name], trees[name]) for name in known}
    taken = {name: taken_in(trees[name], each) for name, each in remains.items() if _is_there(each)}
    if not any(each.clean + each.edited for each in taken.values()):
        raise UsageError(
            f"nothing that msgen would generate stands in `{system.root}`", "`msgen new` generates a system there"
        )
    carry_out(system, "adopt", _writes(site, renewal, remains, taken))
    for name, each in taken.items():
        say(f"{name or renewal.topology.name}: {_said(each)}")
    say(f"`msgen diff` shows what counts as edited, `msgen update` goes on from here, {WAY_BACK}")


def _without(system: RecordedSystem, damaged: tuple[str, ...]) -> RecordedSystem:
    """The system as far as its records can be read."""
    layout = system.lock.layout
    if layout is None:
        return system
    folders = {name: folder for name, folder in layout.folders.items() if name not in damaged}
    return RecordedSystem(system.destination, system.home, replace(system.lock, layout=Layout(layout.kind, folders)))


def _remains(system: RecordedSystem, folder: str, pristine: Tree) -> Remains:
    root = system.destination / folder
    pack = (root / BASE).read_bytes() if (root / BASE).is_file() else b""
    try:
        lock = read_lock((root / LOCK).read_bytes(), root)
    except (OSError, RecordUnreadable):
        lock = None
    packed = {path: file for path, file in salvaged(pack).items() if not path.startswith(f"{RECORD}/")}
    return Remains(lock, packed, standing(system.destination, folder, {*pristine, *packed}, others_of=None))


def _is_there(remains: Remains) -> bool:
    return bool(remains.standing.files)


def _said(taken: TakenIn) -> str:
    counts = {
        "as generated": taken.clean,
        "with edits of yours": taken.edited,
        "deleted, as it seems": taken.missing,
        "yours alone": len(taken.ejected),
    }
    return ", ".join(f"{count} {said}" for said, count in counts.items() if count)


def _writes(site: Site, renewal: Renewal, remains: Mapping[str, Remains], taken: Mapping[str, TakenIn]) -> list[Write]:
    system, folders = site.system, {name: site.folders[name] for name in taken}
    tree = Tree(
        {_joined(folders[name], path): file for name, each in taken.items() for path, file in each.base.items()}
    )
    files = dict(
        record(
            tree,
            roots=tuple(folders.values()),
            blueprints=renewal.loaded,
            designs={folder: renewal.design(name) for name, folder in folders.items()},
            inputs=_inputs(renewal),
            layout=_layout(site, renewal, taken),
            home=system.home,
            carried={folders[name]: _carried(remains[name].lock, each) for name, each in taken.items()},
        )
    )
    for name, each in taken.items():
        path = _joined(folders[name], LOCK)
        lock = _with_origin(read_lock(files[path].content, system.root), remains[name].lock, each)
        files[path] = File(write_lock(lock), REGULAR, "R")
    found = read(system.destination, files)
    return [Write(path, found.get(path), file) for path, file in files.items()]


def _inputs(renewal: Renewal) -> Inputs | None:
    return None if renewal.inputs is None else replace(inputs_of(renewal.inputs, renewal.loaded), hash=_UNKNOWN)


def _layout(site: Site, renewal: Renewal, taken: Mapping[str, TakenIn]) -> Layout | None:
    """With the services that have a record afterwards: the others are new to the next update."""
    if renewal.layout is None:
        return None
    destination = site.system.destination
    whole = {name for name, folder in site.folders.items() if (destination / folder).is_dir()} - set(site.damaged)
    there = whole | set(taken)
    folders = {name: folder for name, folder in renewal.layout.folders.items() if name in there}
    return Layout(renewal.layout.kind, folders)


def _carried(lock: Lock | None, taken: TakenIn) -> Carried:
    entries = lock.files if lock else ()
    return Carried(
        files=tuple(entry for entry in entries if entry.owner == "A"),
        ejected=taken.ejected,
        moved={entry.path: entry.at for entry in entries if entry.at},
        pending=taken.pending,
    )


def _with_origin(lock: Lock, earlier: Lock | None, taken: TakenIn) -> Lock:
    """From what it was generated: as the earlier lock says, and if none does, from unknown versions if from others."""
    if earlier is not None:
        return replace(
            lock,
            msgen=earlier.msgen,
            blueprints=earlier.blueprints,
            design=earlier.design,
            spec_hash=earlier.spec_hash,
            layout=earlier.layout,
        )
    if taken.is_current:
        return lock
    return replace(lock, blueprints=tuple(replace(blueprint, digest=_UNKNOWN) for blueprint in lock.blueprints))


def _joined(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder else path
