"""What an update of a system would generate: from its spec and today's blueprints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from msgen.cli.system_schema import system_text
from msgen.cli.updating.locks import Locks
from msgen.cli.updating.renewal import Renewal
from msgen.cli.usage import UsageError
from msgen.contracts.allocation import allocate
from msgen.contracts.designs import design
from msgen.contracts.numbers import Numbers
from msgen.contracts.numbers_file import read_numbers
from msgen.design.system import Design
from msgen.merging.lock import Layout as LockedLayout
from msgen.merging.lock import Lock
from msgen.merging.numbers_text import numbers_text
from msgen.merging.recorded import RecordedSystem, joined
from msgen.merging.renaming import Renames, declared, declares_any
from msgen.plan.planner import Planner, relative_folders
from msgen.spec import Document, parse, read
from msgen.spec.inputs import input_files
from msgen.spec.reader import NUMBERS, SPEC
from msgen.topology import resolve

if TYPE_CHECKING:
    from msgen.plan.migrations.history import History
    from msgen.plan.model import RenderPlan
    from msgen.topology.model import Topology


class SystemRenewal(Renewal):
    def __init__(
        self, system: RecordedSystem, topology: Topology, blueprints: Path | None, document: Document, design: Design
    ) -> None:
        super().__init__(system, topology, blueprints)
        self._document = document
        self._design = design
        if self.changes_layout:
            self.system = system.from_above()
        self._require_own_folders()

    @classmethod
    def read(cls, system: RecordedSystem, blueprints: Path | None) -> Self:
        """Read the spec of the system, parse and resolve it."""
        document = read(system.root / SPEC)
        design = parse(document)
        return cls(system, resolve(design), blueprints, document, design)

    @property
    def document(self) -> Document:
        return self._document

    @cached_property
    def renames(self) -> Renames:
        if not declares_any(self.topology):
            return Renames()
        return declared(self.system.lock.design.plain, self.topology)

    @cached_property
    def numbers(self) -> Numbers:
        return allocate(self.topology, self._known_numbers, self.renames.messages)

    @cached_property
    def _known_numbers(self) -> Numbers:
        return read_numbers(self.document.numbers)

    @cached_property
    def folders(self) -> Mapping[str, str]:
        home = self.system.home
        return {"": home, **{name: joined(home, folder) for name, folder in self.layout.folders.items()}}

    @cached_property
    def layout(self) -> LockedLayout:
        """A repository of its own keeps its folder, whatever its service is called."""
        kind, folders = self.topology.platform.layout, relative_folders(self.topology)
        before = self.system.lock.layout
        if before is not None and before.kind == kind == "multi-repo":
            folders = {name: before.folders.get(self.was_called(name) or "", new) for name, new in folders.items()}
        return LockedLayout(kind, folders)

    @cached_property
    def locks(self) -> Mapping[str, Lock]:
        return Locks(self.system)

    def design(self, name: str) -> Mapping[str, Any]:
        return design(self.topology, self.numbers, name)

    @cached_property
    def inputs(self) -> Mapping[str, bytes]:
        numbers = numbers_text(self.numbers, self.document.numbers, self._known_numbers)
        return {**input_files(self.document, self._design), NUMBERS: numbers}

    @cached_property
    def schema(self) -> bytes:
        return system_text(self._design).encode()

    def _planned(self, name: str, history: History | None) -> RenderPlan:
        return self._planner.of_service(name, history) if name else self._planner.of_system()

    @cached_property
    def _planner(self) -> Planner:
        return Planner.of(self.topology, self.numbers, self.system.home, self.layout.folders)

    def _require_own_folders(self) -> None:
        for name, folder in self.folders.items():
            if name and folder == self.system.home:
                raise UsageError(
                    f"the repository of `{name}` would be the system's own folder, `{folder}`",
                    "give the folder of the system another name",
                )
