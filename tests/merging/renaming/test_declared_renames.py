"""Which renames a spec declares, seen from what was generated last."""

from __future__ import annotations

import pytest
from renamed_systems import EVERYTHING, SHOP, Change, recorded, resolved

from msgen.contracts.numbers import Numbers
from msgen.merging.renaming import Renames, declared, declares_any
from msgen.merging.renaming.live import live

BEFORE = {"a": None, "b": None}


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ({"new": "a"}, {"a": None}, {"a": "new"}),
        ({"new": "gone"}, {"a": None}, {}),
        ({"b": "a", "a": None}, {"a": None}, {"a": "b"}),
        ({"b": "a"}, BEFORE, {}),
        ({"b": "a", "c": "b"}, BEFORE, {"a": "b", "b": "c"}),
        ({"b": "a", "c": "b"}, {"b": "a", "c": "b"}, {}),
        ({"a": "b", "b": "a"}, BEFORE, {"a": "b", "b": "a"}),
        ({"a": "b", "b": "a"}, {"a": "b", "b": "a"}, {}),
        ({"x": "a", "y": "a"}, {"a": None}, {"a": "x"}),
    ],
    ids=[
        "a rename",
        "nothing had the old name",
        "something new takes the old name",
        "what has the new name stays",
        "a chain",
        "a chain that was carried out",
        "an exchange",
        "an exchange that was carried out",
        "two claim one name",
    ],
)
def test_a_was_counts_until_it_is_carried_out(
    now: dict[str, str | None], before: dict[str, str | None], expected: dict[str, str]
) -> None:
    assert live(now, before) == expected


def test_every_kind_of_rename_is_found() -> None:
    renames = Change(SHOP, EVERYTHING).renames
    assert renames.services == {"orders": "purchases", "billing": "payments"}
    assert renames.contexts == {"sales": "selling", "money": "finance"}
    orders, sales = renames.of("purchases"), renames.of_context("selling")
    assert orders.operations == {"PlaceOrder": "MakePurchase", "GetOrder": "GetPurchase"}
    assert orders.aggregates == {"Order": "Purchase"}
    assert orders.fields == {"Purchase": {"customer": "buyer"}}
    assert orders.inputs == {"MakePurchase": {"customer": "buyer"}}
    assert sales.types == {"Address": "Place"}
    assert sales.events == {"OrderPlaced": "PurchaseMade"}
    assert sales.fields == {"Place": {"street": "road"}}
    assert sales.payloads == {"PurchaseMade": {"order_id": "purchase_id"}}


def test_a_rename_that_was_carried_out_is_none_any_more() -> None:
    after = resolved(EVERYTHING)
    assert not declared(recorded(after, Numbers()), after)
    assert not Change(SHOP, SHOP).renames


def test_whether_any_rename_is_declared_is_told_without_the_design_before() -> None:
    assert declares_any(resolved(EVERYTHING))
    assert not declares_any(resolved(SHOP))


def test_the_first_generation_has_no_renames() -> None:
    assert declared({}, resolved(EVERYTHING)) == Renames()


def test_what_a_service_implies_is_renamed_with_it() -> None:
    before = "msgen: 1\nname: shop\nservices:\n  orders: {api: rest}\n"
    after = "msgen: 1\nname: shop\nservices:\n  purchases: {was: orders, api: rest}\n"
    renames = Change(before, after).renames
    assert renames.contexts == {"orders": "purchases"}
    assert renames.of("purchases").aggregates == {"Order": "Purchase"}
    assert renames.of("purchases").operations == {
        "CreateOrder": "CreatePurchase",
        "GetOrder": "GetPurchase",
        "ListOrders": "ListPurchases",
        "UpdateOrder": "UpdatePurchase",
        "DeleteOrder": "DeletePurchase",
    }


def test_a_new_service_under_an_old_name_was_nothing_before() -> None:
    renames = Change(SHOP, f"{EVERYTHING}  orders: {{}}\n").renames
    assert renames.service_was("purchases") == "orders"
    assert renames.service_was("orders") is None
    assert renames.service_was("history") == "history"


def test_numbers_move_with_services_messages_types_and_fields() -> None:
    change = Change(SHOP, EVERYTHING)
    before, after = change.old_numbers, change.numbers
    assert set(after.owners) == {
        "payments.OpenInvoiceRequest",
        "payments.OpenInvoiceResponse",
        "payments.PayInvoiceRequest",
        "payments.PayInvoiceResponse",
        "purchases.GetPurchaseRequest",
        "purchases.GetPurchaseResponse",
        "purchases.MakePurchaseRequest",
        "purchases.MakePurchaseResponse",
        "purchases.OrderState",
        "purchases.Place",
    }
    old = before.of("orders", "PlaceOrderRequest")
    new = after.of("purchases", "MakePurchaseRequest")
    assert [(entry.number, entry.name) for entry in old] == [(1, "customer"), (2, "total"), (3, "place"), (4, "state")]
    assert [(entry.number, entry.name) for entry in new] == [(1, "buyer"), (2, "total"), (3, "place"), (4, "state")]
    assert [entry.name for entry in after.of("purchases", "Place")] == ["road", "city"]
    assert not [entry for entries in after.owners.values() for entry in entries if entry.reserved]


def test_streams_and_durables_keep_their_first_names() -> None:
    change = Change(SHOP, EVERYTHING)
    assert change.numbers.first_names == {
        "SHOP_FINANCE": "SHOP_MONEY",
        "SHOP_SELLING": "SHOP_SALES",
        "history-sold-InvoicePaid-v1": "history-sold-BillPaid-v1",
        "history-sold-PurchaseMade-v1": "history-sold-OrderPlaced-v1",
        "payments-PurchaseMade-v1": "billing-OrderPlaced-v1",
        "purchases-InvoicePaid-v1": "orders-BillPaid-v1",
    }
