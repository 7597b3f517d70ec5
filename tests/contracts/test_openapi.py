"""The document equals what a FastAPI service with the same models and routes serves."""

import pytest
from contract_linters import lint_with_redocly, lint_with_spectral
from contract_systems import event, operation, service, system
from reference_service import running_service

from msgen.contracts.catalogue import Catalogue
from msgen.contracts.http import http_operation
from msgen.contracts.openapi import openapi, openapi_yaml

TYPES = {
    "Address": {"street": "string(1..120)", "note": "string?", "kind": "enum(home|work) default=home"},
    "OrderStatus": "enum(draft|placed)",
    "Sku": "string(/^[A-Z]{3}$/)",
    "MainAddress": "Address",
}
ORDER = {
    "id": "uuid",
    "customer_id": "uuid index",
    "number": "string(1..20) unique",
    "address": "Address",
    "total": "money",
    "status": "OrderStatus default=draft",
    "channel": "enum(web|shop)?",
    "skus": "list(Sku)",
    "labels": "map(string)",
    "placed_at": "datetime?",
    "extra": "json?",
    "weight": "decimal(9.3)?",
    "photo": "bytes?",
    "class": {"type": "int(1..5)", "description": "How urgent it is.", "example": 3},
}
LINE = {"address": "Address", "quantity": "int(1..50)"}
WRITTEN = (
    operation(
        "PlaceOrder",
        "POST /orders",
        {"order_id": "uuid", "line": "Address", "method": "enum(card|cash) default=card"},
        {"id": "uuid"},
        idempotency_key="Idempotency-Key",
        description="Take an order.",
    ),
    operation("PayOrder", "POST /payments", {"payment_id": "uuid"}, {"id": "uuid"}, idempotency_key="payment_id"),
    operation("TrackOrder", "GET /orders/{id}", {"id": "uuid"}, ORDER, output_named="Order"),
    operation(
        "FindOrders",
        "GET /orders",
        {
            "status": "OrderStatus?",
            "skus": "list(Sku)",
            "counts": "list(int(0..9))",
            "urgent": "bool",
            "least": "int?",
            "share": "float(0..1)?",
            "near": "Address?",
            "price": "money",
            "labels": "map(string)?",
            "any": "json",
            "kind": "enum(a|b) default=b",
            "since": {"type": "date?", "description": "The first day.", "example": "2030-01-01"},
        },
        page_of="Order",
        pagination=True,
    ),
    operation("CancelOrder", "POST /orders/{id}/cancel", {"id": "uuid", "class": "int default=3"}, {"id": "uuid"}),
    operation("TouchOrder", "POST /orders/{id}/touch", {"id": "int(>0)"}, {"id": "int(>0)"}),
    operation("MoveOrder", "PATCH /orders/{id}", {"id": "uuid", "address": "Address"}, {"id": "uuid"}),
    operation(
        "KeepAddress",
        "POST /addresses",
        TYPES["Address"],
        TYPES["Address"],
        input_named="Address",
        output_named="MainAddress",
    ),
    operation("DropOrders", "DELETE /orders", {"before": "date"}, {"count": "int"}),
    operation("Ping", "GET /ping", {}, {"status": "string"}),
)
SYSTEMS = {
    "derived": system(service(aggregates={"Order": ORDER}), types=TYPES),
    "two_aggregates": system(service(aggregates={"Order": ORDER, "Line": {"id": "int(>=1)"} | LINE}), types=TYPES),
    "written": system(service("orders", *WRITTEN, aggregates={"Order": ORDER}), types=TYPES),
    "read_model": system(
        service(
            "orders",
            operation("GetView", "GET /view/{id}", {"id": "uuid"}, {"id": "uuid"}, output_named="OrderView"),
            read_models={"order-view": {"id": "uuid"}},
        )
    ),
    "one_query": system(
        service(
            "orders",
            operation("GetOrders", "GET /orders", {}, {"status": "string"}),
            version=None,
            description="Says how it is.",
        )
    ),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_document_equals_what_the_service_serves(name):
    topology = SYSTEMS[name]
    orders = topology.service("orders")
    assert openapi(topology, orders) == running_service(topology, orders).openapi()


@pytest.mark.parametrize("name", SYSTEMS)
def test_linters_find_no_error(name, tmp_path):
    topology = SYSTEMS[name]
    document = tmp_path / "openapi.yaml"
    document.write_text(openapi_yaml(topology, topology.service("orders")))
    assert lint_with_spectral(document) == []
    assert lint_with_redocly(document) == []


def routes_of(*operations, **more):
    topology = system(service("orders", *operations, **more), types=TYPES)
    orders = topology.service("orders")
    return {
        item.name: http_operation(orders, item, Catalogue.of_service(topology, orders)) for item in orders.operations
    }


def test_a_derived_create_says_where_the_new_one_is_and_which_version_it_has():
    route = routes_of(aggregates={"Order": ORDER})["CreateOrder"]
    assert (route.status, route.answer_headers) == (201, ("Location", "ETag"))
    assert route.problems == (400, 409, 422, 429, 500, 503, 504)


def test_a_derived_update_needs_the_version_that_it_changes():
    route = routes_of(aggregates={"Order": ORDER})["UpdateOrder"]
    assert route.needs_if_match
    assert route.body.model == "UpdateOrderBody"
    assert route.problems == (400, 404, 409, 412, 422, 428, 429, 500, 503, 504)


def test_a_derived_delete_answers_nothing():
    route = routes_of(aggregates={"Order": ORDER})["DeleteOrder"]
    assert (route.status, route.answer, route.needs_if_match) == (204, None, True)


def test_a_list_in_a_query_may_be_left_out_and_what_must_be_given_comes_first():
    route = routes_of(*WRITTEN, aggregates={"Order": ORDER})["FindOrders"]
    required = [item.required for item in route.query_parameters if item.form != "list"]
    assert required == sorted(required, reverse=True)
    assert {item.field.name: item.form for item in route.query_parameters if item.form != "plain"} == {
        "skus": "list",
        "counts": "list",
        "near": "json",
        "price": "json",
        "labels": "json",
        "any": "json",
    }


def test_an_idempotency_key_in_lower_case_is_a_field_and_no_header():
    routes = routes_of(*WRITTEN, aggregates={"Order": ORDER})
    assert routes["PayOrder"].idempotency_header is None
    assert routes["PlaceOrder"].idempotency_header == "Idempotency-Key"
    assert 409 in routes["PayOrder"].problems


def test_a_service_without_operations_has_no_schemas():
    topology = system(service("worker"), events=(event("Done", {"id": "uuid"}),))
    assert openapi(topology, topology.service("worker")) == {
        "openapi": "3.1.0",
        "info": {"title": "Worker", "version": "v1"},
        "paths": {},
    }
