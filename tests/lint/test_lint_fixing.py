"""`--fix` changes what it must, keeps everything else, and stops where it would do harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal

from msgen.lint.fixing import Mended, mend
from msgen.lint.looking import Looking
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.spec import read_text

SPEC = """\
msgen: 1
name: shop # ours
services:
  orders:
    api: rest # one protocol
    store: postgres
    calls: [payments] # the till
  payments: {api: {protocol: grpc, operations: {Pay: {kind: command}}}}
"""


def rule_that(
    find: Callable[[Review], Iterator[Smell]],
    fix: Literal["automatic", "choice"] = "automatic",
    identifier: str = "TST01",
) -> Rule:
    return Rule(identifier, "Smell", "error", (), "the tests", "always", fix, find)


def mended(spec: str, *rules: Rule, **choices: int) -> Mended:
    return mend(
        read_text(spec),
        Looking(date(2026, 1, 1), rules=rules),
        {key.replace("_", " "): n for key, n in choices.items()},
    )


def text(found: Mended) -> str:
    return found.document.contents["msgen.yaml"].decode()


def slow_calls(review: Review) -> Iterator[Smell]:
    for call in review.topology.calls.values():
        if not review.topology.is_written(f"{call.path}.timeout"):
            path = f"{call.path}.timeout"
            yield Smell(path, "no timeout", fixes=(Fix("set it", (Edit(path, "900ms"),)),))


def test_an_automatic_fix_is_made_in_place_and_a_second_run_changes_nothing() -> None:
    once = mended(SPEC, rule_that(slow_calls))

    assert text(once) == SPEC.replace("[payments]", "[{to: payments, timeout: 900ms}]")
    assert once.result.open == ()
    assert [done.fix.text for done in once.applied] == ["set it"]
    assert text(mended(text(once), rule_that(slow_calls))) == text(once)


def test_a_choice_is_left_until_it_is_made() -> None:
    def find(review: Review) -> Iterator[Smell]:
        if review.topology.service("orders").store.exists:
            drop = Fix("drop the store", (Edit("orders.store", "none"),))
            yield Smell("orders.store", "a store", fixes=(Fix("keep it"), drop))

    rule = rule_that(find, "choice")

    assert text(mended(SPEC, rule)) == SPEC
    chosen = mend(read_text(SPEC), Looking(date(2026, 1, 1), rules=(rule,)), {"TST01 orders.store": 2})
    assert text(chosen) == SPEC.replace("store: postgres", "store: none")
    by_hand = mend(read_text(SPEC), Looking(date(2026, 1, 1), rules=(rule,)), {"TST01 orders.store": 1})
    assert [refused.reason for refused in by_hand.refused] == ["a person has to do this: keep it"]


def test_an_edit_that_makes_the_spec_invalid_is_taken_back() -> None:
    def find(_: Review) -> Iterator[Smell]:
        yield Smell("payments", "no payments", fixes=(Fix("remove it", (Edit("payments", REMOVED),)),))

    found = mended(SPEC, rule_that(find))

    assert text(found) == SPEC
    assert "would not be valid" in found.refused[0].reason


def test_an_edit_that_causes_another_error_is_taken_back() -> None:
    def second(review: Review) -> Iterator[Smell]:
        if review.topology.is_written("orders.CreateOrder->payments.Pay.timeout"):
            yield Smell("orders", "a timeout is wrong here", fixes=(Fix("by hand"),))

    found = mended(SPEC, rule_that(slow_calls), rule_that(second, "choice", "TST02"))

    assert text(found) == SPEC
    assert [refused.reason for refused in found.refused] == ["it would cause TST02 orders"]


def test_a_derived_operation_is_not_written_alone() -> None:
    def find(_: Review) -> Iterator[Smell]:
        path = "orders.CreateOrder.idempotency_key"
        yield Smell(path, "no key", fixes=(Fix("add a key", (Edit(path, "Idempotency-Key"),)),))

    found = mended(SPEC, rule_that(find))

    assert text(found) == SPEC
    assert "is derived: write the operations of orders first" in found.refused[0].reason


def test_what_a_later_fix_makes_wrong_again_is_mended_again() -> None:
    def find(review: Review) -> Iterator[Smell]:
        deployment, scaling = review.topology.service("orders").deployment, review.topology.service("orders").scaling
        wanted = f"{10 * scaling.minimum}s"
        if deployment.grace.total_seconds() != 10 * scaling.minimum:
            fix = Fix("g", (Edit("orders.deployment.grace", wanted),))
            yield Smell("orders.deployment", "short", severity="warning", fixes=(fix,))
        if scaling.minimum < 3:
            fix = Fix("m", (Edit("orders.scaling.min", 3),))
            yield Smell("orders.scaling", "few", severity="info", fixes=(fix,))

    found = mended(SPEC, rule_that(find))

    assert found.result.open == ()
    assert [done.fix.text for done in found.applied] == ["g", "m", "g"]
