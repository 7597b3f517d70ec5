"""The stage from topology to findings."""

from __future__ import annotations

from msgen.diagnostics import Finding
from msgen.lint.registry import all_rules
from msgen.lint.rule import Rule, Smell, gravity
from msgen.topology.model import Topology


def check(topology: Topology) -> tuple[Finding, ...]:
    """What every rule finds, the gravest first, then by rule and in the order of the spec."""
    findings = [_finding(rule, smell, topology) for rule in all_rules() for smell in rule.check(topology)]
    return tuple(sorted(findings, key=lambda finding: -gravity(finding.severity)))


def _finding(rule: Rule, smell: Smell, topology: Topology) -> Finding:
    return Finding(
        severity=rule.severity_in(topology.profile),
        code=rule.id,
        object_path=smell.object_path,
        message=smell.message,
        hint=smell.hint,
        see=f"msgen explain {rule.id}",
    )
