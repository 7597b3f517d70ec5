"""A call's request takes what nothing else gives from the answer of a call that was made before it."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from generated import generated, lint_complaints, type_complaints, written
from running import importable

SPEC = """
msgen: 1
name: shop
services:
  orders:
    store: none
    api:
      protocol: rest
      operations:
        PlaceOrder:
          kind: command
          http: POST /orders
          input: {customer_id: uuid, sku: string}
          output: {id: uuid}
          calls:
            - customers.GetCustomer
            - {to: stock.Reserve, group: both}
            - {to: stock.GetPrice, group: both}
            - payments.Authorize
            - payments.Capture
  customers:
    api:
      protocol: grpc
      operations: {GetCustomer: {input: {id: uuid}, output: {id: uuid, email: email, sku: string, note: string}}}
    aggregates: {Customer: {fields: {email: email}}}
  stock:
    api:
      protocol: grpc
      operations:
        Reserve: {kind: command, idempotent: true, input: {sku: string}, output: {id: uuid, note: string, weight: int}}
        GetPrice: {input: {sku: string, weight: int}, output: {amount: money}}
    aggregates: {Reservation: {fields: {sku: string}}}
  payments:
    api:
      protocol: grpc
      operations:
        Authorize:
          kind: command
          idempotent: true
          input: {email: email, amount: money, reservation_id: uuid, note: string}
          output: {id: uuid}
        Capture: {kind: command, idempotent: true, input: {id: uuid}, output: {id: uuid}}
    aggregates: {Payment: {fields: {amount: money}}}
"""
CUSTOMER, RESERVATION, PAYMENT = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(generated(SPEC), tmp_path_factory.mktemp("chain"))


@pytest.fixture
def mapping(system: Path) -> Iterator[Any]:
    with importable(system):
        yield importlib.import_module("orders.app.mapping.place_order")


@pytest.fixture
def request_(mapping: Any) -> Any:
    return mapping.PlaceOrderInput(customer_id=CUSTOMER, sku="pie")


@pytest.fixture
def customer(mapping: Any) -> Any:
    return mapping.customers_contract.GetCustomerOutput(id=CUSTOMER, email="ada@example.org", sku="hat", note="hers")


@pytest.fixture
def reservation(mapping: Any) -> Any:
    return mapping.stock_contract.ReserveOutput(id=RESERVATION, note="theirs", weight=7)


def test_a_field_has_the_value_of_the_only_answer_that_has_it(
    mapping: Any, request_: Any, customer: Any, reservation: Any
) -> None:
    asked = mapping.payments_authorize(
        request_, customers_get_customer_answer=customer, stock_reserve_answer=reservation
    )
    assert asked.email == "ada@example.org"
    assert asked.reservation_id == RESERVATION, "the id of what was answered, by its name"
    assert asked.amount.currency == "XXX", "that answer was left out"


def test_a_field_that_two_answers_have_takes_neither(
    mapping: Any, request_: Any, customer: Any, reservation: Any
) -> None:
    asked = mapping.payments_authorize(
        request_, customers_get_customer_answer=customer, stock_reserve_answer=reservation
    )
    assert asked.note == ""


def test_what_the_request_gives_comes_from_there(mapping: Any, request_: Any, customer: Any) -> None:
    assert mapping.stock_reserve(request_, customers_get_customer_answer=customer).sku == "pie"


def test_calls_in_parallel_know_nothing_of_each_other(mapping: Any, request_: Any) -> None:
    assert mapping.stock_get_price(request_).weight == 0
    assert "stock_reserve_answer" not in inspect.signature(mapping.stock_get_price).parameters


def test_the_id_of_another_call_of_one_dependency_is_that_of_what_it_answered(mapping: Any, request_: Any) -> None:
    authorized = mapping.payments_contract.AuthorizeOutput(id=PAYMENT)
    assert mapping.payments_capture(request_, payments_authorize_answer=authorized).id == PAYMENT
    assert mapping.payments_capture(request_).id != PAYMENT, "an edited use case may leave the answer out"


def test_an_edited_use_case_may_pass_an_answer_that_gives_nothing_any_more() -> None:
    apart = SPEC.replace(", group: both}", "}")
    given = apart.replace("sku: string}\n          output", "sku: string, weight: int}\n          output")
    functions = [_function(spec, "stock_get_price") for spec in (apart, given)]
    assert ["stock_reserve_answer" in each.partition(") ->")[0] for each in functions] == [True, True]
    assert ["weight=request.weight" in each for each in functions] == [False, True]


def test_the_seeded_use_case_passes_the_answers_on(system: Path) -> None:
    use_case = (system / "services/orders/src/orders/app/place_order.py").read_text()
    assert (
        """\
            mapping.payments_authorize(
                request,
                customers_get_customer_answer=customers_answer,
                stock_reserve_answer=stock_reserve_answer,
                stock_get_price_answer=stock_get_price_answer,
            ),
"""
        in use_case
    )


def test_what_is_generated_is_laid_out_and_type_checks(system: Path) -> None:
    assert lint_complaints(system) == ""
    assert type_complaints([system / "services/orders"]) == ""


def _function(spec: str, name: str) -> str:
    """A function of the mapping module."""
    module = generated(spec)["services/orders/src/orders/app/mapping/place_order.py"].content.decode()
    return module.partition(f"def {name}(")[2].partition("\n\n\n")[0]
