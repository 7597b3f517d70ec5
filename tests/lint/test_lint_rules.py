"""Each rule finds what its page says: the bad design gives exactly the marked findings, the good one none."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from msgen.design.system import Design
from msgen.lint.registry import all_rules, page
from msgen.lint.rule import Rule
from msgen.lint.runner import check
from msgen.spec import Document, parse, read_text
from msgen.topology import resolve

MARK = re.compile(r"#\s*((?:error|warning|info)\[[A-Z]{3}[0-9]{2}\]: .*)$")
RULES = all_rules()


def designs(rule: Rule) -> tuple[str, str]:
    text = page(rule.id)
    assert text is not None
    bad, good = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    return bad, good


def found(text: str) -> tuple[list[tuple[int, str]], Document]:
    """Line and title of each finding; a page's objects stand where their path leads in the YAML."""
    document = read_text(text)
    findings = check(resolve(parse(document)))
    lines = [document.location(finding.object_path.split(".")).line for finding in findings]
    return sorted(zip(lines, (finding.title for finding in findings), strict=True)), document


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_design_of_a_page_has_the_findings_that_are_marked_in_it(rule: Rule) -> None:
    bad, _ = designs(rule)
    marked = [(number, mark[1]) for number, line in enumerate(bad.splitlines(), 1) if (mark := MARK.search(line))]

    assert marked
    assert found(bad)[0] == marked
    assert {title.partition("[")[2][:5] for _, title in marked} == {rule.id}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_good_design_of_a_page_has_none(rule: Rule) -> None:
    _, good = designs(rule)

    assert found(good)[0] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_begins_with_the_rule_and_every_finding_says_what_to_do(rule: Rule) -> None:
    text = page(rule.id)
    assert text is not None
    assert text.splitlines()[0] == f"# {rule.id}: {rule.title[0].lower()}{rule.title[1:]}"
    for finding in check(resolve(parse(read_text(designs(rule)[0])))):
        assert finding.hint
        assert finding.see == f"msgen explain {rule.id}"


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


def test_an_event_of_an_operation_counts_as_published() -> None:
    spec = """\
msgen: 1
name: shop
contexts: {sales: {events: {OrderPlaced: {}}}}
services:
  orders:
    context: sales
    api: {operations: {Place: {publishes: [OrderPlaced]}}}
"""
    design: Design = parse(read_text(spec))

    assert check(resolve(design)) == ()
