"""Each rule finds what its page says: the bad design gives exactly the marked findings, the good one none."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from msgen.diagnostics import Finding
from msgen.lint import pages
from msgen.lint.registry import all_rules, page
from msgen.lint.rule import Rule
from msgen.lint.runner import Surroundings, check
from msgen.spec import parse, read_text
from msgen.topology import resolve

RULES = all_rules()
ON_DESIGNS = tuple(rule for rule in RULES if rule.reads != "manifests")
"""Those that look at manifests have tests of their own."""


def designs(rule: Rule) -> dict[str, str]:
    text = page(rule.id)
    assert text is not None
    return pages.designs(text)


def found(text: str, before: str | None = None) -> tuple[Finding, ...]:
    document = read_text(text)
    previous = resolve(parse(read_text(before))) if before else None
    return check(resolve(parse(document)), Surroundings(document, previous=previous)).shown


@pytest.mark.parametrize("rule", ON_DESIGNS, ids=lambda rule: rule.id)
def test_the_bad_design_of_a_page_has_the_findings_that_are_marked_in_it(rule: Rule) -> None:
    written = designs(rule)
    bad, marks = pages.unmarked(written["bad"])

    findings = found(bad, written.get("before"))

    assert pages.marks_of(findings) == marks
    assert rule.id in {finding.code for finding in findings}


@pytest.mark.parametrize("rule", ON_DESIGNS, ids=lambda rule: rule.id)
def test_the_good_design_of_a_page_has_none(rule: Rule) -> None:
    written = designs(rule)

    assert [finding.title for finding in found(written["good"], written.get("before"))] == []


@pytest.mark.parametrize("rule", ON_DESIGNS, ids=lambda rule: rule.id)
def test_a_page_names_the_rules_that_speak_with_it(rule: Rule) -> None:
    text = page(rule.id) or ""
    _, marks = pages.unmarked(designs(rule)["bad"])
    companions = {mark.title.partition("[")[2][:5] for mark in marks} - {rule.id}
    prose = re.sub(r"```yaml\n.*?```", "", text, flags=re.DOTALL)

    assert {code for code in companions if code not in prose} == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_begins_with_the_rule_and_every_finding_says_what_to_do(rule: Rule) -> None:
    text = page(rule.id)
    assert text is not None
    title = rule.title if rule.title[:2].isupper() else f"{rule.title[0].lower()}{rule.title[1:]}"
    assert text.splitlines()[0] == f"# {rule.id}: {title}"
    if rule.reads == "manifests":
        return
    written = designs(rule)
    for finding in found(pages.unmarked(written["bad"])[0], written.get("before")):
        assert finding.hint, finding.title
        assert finding.see == f"msgen explain {finding.code}"


def test_rules_are_known_by_their_id_alone() -> None:
    identifiers = [rule.id for rule in RULES]

    assert identifiers == sorted(set(identifiers))
    assert all(re.fullmatch("[A-Z]{3}[0-9]{2}", each) for each in identifiers)
    assert page("EVT99") is None


@pytest.mark.parametrize(
    ("severity", "minimal", "production"),
    [("error", "warning", "error"), ("warning", "warning", "error"), ("info", "info", "warning")],
)
def test_the_profile_moves_the_severity(severity: str, minimal: str, production: str) -> None:
    rule = replace(RULES[0], severity=severity)  # type: ignore[arg-type]

    assert [rule.severity_in(each) for each in ("minimal", "standard", "production")] == [minimal, severity, production]  # type: ignore[arg-type]


def test_a_verdict_on_assumed_facts_is_one_step_less_severe_after_the_profile() -> None:
    rule = replace(RULES[0], severity="warning")

    assert rule.severity_in("production", assumed=True) == "warning"
    assert rule.severity_in("standard", assumed=True) == "info"
    assert rule.severity_in("standard", "info", assumed=True) == "info"
