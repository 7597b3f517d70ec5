"""`fallback: ignore` on one call leaves those of other operations what they are: an answer, or an error that is raised."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx2
import pytest
from generated import generated, lint_complaints, type_complaints, written
from running import importable, running

CANCEL_ORDER = "services/orders/src/orders/app/cancel_order.py"
PLACE_ORDER = "services/orders/src/orders/app/place_order.py"
TEST_OF_IT = "services/orders/tests/unit/test_place_order.py"
PORTS = "services/orders/src/orders/app/ports.py"
NEEDED = "{to: customers.GetCustomer, timeout: 300ms}"
OPTIONAL = "{to: customers.GetCustomer, timeout: 300ms, fallback: ignore}"


def shop(*, before: str = "", place: str = NEEDED, after: str = "") -> str:
    """Orders whose `PlaceOrder` makes this call; other operations stand before and after it."""
    return f"""
msgen: 1
name: shop
services:
  orders:
    store: none
    api:
      protocol: rest
      operations:
        {{ {before} PlaceOrder: {{http: POST /orders, input: {{id: uuid}}, output: {{name: string}}, calls: [{place}]}}, {after} }}
  customers:
    api: grpc
    aggregates: {{Customer: {{fields: {{name: string}}}}}}
"""


def cancel(call: str) -> str:
    return (
        f"CancelOrder: {{http: POST /cancellations, input: {{id: uuid}}, output: {{name: string?}}, calls: [{call}]}},"
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The system in which `PlaceOrder` needs the answer and `CancelOrder`, which stands first, does not."""
    return written(generated(shop(before=cancel(OPTIONAL))), tmp_path_factory.mktemp("both"))


@pytest.mark.parametrize("others", [{"before": cancel(OPTIONAL)}, {"after": cancel(OPTIONAL)}], ids=["before", "after"])
def test_a_use_case_that_needs_the_answer_is_the_same_whether_or_not_another_does(others: dict[str, str]) -> None:
    alone, together = generated(shop()), generated(shop(**others))
    assert alone[PLACE_ORDER].content == together[PLACE_ORDER].content
    assert alone[TEST_OF_IT].content == together[TEST_OF_IT].content


def test_a_client_has_two_methods_only_where_its_callers_differ(both: Path) -> None:
    needed = generated(shop(before=cancel(NEEDED)))[PORTS].content.decode()
    optional = generated(shop(before=cancel(OPTIONAL), place=OPTIONAL))[PORTS].content.decode()
    assert _answers(needed) == {"get_customer": "GetCustomerOutput"}
    assert _answers(optional) == {"get_customer": "GetCustomerOutput | None"}
    assert _answers((both / PORTS).read_text()) == {
        "get_customer": "GetCustomerOutput",
        "get_customer_or_none": "GetCustomerOutput | None",
    }


def _answers(ports: str) -> dict[str, str]:
    """What each method of the customers returns."""
    client = ports.partition("class CustomersClient(Protocol):")[2].partition("\n\n\n")[0]
    methods = client.split("    async def ")[1:]
    return {
        method.partition("(")[0]: method.partition("-> customers_contract.")[2].partition(":\n")[0]
        for method in methods
    }


def test_what_is_generated_is_laid_out_and_an_edited_use_case_may_read_the_answer(both: Path, tmp_path: Path) -> None:
    system = written(generated(shop(before=cancel(OPTIONAL))), tmp_path)
    use_case = system / PLACE_ORDER
    seed = use_case.read_text()
    use_case.write_text(seed.replace("        return ", "        print(customers_answer.name)\n        return "))
    assert use_case.read_text() != seed
    assert lint_complaints(both) == ""
    assert type_complaints([system / "services/orders"]) == ""


def test_a_started_service_answers_without_what_it_can_do_without_and_refuses_the_rest(
    both: Path, tmp_path: Path
) -> None:
    with importable(both):
        cancelled, placed = asyncio.run(_asked(tmp_path))
    assert (cancelled.status_code, cancelled.json()) == (200, {"name": None})
    assert placed.status_code == 503
    assert "customers" in placed.json()["detail"]


async def _asked(folder: Path) -> tuple[httpx2.Response, httpx2.Response]:
    """Both operations, while nobody answers where the customers should be."""
    order = {"id": "0a5b5a5e-53fa-4a8c-9f5e-6a1a0a4f0d11"}
    async with running("orders", folder, customers_url="grpc://127.0.0.1:1") as orders, orders.client() as client:
        return await client.post("/cancellations", json=order), await client.post("/orders", json=order)
