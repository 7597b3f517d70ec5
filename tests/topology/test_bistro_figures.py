"""The derived values of the sample `bistro` against figures worked out by hand."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from msgen.spec import parse, read
from msgen.topology import resolve
from msgen.topology.model import Topology

SAMPLE = Path(__file__).parents[2] / "samples" / "bistro" / "msgen.yaml"


@cache
def bistro() -> Topology:
    return resolve(parse(read(SAMPLE)))


def value(path: str) -> object:
    return bistro().provenance[path].value


@pytest.mark.parametrize(
    ("path", "milliseconds"),
    [
        ("payments.Void.timeout", 500),  # p99 100 (assumed), no calls: 100 -> 500 at least
        ("accounts.GetCustomer.timeout", 500),  # p99 30
        ("order-history.ListOrders.timeout", 500),  # p99 50
    ],
)
def test_deadlines(path: str, milliseconds: int) -> None:
    assert value(path) == timedelta(milliseconds=milliseconds)


@pytest.mark.parametrize(
    ("path", "tries"),
    [
        # p99 20 and two tries of 300 with a wait of 50: 670, above the written 500
        ("storefront.ListOrders->order-history.ListOrders.retry.attempts", 1),
        # idempotent, but 20 + 2 x 300 + 50 = 670 is above 500 too
        ("storefront.CompleteTicket->kitchen.CompleteTicket.retry.attempts", 1),
        ("storefront.ConfirmDelivery->delivery.ConfirmDelivery.retry.attempts", 1),
    ],
)
def test_tries(path: str, tries: int) -> None:
    assert value(path) == tries


@pytest.mark.parametrize(
    ("path", "calls"),
    [
        # 120/s grown by 60%: 192/s, 9 pods: 21.3/s x p99 60 ms = 1.3 -> 4 at least
        ("storefront.PlaceOrder->ordering.PlaceOrder.bulkhead", 4),
        # 900/s, 9 pods: 100/s x 20 ms = 2 -> 4 at least
        ("storefront.TrackOrder->order-history.GetOrder.bulkhead", 4),
        # no journey comes this way
        ("storefront.ListOrders->order-history.ListOrders.bulkhead", 32),
        # 21.3/s x 10 s = 213, 20 at most
        ("storefront.PlaceOrder->ordering.PlaceOrder.circuit_breaker.min_calls", 20),
    ],
)
def test_bulkheads_and_breakers(path: str, calls: int) -> None:
    assert value(path) == calls


@pytest.mark.parametrize(
    ("service", "seconds"),
    [
        ("storefront", 12),  # 10 s and 2 s of PlaceOrder
        ("payments", 12),  # 10 s and 1.1 s of Authorize
        ("kitchen", 11),  # 10 s and 500 ms
    ],
)
def test_time_to_stop(service: str, seconds: int) -> None:
    assert bistro().services[service].deployment.grace == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("service", "pool"),
    [
        ("ordering", 10),  # (200 - 10) / 12 = 15.8 -> 10 at most
        ("accounts", 10),
    ],
)
def test_pools(service: str, pool: int) -> None:
    assert bistro().services[service].store.pool == pool
