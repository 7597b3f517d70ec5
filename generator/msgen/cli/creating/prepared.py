"""What `msgen new` is about to write, decided but not done."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from msgen.cli.findings import findings_of
from msgen.cli.generation import Generation
from msgen.cli.progress import Progress
from msgen.cli.spec_location import WrittenSpec
from msgen.diagnostics import Finding
from msgen.merging.change_set import ChangeSet
from msgen.spec.layout import Layout


class Prepared(Struct, frozen=True):
    generation: Generation
    changes: ChangeSet
    findings: tuple[Finding, ...]


class Wishes(Struct, frozen=True):
    """What the command line says about a system, beside what its spec says."""

    layout: Layout | None
    blueprints: Path | None
    trust: bool

    def generation(self, spec: WrittenSpec, destination: Path | None) -> Generation:
        return Generation.of(spec, self.layout, destination, self.blueprints)

    def prepared(self, generation: Generation) -> Prepared:
        """Everything rendered, and compared with what stands there."""
        with Progress() as progress:
            changes = generation.changes(trust=self.trust, progress=progress.rendered)
        return Prepared(generation, changes, findings_of(generation.topology, generation.document))

    def rehearsed(self, spec: WrittenSpec, destination: Path | None) -> Prepared | None:
        """The same for a system that may never be wanted; `None` where nothing is left to do."""
        generation = self.generation(spec, destination)
        return None if generation.is_there_already else self.prepared(generation)
