from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from designs import call, external, query, service, text, topology

from msgen.design.types import Bounds, EnumType, Field, ListType, MapType, NamedType, Scalar, Type
from msgen.local.errors import UnknownServiceError
from msgen.local.queries import GrpcQuery, HttpQuery
from msgen.local.routes import Route
from msgen.local.samples import sample, sample_text
from msgen.local.system import LocalService, LocalSystem, local_system, select
from msgen.topology.model import NamedTypeDefinition, Service, Store

ROOT = Path("/src/shop")


def _plan(made: Service, *others: Service) -> LocalService:
    return local_system(topology(made, *others), ROOT).service(made.name)


@pytest.mark.parametrize(
    ("layout", "folder"), [("mono-repo", "/src/shop/services/orders"), ("multi-repo", "/src/orders")]
)
def test_a_service_stands_where_its_layout_puts_it(layout: str, folder: str) -> None:
    system = local_system(topology(service("orders"), layout=layout), ROOT)

    assert system.service("orders").folder == Path(folder)


def test_a_service_stands_where_the_record_has_it() -> None:
    renamed = topology(service("billing"), service("orders"), layout="multi-repo")
    system = local_system(renamed, ROOT, {"billing": "../payments"})

    assert system.service("billing").folder == Path("/src/payments")
    assert system.service("orders").folder == Path("/src/orders")


def test_a_plan_says_what_a_service_has_and_whom_it_needs() -> None:
    asks = query("GetOrder", "/orders", calls=(call("payments", "Get", fallback_to="ledger.Get"), call("psp")))
    store = Store("postgres", "orders", 1, Decimal(100), 1, 1)
    made = service("class", asks, exposure="public", publishes=("Placed",), store=store)
    system = local_system(topology(made, service("payments"), service("ledger"), externals=(external("psp"),)), ROOT)

    plan = system.service("class")
    assert (plan.package, plan.route) == ("class_service", Route("GET", "/v1/orders"))
    assert (plan.has_database, plan.has_events, plan.is_public) == (True, True, True)
    assert (plan.callees, plan.externals) == (("ledger", "payments"), ("psp",))
    assert system.needs_broker


def test_secrets_and_required_configuration_get_stand_ins() -> None:
    made = service(
        "orders",
        config=(text("REGION"), Field("LIMIT", Scalar("int")), text("MODE", default="fast")),
        secrets=("PSP_KEY",),
    )

    assert _plan(made).stand_ins == {"REGION": "x", "LIMIT": "1", "PSP_KEY": "local"}


def test_a_part_holds_its_callees_and_only_the_externals_that_they_call() -> None:
    system = local_system(
        topology(
            service("orders", query("Get", "/", calls=(call("payments", "Get"),))),
            service("payments", query("Get", "/", calls=(call("psp"), call("orders", "Get")))),
            service("mail", query("Get", "/", calls=(call("smtp"),))),
            externals=(external("psp"), external("smtp")),
        ),
        ROOT,
    )

    part = select(system, ["payments"])

    assert [item.name for item in part.services] == ["orders", "payments"]
    assert [item.name for item in part.externals] == ["psp"]
    assert select(system, []) == system


def test_an_unknown_part_lists_the_services_where_no_name_is_near() -> None:
    system = LocalSystem("shop", ROOT, (LocalService("orders", "orders", ROOT),))

    with pytest.raises(UnknownServiceError) as raised:
        select(system, ["zzz"])

    assert raised.value.hint == "services: orders"


def test_the_route_that_is_shown_answers_with_the_least() -> None:
    one = query("GetOrder", "/orders/{id}", text("id"))
    several = query("ListOrders", "/orders")
    found = query("FindOrders", "/orders/found", text("of"))
    command = query("Recount", "/orders/count", method="POST")

    assert _plan(service("orders", command, found, one, several)).route == Route("GET", "/v1/orders")
    assert _plan(service("orders", command, one)).route == Route("GET", "/v1/orders/{id}")
    assert _plan(service("orders", command, base_path="")).route == Route("POST", "/orders/count")
    assert _plan(service("orders", several, protocols=("grpc",))).route is None


def test_a_service_without_queries_is_asked_none() -> None:
    assert _plan(service("orders", query("Place", "/orders", kind="command"))).query is None


def test_the_query_that_needs_the_least_is_asked() -> None:
    made = service(
        "orders",
        query("Search", "/search", calls=(call("other", "Get"),)),
        query("GetOrder", "/orders/{id}", text("id")),
        query("ListOrders", "/orders", text("cursor", type=Scalar("string", optional=True))),
    )

    assert _plan(made, service("other")).query == HttpQuery("ListOrders", "GET", "/v1/orders")


def test_path_and_query_string_are_filled_with_values_that_fit() -> None:
    made = service(
        "orders",
        query("Get", "/orders/{id}/lines", Field("id", Scalar("uuid")), text("note", type=Scalar("email"))),
    )

    assert _plan(made).query == HttpQuery(
        "Get",
        "GET",
        "/v1/orders/00000000-0000-4000-8000-000000000000/lines?note=someone%40example.com",
        is_made_up=True,
    )


def test_a_query_with_a_body_sends_json() -> None:
    made = service("orders", query("Find", "/find", Field("limit", Scalar("int")), method="POST"), base_path="")

    assert _plan(made).query == HttpQuery("Find", "POST", "/find", b'{"limit": 1}', is_made_up=True)


@pytest.mark.parametrize(
    ("version", "method"),
    [
        ("v2", "/my_shop.order_history.v2.OrderHistoryService/GetOrder"),
        (None, "/my_shop.order_history.OrderHistoryService/GetOrder"),
    ],
)
def test_a_service_that_speaks_only_grpc_is_asked_by_the_full_name(version: str | None, method: str) -> None:
    made = service("order-history", query("GetOrder", "/"), protocols=("grpc",), api_version=version)

    assert _plan(made).query == GrpcQuery("GetOrder", method)


TYPES = {
    "Address": NamedTypeDefinition("Address", (text("city"), text("door", default="1"))),
    "Street": NamedTypeDefinition("Street", alias=Scalar("string", Bounds(minimum=Decimal(3)))),
}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Scalar("bool"), False),
        (Scalar("int", Bounds(minimum=Decimal(4), exclusive_minimum=True)), 5),
        (Scalar("float", Bounds(maximum=Decimal(0), exclusive_maximum=True)), -1.0),
        (Scalar("decimal"), "1"),
        (Scalar("json"), {}),
        (Scalar("money"), {"amount": "1.00", "currency": "EUR"}),
        (Scalar("date"), "2000-01-01"),
        (EnumType(("draft", "placed")), "draft"),
        (ListType(Scalar("int")), []),
        (MapType(Scalar("int")), {}),
        (NamedType("Address"), {"city": "x"}),
        (NamedType("Street"), "xxx"),
        (NamedType("Order"), {}),
    ],
)
def test_a_sample_fits_its_type(kind: Type, value: object) -> None:
    assert sample(kind, TYPES) == value


def test_a_sample_in_a_query_string_is_json_unless_it_is_a_text() -> None:
    assert sample_text(Scalar("bool"), {}) == "false"
    assert sample_text(Scalar("string"), {}) == "x"
