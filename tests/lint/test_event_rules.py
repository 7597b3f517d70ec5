"""Rules of events beyond their pages: each case is one clause, and what is just not bad."""

from __future__ import annotations

import pytest
from ruled_designs import found, mended, offered, text

from msgen.lint.rules.events._participles import IRREGULAR, is_participle

UNPUBLISHED = """\
contexts: {sales: {events: {OrderPlaced: {}, OrderPaid: {}}}}
services:
  orders: {context: sales, api: rest, publishes: [OrderPaid]}
"""


@pytest.mark.parametrize(
    "listener",
    [
        "  view: {api: rest, read_models: {all: {sources: [OrderPlaced]}}}\n",
        "  stock: {context: sales, api: rest, aggregates: {Item: {events: [OrderPlaced]}}}\n",
        "  stock: {api: {operations: {Take: {idempotent: true}}}}\n"
        "sagas: {buy: {trigger: OrderPlaced, steps: [{name: take, do: stock.Take}]}}\n",
    ],
)
def test_an_event_that_something_is_built_on_is_not_removed_by_a_program(listener: str) -> None:
    assert ("remove it, and what is built on it", False) in offered("EVT01", UNPUBLISHED + listener)


def test_an_event_is_published_by_a_service_of_its_context_or_removed() -> None:
    assert offered("EVT01", UNPUBLISHED + "  bank: {api: rest}\n") == [
        ("publish it from `orders`", True),
        ("remove it", True),
    ]
    assert offered("EVT01", UNPUBLISHED + "  mails: {subscribes: [OrderPlaced]}\n")[1] == (
        "remove it, and who subscribes to it",
        True,
    )


def test_an_event_that_nobody_publishes_is_removed_together_with_its_subscriptions() -> None:
    design = UNPUBLISHED + "  mails: {subscribes: [OrderPlaced, OrderPaid]}\n"

    assert text(mended("EVT01", design, 2)) == design.replace("OrderPlaced: {}, ", "").replace("OrderPlaced, ", "")


def test_an_event_that_a_saga_or_a_waiting_call_takes_has_a_subscriber() -> None:
    design = """\
services:
  orders: {api: rest, publishes: [OrderPlaced], calls: [{to: stock.Take, await_reply: StockTaken}]}
  stock: {api: {operations: {Take: {idempotent: true}}}, publishes: [StockTaken, StockLost]}
sagas: {buy: {style: choreography, trigger: OrderPlaced, steps: [{name: take, do: stock.Take}]}}
"""
    assert list(found("EVT02", design)) == ["contexts.stock.events.StockLost"]


def test_an_event_that_nobody_publishes_needs_no_subscriber() -> None:
    assert found("EVT02", UNPUBLISHED) == {
        "contexts.sales.events.OrderPaid": "published by `orders`, but nobody subscribes to it"
    }


def test_an_event_that_nobody_declares_belongs_to_its_first_publisher() -> None:
    design = """\
services:
  orders: {api: rest, publishes: [OrderPlaced]}
  shop: {api: {operations: {Buy: {publishes: [OrderPlaced, ShopLeft]}, Leave: {}}}, publishes: [ShopLeft]}
"""
    assert found("EVT03", design) == {
        "contexts.orders.events.OrderPlaced": "belongs to `orders`, but is published by `shop` in `shop`"
    }
    assert text(mended("EVT03", design)).splitlines()[2] == (
        "  shop: {api: {operations: {Buy: {publishes: [ShopLeft]}, Leave: {}}}, publishes: [ShopLeft]}"
    )


def test_an_owner_without_services_leaves_the_choice_to_a_person() -> None:
    design = """\
contexts: {sales: {events: {OrderPlaced: {}}}}
services: {shop: {api: rest, publishes: [OrderPlaced]}}
"""
    assert [edited for _, edited in offered("EVT03", design)] == [False]


def test_an_event_that_its_owner_publishes_too_is_taken_from_the_others_only() -> None:
    design = """\
contexts: {sales: {events: {OrderPlaced: {}}}}
services:
  shop: {api: rest, publishes: [OrderPlaced, ShopLeft]}
  orders: {context: sales, api: rest, publishes: [OrderPlaced]}
"""
    assert text(mended("EVT03", design)) == design.replace("[OrderPlaced, ShopLeft]", "[ShopLeft]")
    assert text(mended("EVT03", design.replace("api: rest, publishes: [OrderPlaced]}", "api: rest}"))) == (
        design.replace("[OrderPlaced, ShopLeft]", "[ShopLeft]")
    )


@pytest.mark.parametrize(
    ("written", "fixed"),
    [
        ("dead_letter: off", "dead_letter: on"),
        ("retries: unlimited", "retries: 5"),
        ("dead_letter: off, retries: 9", "dead_letter: on, retries: 9"),
        ("dead_letter: off, retries: unlimited", "dead_letter: on, retries: 5"),
    ],
)
def test_only_what_is_wrong_with_a_subscription_changes(written: str, fixed: str) -> None:
    design = f"""\
services:
  orders: {{api: rest, publishes: [OrderPlaced]}}
  mails: {{subscribes: [{{event: OrderPlaced, {written}}}]}}
"""
    assert text(mended("EVT04", design)) == design.replace(written, fixed)


def test_a_consumer_without_a_store_has_no_place_for_an_inbox() -> None:
    design = """\
services:
  orders: {api: rest, publishes: [OrderPlaced]}
  mails: {store: none, subscribes: [{event: OrderPlaced, idempotency: none}]}
"""
    assert [edited for _, edited in offered("EVT05", design)] == [False]
    kept = design.replace("store: none", "store: postgres")
    assert text(mended("EVT05", kept)) == kept.replace("idempotency: none", "idempotency: inbox")


KEYS = """\
contexts:
  sales:
    events:
      OrderPlaced: {{key: {first}}}
      OrderPaid: {{key: {second}}}
services:
  orders:
    context: sales
    api: rest
    aggregates: {{Order: {{events: [OrderPlaced{other}]}}, Bill: {{events: [OrderPaid]}}}}
    publishes: [OrderPlaced, OrderPaid]
  mails: {{subscribes: [OrderPlaced, {{event: OrderPaid{ordering}}}]}}
"""


@pytest.mark.parametrize(
    ("first", "second", "other", "ordering", "key"),
    [
        ("order_id", "order_id", ", OrderPaid", "", None),
        ("order_id", "customer_id", ", OrderPaid", "", "order_id"),
        ("order_id", "customer_id", ", OrderPaid", ", ordering: none", None),
        ("order_id", "customer_id", ", OrderPaid", ", ordering: key", "order_id"),
        ("order_id", "customer_id", "", "", None),
        ("order_id", "none", ", OrderPaid", "", "order_id"),
        ("order_id", "none", ", OrderPaid", ", ordering: none", None),
        ("order_id", "none", ", OrderPaid", ", ordering: key", "order_id"),
        ("order_id", "none", "", ", ordering: key", "bill_id"),
        ("none", "none", ", OrderPaid", "", None),
    ],
)
def test_order_needs_one_key_for_all_events_of_an_aggregate(
    first: str, second: str, other: str, ordering: str, key: str | None
) -> None:
    design = KEYS.format(first=first, second=second, other=other, ordering=ordering)

    assert list(found("EVT06", design)) == ([] if key is None else ["mails.subscribes.OrderPaid"])
    after = mended("EVT06", design)
    assert after.result.open == ()
    assert text(after) == design.replace(f"OrderPaid: {{key: {second}}}", f"OrderPaid: {{key: {key or second}}}")


def test_the_key_of_an_aggregate_is_that_of_its_first_event_that_has_one() -> None:
    design = KEYS.format(first="none", second="order_id", other=", OrderPaid", ordering="")

    assert list(found("EVT06", design)) == ["mails.subscribes.OrderPlaced"]
    assert text(mended("EVT06", design)) == design.replace("OrderPlaced: {key: none}", "OrderPlaced: {key: order_id}")


def test_a_key_is_asked_for_where_no_aggregate_gives_one() -> None:
    design = """\
contexts: {clock: {events: {DayEnded: {}}}}
services:
  clock: {store: none, context: clock, publishes: [DayEnded]}
  mails: {subscribes: [{event: DayEnded, ordering: key}]}
"""
    assert list(found("EVT06", design)) == ["mails.subscribes.DayEnded"]
    assert offered("EVT06", design) == []


def test_a_read_model_never_ends_in_a_cycle_but_a_handler_may() -> None:
    design = """\
services:
  orders: {{subscribes: [OrderPlaced], publishes: [{published}]}}
  view: {{api: rest, read_models: {{all: {{sources: [OrderPlaced]}}}}, publishes: [ViewChanged]}}
  shop: {{api: rest, publishes: [OrderPlaced], subscribes: [ViewChanged]}}
"""
    assert found("EVT07", design.format(published="OrderPaid")) == {}
    assert found("EVT07", design.format(published="OrderPlaced")) == {
        "contexts.orders.events.OrderPlaced": "handling it may publish it again"
    }


@pytest.mark.parametrize("word", ["placed", "sent", "withdrawn", "paid", "begun", "put"])
def test_a_past_participle_says_that_something_has_happened(word: str) -> None:
    assert is_participle(word)


@pytest.mark.parametrize("word", ["place", "order", "low", "sending", "payment"])
def test_a_noun_or_an_imperative_does_not(word: str) -> None:
    assert not is_participle(word)


def test_the_list_holds_only_what_the_ending_does_not_say() -> None:
    assert [word for word in IRREGULAR if word.endswith("ed") or not word.isalpha()] == []


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("", 1),
        ("  mails: {subscribes: [StockTaken]}\n", 0),
        ("  shop: {api: rest, calls: [{to: stock.Take, await_reply: StockTaken}]}\n", 0),
    ],
)
def test_an_answer_that_others_hear_is_an_event(more: str, count: int) -> None:
    design = """\
services:
  stock: {api: {operations: {Take: {idempotent: true}}}, publishes: [StockTaken]}
  orders: {api: rest, subscribes: [StockTaken], calls: [stock.Take, {to: stock.Take, await_reply: StockTaken}]}
"""
    assert len(found("EVT09", design + more)) == count
