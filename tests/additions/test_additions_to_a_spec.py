"""Each kind of addition writes what a careful person would write, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from added import MARKET, SHOP, With, changes, document_of

from msgen.additions.call import CallAddition, with_call
from msgen.additions.context import ContextAddition, with_context
from msgen.additions.event import EventAddition, with_event
from msgen.additions.journey import JourneyAddition, with_journey
from msgen.additions.operation import OperationAddition, with_operation
from msgen.additions.saga import SagaAddition, StepAddition, with_saga
from msgen.additions.service import ServiceAddition, with_service


def lines(spec: str, with_addition: With, addition: Any) -> list[str]:
    return changes(document_of(spec), with_addition, addition)


@pytest.mark.parametrize(
    ("addition", "changed"),
    [
        (ContextAddition("billing"), ["+  billing: {}"]),
        (ContextAddition("billing", subdomain="supporting"), ["+  billing: {}"]),
        (ContextAddition("billing", "core", "Sends bills.", "sales"), ["+  billing:", "+    subdomain: core", "+    purpose: Sends bills.", "+    owner: sales"]),
        (
            ContextAddition("billing", "core", in_own_file=True),
            ["contexts/billing.yaml", "+# yaml-language-server: $schema=../.msgen/schema.json", "+context: billing", "+subdomain: core"],
        ),
    ],
)  # fmt: skip
def test_a_context(addition: ContextAddition, changed: list[str]) -> None:
    assert lines(MARKET, with_context, addition) == changed


def test_a_context_gets_a_file_where_every_context_has_one() -> None:
    document = document_of(SHOP, sales="context: sales\n")

    assert changes(document, with_context, ContextAddition("billing"))[0] == "contexts/billing.yaml"


@pytest.mark.parametrize(
    ("addition", "changed"),
    [
        (ServiceAddition("billing"), ["+", "+  billing: {}"]),
        (ServiceAddition("billing", protocols=("rest",)), ["+", "+  billing:", "+    api: rest"]),
        (ServiceAddition("billing", protocols=("rest", "grpc")), ["+", "+  billing:", "+    api: [rest, grpc]"]),
        (ServiceAddition("billing", store="postgres", role="service", protocols=("rest",), exposure="internal", auth="jwt"), ["+", "+  billing:", "+    api: rest"]),
        (ServiceAddition("billing", store="none", role="bff", protocols=("rest",), exposure="public"), ["+", "+  billing:", "+    role: bff", "+    api: {protocol: rest, exposure: public}"]),
        (ServiceAddition("billing", "money", store="sqlite", description="Bills: all.", owner="sales"), ["+", "+  billing:", "+    context: money", '+    description: "Bills: all."', "+    owner: sales", "+    store: sqlite"]),
        (
            ServiceAddition("billing", "money", protocols=("rest",), aggregates={"Bill": {"total": "money", "state": "enum(open|paid) default=open", "code": "string(/^[A-Z]{3}$/)?"}}, publishes=("Billed",), subscribes=("OrderPlaced",), calls=("bank", "orders.GetOrder")),
            ["+", "+  billing:", "+    context: money", "+    api: rest", "+    aggregates:", "+      Bill:", "+        fields:", "+          total: money", "+          state: enum(open|paid) default=open", "+          code: string(/^[A-Z]{3}$/)?", "+    publishes: [Billed]", "+    subscribes: [OrderPlaced]", "+    calls: [bank, orders.GetOrder]"],
        ),
        (ServiceAddition("billing", like="payments"), ["+", "+  billing:", "+    context: money", "+    api: grpc"]),
        (ServiceAddition("billing", like="history", protocols=("rest",)), ["+", "+  billing:", "+    context: ordering", "+    role: read-model", "+    api: rest"]),
    ],
)  # fmt: skip
def test_a_service(addition: ServiceAddition, changed: list[str]) -> None:
    spec = MARKET.replace(
        "        fields: {id: uuid, total: money}\n\nsagas", "        fields: {id: uuid, total: money}\nsagas"
    )

    assert lines(spec, with_service, addition) == changed


def test_what_defaults_say_otherwise_is_written() -> None:
    spec = SHOP.replace("services:", "defaults: {store: {engine: sqlite}, api: {exposure: public}}\nservices:")
    addition = ServiceAddition("billing", protocols=("rest",), store="postgres", exposure="internal")

    assert lines(spec, with_service, addition) == [
        "+  billing:",
        "+    api: {protocol: rest, exposure: internal}",
        "+    store: postgres",
    ]


def test_a_service_stands_in_the_file_of_its_context() -> None:
    document = document_of(SHOP, sales="context: sales\n# ours\nservices:\n  till: {api: rest} # front\n")

    assert changes(document, with_service, ServiceAddition("bills", "sales", protocols=("rest",))) == [
        "contexts/sales.yaml",
        "+  bills: {api: rest}",
    ]


def test_a_service_of_its_own_context_stands_in_the_main_file() -> None:
    document = document_of(SHOP, sales="context: sales\nservices:\n  till: {api: rest}\n")

    assert changes(document, with_service, ServiceAddition("bills")) == ["+  bills: {}"]


@pytest.mark.parametrize(
    ("addition", "changed"),
    [
        (OperationAddition("orders", "CancelOrder", http="POST /orders/{id}/cancel"), ["+        CancelOrder:", "+          http: POST /orders/{id}/cancel"]),
        (OperationAddition("orders", "CancelOrder", kind="command", http="POST /cancel-order"), ["+        CancelOrder: {}"]),
        (OperationAddition("orders", "Void", kind="query", http="GET /void"), ["+        Void:", "+          http: GET /void"]),
        (OperationAddition("orders", "Void", kind="query", http="POST /void"), ["+        Void:", "+          kind: query"]),
        (OperationAddition("orders", "FindOrders", http="GET /find-orders"), ["+        FindOrders: {}"]),
        (OperationAddition("orders", "FindOrders", kind="query", input={"q": "string"}, output={"items": "list(Order)"}, pagination=True), ["+        FindOrders:", "+          input: {q: string}", "+          output: {items: list(Order)}", "+          pagination: cursor"]),
        (
            OperationAddition("orders", "ShipOrder", "command", "GET /ship", {"id": "uuid"}, "Order", True, "Key", False, "1s", "9/s", ("bank",), ("OrderPlaced",), (), ("Order",)),
            ["+        ShipOrder:", "+          kind: command", "+          http: GET /ship", "+          input: {id: uuid}", "+          output: Order", "+          idempotent: true", "+          idempotency_key: Key", "+          timeout: 1s", "+          rate_limit: 9/s", "+          publishes: [OrderPlaced]", "+          calls: [bank]", "+          writes: [Order]"],
        ),
        (OperationAddition("payments", "Capture", idempotent=True, input={"payment_id": "uuid"}), ["+        Capture: {input: {payment_id: uuid}, idempotent: true}"]),
    ],
)  # fmt: skip
def test_an_operation(addition: OperationAddition, changed: list[str]) -> None:
    assert lines(MARKET, with_operation, addition) == changed


def test_operations_that_followed_from_what_is_kept_are_written_out_with_the_first_one() -> None:
    changed = lines(SHOP, with_operation, OperationAddition("orders", "CancelOrder"))

    assert changed == [
        "-    api: rest # the front",
        "+    api:",
        "+      protocol: rest # the front",
        "+      operations:",
        "+        CreateOrder:",
        "+          http: POST /orders",
        "+          publishes: [OrderPlaced]",
        "+        GetOrder:",
        "+          http: GET /orders/{id}",
        "+          calls: []",
        "+        ListOrders:",
        "+          http: GET /orders",
        "+          calls: []",
        "+        UpdateOrder:",
        "+          http: PUT /orders/{id}",
        "+          idempotent: true",
        "+          calls: []",
        "+        DeleteOrder:",
        "+          http: DELETE /orders/{id}",
        "+          idempotent: true",
        "+          calls: []",
        "+        CancelOrder: {}",
    ]


@pytest.mark.parametrize(
    ("addition", "changed"),
    [
        (CallAddition("orders.PlaceOrder", "payments.Refund"), ["+            - payments.Refund"]),
        (CallAddition("orders.PlaceOrder", "bank", "1s", 2, "cache", "9s", 8, "a", 2, {"x": "total"}), ["+            - {to: bank, with: {x: total}, timeout: 1s, retry: {attempts: 2}, bulkhead: 8, fallback: {kind: cache, ttl: 9s}, group: a, per_request: 2}"]),
        (CallAddition("orders.GetOrder", "history", fallback="ignore"), ["+          calls: [{to: history, fallback: ignore}]"]),
        (CallAddition("payments", "bank"), ["+    calls: [bank]"]),
    ],
)  # fmt: skip
def test_a_call(addition: CallAddition, changed: list[str]) -> None:
    assert lines(MARKET, with_call, addition) == changed


def test_an_operation_that_calls_what_its_service_calls_goes_on_doing_so() -> None:
    spec = MARKET.replace("    publishes: [OrderPlaced]\n\n", "    publishes: [OrderPlaced]\n    calls: [bank]\n\n")

    assert lines(spec, with_call, CallAddition("orders.GetOrder", "history")) == ["+          calls: [bank, history]"]


def test_the_first_command_that_is_not_written_calls_what_its_service_calls() -> None:
    assert lines(SHOP, with_call, CallAddition("payments.CreatePayment", "orders")) == ["+    calls: [orders]"]


@pytest.mark.parametrize(
    ("addition", "changed"),
    [
        (EventAddition("Refunded", "payments"), ["+    publishes: [Refunded]"]),
        (
            EventAddition("Refunded", "payments.Refund", ("orders", "history.view"), key="order_id", fields={"order_id": "uuid"}, version=2, public=True, retention="30d"),
            ["+    events:", "+      Refunded:", "+        version: 2", "+        key: order_id", "+        fields: {order_id: uuid}", "+        public: true", "+        retention: 30d", "+    subscribes: [Refunded]", "-        Refund: {idempotent: true, input: {payment_id: uuid}}", "+        Refund: {idempotent: true, input: {payment_id: uuid}, publishes: [Refunded]}", "-        sources: [OrderPlaced]", "+        sources: [OrderPlaced, Refunded]"],
        ),
        (
            EventAddition("OrderCancelled", "orders", ("payments",), aggregate="Order", key="order_id", version=1),
            ["-        events: [OrderPlaced]", "+        events: [OrderPlaced, OrderCancelled]", "-    publishes: [OrderPlaced]", "+    publishes: [OrderPlaced, OrderCancelled]", "+      - OrderCancelled"],
        ),
        (EventAddition("Shipped", "orders.PlaceOrder"), ["+          publishes: [OrderPlaced, Shipped]"]),
    ],
)  # fmt: skip
def test_an_event(addition: EventAddition, changed: list[str]) -> None:
    assert lines(MARKET, with_event, addition) == changed


def test_an_event_stands_in_the_file_of_its_context() -> None:
    document = document_of(SHOP, sales="context: sales\nservices:\n  till: {api: rest} # front\n")

    assert changes(document, with_event, EventAddition("Sold", "till", fields={"total": "money"})) == [
        "contexts/sales.yaml",
        "-  till: {api: rest} # front",
        "+  till: {api: rest, publishes: [Sold]} # front",
        "+events:",
        "+  Sold:",
        "+    fields: {total: money}",
    ]


@pytest.mark.parametrize(
    ("addition", "changed"),
    [
        (
            SagaAddition("sell", "OrderPlaced", (StepAddition("pay", "payments.Pay", "payments.Refund", "5s"), StepAddition("end", "payments.Pay", pivot=True)), "orders", "orchestration", "5m", "none"),
            ["+  sell:", "+    trigger: OrderPlaced", "+    deadline: 5m", "+    steps:", "+      - {name: pay, do: payments.Pay, compensate: payments.Refund, timeout: 5s}", "+      - {name: end, do: payments.Pay, pivot: true}"],
        ),
        (
            SagaAddition("sell", "OrderPlaced", (StepAddition("pay", "payments.Pay"),), "payments", "choreography", None, "lock"),
            ["+  sell:", "+    style: choreography", "+    coordinator: payments", "+    trigger: OrderPlaced", "+    isolation: lock", "+    steps: [{name: pay, do: payments.Pay}]"],
        ),
    ],
)  # fmt: skip
def test_a_saga(addition: SagaAddition, changed: list[str]) -> None:
    assert lines(MARKET, with_saga, addition) == changed


@pytest.mark.parametrize(
    ("addition", "changed"),
    [
        (JourneyAddition("look", ("orders.GetOrder",), criticality="high", growth="0%"), ["+  look: {entry: orders.GetOrder}"]),
        (
            JourneyAddition("look", ("orders.GetOrder", "orders.PlaceOrder"), "customer", "9/s", 4, "10%", "99.9%", None, "normal"),
            ["+  look: {actor: customer, entry: [orders.GetOrder, orders.PlaceOrder], peak: 9/s, peak_factor: 4, growth: 10%, availability: 99.9%, criticality: normal}"],
        ),
    ],
)  # fmt: skip
def test_a_journey(addition: JourneyAddition, changed: list[str]) -> None:
    assert lines(MARKET, with_journey, addition) == changed


def test_a_saga_and_a_journey_stand_with_their_context_where_the_main_file_has_none() -> None:
    document = document_of(SHOP, sales="context: sales\nservices:\n  till: {api: rest, publishes: [Sold]}\n")

    saga = changes(document, with_saga, SagaAddition("pay", "Sold", (StepAddition("a", "payments.CreatePayment"),)))
    journey = changes(document, with_journey, JourneyAddition("buy", ("till.CreateTill",)))

    assert (saga[0], journey) == (
        "contexts/sales.yaml",
        ["contexts/sales.yaml", "+journeys:", "+  buy: {entry: till.CreateTill}"],
    )
