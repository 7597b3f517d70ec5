"""An edited use case depends on its own calls alone: those of other operations may come, go and have policies."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from generated import generated, lint_complaints, type_complaints, written
from grpc import aio
from running import importable

PLACE_ORDER = "services/orders/src/orders/app/place_order.py"
TEST_OF_IT = "services/orders/tests/unit/test_place_order.py"
PORTS = "services/orders/src/orders/app/ports.py"
CHECK = "{to: customers.GetCustomer, timeout: 300ms}"
HASTY = "{to: customers.GetCustomer, timeout: 50ms, fallback: {kind: cache, ttl: 10m}}"


def shop(*, before: str = "", after: str = "", calls: str = CHECK) -> str:
    """Orders whose `PlaceOrder` makes these calls; other operations stand before and after it."""
    return f"""
msgen: 1
name: shop
services:
  orders:
    store: none
    api:
      protocol: rest
      operations: {{ {before} PlaceOrder: {{calls: [{calls}]}}, {after} }}
  customers:
    api: grpc
    aggregates: {{Customer: {{fields: {{name: string}}}}}}
"""


OTHER = f"CancelOrder: {{calls: [{HASTY}]}},"


@pytest.fixture(scope="module")
def with_the_other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The system in which another operation calls the same one, under other policies and first."""
    return written(generated(shop(before=OTHER)), tmp_path_factory.mktemp("with"))


@pytest.mark.parametrize("others", [{"before": OTHER}, {"after": OTHER}], ids=["before", "after"])
def test_a_use_case_and_its_test_are_the_same_with_and_without_calls_of_others(others: dict[str, str]) -> None:
    alone, together = generated(shop()), generated(shop(**others))
    assert alone[PLACE_ORDER].content == together[PLACE_ORDER].content
    assert alone[TEST_OF_IT].content == together[TEST_OF_IT].content


def test_an_edited_use_case_type_checks_when_a_call_of_another_operation_comes_and_goes(tmp_path: Path) -> None:
    alone, together = generated(shop()), generated(shop(before=OTHER))
    seed = alone[PLACE_ORDER].content.decode()
    edited = seed.replace("        return ", "        print(customers_answer.name)\n        return ")
    assert edited != seed
    for system in (together, alone):
        shutil.rmtree(tmp_path / "services", ignore_errors=True)
        written(system, tmp_path)
        (tmp_path / PLACE_ORDER).write_text(edited)
        assert _types(tmp_path) == ""


def _types(system: Path) -> str:
    """What mypy finds in the orders, with what it knows of the libraries from the last time."""
    cache = system / "cache"
    service = system / "services/orders"
    if cache.exists():
        cache.rename(service / ".mypy_cache")
    complaints = type_complaints([service])
    (service / ".mypy_cache").rename(cache)
    return complaints


def test_policies_that_change_leave_the_name(with_the_other: Path) -> None:
    seeds = {generated(shop(calls=call, before=OTHER))[PLACE_ORDER].content for call in (CHECK, HASTY)}
    assert len(seeds) == 1
    assert "get_customer_for" not in (with_the_other / PORTS).read_text()


def test_a_second_call_in_one_operation_counts_on(tmp_path: Path) -> None:
    system = written(generated(shop(calls=f"{CHECK}, {HASTY}")), tmp_path)
    use_case = (system / PLACE_ORDER).read_text()
    assert "self._ports.customers.get_customer(" in use_case
    assert "self._ports.customers.get_customer_2(" in use_case


def test_what_is_generated_is_laid_out(with_the_other: Path) -> None:
    assert lint_complaints(with_the_other) == ""


def test_each_use_case_calls_under_the_policies_of_its_own_call(with_the_other: Path) -> None:
    with importable(with_the_other):
        assert asyncio.run(_timeouts()) == {"PlaceOrder": 0.3, "CancelOrder": 0.05}


async def _timeouts() -> dict[str, float]:
    """The timeout under which each use case, as it is wired, has asked for the customer."""
    from orders.adapters.clients._gen.customers import CustomersGrpcClient
    from orders.app.messages import CancelOrderInput, PlaceOrderInput
    from orders.app.ports import Ports
    from orders.bootstrap import create_use_cases

    asked: list[float] = []

    class Refused(Exception):
        """Ends the use case once it has asked."""

    class Caller:
        def __init__(self, policy: Any) -> None:
            self._timeout = policy.timeout

        async def call(self, *attempt: object, **how: object) -> None:
            asked.append(self._timeout)
            raise Refused

    client = CustomersGrpcClient(aio.insecure_channel("127.0.0.1:1"), SimpleNamespace(caller=Caller))
    use_cases = create_use_cases(Ports(clock=lambda: datetime.now(UTC), customers=client))
    for use_case, request in ((use_cases.place_order, PlaceOrderInput()), (use_cases.cancel_order, CancelOrderInput())):
        with pytest.raises(Refused):
            await use_case(request)
    return dict(zip(("PlaceOrder", "CancelOrder"), asked, strict=True))
