"""The spec that is added to, and where it stands."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from msgen.cli.adding.wish import Wish
from msgen.cli.lint_run import LintRun
from msgen.cli.spec_location import spec_file
from msgen.lint.findings import LintResult
from msgen.lint.looking import Looking
from msgen.spec import Document, read_contents
from msgen.topology.model import Topology


class Site(Struct, frozen=True):
    looking: Looking
    document: Document
    topology: Topology
    result: LintResult
    """What the rules say before anything is added."""
    folder: Path | None
    """The folder of the spec; `None` for one from stdin."""

    @property
    def is_generated(self) -> bool:
        from msgen.merging.lock import LOCK

        return self.folder is not None and (self.folder / LOCK).is_file()


def site_of(wish: Wish) -> Site:
    """The spec as it is; SpecError where it is not valid already."""
    if wish.is_filter:
        looking = Looking(today=datetime.now(UTC).date())
        document = read_contents({"msgen.yaml": sys.stdin.buffer.read()})
        topology, result = looking(document)
        return Site(looking, document, topology, result, None)
    run = LintRun.of(spec_file(Path(wish.spec)), against=None, deploy=None)
    return Site(run.looking, run.document, run.topology, run.result, run.spec.parent)
