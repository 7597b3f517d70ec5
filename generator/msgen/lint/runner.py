"""The stage from topology to findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from msgen.diagnostics import Location
from msgen.lint.findings import LintResult, RuleFinding
from msgen.lint.places import yaml_path
from msgen.lint.registry import all_rules
from msgen.lint.review import Manifests, Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell
from msgen.lint.waivers import accept
from msgen.spec.document import Document
from msgen.topology.explanation import in_units
from msgen.topology.model import Topology


class Surroundings(Struct, frozen=True):
    """What a lint run knows besides the design itself."""

    document: Document | None = None
    """Gives findings their places."""
    today: date | None = None
    """Ends waivers; `None` lets all of them hold."""
    environments: Mapping[str, Topology] = field(default_factory=dict)
    """The design as it is in each environment that overrides something."""
    previous: Topology | None = None
    manifests: Manifests | None = None
    known: Collection[str] = ()
    """Fingerprints of the baseline: findings that are no news."""
    rules: Sequence[Rule] | None = None
    """All built-in rules, where nothing else is said."""


def check(topology: Topology, around: Surroundings | None = None) -> LintResult:
    """What every rule finds: the gravest first, then by cost, then by place."""
    around = around or Surroundings()
    rules = tuple(rule for rule in around.rules or all_rules() if topology.profile not in rule.off_in)
    review = Review(topology, around.previous, around.manifests)
    asked = tuple(rule for rule in rules if _is_asked(rule, review))
    found = [finding for rule in asked for finding in _findings(rule, review, around.document)]
    found += _only_elsewhere(asked, found, around)
    waivers = ((waiver, _location(around.document, ("waivers", waiver.number))) for waiver in topology.waivers)
    accepted = accept(found, waivers, around.today or date.min)
    judged = (_known(finding, around.known) for finding in _consequences(accepted.findings))
    return LintResult(
        findings=tuple(sorted(judged, key=lambda finding: finding.order)),
        complaints=accepted.complaints,
        passed=tuple(sorted({rule.id for rule in asked} - {finding.rule.id for finding in found})),
    )


def _is_asked(rule: Rule, review: Review) -> bool:
    match rule.reads:
        case "previous":
            return review.previous is not None
        case "manifests":
            return review.manifests is not None
    return True


def _findings(rule: Rule, review: Review, document: Document | None) -> Iterator[RuleFinding]:
    topology = review.topology
    for smell in _joined(rule.check(review)):
        assumed = tuple(dict.fromkeys(smell.assumed))
        yield RuleFinding(
            rule=rule,
            smell=smell,
            severity=rule.severity_in(topology.profile, smell.severity, assumed=bool(assumed)),
            location=_location(document, yaml_path(topology, smell.object_path)),
            assumed=tuple(_fact(topology, path) for path in assumed),
        )


def _joined(smells: Iterable[Smell]) -> Iterator[Smell]:
    """One smell per object: several reasons become one sentence."""
    by_object: dict[str, Smell] = {}
    for smell in smells:
        first = by_object.get(smell.object_path)
        if first is None:
            by_object[smell.object_path] = smell
            continue
        by_object[smell.object_path] = replace(
            first,
            message=f"{first.message}; {smell.message}",
            because=first.because or smell.because,
            cost=first.cost or smell.cost,
            assumed=(*first.assumed, *smell.assumed),
            fixes=tuple(dict.fromkeys((*first.fixes, *smell.fixes))),
            follows_from=(*first.follows_from, *smell.follows_from),
        )
    yield from by_object.values()


def _only_elsewhere(rules: Sequence[Rule], found: Sequence[RuleFinding], around: Surroundings) -> Iterator[RuleFinding]:
    """What only the overrides of an environment cause."""
    seen = {finding.fingerprint for finding in found}
    for environment, topology in around.environments.items():
        review = Review(topology, around.previous, around.manifests)
        for rule in rules:
            for finding in _findings(rule, review, around.document):
                if finding.fingerprint not in seen:
                    yield replace(finding, environment=environment)


def _consequences(findings: Sequence[RuleFinding]) -> Iterator[RuleFinding]:
    """Leave out what another finding says at the root; a waived finding is still waived."""
    there = {finding.fingerprint for finding in findings if finding.fate == "open"}
    for finding in findings:
        roots = (f"{rule} {path}" for rule, path in finding.smell.follows_from)
        root = next((root for root in roots if root in there), None)
        yield finding if root is None or finding.fate != "open" else replace(finding, fate="follows", reason=root)


def _known(finding: RuleFinding, known: Collection[str]) -> RuleFinding:
    return replace(finding, fate="known") if finding.fate == "open" and finding.fingerprint in known else finding


def _fact(topology: Topology, path: str) -> str:
    source = topology.provenance.get(path)
    return path if source is None else f"{path} {in_units(path, source.value)}"


def _location(document: Document | None, path: tuple[str | int, ...]) -> Location | None:
    return None if document is None else document.location(path)
