"""What the journeys bring: along calls, saga steps and handled events."""

from __future__ import annotations

from decimal import Decimal

import pytest
from analysed_specs import analysed, example

CHAIN = """
    services:
      shop:
        api: {operations: {Buy: {kind: command, calls: [{to: stock.Take, per_request: 2}, {to: bank, per_request: 0.5}]}}}
        store: none
      stock:
        api: {operations: {Take: {kind: command, idempotent: true, calls: [{to: bank, retry: {attempts: 3}}]}}}
    externals:
      bank: {availability: 99.9%, latency: {p50: 50ms, p99: 200ms}}
    journeys:
      buy: {entry: shop.Buy, peak: 10/s, growth: 50%}
"""


@pytest.mark.parametrize(
    ("name", "payments", "psp", "psp_worst"), [("bistro", 576, 384, 576), ("bistro-fixed", 384, 192, 192)]
)
def test_the_two_examples(name: str, payments: int, psp: int, psp_worst: int) -> None:
    analysis = example(name)
    assert analysis.load.services == {
        "storefront": 1092,
        "ordering": 192,
        "order-history": 900,
        "kitchen": 192,
        "delivery": 0,
        "payments": payments,
        "accounts": 192,
    }
    assert analysis.load.externals == {"psp": psp}
    assert analysis.retried.externals == {"psp": psp_worst}


def test_calls_per_request_multiply_along_the_way() -> None:
    load = analysed(CHAIN).load
    assert load.operations == {"shop.Buy": 15, "stock.Take": 30}
    assert load.externals == {"bank": Decimal("37.5")}
    assert load.calls == {"shop.Buy->stock.Take": 30, "shop.Buy->bank": Decimal("7.5"), "stock.Take->bank": 30}


def test_the_load_of_today_is_without_growth() -> None:
    analysis = analysed(CHAIN)
    assert analysis.now.operations == {"shop.Buy": 10, "stock.Take": 20}
    assert analysis.now.per_journey == {"buy": {"shop.Buy": 10, "stock.Take": 20, "bank": 25}}


def test_the_worst_case_takes_every_try() -> None:
    text = CHAIN.replace("{to: stock.Take, per_request: 2}", "{to: stock.Take, per_request: 2, retry: {attempts: 2}}")
    retried = analysed(text).retried
    assert retried.operations == {"shop.Buy": 15, "stock.Take": 60}
    assert retried.calls["stock.Take->bank"] == 180


def test_several_entries_have_the_peak_each() -> None:
    load = analysed("""
        services:
          shop: {api: {operations: {List: {kind: query}, Buy: {kind: command}}}, store: none}
        journeys:
          buy: {entry: [shop.List, shop.Buy], peak: 10/s}
          look: {entry: shop.List, peak: 5/s}
    """).load
    assert load.operations == {"shop.List": 15, "shop.Buy": 10}
    assert load.services == {"shop": 25}


SAGA = """
    services:
      shop:
        api: {operations: {Buy: {kind: command, publishes: [Bought], idempotent: true}}}
        aggregates: {Order: {events: [Bought]}}
      bank:
        api: {operations: {Pay: {kind: command, idempotent: true, publishes: [Paid], calls: [{to: psp, retry: {attempts: 3}}]}, Refund: {kind: command, idempotent: true}}}
        aggregates: {Payment: {events: [Paid]}}
      front:
        api: {operations: {Buy: {kind: command, calls: [{to: shop.Buy, retry: {attempts: 2}}]}}}
        store: none
      ledger:
        api: {operations: {Show: {kind: query}}}
        read_models: {entries: {sources: [Paid]}}
        subscribes: [Paid]
    externals:
      psp: {}
    sagas:
      purchase: {coordinator: shop, trigger: Bought, steps: [{name: pay, do: bank.Pay, compensate: bank.Refund}]}
    journeys:
      buy: {entry: front.Buy, peak: 10/s}
"""


def test_saga_steps_run_at_the_rate_of_the_trigger_and_compensations_do_not_run() -> None:
    load = analysed(SAGA).load
    assert load.operations == {"shop.Buy": 10, "bank.Pay": 10, "bank.Refund": 0, "front.Buy": 10, "ledger.Show": 0}
    assert load.started == {"bank.Pay": 10}


def test_a_repeated_command_publishes_once() -> None:
    analysis = analysed(SAGA)
    assert analysis.retried.operations["shop.Buy"] == 20
    assert analysis.retried.operations["bank.Pay"] == 10
    assert analysis.retried.externals["psp"] == 30
    assert analysis.retried.events == analysis.load.events == {"Bought": 10, "Paid": 10}


def test_deliveries_are_counted_apart_from_requests() -> None:
    load = analysed(SAGA).load
    assert load.deliveries == {("ledger", "Paid"): 20}
    assert load.services["ledger"] == 0


def test_a_worker_calls_and_publishes_at_the_rate_of_its_events() -> None:
    load = analysed("""
        services:
          shop:
            api: {operations: {Buy: {kind: command, publishes: [Bought]}}}
            aggregates: {Order: {events: [Bought]}}
          mailer:
            store: none
            subscribes: [Bought]
            publishes: [Mailed]
            calls: [{to: smtp, per_request: 2}]
          archive:
            store: none
            subscribes: [Mailed]
        externals:
          smtp: {}
        journeys:
          buy: {entry: shop.Buy, peak: 7/s}
    """).load
    assert load.handlers == {"mailer.onBought": 7}
    assert load.externals == {"smtp": 14}
    assert load.deliveries == {("mailer", "Bought"): 7, ("archive", "Mailed"): 7}
    assert load.services["mailer"] == 0


def test_a_version_makes_its_calls_for_its_share_of_the_requests() -> None:
    load = analysed("""
        services:
          reviews:
            api: {operations: {GetReviews: {http: "GET /reviews/{id}"}}}
            store: none
            versions:
              v1: {weight: 75%}
              v2: {weight: 25%, calls: [ratings.GetRatings]}
          ratings: {api: {operations: {GetRatings: {http: GET /ratings}}}, store: none}
        journeys:
          read: {entry: reviews.GetReviews, peak: 100/s}
    """).load
    assert load.operations == {"reviews.GetReviews": 100, "ratings.GetRatings": 25}


def test_a_call_back_into_the_way_is_not_followed() -> None:
    load = analysed("""
        services:
          a: {api: {operations: {Do: {kind: command, calls: [b.Do, c.Do]}}}, store: none}
          b: {api: {operations: {Do: {kind: command, calls: [c.Do]}}}, store: none}
          c: {api: {operations: {Do: {kind: command, calls: [b.Do, a.Do]}}}, store: none}
        journeys:
          do: {entry: a.Do, peak: 1/s}
    """).load
    assert load.operations == {"a.Do": 1, "b.Do": 2, "c.Do": 2}
    assert load.calls["c.Do->a.Do"] == 0


def test_without_a_peak_nothing_is_known_and_the_fact_is_named() -> None:
    load = analysed("""
        services:
          shop: {api: {operations: {Buy: {kind: command}}}, store: none}
        journeys:
          buy: {entry: shop.Buy}
    """).load
    assert not load.known
    assert load.missing == ("journeys.buy.peak",)
    assert load.operations == {"shop.Buy": 0}
