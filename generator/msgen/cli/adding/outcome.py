"""The spec with an addition, looked at again before anything is written."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from msgen.additions.draft import Contents
from msgen.cli.adding.site import Site
from msgen.cli.patch import patch
from msgen.diagnostics import SpecError
from msgen.lint.findings import RuleFinding
from msgen.spec import Document, read_contents
from msgen.topology.model import Topology


class Outcome(Struct, frozen=True):
    document: Document
    topology: Topology
    changed: Mapping[str, tuple[bytes | None, bytes]]
    """Old and new content of each file that changes; no old one for a new file."""
    new_findings: tuple[RuleFinding, ...]
    written_out: tuple[str, ...]
    """Operations that followed from what a service keeps, and are written now."""

    @property
    def diff(self) -> str:
        return "".join(patch(name, old or b"", new) for name, (old, new) in self.changed.items())


def outcome_of(site: Site, contents: Contents) -> Outcome:
    """Raises SpecError for a spec that would not be valid."""
    before = site.document.contents
    changed = {name: (before.get(name), new) for name, new in contents.items() if before.get(name) != new}
    try:
        document = read_contents(contents, site.document.folder, site.document.numbers)
        topology, result = site.looking(document)
    except SpecError as error:
        raise _would_not_be_valid(error) from None
    known = {finding.fingerprint for finding in site.result.open}
    new = tuple(finding for finding in result.open if finding.fingerprint not in known)
    return Outcome(document, topology, changed, new, _written_out(site.topology, topology))


def _would_not_be_valid(error: SpecError) -> SpecError:
    from msgspec.structs import replace

    said = [replace(each, message=f"{each.message}; nothing was written") for each in error.findings]
    return SpecError(said, error.sources, error.folder)


def _written_out(before: Topology, after: Topology) -> tuple[str, ...]:
    return tuple(
        operation.object_path
        for service in before.services.values()
        for operation in service.operations
        if not operation.is_written
        and any(item.name == operation.name and item.is_written for item in after.services[service.name].operations)
    )
