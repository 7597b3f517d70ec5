"""What a service offers where nothing is written, and what unwritten keys of an operation become (SPEC 6.4)."""

from __future__ import annotations

import pytest
from resolved_specs import kinds, names, service, system

ORDER = "aggregates: {Order: {fields: {id: string, customer_id: uuid, note: string?}}}"


def operation(written: str, aggregates: str = ORDER) -> object:
    found = service(f"api:\n  operations:\n    {written}\n{aggregates}")
    return found.operations[0]


def test_an_api_and_aggregates_give_five_operations_for_each() -> None:
    orders = service("api: rest\naggregates: {Order: {}, Category: {}}")
    assert [(item.name, item.kind, item.role, f"{item.method} {item.path}") for item in orders.operations] == [
        ("CreateOrder", "command", "create", "POST /orders"),
        ("GetOrder", "query", "get", "GET /orders/{id}"),
        ("ListOrders", "query", "list", "GET /orders"),
        ("UpdateOrder", "command", "update", "PUT /orders/{id}"),
        ("DeleteOrder", "command", "delete", "DELETE /orders/{id}"),
        ("CreateCategory", "command", "create", "POST /categories"),
        ("GetCategory", "query", "get", "GET /categories/{id}"),
        ("ListCategories", "query", "list", "GET /categories"),
        ("UpdateCategory", "command", "update", "PUT /categories/{id}"),
        ("DeleteCategory", "command", "delete", "DELETE /categories/{id}"),
    ]


def test_derived_operations_take_and_give_what_the_aggregate_has() -> None:
    create, get, list_, update, delete = service(f"api: rest\n{ORDER}").operations
    assert (names(create.input), names(create.output)) == (("customer_id", "note"), ("id",))
    assert (names(get.input), get.output.named) == (("id",), "Order")
    assert (names(list_.input), list_.output.page_of, list_.pagination) == ((), "Order", True)
    assert (names(update.input), names(update.output)) == (("id", "customer_id", "note"), ("id",))
    assert (names(delete.input), names(delete.output)) == (("id",), ("id",))
    assert kinds(create.output.fields) == {"id": "string"}


def test_of_the_derived_operations_only_create_is_not_idempotent() -> None:
    orders = service(f"api: rest\n{ORDER}")
    assert [item.name for item in orders.operations if not item.idempotent] == ["CreateOrder"]


def test_an_api_and_read_models_without_aggregates_give_get_and_list() -> None:
    topology = system("""
        services:
          orders: {api: rest, publishes: [OrderPlaced]}
          history: {api: rest, read_models: {order-view: {sources: [OrderPlaced]}}}
    """)
    history = topology.services["history"]
    assert [(item.name, f"{item.method} {item.path}") for item in history.operations] == [
        ("GetOrderView", "GET /order-views/{id}"),
        ("ListOrderViews", "GET /order-views"),
    ]


def test_an_api_with_neither_gives_one_query_for_the_status() -> None:
    (status,) = service("api: rest\nstore: none", "front-door").operations
    assert (status.name, status.kind, f"{status.method} {status.path}") == ("GetFrontDoor", "query", "GET /front-door")
    assert names(status.output) == ("status",)


def test_without_an_api_there_are_no_operations() -> None:
    assert service("store: none").operations == ()


@pytest.mark.parametrize(
    ("name", "aggregate"),
    [("orders", "Order"), ("order-history", "OrderHistory"), ("categories", "Category"), ("status", "Status")],
)
def test_a_store_without_aggregates_gets_one_named_after_the_service(name: str, aggregate: str) -> None:
    assert [item.name for item in service("api: rest\nstore: postgres", name).aggregates] == [aggregate]


def test_an_aggregate_without_an_id_gets_a_uuid() -> None:
    (order,) = service("api: rest\naggregates: {Order: {fields: {note: string}}}").aggregates
    assert kinds(order.fields) == {"id": "uuid", "note": "string"}


@pytest.mark.parametrize("name", ["GetOrder", "ListOrders", "FindOrders", "SearchOrders", "CountOrders"])
def test_the_first_word_makes_a_query(name: str) -> None:
    assert operation(f"{name}: {{}}").kind == "query"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["PlaceOrder", "GetterOrder", "Listen"])
def test_any_other_word_makes_a_command(name: str) -> None:
    assert operation(f"{name}: {{}}").kind == "command"  # type: ignore[attr-defined]


def test_get_in_the_path_makes_a_query_whatever_the_name() -> None:
    assert operation('TrackOrder: {http: "GET /orders/{id}"}').kind == "query"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "http"),
    [
        ("PlaceOrder: {}", "POST /place-order"),
        ("GETProductSku: {kind: query, input: {sku: string}}", "GET /get-product-sku"),
        ("GetOrder: {}", "GET /get-order/{id}"),
        ("FindOrders: {}", "GET /find-orders"),
    ],
)
def test_an_unwritten_path_is_the_name(written: str, http: str) -> None:
    found = operation(written)
    assert f"{found.method} {found.path}" == http  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("PlaceOrder: {}", ("customer_id", "note")),
        ('CancelOrder: {http: "POST /orders/{id}/cancel"}', ("id",)),
        ("GetOrder: {}", ("id",)),
        ('FindOrders: {http: "GET /customers/{customer_id}/orders"}', ("customer_id",)),
        ("CountOrders: {}", ()),
        ('Ship: {http: "POST /orders/{id}/ship/{lane}", input: {weight: int}}', ("id", "lane", "weight")),
    ],
)
def test_an_unwritten_input_follows_from_kind_and_path(written: str, taken: tuple[str, ...]) -> None:
    assert names(operation(written).input) == taken  # type: ignore[attr-defined]


def test_path_parameters_are_typed_by_their_names() -> None:
    found = operation('Ship: {http: "POST /orders/{id}/{order_id}/{lane}", input: {weight: int}}')
    assert kinds(found.input.fields) == {"id": "string", "order_id": "uuid", "lane": "string", "weight": "int"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("PlaceOrder: {}", ("id",)),
        ("GetOrder: {}", ("id", "customer_id", "note")),
        ("CountOrders: {}", ("count",)),
        ("ListOrders: {}", ("items",)),
        ("FindOrders: {}", ("items",)),
        ("SearchOrders: {}", ("items",)),
    ],
)
def test_an_unwritten_output_follows_from_the_name(written: str, given: tuple[str, ...]) -> None:
    assert names(operation(written).output) == given  # type: ignore[attr-defined]


def test_without_an_aggregate_an_unwritten_output_is_a_status() -> None:
    assert names(operation("GetHealth: {}", "store: none").output) == ("status",)  # type: ignore[attr-defined]


def test_only_a_derived_page_is_paged_by_itself() -> None:
    assert operation("ListOrders: {}").pagination  # type: ignore[attr-defined]
    assert not operation("ListOrders: {output: {items: list(Order)}}").pagination  # type: ignore[attr-defined]
    assert not operation("ListOrders: {pagination: none}").pagination  # type: ignore[attr-defined]


def test_the_output_of_an_aggregate_whose_name_is_not_in_pascal_case_is_found() -> None:
    orders = service("api: [rest, grpc]\naggregates: {HTTPOrder: {}, Order_line: {}}")
    assert [item.output.named for item in orders.operations if item.role == "get"] == ["HTTPOrder", "Order_line"]


def test_written_operations_are_all_there_are() -> None:
    assert [item.name for item in service(f"api: {{operations: {{PlaceOrder: {{}}}}}}\n{ORDER}").operations] == [
        "PlaceOrder"
    ]


def test_aggregates_without_a_store_are_types_of_messages_only() -> None:
    orders = service(f"api: rest\nstore: none\n{ORDER}")
    assert [item.name for item in orders.aggregates] == ["Order"]
    assert {item.role for item in orders.operations} == {"custom"}
    assert not orders.has_database


def test_a_store_of_the_defaults_counts_like_a_written_one() -> None:
    topology = system("defaults: {store: none}\nservices: {orders: {api: rest}}")
    assert [item.name for item in topology.services["orders"].operations] == ["GetOrders"]


def test_a_read_model_keeps_its_roles_beside_a_store_that_is_left_out() -> None:
    topology = system("""
        services:
          orders: {api: rest, publishes: [OrderPlaced]}
          history: {api: rest, store: none, read_models: {order-view: {sources: [OrderPlaced], store: sqlite}}}
    """)
    assert [item.role for item in topology.services["history"].operations] == ["get", "list"]


def test_an_operation_that_is_written_as_it_would_be_derived_is_the_derived_one() -> None:
    written = """
        api:
          protocol: rest
          operations:
            CreateOrder: {http: POST /orders}
            GetOrder: {http: "GET /orders/{id}"}
            ListOrders: {http: GET /orders}
            UpdateOrder: {http: "PUT /orders/{id}", input: {id: uuid, total: money}, idempotent: true}
            DeleteOrder: {http: "DELETE /orders/{id}", idempotent: true}
        aggregates: {Order: {fields: {total: money}}}
    """
    assert [item.role for item in service(written).operations] == ["create", "get", "list", "update", "delete"]


def test_an_operation_that_differs_from_the_derived_one_is_one_of_its_own() -> None:
    written = """
        api:
          protocol: rest
          operations:
            CreateOrder: {http: POST /orders, idempotency_key: Key}
            GetOrder: {http: "GET /orders/{id}", output: {total: money}}
            ListOrders: {http: GET /all-orders}
            UpdateOrder: {http: "PUT /orders/{id}", idempotent: true}
            DeleteOrder: {http: "DELETE /orders/{id}"}
            CancelOrder: {http: "POST /orders/{id}/cancel"}
            CreateBill: {http: POST /bills, input: {total: money}}
        aggregates: {Order: {fields: {total: money}}, Bill: {fields: {total: money}}}
    """
    assert {item.role for item in service(written).operations} == {"custom"}
