"""Mending a spec: one edit after the other, each looked at again by all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from msgen.diagnostics import SpecError
from msgen.lint.findings import LintResult, RuleFinding
from msgen.lint.places import call_of, own_path
from msgen.lint.smell import REMOVED, Edit, Fix
from msgen.spec import Document, read_contents
from msgen.spec.editing import Change, UneditableError, edited
from msgen.topology.model import Topology

Contents = Mapping[str, bytes]
"""The files of a spec, by their paths."""
Look = Callable[[Document], tuple[Topology, LintResult]]
"""Resolves and lints a document; raises SpecError where it is not valid."""
MOST = 1000
"""Edits in one run: more would not end."""


class Applied(Struct, frozen=True):
    finding: RuleFinding
    fix: Fix


class Refused(Struct, frozen=True):
    finding: RuleFinding
    fix: Fix
    reason: str


class Mended(Struct):
    """A spec after its fixes."""

    document: Document
    result: LintResult
    """What the rules say of it now."""
    applied: list[Applied] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def mend(document: Document, look: Look, choices: Mapping[str, int]) -> Mended:
    """Apply all automatic fixes, and of the others those that `choices` takes (by fingerprint, from 1).

    An edit after which the spec is not valid, or has an error that it did not have, is taken back; it is tried again
    once others have changed the spec.
    """
    topology, result = look(document)
    mended = Mended(document, result)
    tried: set[str] = set()
    changes = 0
    for _ in range(MOST):
        found = next(_fixable(mended.result, choices, tried), None)
        if found is None and changes < len(mended.applied) and mended.refused:
            tried -= {_attempt(refused.finding, refused.fix) for refused in mended.refused}
            changes, mended.refused = len(mended.applied), []
            continue
        if found is None:
            break
        finding, fix = found
        tried.add(_attempt(finding, fix))
        try:
            changed = with_fix(mended.document, topology, fix, look)
            new_topology, new_result = look(changed)
        except UneditableError as error:
            mended.refused.append(Refused(finding, fix, str(error)))
            continue
        except SpecError as error:
            mended.refused.append(Refused(finding, fix, f"the spec would not be valid: {error.findings[0].message}"))
            continue
        worse = _errors(new_result) - _errors(mended.result, with_consequences=True)
        if worse:
            mended.refused.append(Refused(finding, fix, f"it would cause {', '.join(sorted(worse))}"))
            continue
        topology, mended.document, mended.result = new_topology, changed, new_result
        mended.applied.append(Applied(finding, fix))
    return mended


def _fixable(result: LintResult, choices: Mapping[str, int], tried: set[str]) -> Iterator[tuple[RuleFinding, Fix]]:
    for finding in result.open:
        fix = _fix(finding, choices)
        if fix is not None and finding.environment is None and _attempt(finding, fix) not in tried:
            yield finding, fix


def _fix(finding: RuleFinding, choices: Mapping[str, int]) -> Fix | None:
    chosen = choices.get(finding.fingerprint)
    if chosen is not None and 1 <= chosen <= len(finding.fixes):
        return finding.fixes[chosen - 1]
    is_automatic = finding.rule.fix == "automatic" and len(finding.fixes) == 1 and finding.fixes[0].edits
    return finding.fixes[0] if is_automatic else None


def _attempt(finding: RuleFinding, fix: Fix) -> str:
    """What comes back with another number, after another fix, is mended again; a choice is taken once."""
    return f"{finding.fingerprint} {fix.edits}" if finding.rule.fix == "automatic" else finding.fingerprint


def with_fix(document: Document, topology: Topology, fix: Fix, look: Look) -> Document:
    """The spec with all edits of one fix; UneditableError where one of them needs a person."""
    if not fix.edits:
        raise UneditableError(f"a person has to do this: {fix.text}")
    for number, edit in enumerate(fix.edits):
        if number:
            topology, _ = look(document)
        contents = edited(document, _change(topology, edit))
        document = read_contents(contents, document.folder, document.numbers)
    return document


def _change(topology: Topology, edit: Edit) -> Change:
    _refuse_unwritten(topology, edit.path)
    path = own_path(topology, edit.path)
    return Change(path, None if edit.value is REMOVED else edit.value, edit.append, edit.value is REMOVED)


def _refuse_unwritten(topology: Topology, path: str) -> None:
    """A derived operation cannot get a setting: to write one operation is to write all of them."""
    if "->" in path:
        if call_of(topology, path) is None:
            raise UneditableError(f"there is no call `{path}`")
        return
    service, _, rest = path.partition(".")
    known = topology.services.get(service)
    name = rest.partition(".")[0]
    operation = next((item for item in known.operations if item.name == name), None) if known else None
    if operation is not None and not operation.is_written:
        raise UneditableError(f"the operation {service}.{name} is derived: write the operations of {service} first")


def _errors(result: LintResult, *, with_consequences: bool = False) -> set[str]:
    """The errors that count; with those that a graver finding only hid, which come to light when that is mended."""
    findings = (*result.open, *(result.of("follows") if with_consequences else ()))
    return {finding.fingerprint for finding in findings if finding.severity == "error"}
