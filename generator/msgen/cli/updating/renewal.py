"""What an update would generate, over repositories as their records tell them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgen.cli.updating.again import generated_again
from msgen.contracts.numbers import Numbers
from msgen.merging.errors import RecordUnreadable
from msgen.merging.histories import have_parted, history, migrations_in
from msgen.merging.lock import Layout as LockedLayout
from msgen.merging.lock import Lock
from msgen.merging.locked_design import LockedDesign
from msgen.merging.recorded import RecordedSystem, base_of
from msgen.merging.renaming import Renames
from msgen.merging.roots import apart
from msgen.merging.text import Anchor
from msgen.merging.unchanged import is_of_today
from msgen.rendering.blueprint import Blueprint, available, load
from msgen.rendering.render import Progress, processes_for, unwatched
from msgen.rendering.renderer import Renderer
from msgen.rendering.tree import File, Tree
from msgen.spec import Document

if TYPE_CHECKING:
    from msgen.plan.migrations.history import History
    from msgen.plan.model import RenderPlan
    from msgen.topology.model import Topology


class Renewal(ABC):
    """Repositories are called by their service, the system's own by an empty name; so is one that stands alone."""

    def __init__(self, system: RecordedSystem, topology: Topology, blueprints: Path | None) -> None:
        self.system = system
        self.topology = topology
        self.blueprints = blueprints

    @staticmethod
    def of(system: RecordedSystem, blueprints: Path | None) -> Renewal:
        """Of a whole system by its spec; of a repository that stands alone by the design in its lock."""
        from msgen.cli.updating.alone import ServiceRenewal
        from msgen.cli.updating.whole import SystemRenewal

        kind: type[ServiceRenewal | SystemRenewal] = ServiceRenewal if system.is_alone else SystemRenewal
        return kind.read(system, blueprints)

    @property
    @abstractmethod
    def document(self) -> Document | None:
        """The spec; `None` where there is none at hand."""

    @property
    @abstractmethod
    def renames(self) -> Renames: ...

    @property
    @abstractmethod
    def numbers(self) -> Numbers:
        """Those that are known, carried over by renames, and new ones for what is new."""

    @property
    @abstractmethod
    def folders(self) -> Mapping[str, str]:
        """The folder of each repository from now on, below the destination."""

    @property
    @abstractmethod
    def locks(self) -> Mapping[str, Lock]:
        """Of every repository that there is; those of services by the name that they had."""

    @abstractmethod
    def design(self, name: str) -> Mapping[str, Any]:
        """The slice that a repository is made from, with the numbers of the messages in it."""

    @property
    @abstractmethod
    def layout(self) -> LockedLayout | None:
        """Where the services are from now on, for the lock of the system."""

    @property
    @abstractmethod
    def inputs(self) -> Mapping[str, bytes] | None:
        """The input files as they are afterwards: only the numbers are written by an update."""

    @property
    @abstractmethod
    def schema(self) -> bytes:
        """The schema with the names of the project; empty without a spec."""

    @abstractmethod
    def _planned(self, name: str, history: History | None) -> RenderPlan:
        """What a repository holds, below its folder; `history` is what its migrations did."""

    def locked_design(self, name: str) -> LockedDesign:
        """The slice of a repository as its lock has it."""
        return LockedDesign.of(self.design(name))

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

    def moves(self, name: str) -> bool:
        return self.folder_until_now(name) not in (None, self.folders[name])

    @cached_property
    def absent(self) -> Mapping[str, str]:
        """The repositories that should be there and are not, with the folders where they should be."""
        missing = frozenset(self.system.absent)
        return {name: self.folders[name] for name in self.folders if name and self.was_called(name) in missing}

    @cached_property
    def anchors(self) -> Mapping[str, tuple[Anchor, ...]]:
        """Where people and each blueprint may both append."""
        return {each.name: tuple(Anchor(*anchor) for anchor in each.anchors) for each in self.loaded}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """How a conflict calls what comes from each blueprint."""
        return {blueprint.name: f"blueprint {blueprint.version}" for blueprint in self.loaded}

    @cached_property
    def removed(self) -> tuple[str, ...]:
        """Services that were generated and are not in the design any more."""
        kept = {self.was_called(name) for name in self.folders}
        return tuple(name for name in self.system.folders if name not in kept)

    @property
    def was_multi_repo(self) -> bool:
        """Each service has a repository of its own until now, which is its people's to archive."""
        layout = self.system.lock.layout
        return layout is not None and layout.kind == "multi-repo"

    @property
    def changes_layout(self) -> bool:
        before, after = self.system.lock.layout, self.layout
        return before is not None and after is not None and before.kind != after.kind

    @cached_property
    def due(self) -> tuple[str, ...]:
        """The repositories of which something that decides their content has changed; nothing is rendered for that."""
        return tuple(name for name in self.folders if self.is_due(name))

    def is_due(self, name: str) -> bool:
        return name not in self.absent and not self._is_current(name)

    @cached_property
    def loaded(self) -> tuple[Blueprint, ...]:
        return tuple(load(name, self.blueprints) for name in available(self.blueprints))

    def rendered(
        self, names: Sequence[str], *, trust: bool, progress: Progress = unwatched
    ) -> Generator[tuple[str, Tree]]:
        """The pristine tree of each of these repositories, by paths relative to it and without the record.

        One after the other: whoever lets go of one before taking the next never has the whole system in memory.
        """
        plans = (self._planned(name, self._history(name)) for name in names)
        processes = processes_for(sum(1 for name in names if name))
        with Renderer(self.blueprints, self.loaded, trust=trust, processes=processes) as renderer:
            trees = apart(renderer.trees(plans), [self.folders[name] for name in names], self.folders.values())
            for number, (name, tree) in enumerate(zip(names, trees, strict=True), start=1):
                progress(number, len(names))
                yield name, tree

    def base(self, name: str) -> Mapping[str, File]:
        """What was generated there last; to be asked for what was rendered, for that has asked for trust."""
        lock, folder = self.lock(name), self.folder_until_now(name)
        return {} if lock is None or folder is None else self.base_in(folder, lock, trust=True)

    def base_in(self, folder: str, lock: Lock, *, trust: bool) -> Mapping[str, File]:
        """What was generated last in a folder; where its pack is lost and git has none, it is generated again."""
        try:
            return base_of(self.system, folder, lock)
        except RecordUnreadable:
            again = generated_again(lock, self.loaded, trust=trust)
            if again is None:
                raise
            return again

    def _history(self, name: str) -> History | None:
        """What the migrations of a service did so far."""
        service, lock, folder = self._service(name), self.lock(name), self.folder_until_now(name)
        if service is None or lock is None or folder is None:
            return None
        return history(self.topology, service, lock, migrations_in(self.system.destination / folder), self.renames)

    def _service(self, name: str) -> str | None:
        """The service that a repository is of."""
        return name or None

    def _is_current(self, name: str) -> bool:
        lock = self.lock(name)
        if lock is None or lock.spec_hash != self.locked_design(name).hash:
            return False
        return is_of_today(lock, self.loaded) and not self._has_parted(name)

    def _has_parted(self, name: str) -> bool:
        """Two branches each wrote a migration, and none brings them together yet."""
        folder = self.folder_until_now(name)
        return bool(name) and folder is not None and have_parted(migrations_in(self.system.destination / folder))
