"""Operations and aggregates that nobody wrote."""

from __future__ import annotations

from typing import Any

import pytest

from msgen.design.api import Operation
from msgen.design.derived_operations import derived_operations, implied_aggregates, operation_kind
from msgen.design.service import Service
from msgen.design.types import Field, Scalar


def service(**written: Any) -> Service:
    return Service.model_validate(written)


def test_an_aggregate_has_five_operations() -> None:
    found = derived_operations("billing", service(api="rest", aggregates={"Category": {}}))
    assert [(item.name, item.kind, item.role, item.subject, item.method, item.path) for item in found] == [
        ("CreateCategory", "command", "create", "Category", "POST", "/categories"),
        ("GetCategory", "query", "get", "Category", "GET", "/categories/{id}"),
        ("ListCategories", "query", "list", "Category", "GET", "/categories"),
        ("UpdateCategory", "command", "update", "Category", "PUT", "/categories/{id}"),
        ("DeleteCategory", "command", "delete", "Category", "DELETE", "/categories/{id}"),
    ]


def test_a_read_model_has_two_operations() -> None:
    found = derived_operations("views", service(api="grpc", read_models={"order-view": {"sources": ["OrderPlaced"]}}))
    assert [(item.name, item.role, item.subject, item.path) for item in found] == [
        ("GetOrderView", "get", "order-view", "/order-views/{id}"),
        ("ListOrderViews", "list", "order-view", "/order-views"),
    ]


def test_a_service_that_keeps_nothing_has_one_query() -> None:
    [found] = derived_operations("rate-finder", service(api="rest", store="none"))
    assert (found.name, found.kind, found.subject, found.path) == ("GetRateFinder", "query", None, "/rate-finder")


@pytest.mark.parametrize(
    "written",
    [{}, {"api": {"operations": {}}}, {"api": {"contract": "a.proto"}}],
    ids=["worker", "written", "contract"],
)
def test_nothing_is_derived_without_an_api_or_beside_written_operations(written: dict[str, Any]) -> None:
    assert derived_operations("orders", service(**written)) == ()


@pytest.mark.parametrize(
    ("name", "written", "aggregates"),
    [
        ("orders", {}, ["Order"]),
        ("order-lines", {}, ["OrderLine"]),
        ("status", {}, ["Status"]),
        ("orders", {"store": "none"}, []),
        ("orders", {"role": "bff"}, []),
        ("orders", {"role": "gateway", "store": "postgres"}, ["Order"]),
        ("views", {"read_models": {"view": {"sources": ["OrderPlaced"]}}}, []),
        ("orders", {"aggregates": {"Basket": {}, "Order": {}}}, ["Basket", "Order"]),
    ],
)
def test_a_store_implies_an_aggregate(name: str, written: dict[str, Any], aggregates: list[str]) -> None:
    assert list(implied_aggregates(name, service(**written))) == aggregates


def test_every_aggregate_has_an_id_first_unless_it_gives_its_own() -> None:
    written = service(aggregates={"A": {"fields": {"n": "int"}}, "B": {"fields": {"n": "int", "id": "string(3..3)"}}})
    found = implied_aggregates("a", written)
    assert list(found["A"].fields or {}) == ["id", "n"]
    assert (found["A"].fields or {})["id"] == Field("id", Scalar("uuid"))
    assert list(found["B"].fields or {}) == ["n", "id"]


@pytest.mark.parametrize(
    ("name", "written", "kind"),
    [
        ("GetOrder", {}, "query"),
        ("SearchOrders", {}, "query"),
        ("Getaway", {}, "command"),
        ("Report", {"http": "GET /report"}, "query"),
        ("GetOrder", {"kind": "command"}, "command"),
        ("PlaceOrder", {}, "command"),
    ],
)
def test_the_kind_is_written_or_follows_from_method_and_name(name: str, written: dict[str, Any], kind: str) -> None:
    assert operation_kind(name, Operation.model_validate(written)) == kind
