"""What an update of a service's repository would generate that stands alone: new blueprints, and no new design."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from msgen.cli.updating.renewal import Renewal
from msgen.contracts.numbers import Numbers, from_plain
from msgen.merging.errors import RecordUnreadable
from msgen.merging.lock import LOCK, Lock
from msgen.merging.locked_design import LockedDesign
from msgen.merging.recorded import RecordedSystem
from msgen.merging.renaming import Renames
from msgen.plan.planner import build_service
from msgen.topology.unsliced import UnknownDesign, topology_of

if TYPE_CHECKING:
    from msgen.plan.migrations.history import History
    from msgen.plan.model import RenderPlan
    from msgen.topology.model import Topology

ROOT = ""
"""How the one repository is called."""


class ServiceRenewal(Renewal):
    def __init__(self, system: RecordedSystem, topology: Topology, blueprints: Path | None) -> None:
        super().__init__(system, topology, blueprints)
        self._plain = system.lock.design.plain
        self.service: str = self._plain["service"]["name"]

    @classmethod
    def read(cls, system: RecordedSystem, blueprints: Path | None) -> Self:
        """Raises `RecordUnreadable` where the design in the lock is not as this msgen writes it."""
        try:
            return cls(system, topology_of(system.lock.design.plain), blueprints)
        except UnknownDesign as error:
            raise RecordUnreadable(
                f"the design in `{system.root / LOCK}` cannot be read, and no system is at hand that has it: {error}\n"
                "hint: run `msgen update` where the system's repository stands beside this one"
            ) from error

    document = None
    layout = None
    inputs = None
    schema = b""

    @cached_property
    def renames(self) -> Renames:
        return Renames()

    @cached_property
    def numbers(self) -> Numbers:
        return from_plain(self._plain["numbers"])

    @cached_property
    def folders(self) -> Mapping[str, str]:
        return {ROOT: self.system.home}

    @cached_property
    def locks(self) -> Mapping[str, Lock]:
        return {ROOT: self.system.lock}

    def design(self, name: str) -> Mapping[str, Any]:
        return self._plain

    def locked_design(self, name: str) -> LockedDesign:
        return self.system.lock.design

    def _planned(self, name: str, history: History | None) -> RenderPlan:
        return build_service(self.topology, self.numbers, self.service, self.system.home, history)

    def _service(self, name: str) -> str:
        return self.service
