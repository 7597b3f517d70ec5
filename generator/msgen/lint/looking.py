"""One look at a spec: resolved, in each environment, under all rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct

from msgen.lint.findings import LintResult
from msgen.lint.review import Manifests
from msgen.lint.rule import Rule
from msgen.lint.runner import Surroundings, check
from msgen.spec import Document, parse
from msgen.topology import resolve
from msgen.topology.model import Topology
from msgen.topology.overrides import designs_of_environments


class Looking(Struct, frozen=True):
    """What stays the same from one look to the next."""

    today: date
    previous: Topology | None = None
    manifests: Manifests | None = None
    known: Collection[str] = ()
    rules: Sequence[Rule] | None = None

    def __call__(self, document: Document) -> tuple[Topology, LintResult]:
        """The topology of a spec and what the rules say; raises SpecError for one that is not valid."""
        design = parse(document)
        topology = resolve(design)
        around = Surroundings(
            document=document,
            today=self.today,
            environments={name: resolve(item) for name, item in designs_of_environments(design).items()},
            previous=self.previous,
            manifests=self.manifests,
            known=self.known,
            rules=self.rules,
        )
        return topology, check(topology, around)
