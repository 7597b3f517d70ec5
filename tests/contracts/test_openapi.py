from contract_systems import crud, operation, service, system
from reference_service import running_service

from msgen.contracts.openapi import openapi

TYPES = {
    "Address": {"street": "string(1..120)", "note": "string?"},
    "OrderStatus": "enum(draft|placed)",
    "Sku": "string(/^[A-Z]{3}$/)",
}
ORDER = {
    "id": "uuid",
    "customer_id": "uuid index",
    "address": "Address",
    "total": "money",
    "status": "OrderStatus default=draft",
    "channel": "enum(web|shop)?",
    "skus": "list(Sku)",
    "labels": "map(string)",
    "placed_at": "datetime?",
    "class": {"type": "int(1..5)", "description": "How urgent it is.", "example": 3},
}


def assert_equal_to_the_running_service(topology, of="orders"):
    expected = running_service(topology, topology.service(of)).openapi()
    document = openapi(topology, topology.service(of))
    assert document["paths"] == expected["paths"]
    assert document.get("components") == expected.get("components")
    assert document == expected


def test_the_operations_derived_from_an_aggregate_equal_what_the_service_serves():
    assert_equal_to_the_running_service(system(service(aggregates={"Order": ORDER}), types=TYPES))


def test_written_operations_equal_what_the_service_serves():
    operations = (
        operation("PlaceOrder", "POST /orders", {"order_id": "uuid", "address": "Address", "method": "enum(card|cash) default=card"},
                  {"id": "uuid"}, idempotency_key="Idempotency-Key", description="Take an order."),
        operation("TrackOrder", "GET /orders/{id}", {"id": "uuid"}, ORDER, output_named="Order"),
        operation("FindOrders", "GET /orders", {
            "status": "OrderStatus?", "skus": "list(Sku)", "counts": "list(int(0..9))", "urgent": "bool", "least": "int? ",
            "share": "float(0..1)? ", "near": "Address?", "price": "money", "labels": "map(string)?", "any": "json",
        }, page_of="Order", pagination=True),
        operation("CancelOrder", "POST /orders/{id}/cancel", {"id": "uuid"}, {"id": "uuid"}),
        operation("MoveOrder", "PATCH /orders/{id}", {"id": "uuid", "address": "Address"}, {"id": "uuid"}),
        operation("KeepAddress", "POST /addresses", TYPES["Address"], TYPES["Address"], input_named="Address", output_named="Address"),
        operation("DropOrders", "DELETE /orders", {"before": "date"}, {"count": "int"}),
        operation("Ping", "GET /ping", {}, {"status": "string"}),
    )
    assert_equal_to_the_running_service(system(service("orders", *operations, aggregates={"Order": ORDER}), types=TYPES))
