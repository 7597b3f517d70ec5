"""What an update would generate: today's spec and blueprints, over a system as its records tell it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

import msgen
from msgen.cli.language_schema import language_schema
from msgen.contracts.allocation import allocate
from msgen.contracts.designs import designs
from msgen.contracts.numbers import Numbers, write_numbers
from msgen.contracts.numbers_file import read_numbers
from msgen.design.system import Design
from msgen.merging.lock import Layout as LockedLayout
from msgen.merging.lock import Lock, spec_hash
from msgen.merging.record import hash_inputs
from msgen.merging.recorded import RecordedSystem, lock_of
from msgen.merging.renaming import Renames, declared
from msgen.plan.planner import build, relative_folders, service_folders
from msgen.rendering.blueprint import Blueprint, available, load
from msgen.rendering.cache import user_cache
from msgen.rendering.render import render
from msgen.rendering.tree import Tree
from msgen.spec import Document, parse, read
from msgen.spec.inputs import input_files
from msgen.spec.reader import NUMBERS, SPEC
from msgen.spec.schema import project_schema
from msgen.topology import resolve

if TYPE_CHECKING:
    from msgen.plan.model import RenderPlan
    from msgen.topology.model import Topology


class Renewal(Struct, frozen=True, dict=True):
    """Repositories are called by their service, the system's own by an empty name."""

    system: RecordedSystem
    document: Document
    design: Design
    topology: Topology
    blueprints: Path | None

    @classmethod
    def of(cls, system: RecordedSystem, blueprints: Path | None) -> Self:
        """Read the spec of the system, parse and resolve it."""
        document = read(system.root / SPEC)
        design = parse(document)
        return cls(system, document, design, resolve(design), blueprints)

    @cached_property
    def renames(self) -> Renames:
        return declared(self.system.lock.design, self.topology)

    @cached_property
    def numbers(self) -> Numbers:
        """Those that are known, carried over by renames, and new ones for what is new."""
        return allocate(self.topology, read_numbers(self.document.numbers))

    @cached_property
    def folders(self) -> Mapping[str, str]:
        """The folder of each repository from now on, below the destination."""
        return {"": self.system.home, **service_folders(self.topology)}

    @cached_property
    def locks(self) -> Mapping[str, Lock]:
        """Of every repository that there is; those of services by the name that they had."""
        known = {name: lock_of(self.system, folder) for name, folder in self.system.folders.items()}
        return {"": self.system.lock, **known}

    def lock(self, name: str) -> Lock | None:
        """The lock of a repository that is now called so."""
        was = self.was_called(name)
        return None if was is None else self.locks.get(was)

    def was_called(self, name: str) -> str | None:
        """The name of a repository until now; `None` for a new service that takes over a name."""
        return self.renames.service_was(name) if name else ""

    def folder_until_now(self, name: str) -> str | None:
        """Below the destination; `None` for a repository that is new."""
        was = self.was_called(name)
        return self.system.home if was == "" else self.system.folders.get(was or "")

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """How a conflict calls what comes from each blueprint."""
        return {blueprint.name: f"blueprint {blueprint.version}" for blueprint in self.loaded}

    @cached_property
    def removed(self) -> tuple[str, ...]:
        """Services that were generated and are not in the design any more."""
        kept = {self.was_called(name) for name in self.topology.services}
        return tuple(name for name in self.system.folders if name not in kept)

    @property
    def was_multi_repo(self) -> bool:
        """Each service has a repository of its own until now, which is its people's to archive."""
        layout = self.system.lock.layout
        return layout is not None and layout.kind == "multi-repo"

    @cached_property
    def designs(self) -> Mapping[str, dict[str, Any]]:
        """The slice that each repository is made from, with the numbers of the messages in it."""
        return designs(self.topology, self.numbers)

    @cached_property
    def due(self) -> tuple[str, ...]:
        """The repositories of which something that decides their content has changed; nothing is rendered for that."""
        return tuple(name for name in self.designs if not self._is_current(name))

    @cached_property
    def loaded(self) -> tuple[Blueprint, ...]:
        return tuple(load(name, self.blueprints) for name in available(self.blueprints))

    @cached_property
    def inputs(self) -> Mapping[str, bytes]:
        """The input files as they are afterwards: only the numbers are written by an update."""
        return {**input_files(self.document, self.design), NUMBERS: write_numbers(self.numbers).encode()}

    @cached_property
    def input_hash(self) -> str:
        return hash_inputs(self.inputs, self.loaded)

    @property
    def layout(self) -> LockedLayout:
        return LockedLayout(self.topology.platform.layout, relative_folders(self.topology))

    def rendered(self, names: tuple[str, ...], *, trust: bool) -> Mapping[str, Tree]:
        """The pristine tree of each of these repositories, by paths relative to it and without the record."""
        folders = {name: self.folders[name] for name in names}
        plan = self._plan.part(folders.values())
        tree = render(plan, loaded=self.loaded, trust=trust)
        others = [folder for name, folder in self.folders.items() if folder]
        return {name: _own(tree, folder, others) for name, folder in folders.items()}

    @cached_property
    def schema(self) -> bytes:
        complete = project_schema(self.design, language_schema(user_cache()))
        return (json.dumps(complete, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()

    @cached_property
    def _plan(self) -> RenderPlan:
        return build(self.topology, self.numbers, self.system.home)

    def _is_current(self, name: str) -> bool:
        lock = self.lock(name)
        if lock is None or lock.msgen != msgen.__version__ or lock.spec_hash != spec_hash(self.designs[name]):
            return False
        digests = {blueprint.name: blueprint.digest for blueprint in self.loaded}
        return all(digests.get(blueprint.id) == blueprint.digest for blueprint in lock.blueprints)


def _own(tree: Tree, folder: str, others: list[str]) -> Tree:
    """The files of one repository: below its folder and in no other one."""
    inner = [other for other in others if other != folder and other.startswith(f"{folder}/" if folder else "")]
    own = {path: file for path, file in tree.items() if not any(path.startswith(f"{other}/") for other in inner)}
    return Tree(own).below(folder)
