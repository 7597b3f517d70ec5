"""What journeys and services of a design can promise at most."""

from __future__ import annotations

from decimal import Decimal

import pytest
from analysed_specs import analysed, example

SHOP = """
    externals:
      psp: {availability: 99.95%}
      bank: {}
    services:
      shop:
        availability: 99.9%
        api: {protocol: rest, operations: {Buy: {kind: command, calls: [CALLS]}}}
        store: none
      payments:
        availability: 99%
        api: {protocol: grpc, operations: {Pay: {kind: command, idempotent: true, calls: [FURTHER]}}}
        store: {engine: postgres, name: money, availability: 99%}
      vouchers:
        availability: 99%
        api: {protocol: grpc, operations: {Redeem: {kind: command, idempotent: true}}}
        store: {engine: postgres, name: money, availability: 99%}
    journeys:
      buy: {entry: shop.Buy, availability: 99.9%}
"""


def shop(calls: str, further: str = "") -> str:
    return SHOP.replace("CALLS", calls).replace("FURTHER", further)


@pytest.mark.parametrize(
    ("name", "value", "minutes", "largest"),
    [("bistro", "99.820", 78, ["ordering-db", "payments-db", "psp"]), ("bistro-fixed", "99.970", 13, [])],
)
def test_place_order_of_the_tutorial(name: str, value: str, minutes: int, largest: list[str]):
    journey = example(name).availability["place-order"]
    assert round(journey.value, 3) == Decimal(value)
    assert round(journey.minutes) == minutes
    assert [item.component.name for item in journey.ledger if item.minutes > 20] == largest
    assert sum(item.share for item in journey.ledger) == pytest.approx(1, abs=Decimal("1e-20"))
    assert (journey.missing, journey.assumed, journey.exact) == ((), (), True)


def test_services_of_the_tutorial_are_what_others_call_of_them():
    availability = example("bistro").system_availability
    assert round(availability.of_dependencies("storefront")["ordering"].value, 2) == Decimal("99.83")
    assert round(availability.of_dependencies("ordering")["payments"].value, 2) == Decimal("99.89")
    assert "accounts" not in availability.of_dependencies("ordering"), "the call has a fallback"
    assert round(example("bistro").service_availability("payments").value, 2) == Decimal("99.89")


def test_a_shared_store_counts_once():
    analysis = analysed(shop("payments.Pay, vouchers.Redeem"))
    journey = analysis.availability["buy"]
    assert [item.name for item in journey.components] == ["shop", "payments", "money-db", "vouchers"]
    assert journey.value == Decimal("0.999") * Decimal("0.99") ** 3 * 100
    assert journey.misses_target


def test_a_fallback_saves_what_it_does_not_share():
    journey = analysed(shop("{to: payments.Pay, fallback: {kind: call, to: vouchers.Redeem}}")).availability["buy"]
    assert [item.name for item in journey.components] == ["shop", "money-db"]
    assert [item.name for item in journey.alternatives] == ["payments", "vouchers"]
    assert journey.value == Decimal("0.999") * Decimal("0.99") * (1 - Decimal("0.01") ** 2) * 100
    assert 0 < journey.fallbacks_share < Decimal("0.01")


def test_an_external_without_an_availability_gives_no_verdict_and_is_named():
    journey = analysed(shop("payments.Pay", "bank")).availability["buy"]
    assert (journey.value, journey.missing, journey.ledger) == (None, ("bank.availability",), ())
    assert not journey.misses_target


def test_what_rests_on_assumptions_is_named():
    text = """
        services:
          orders: {api: rest, store: postgres, aggregates: {Order: {}}}
        journeys:
          order: {entry: orders.CreateOrder, availability: 99.9%}
    """
    journey = analysed(text).availability["order"]
    assert journey.assumed == ("orders.availability", "orders.store.availability")


def test_the_broker_is_needed_only_where_publishing_is_direct():
    text = """
        services:
          orders:
            api: {protocol: rest, operations: {Place: {kind: command, publishes: [Placed]}}}
            messaging: {delivery: %s}
            store: postgres
        journeys:
          order: {entry: orders.Place}
    """
    direct, outbox = (analysed(text % delivery).availability["order"] for delivery in ("direct", "outbox"))
    assert "broker" in [item.name for item in direct.components]
    assert direct.missing == ("platform.broker.availability",)
    assert "broker" not in [item.name for item in outbox.components]


def test_of_versions_the_worst_with_a_route_counts():
    text = """
        services:
          reviews:
            api: {protocol: rest, operations: {GetReviews: {http: "GET /reviews/{id}"}}}
            store: none
            versions: {v1: {weight: 90%}, v2: {weight: 10%, calls: [ratings]}}
          ratings: {api: {protocol: rest, operations: {GetRating: {http: "GET /ratings/{id}"}}}, store: none}
        journeys:
          read: {entry: reviews.GetReviews}
    """
    assert [item.name for item in analysed(text).availability["read"].components] == ["reviews", "ratings"]
