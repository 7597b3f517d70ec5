"""The six changes that a system lives through: what becomes of the files that people own, and that all of it works."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from situations.running import Outcome, msgen
from story.judges import complaints, start_failures
from story.older import older_blueprints
from story.upgrade import files

from msgen import resources

pytestmark = pytest.mark.slow

SPEC = """\
msgen: 1
name: shop
services:
  orders:
    api:
      protocol: rest
      operations:
        PlaceOrder:
          kind: command
          http: POST /orders
          input: {sku: string(1..20)}
          output: {id: uuid}
          publishes: [OrderPlaced]
          calls: [payments.Authorize]
        GetOrder: {http: "GET /orders/{id}", output: {id: uuid, sku: string(1..20)}}
    aggregates:
      Order:
        events: [OrderPlaced]
        fields: {id: uuid, sku: string(1..20)}
    publishes: [OrderPlaced]
  payments:
    api:
      protocol: grpc
      operations:
        Authorize: {kind: command, idempotent: true, input: {order_id: uuid}, output: {id: uuid}}
    aggregates:
      Payment:
        fields: {id: uuid, order_id: uuid unique}
  kitchen:
    api:
      protocol: grpc
      operations:
        GetTicket: {input: {order_id: uuid}, output: {id: uuid, order_id: uuid}}
    aggregates:
      Ticket:
        fields: {id: uuid, order_id: uuid unique}
    subscribes: [OrderPlaced]
"""
MINE = b'\n\nMINE = "written by hand"\n'
REMARK = b"# mine\n"
LEFT_ALONE = ("app/get_order.py", "unit/test_get_order.py", "app/get_ticket.py")
"""Files that people own and did not edit."""


@dataclass(frozen=True)
class Shop:
    system: Path
    edited: Mapping[str, bytes]
    """Every edited file that people own, as they left it."""

    def becomes(self, spec: str, *options: str | Path) -> Outcome:
        (self.system / "msgen.yaml").write_text(spec, encoding="utf-8")
        return msgen("update", self.system, *options)

    def file(self, path: str) -> bytes:
        return (self.system / path).read_bytes()

    def has(self, path: str) -> bool:
        return (self.system / path).exists()

    def migrations(self, service: str) -> Sequence[str]:
        return sorted(path.name for path in (self.system / "services" / service).glob("migrations/versions/*.py"))

    def changed(self) -> Sequence[str]:
        """The edited files that are other ones now, or gone."""
        return [path for path, content in self.edited.items() if not self.has(path) or self.file(path) != content]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _new(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy learns of the libraries, for all tests."""
    return tmp_path_factory.mktemp("mypy")


@pytest.fixture
def shop(generated: Path, tmp_path: Path) -> Shop:
    return _edited(Path(shutil.copytree(generated, tmp_path / "shop")))


def test_a_field_is_added_to_an_aggregate(shop: Shop, cache: Path) -> None:
    before = shop.migrations("orders"), shop.file("services/orders/src/orders/app/get_order.py")

    ended = shop.becomes(
        SPEC.replace(
            "{id: uuid, sku: string(1..20)}\n    publ", "{id: uuid, sku: string(1..20), note: string(1..80)?}\n    publ"
        )
    )

    assert ended.code == 0, ended.said
    assert shop.changed() == []
    assert shop.file("services/orders/src/orders/app/get_order.py") == before[1], "seeds name no fields"
    assert b"    note: " in shop.file("services/orders/src/orders/domain/_gen/order.py")
    assert shop.migrations("orders") == [*before[0], "0002_order_add_note.py"]
    works(shop, cache)


def test_an_operation_is_added(shop: Shop, cache: Path) -> None:
    operation = "Refund: {kind: command, idempotent: true, input: {id: uuid}, output: {id: uuid}}"

    ended = shop.becomes(SPEC.replace("        Authorize:", f"        {operation}\n        Authorize:"))

    assert ended.code == 0, ended.said
    assert shop.changed() == []
    assert b"class Refund(" in shop.file("services/payments/src/payments/app/refund.py")
    assert shop.has("services/payments/tests/unit/test_refund.py")
    assert shop.migrations("payments") == ["0001_initial.py"]
    works(shop, cache)


def test_calls_are_added_to_operations(shop: Shop, cache: Path) -> None:
    more = "calls: [payments.Check, payments.Authorize, kitchen.GetTicket]"
    check = "Check: {kind: command, idempotent: true, input: {order_id: uuid}, output: {id: uuid}}"

    ended = shop.becomes(
        SPEC.replace("calls: [payments.Authorize]", more)
        .replace("        Authorize:", f"        {check}\n        Authorize:")
        .replace('"GET /orders/{id}", output', '"GET /orders/{id}", calls: [kitchen.GetTicket], output')
    )

    edited = "services/orders/src/orders/app/place_order.py"
    assert ended.code == 0, ended.said
    assert shop.changed() == []
    assert f"keep  {edited}: yours since you edited it" in ended.said
    assert b"self._ports.kitchen.get_ticket(" in shop.file("services/orders/src/orders/app/get_order.py")
    assert b"    kitchen: " in shop.file("services/orders/src/orders/app/ports.py")
    works(shop, cache)


def test_a_call_that_can_do_without_the_answer_is_added_to_another_operation(shop: Shop, cache: Path) -> None:
    place_order = "services/orders/src/orders/app/place_order.py"
    seed = shop.file(place_order).decode()
    reading = seed.replace("        return ", "        print(payments_answer.id)\n        return ").encode()
    assert b"payments_answer.id" in reading
    (shop.system / place_order).write_bytes(reading)

    ended = shop.becomes(
        SPEC.replace(
            '"GET /orders/{id}", output',
            '"GET /orders/{id}", calls: [{to: payments.Authorize, fallback: ignore}], output',
        )
    )

    assert ended.code == 0, ended.said
    assert shop.file(place_order) == reading
    assert b"self._ports.payments.authorize_or_none(" in shop.file("services/orders/src/orders/app/get_order.py")
    works(shop, cache)


def test_a_call_is_removed_from_an_operation(shop: Shop, cache: Path) -> None:
    ended = shop.becomes(SPEC.replace("          calls: [payments.Authorize]\n", ""))

    assert ended.code == 0, ended.said
    assert shop.changed() == []
    told = [line for line in complaints(shop.system, cache).splitlines() if ": error: " in line]
    assert {line.partition(":")[0] for line in told} == {"src/orders/app/place_order.py"}
    assert [line.partition(" error: ")[2].rpartition("  [")[0] for line in told] == [
        '"Ports" has no attribute "payments"',
        'Module has no attribute "payments_authorize"',
        'Unexpected keyword argument "payments_authorize_answer" for "output"',
    ]


def test_a_service_is_renamed(shop: Shop, cache: Path) -> None:
    before = {path: content for path, content in files(shop.system).items() if "/migrations/versions/" in path}
    settings = "services/orders/src/orders/settings.py"
    own_port = shop.file(settings).replace(b"grpc://payments:9090", b"grpc://payments:7070")
    (shop.system / settings).write_bytes(own_port)

    ended = shop.becomes(
        SPEC.replace("  payments:\n", "  billing:\n    was: payments\n").replace("payments.Auth", "billing.Auth")
    )

    assert ended.code == 0, ended.said
    for path, content in shop.edited.items():
        assert _renamed(shop.file(path.replace("payments", "billing"))) == _renamed(content), path
    assert not shop.has("services/payments")
    assert shop.file(settings) == _renamed(own_port).replace(b"PAYMENTS", b"BILLING")
    assert {path.replace("payments", "billing"): each for path, each in before.items()} == {
        path: content for path, content in files(shop.system).items() if path.replace("billing", "payments") in before
    }
    works(shop, cache)


def test_a_service_is_removed(shop: Shop, cache: Path) -> None:
    without = SPEC[: SPEC.index("  kitchen:\n")]

    ended = shop.becomes(without, "--confirm", "kitchen")

    kitchen = {path for path in shop.edited if path.startswith("services/kitchen/")}
    assert ended.code == 1, "orphans wait for somebody"
    assert shop.changed() == []
    assert {path for path in files(shop.system) if path.startswith("services/kitchen/")} == kitchen
    assert {entry["path"] for entry in _lock(shop.system)["pending"]} == kitchen
    shutil.rmtree(shop.system / "services/kitchen")
    works(shop, cache)


def test_a_blueprint_is_changed(tmp_path: Path, cache: Path) -> None:
    older = older_blueprints(tmp_path / "older")
    shop = _edited(_new(tmp_path / "new", "--blueprints", older))
    before = _lock(shop.system)["blueprints"], shop.migrations("orders")

    ended = shop.becomes(SPEC, "--blueprints", resources.blueprints())

    orders = "services/orders/src/orders"
    assert ended.code == 0, ended.said
    assert shop.changed() == []
    assert f"keep  {orders}/app/place_order.py: yours since you edited it" in ended.said
    assert b"With all that it may reach" not in shop.file(f"{orders}/app/get_order.py"), "the new seed"
    assert shop.has(f"{orders}/resilience/limiter.py")
    assert not shop.has(f"{orders}/resilience/limits.py")
    assert shop.migrations("orders") == before[1]
    for lock in sorted(shop.system.rglob(".msgen/lock.json")):
        assert all(each["source"] == "bundled" for each in json.loads(lock.read_bytes())["blueprints"])
    assert _lock(shop.system)["blueprints"] != before[0]
    works(shop, cache)


def works(shop: Shop, cache: Path) -> None:
    """Ruff and mypy are content, and each service starts and answers."""
    assert complaints(shop.system, cache) == ""
    assert start_failures(shop.system) == ""


def _new(folder: Path, *options: str | Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "shop.yaml").write_text(SPEC, encoding="utf-8")
    ended = msgen("new", folder / "shop", "--spec", folder / "shop.yaml", *options)
    assert ended.code == 0, ended.said
    return folder / "shop"


def _edited(system: Path) -> Shop:
    """Somebody writes a line into every file that people own, but for a few."""
    edited = {}
    for path in _owned_by_people(system):
        if not path.endswith(LEFT_ALONE):
            content = (system / path).read_bytes()
            edited[path] = content + (MINE if path.endswith(".py") else REMARK)
            (system / path).write_bytes(edited[path])
    assert len(edited) > 20
    return Shop(system, edited)


def _owned_by_people(system: Path) -> Iterator[str]:
    for lock in sorted(system.rglob(".msgen/lock.json")):
        folder = lock.parents[1].relative_to(system)
        for entry in json.loads(lock.read_bytes())["files"]:
            if entry["owner"] == "H":
                yield (folder / entry["path"]).as_posix()


def _renamed(content: bytes) -> bytes:
    """With the new name wherever the old one stands, in paths and in what is generated from it."""
    return content.replace(b"payments", b"billing").replace(b"PaymentsService", b"BillingService")


def _lock(repository: Path) -> dict[str, list[dict[str, str]]]:
    values: dict[str, list[dict[str, str]]] = json.loads((repository / ".msgen/lock.json").read_bytes())
    return values
