"""The repositories of an update: as they were generated, as they stand, and as they would be generated now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from msgen.cli.updating.renewal import Renewal
from msgen.merging.left_alone import left_alone
from msgen.merging.lock import Lock
from msgen.merging.migrating import BlueprintSteps, steps_between
from msgen.merging.record import git_files
from msgen.merging.renaming import RenamedLines, python_names, renamed_id
from msgen.merging.standing import standing
from msgen.merging.threeway.repository import Repository, Standing
from msgen.rendering.tree import File, Tree


def renewed(renewal: Renewal, name: str, theirs: Tree | None) -> Repository:
    """A repository with what would be generated there now; `theirs` is None where nothing would change."""
    system, lock, was_at = renewal.system, renewal.lock(name), renewal.folder_until_now(name)
    theirs = None if theirs is None else theirs | git_files()
    base = renewal.base(name) if theirs is not None else {}
    steps = _steps(renewal, lock, theirs)
    folder = was_at if was_at is not None else renewal.folders[name]
    known = {*(theirs or ()), *_recorded_paths(lock)}
    found = standing(system.destination, folder, known, others_of=None)
    moves = renewal.moves(name)
    if moves or renewal.renames or steps or _loses(base, found, theirs):
        others = _others(renewal, folder)
        found = standing(system.destination, folder, known, others_of=others, whole=moves and renewal.changes_layout)
    repository = Repository(
        name,
        was_at,
        renewal.folders[name],
        lock,
        base,
        theirs,
        found,
        is_left_alone=left_alone(system.destination, system.home, folder),
        labels=renewal.labels,
        anchors=renewal.anchors,
    )
    return _with_renames(renewal, repository, steps) if lock is not None else repository


def _loses(base: Mapping[str, File], found: Standing, theirs: Tree | None) -> bool:
    """A generated file is missing, so that it may stand elsewhere; or a module goes, which others may import."""
    if theirs is None:
        return False
    return any(path not in found.files or (path.endswith(".py") and path not in theirs) for path in base)


def _steps(renewal: Renewal, lock: Lock | None, theirs: Tree | None) -> BlueprintSteps:
    """Of the blueprints that write something there now: rendering has asked whether their code may run."""
    if lock is None or theirs is None:
        return BlueprintSteps()
    writing = {file.blueprint for file in theirs.values()}
    return steps_between(lock, (blueprint for blueprint in renewal.loaded if blueprint.name in writing))


def _with_renames(renewal: Renewal, repository: Repository, steps: BlueprintSteps) -> Repository:
    """Those that the design declares, those of the blueprints, and modules that have another path for the same id."""

    def new_id(identity: str) -> str:
        return renamed_id(steps.renamed(identity), renewal.renames)

    names = python_names(
        renewal.renames,
        repository.name,
        locked=repository.locked.values(),
        base=repository.base,
        theirs=repository.theirs or {},
        new_id=new_id,
    )
    if not renewal.renames and not steps:
        return replace(repository, names=names)
    return replace(
        repository,
        new_id=new_id,
        follows_renames=bool(renewal.renames),
        move_keys=steps.moved,
        lines=RenamedLines(renewal.renames, repository.name) if renewal.renames else None,
        names=names,
    )


def leaving(renewal: Renewal, name: str, *, trust: bool) -> Repository:
    """The repository of a service that is in the design no longer."""
    system, folder, lock = renewal.system, renewal.system.folders[name], renewal.locks[name]
    found = standing(system.destination, folder, set(_recorded_paths(lock)), others_of=())
    base = renewal.base_in(folder, lock, trust=trust)
    return Repository(name, folder, None, lock, base, Tree(), found, labels=renewal.labels)


def _recorded_paths(lock: Lock | None) -> Iterator[str]:
    for entry in lock.files if lock is not None else ():
        yield entry.path
        if entry.at:
            yield entry.at


def _others(renewal: Renewal, folder: str) -> list[str]:
    """The folders of other repositories below one, relative to it."""
    prefix = f"{folder}/" if folder else ""
    return [
        each.removeprefix(prefix)
        for each in {*renewal.folders.values(), *renewal.system.folders.values()}
        if each and each != folder and each.startswith(prefix)
    ]
