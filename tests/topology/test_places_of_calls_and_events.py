"""Where calls and events take place that are written on the service (SPEC 6.5)."""

from __future__ import annotations

from resolved_specs import system

from msgen.topology.model import Service


def calls(service: Service) -> dict[str, list[str]]:
    return {item.name: [call.path.split("->")[1] for call in item.calls] for item in service.operations}


def events(service: Service) -> dict[str, tuple[str, ...]]:
    return {item.name: item.publishes for item in service.operations}


def test_calls_of_a_service_take_place_in_create_of_its_first_aggregate() -> None:
    orders = system("""
        services:
          orders: {api: rest, aggregates: {Order: {}, Basket: {}}, calls: [payments]}
          payments: {api: grpc}
    """).services["orders"]
    assert {name for name, found in calls(orders).items() if found} == {"CreateOrder"}
    assert calls(orders)["CreateOrder"] == ["payments.CreatePayment"]


def test_calls_of_a_service_with_one_query_take_place_in_it() -> None:
    front = system("""
        services:
          front: {api: rest, store: none, calls: [payments]}
          payments: {api: grpc}
    """).services["front"]
    assert calls(front) == {"GetFront": ["payments.GetPayment"]}


def test_calls_of_a_service_take_place_in_every_written_operation_without_its_own() -> None:
    orders = system("""
        services:
          orders:
            api: {operations: {Place: {}, Drop: {calls: []}, Get: {}, Ask: {calls: [ledger]}}}
            calls: [payments, ledger]
          payments: {api: grpc}
          ledger: {api: grpc}
    """).services["orders"]
    assert calls(orders) == {
        "Place": ["payments.CreatePayment", "ledger.CreateLedger"],
        "Drop": [],
        "Get": ["payments.GetPayment", "ledger.GetLedger"],
        "Ask": ["ledger.CreateLedger"],
    }


def test_a_target_without_a_command_means_its_first_operation() -> None:
    orders = system("""
        services:
          orders: {api: rest, calls: [prices]}
          prices: {api: {operations: {GetPrice: {}, ListPrices: {}}}}
    """).services["orders"]
    assert calls(orders)["CreateOrder"] == ["prices.GetPrice"]


def test_events_of_a_service_are_published_by_create_of_the_aggregate_that_lists_them() -> None:
    orders = system("""
        services:
          orders:
            api: rest
            aggregates: {Order: {}, Basket: {events: [BasketFilled]}}
            publishes: [OrderPlaced, BasketFilled]
    """).services["orders"]
    found = {name: published for name, published in events(orders).items() if published}
    assert found == {"CreateOrder": ("OrderPlaced",), "CreateBasket": ("BasketFilled",)}


def test_an_event_that_no_operation_lists_is_published_by_every_command_without_its_own() -> None:
    orders = system("""
        services:
          orders:
            api: {operations: {Place: {}, Drop: {publishes: [OrderDropped]}, Hold: {publishes: []}, Get: {}}}
            publishes: [OrderPlaced, OrderDropped]
    """).services["orders"]
    assert events(orders) == {"Place": ("OrderPlaced",), "Drop": ("OrderDropped",), "Hold": (), "Get": ()}


def test_events_without_a_place_are_published_by_nobody_but_known() -> None:
    topology = system("services: {orders: {api: {operations: {Get: {}}}, publishes: [OrderPlaced]}}")
    assert topology.services["orders"].publishes == ("OrderPlaced",)
    assert events(topology.services["orders"]) == {"Get": ()}


def test_a_worker_calls_and_publishes_in_the_handling_of_each_event() -> None:
    mailer = system("""
        services:
          orders: {api: rest, publishes: [OrderPlaced, OrderDropped]}
          mailer: {store: none, subscribes: [OrderPlaced, OrderDropped], publishes: [MailSent], calls: [orders]}
    """).services["mailer"]
    assert [(item.event, item.publishes) for item in mailer.subscriptions] == [
        ("OrderPlaced", ("MailSent",)),
        ("OrderDropped", ("MailSent",)),
    ]
    assert [[call.operation for call in item.calls] for item in mailer.subscriptions] == [["CreateOrder"]] * 2


def test_a_handler_never_publishes_what_it_handles() -> None:
    relay = system("""
        services:
          orders: {api: rest, publishes: [OrderPlaced]}
          relay: {store: none, subscribes: [OrderPlaced], publishes: [OrderPlaced, OrderTold]}
    """).services["relay"]
    assert relay.subscriptions[0].publishes == ("OrderTold",)


def test_a_handler_never_publishes_what_comes_back_through_other_workers() -> None:
    services = system("""
        services:
          orders: {api: rest, publishes: [Asked]}
          first: {store: none, subscribes: [Asked], publishes: [Sorted]}
          second: {store: none, subscribes: [Sorted], publishes: [Packed, Told]}
          third: {store: none, subscribes: [Packed], publishes: [Asked]}
    """).services
    assert services["first"].subscriptions[0].publishes == ()
    assert services["second"].subscriptions[0].publishes == ("Told",)
    assert services["third"].subscriptions[0].publishes == ()


def test_a_service_with_operations_handles_events_without_calls_of_its_own() -> None:
    orders = system("""
        services:
          orders: {api: rest, subscribes: [PaymentTaken], calls: [payments]}
          payments: {api: rest, publishes: [PaymentTaken]}
    """).services["orders"]
    assert (orders.subscriptions[0].calls, orders.subscriptions[0].publishes) == ((), ())


def test_of_two_protocols_both_are_kept_in_one_order() -> None:
    orders = system("services: {orders: {api: [grpc, rest]}}").services["orders"]
    assert orders.protocols == ("rest", "grpc")


def test_a_second_call_to_the_same_operation_has_a_path_of_its_own() -> None:
    orders = system("""
        services:
          orders: {api: rest, calls: [payments, payments]}
          payments: {api: grpc}
    """).services["orders"]
    assert [call.path for call in orders.operation("CreateOrder").calls] == [
        "orders.CreateOrder->payments.CreatePayment",
        "orders.CreateOrder->payments.CreatePayment#2",
    ]
