"""The migrations of all blueprints of one repository, from the versions in its lock to those of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from msgen.merging.lock import Lock, LockedFile
from msgen.merging.migrating.keys import with_moved_key
from msgen.merging.migrating.script import Migration, read_migration
from msgen.rendering.blueprint import Blueprint, matches
from msgen.rendering.release import release

_FOLDER = "template/"


@dataclass(frozen=True, slots=True)
class BlueprintSteps:
    """By blueprint, in the order of the versions."""

    migrations: Mapping[str, tuple[Migration, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.migrations.values())

    def renamed(self, identity: str) -> str:
        """The id of a file of the last generation, with the template as it is called now."""
        blueprint, colon, rest = identity.partition(":")
        template, hash_sign, subject = rest.partition("#")
        for migration in self.migrations.get(blueprint, ()):
            template = _FOLDER + _renamed(template.removeprefix(_FOLDER), migration.renames)
        return f"{blueprint}{colon}{template}{hash_sign}{subject}"

    def moved(self, entry: LockedFile, content: bytes) -> bytes:
        """A generated file, as it was or as people edited it, with its keys where they belong now."""
        for migration in self.migrations.get(entry.id.partition(":")[0], ()):
            for file, old, new in migration.keys:
                if matches(entry.path, file):
                    content = with_moved_key(content, entry.path, old, new)
        return content


def steps_between(lock: Lock, today: Iterable[Blueprint]) -> BlueprintSteps:
    """What lies between the blueprints that a repository was generated from and those of today."""
    until_now = {blueprint.id: release(blueprint.version) for blueprint in lock.blueprints}
    found = {
        blueprint.name: tuple(
            read_migration(blueprint.name, path)
            for path in blueprint.migrations
            if until_now[blueprint.name] < release(path.stem) <= release(blueprint.version)
        )
        for blueprint in today
        if blueprint.name in until_now
    }
    return BlueprintSteps({name: migrations for name, migrations in found.items() if migrations})


def _renamed(path: str, renames: Iterable[tuple[str, str]]) -> str:
    for old, new in renames:
        if old.endswith("/") and path.startswith(old):
            return new + path.removeprefix(old)
        if path == old:
            return new
    return path
