"""What becomes of smells: joined, moved, waived, left out, known, and put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest

from msgen.diagnostics import Severity
from msgen.lint.baseline import UnreadableBaselineError, fingerprints, written
from msgen.lint.findings import LintResult
from msgen.lint.looking import Looking
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Smell
from msgen.spec import read_text

SPEC = """\
msgen: 1
name: shop
services:
  orders: {api: rest, scaling: {min: 2}}
  payments: {api: rest}
"""
TODAY = date(2026, 6, 1)


def rule_that(
    find: Callable[[Review], Iterator[Smell]], identifier: str = "TST01", severity: Severity = "error"
) -> Rule:
    return Rule(identifier, "Smell", severity, (), "the tests", "always", "none", find)


def always(*smells: Smell) -> Callable[[Review], Iterator[Smell]]:
    return lambda review: iter(smells)


def linted(spec: str, *rules: Rule, known: frozenset[str] = frozenset()) -> LintResult:
    return Looking(TODAY, rules=rules, known=known)(read_text(spec))[1]


def waiving(rule: str, on: str, until: str = "") -> str:
    end = f', until: "{until}"' if until else ""
    return f'{SPEC}waivers: [{{rule: {rule}, on: {on}, reason: "we accept it"{end}}}]\n'


def titles(result: LintResult) -> list[str]:
    return [finding.title for finding in result.shown]


def test_several_reasons_on_one_object_are_one_finding() -> None:
    found = linted(SPEC, rule_that(always(Smell("orders", "too small"), Smell("orders", "too slow"))))

    assert titles(found) == ["error[TST01]: orders: too small; too slow"]


def test_findings_stand_by_severity_then_by_what_they_cost_then_by_place() -> None:
    costly = always(
        Smell("orders", "pods", cost=Cost(Decimal(9), "pods")),
        Smell("payments", "few minutes", cost=Cost(Decimal(1), "minutes")),
        Smell("orders.scaling", "many minutes", cost=Cost(Decimal(2), "minutes")),
        Smell("orders.api", "free"),
    )
    found = linted(SPEC, rule_that(always(Smell("payments", "grave")), "TST02"), rule_that(costly, severity="warning"))

    assert [finding.message for finding in found.shown] == ["grave", "many minutes", "few minutes", "pods", "free"]


@pytest.mark.parametrize(("path", "place"), [("orders.scaling.min", "4:33"), ("payments.slo", "5:3"), (".", "1:1")])
def test_a_finding_stands_at_the_key_or_at_the_nearest_written_parent(path: str, place: str) -> None:
    (finding,) = linted(SPEC, rule_that(always(Smell(path, "here")))).shown

    assert finding.location is not None
    assert f"{finding.location.line}:{finding.location.column}" == place


def test_assumed_facts_are_named_with_their_values_and_lower_the_severity() -> None:
    (finding,) = linted(SPEC, rule_that(always(Smell("orders", "slow", assumed=("orders.scaling.per_pod",))))).shown

    assert finding.severity == "warning"
    assert finding.notes == (("assumed", "orders.scaling.per_pod 50/s"),)


def test_a_waiver_covers_its_object_only() -> None:
    rule = rule_that(always(Smell("orders", "bad"), Smell("orders.scaling", "bad too")))
    found = linted(waiving("TST01", "orders"), rule)

    assert titles(found) == ["error[TST01]: orders.scaling: bad too"]
    assert [(item.object_path, item.reason) for item in found.of("waived")] == [("orders", "we accept it")]


def test_a_waiver_of_the_past_is_an_error_and_waives_nothing() -> None:
    found = linted(waiving("TST01", "orders", "2026-05-31"), rule_that(always(Smell("orders", "bad"))))

    assert titles(found) == [
        "error[TST01]: orders: bad",
        "error[waiver]: orders: the waiver of TST01 ended on 2026-05-31",
    ]


def test_a_waiver_holds_through_its_last_day() -> None:
    assert titles(linted(waiving("TST01", "orders", "2026-06-01"), rule_that(always(Smell("orders", "bad"))))) == []


def test_a_waiver_that_nothing_needs_is_a_warning_at_its_place() -> None:
    (finding,) = linted(waiving("TST01", "payments"), rule_that(always())).shown

    assert finding.title.startswith("warning[waiver]: payments: nothing is left for this waiver")
    assert finding.location is not None
    assert finding.location.line == 6


def test_what_follows_from_another_finding_is_left_out_but_not_lost() -> None:
    cause = rule_that(always(Smell("orders", "cause")))
    effect = rule_that(always(Smell("payments", "effect", follows_from=(("TST01", "orders"),))), "TST02")
    found = linted(SPEC, cause, effect)

    assert [finding.code for finding in found.shown] == ["TST01"]
    assert [(item.fingerprint, item.reason) for item in found.of("follows")] == [("TST02 payments", "TST01 orders")]


def test_a_waived_cause_leaves_its_effects_standing() -> None:
    cause = rule_that(always(Smell("orders", "cause")))
    effect = rule_that(always(Smell("payments", "effect", follows_from=(("TST01", "orders"),))), "TST02")

    assert [finding.code for finding in linted(waiving("TST01", "orders"), cause, effect).shown] == ["TST02"]


def test_a_waiver_of_an_effect_counts_as_used() -> None:
    cause = rule_that(always(Smell("orders", "cause")))
    effect = rule_that(always(Smell("payments", "effect", follows_from=(("TST01", "orders"),))), "TST02")
    found = linted(waiving("TST02", "payments"), cause, effect)

    assert [finding.code for finding in found.shown] == ["TST01"]
    assert len(found.of("waived")) == 1


def test_what_only_the_overrides_of_an_environment_cause_says_so() -> None:
    def lonely(review: Review) -> Iterator[Smell]:
        for service in review.topology.services.values():
            if service.scaling.minimum == 1:
                yield Smell(f"{service.name}.scaling", "one pod only")

    spec = SPEC + "environments: {dev: {}, prod: {overrides: {orders: {scaling: {min: 1}}}}}\n"

    assert titles(linted(spec, rule_that(lonely))) == ["error[TST01]: orders.scaling: one pod only (in prod)"]


def test_a_baseline_knows_findings_by_rule_and_object_and_new_ones_count() -> None:
    known = fingerprints(written(linted(SPEC, rule_that(always(Smell("orders", "old"))))))
    found = linted(f"# moved\n{SPEC}", rule_that(always(Smell("orders", "old"), Smell("payments", "new"))), known=known)

    assert known == {"TST01 orders"}
    assert titles(found) == ["error[TST01]: payments: new"]
    assert [item.object_path for item in found.of("known")] == ["orders"]


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2, "findings": []}', '{"format": 1, "findings": [1]}'])
def test_a_file_that_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(UnreadableBaselineError):
        fingerprints(text)


def test_passed_rules_are_those_that_looked_and_found_nothing() -> None:
    found = linted(SPEC, rule_that(always()), rule_that(always(Smell("orders", "bad")), "TST02"))

    assert found.passed == ("TST01",)
    assert found.fails("error")
    assert not linted(SPEC, rule_that(always(Smell("orders", "bad")), severity="warning")).fails("error")
