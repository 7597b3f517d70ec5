"""Rules of sagas beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

import pytest
from ruled_designs import found, mended, offered, text

SERVICES = """\
services:
  orders: {api: rest, publishes: [OrderPlaced]}
  payments: {api: {operations: {Pay: {idempotent: true, timeout: 1s}, Free: {}, Refund: {idempotency_key: Refund-Key}}}}
  stock: {api: {operations: {Take: {timeout: 2s}, Back: {input: {item: uuid}}}}}
"""


def saga(steps: str, settings: str = "deadline: 1m, ") -> str:
    return f"{SERVICES}sagas: {{buy: {{trigger: OrderPlaced, {settings}steps: [{steps}]}}}}\n"


PAY = "{name: pay, do: payments.Pay, timeout: 5s}"
PAY_OR_BACK = "{name: pay, do: payments.Pay, compensate: payments.Refund, timeout: 5s}"
TAKE = "{name: take, do: stock.Take, timeout: 5s}"
PIVOT = "{name: take, do: stock.Take, pivot: true, timeout: 5s}"


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        (f"{PAY}, {PIVOT}", ["sagas.buy.pay"]),
        (f"{PAY_OR_BACK}, {PIVOT}", []),
        (f"{PIVOT}, {PAY}", []),
        (f"{PAY}, {TAKE}", ["sagas.buy.pay"]),
        (f"{PAY_OR_BACK}, {TAKE}", []),
        (PAY, []),
    ],
)
def test_what_stands_before_the_pivot_or_else_the_last_step_needs_a_way_back(steps: str, wrong: list[str]) -> None:
    assert list(found("SAG01", saga(steps))) == wrong


def test_only_what_may_be_repeated_is_offered_as_a_way_back() -> None:
    assert [words for words, edited in offered("SAG01", saga(f"{PAY}, {PIVOT}")) if edited] == [
        "undo it by `payments.Refund`"
    ]
    assert text(mended("SAG01", saga(f"{PAY}, {PIVOT}"))) == saga(
        f"{{name: pay, do: payments.Pay, timeout: 5s, compensate: payments.Refund}}, {PIVOT}"
    )


def test_a_second_pivot_can_be_the_only_one_where_all_before_it_can_be_undone() -> None:
    first = "{name: pay, do: payments.Pay, compensate: payments.Refund, pivot: true}"
    before = "{name: free, do: payments.Free}"

    assert len(offered("SAG02", saga(f"{before}, {first}, {PIVOT}"))) == 1
    assert text(mended("SAG02", saga(f"{first}, {PIVOT}"), 1)) == saga(f"{first}, {TAKE}")
    assert text(mended("SAG02", saga(f"{first}, {PIVOT}"), 2)) == saga(f"{first.replace(', pivot: true', '')}, {PIVOT}")


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("{name: take, do: stock.Take, compensate: payments.Refund}", ["sagas.buy.take"]),
        ("{name: take, do: stock.Take, compensate: payments.Refund, pivot: true}", ["sagas.buy.take"]),
        ("{name: take, do: stock.Take}", []),
    ],
)
def test_nothing_is_undone_behind_the_pivot(step: str, wrong: list[str]) -> None:
    pivot = "{name: pay, do: payments.Pay, compensate: payments.Refund, pivot: true}"

    assert list(found("SAG02", saga(f"{pivot}, {step}"))) == wrong
    assert mended("SAG02", saga(f"{pivot}, {step}")).result.open == () or "pivot: true" in step
    assert found("SAG02", saga(step)) == {}


def test_a_compensation_gets_the_key_of_its_step_where_it_has_that_field_else_a_header() -> None:
    keyed = SERVICES.replace("Take: {timeout: 2s}", "Take: {idempotency_key: item, input: {item: uuid}}")
    sagas = "sagas: {buy: {trigger: OrderPlaced, steps: [{name: take, do: stock.Take, compensate: stock.Back}]}}\n"

    assert "Back: {input: {item: uuid}, idempotency_key: item}" in text(mended("SAG03", keyed + sagas))
    assert "Back: {input: {item: uuid}, idempotency_key: Idempotency-Key}" in text(mended("SAG03", SERVICES + sagas))
    other = keyed.replace("Back: {input: {item: uuid}}", "Back: {input: {row: uuid}}")
    assert "Back: {input: {row: uuid}, idempotency_key: Idempotency-Key}" in text(mended("SAG03", other + sagas))
    assert found("SAG03", saga(f"{PAY_OR_BACK}, {TAKE}")) == {}


def test_a_derived_compensation_is_left_to_a_person() -> None:
    step = "{name: take, do: stock.Take, compensate: orders.CreateOrder}"

    assert [edited for _, edited in offered("SAG03", saga(step))] == [False]
    assert found("SAG03", saga(step.replace("CreateOrder", "DeleteOrder"))) == {}


def test_a_step_gets_the_time_of_its_tries_and_a_saga_that_of_its_steps() -> None:
    pay, take = "{name: pay, do: payments.Pay}", "{name: take, do: stock.Take}"
    after = text(mended("SAG04", saga(f"{pay}, {take}", "")))

    assert "{name: pay, do: payments.Pay, timeout: 2050ms}, {name: take, do: stock.Take, timeout: 2s}" in after
    assert "deadline: 4050ms" in after
    assert "deadline: 7s" in text(mended("SAG04", saga(f"{PAY}, {take}", "")))


@pytest.mark.parametrize(("deadline", "wrong"), [("10s", []), ("9999ms", ["sagas.buy"])])
def test_a_deadline_covers_the_steps(deadline: str, wrong: list[str]) -> None:
    design = saga(f"{PAY}, {TAKE}", f"deadline: {deadline}, ")

    assert list(found("SAG04", design)) == wrong
    assert "deadline: 10s" in text(mended("SAG04", design))


def test_steps_without_a_timeout_do_not_hide_that_the_others_take_too_long() -> None:
    assert sorted(found("SAG04", saga("{name: pay, do: payments.Pay}, " + TAKE, "deadline: 4s, "))) == [
        "sagas.buy",
        "sagas.buy.pay",
    ]


def test_services_of_compensations_take_part_too() -> None:
    others = "".join(
        f"  more-{letter}: {{api: {{operations: {{Do: {{}}, Undo: {{idempotent: true}}}}}}}}\n" for letter in "abcde"
    )
    steps = "[{name: a, do: more-a.Do, compensate: more-b.Undo}, {name: c, do: more-c.Do, compensate: more-d.Undo}"
    design = f"{SERVICES}{others}sagas: {{buy: {{trigger: OrderPlaced, style: choreography, steps: {steps}"

    assert found("SAG05", f"{design}]}}}}\n") == {}
    assert list(found("SAG05", f"{design}, {{name: e, do: more-e.Do}}]}}}}\n")) == ["sagas.buy"]
    assert found("SAG05", f"{design}, {{name: e, do: more-e.Do}}]}}}}\n".replace("choreography", "orchestration")) == {}


@pytest.mark.parametrize(
    ("writes", "isolation", "wrong"),
    [
        ("stock.Stock", "none", ["sagas.buy.isolation", "sagas.back.isolation"]),
        ("stock.Stock", "lock", ["sagas.buy.isolation"]),
        ("payments.Payment", "none", []),
    ],
)
def test_sagas_meet_in_the_aggregates_that_their_commands_write(writes: str, isolation: str, wrong: list[str]) -> None:
    services = SERVICES.replace("Refund: {", f"Refund: {{writes: [{writes}], ")
    design = f"""{services}sagas:
  buy: {{trigger: OrderPlaced, steps: [{{name: take, do: stock.Take}}]}}
  back: {{trigger: OrderPlaced, isolation: {isolation}, steps: [{{name: refund, do: payments.Refund}}]}}
"""
    assert list(found("SAG06", design)) == wrong
    assert mended("SAG06", design).result.open == ()


def test_a_compensation_elsewhere_makes_a_saga_of_two_services() -> None:
    step = "{name: take, do: stock.Take, compensate: stock.Back}"

    assert list(found("SAG07", saga(step))) == ["sagas.buy"]
    assert found("SAG07", saga(step.replace("stock.Back", "payments.Refund"))) == {}
