"""Every file of the last generation is found again among those of the new one, by its id alone."""

from __future__ import annotations

import pytest
from renamed_systems import EVERYTHING, SHOP, Change

NEW_FILES = {"purchases": 1, "payments": 1, "history": 1, "": 0}
"""What answers to old names has a module of its own."""


@pytest.fixture(scope="module")
def change() -> Change:
    return Change(SHOP, EVERYTHING)


@pytest.mark.parametrize("service", NEW_FILES)
def test_each_old_file_is_exactly_one_new_file(change: Change, service: str) -> None:
    repository = change.repository(service)
    assert set(repository.pairs) == set(repository.base)
    assert len(set(repository.pairs.values())) == len(repository.base)
    new = set(repository.theirs) - set(repository.pairs.values())
    assert [path.rpartition("/")[2] for path in new] == ["renamed.py"] * NEW_FILES[service]


@pytest.mark.parametrize("service", NEW_FILES)
def test_each_id_stands_once(change: Change, service: str) -> None:
    theirs = change.repository(service).theirs
    identities = [file.id for file in theirs.values()]
    assert len(set(identities)) == len(identities)


def test_files_follow_their_objects(change: Change) -> None:
    orders, history, system = (change.repository(name).pairs for name in ("purchases", "history", ""))
    assert orders["src/orders/app/place_order.py"] == "src/purchases/app/make_purchase.py"
    assert orders["src/orders/app/mapping/place_order.py"] == "src/purchases/app/mapping/make_purchase.py"
    assert orders["tests/unit/test_place_order.py"] == "tests/unit/test_make_purchase.py"
    assert orders["src/orders/domain/order.py"] == "src/purchases/domain/purchase.py"
    assert orders["src/orders/domain/_gen/order.py"] == "src/purchases/domain/_gen/purchase.py"
    assert orders["src/orders/app/consumed/billing.py"] == "src/purchases/app/consumed/payments.py"
    assert orders["src/orders/app/wiring.py"] == "src/purchases/app/wiring.py"
    assert orders["migrations/versions/0001_initial.py"] == "migrations/versions/0001_initial.py"
    assert orders["deploy/helm/Chart.yaml"] == "deploy/helm/Chart.yaml"
    stub = "adapters/clients/_gen/pb"
    assert orders[f"src/orders/{stub}/billing_pb2.py"] == f"src/purchases/{stub}/payments_pb2.py"
    assert history["src/history/app/sold_on_bill_paid.py"] == "src/history/app/sold_on_invoice_paid.py"
    schema = "events/{}.v1.schema.json"
    assert (
        system[f"contracts/generated/orders/{schema.format('OrderPlaced')}"]
        == f"contracts/generated/purchases/{schema.format('PurchaseMade')}"
    )


def test_seeds_that_are_carried_over_import_what_is_there(change: Change) -> None:
    """Of an unedited seed, only texts, local names and attributes differ from the new seed."""
    repository = change.repository("purchases")
    for old, new in repository.pairs.items():
        if repository.base[old].owner == "H" and old.endswith(".py"):
            wanted = repository.theirs[new].content.decode()
            assert _imports(repository.carried(old)) == _imports(wanted), old


def test_messages_of_stubs_are_known_by_their_declarations(change: Change) -> None:
    written = """\
from orders.adapters.clients._gen.pb import billing_pb2 as pb
from orders.adapters.grpc._gen.pb import orders_pb2

asked = pb.OpenBillRequest(order_id=orders_pb2.PlaceOrderRequest(customer="ada").customer)
"""
    assert (
        change.repository("purchases").carried("src/orders/mine.py", written)
        == """\
from purchases.adapters.clients._gen.pb import payments_pb2 as pb
from purchases.adapters.grpc._gen.pb import purchases_pb2

asked = pb.OpenInvoiceRequest(purchase_id=purchases_pb2.MakePurchaseRequest(buyer="ada").customer)
"""
    )


def _imports(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("from ", "import "))]
