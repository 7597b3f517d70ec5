"""An order on its way through the online boutique: from the front door to the parcel."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession, ClientTimeout
from front_door import stored
from polling import eventually
from running_system import RunningSystem, generate_system
from sample_readme import blocks, pasted

pytestmark = pytest.mark.system

ITEMS = [{"product_id": "typewriter", "quantity": 2}]
ASKED = ("frontend", "checkoutservice", "cartservice", "productcatalogservice", "shippingservice", "paymentservice")
TOLD = ("shippingservice", "emailservice", "cartservice")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    folder = tmp_path_factory.mktemp("systems") / "boutique"
    generate_system(folder, "--sample", "online-boutique")
    system = RunningSystem(folder)
    yield system
    if system.is_running:
        system.interrupt()


@pytest.fixture
def boutique(generated: RunningSystem) -> RunningSystem:
    """The shop, running."""
    if not generated.is_running:
        generated.start()
    return generated


@pytest.fixture
def stopped_boutique(generated: RunningSystem) -> RunningSystem:
    if generated.is_running:
        generated.interrupt()
    return generated


@pytest.fixture
async def shopper(boutique: RunningSystem) -> AsyncIterator[ClientSession]:
    url = f"{boutique.http_url('frontend')}/v1/"
    async with ClientSession(url, timeout=ClientTimeout(total=20), raise_for_status=True) as session:
        yield session


def order_of(user: str) -> dict[str, Any]:
    return {
        "order_id": str(uuid4()),
        "user_id": user,
        "email": "ada@example.org",
        "address": {"street": "Main Street 1", "city": "Utrecht", "country": "NL", "zip_code": "1234 AB"},
        "items": ITEMS,
        "currency": "EUR",
        "card_token": "tok_12345",
    }


async def placed(shopper: ClientSession, order: dict[str, Any], trace: str) -> dict[str, Any]:
    """The answer of the checkout, with the items in the cart before."""
    await shopper.post("cart", json={"user_id": order["user_id"], "items": ITEMS})
    headers = {"traceparent": f"00-{trace}-{os.urandom(8).hex()}-01"}
    async with shopper.post("cart/checkout", json=order, headers=headers) as answer:
        found: dict[str, Any] = await answer.json()
        return found


def test_the_first_commands_of_its_readme_work(stopped_boutique: RunningSystem) -> None:
    first, _ = blocks("online-boutique")

    said = pasted(first, stopped_boutique.folder.parent)

    assert re.search(r"^\d+ checks passed$", said, re.MULTILINE)


def test_the_order_that_its_readme_shows_is_placed(boutique: RunningSystem) -> None:
    _, order = blocks("online-boutique")

    said = pasted(order.replace("PORT", str(boutique.slot("frontend").http)), boutique.folder.parent)

    assert '"order_id":"11111111-1111-4111-8111-111111111111"' in said


async def test_an_order_is_charged_shipped_and_confirmed(boutique: RunningSystem, shopper: ClientSession) -> None:
    order, trace = order_of("ada"), os.urandom(16).hex()

    assert (await placed(shopper, order, trace))["order_id"] == order["order_id"]

    key = stored(order["order_id"])
    assert boutique.select("checkoutservice", 'SELECT status FROM "order" WHERE id = ?', key) == [("placed",)]
    assert boutique.select("paymentservice", "SELECT state FROM payment WHERE order_id = ?", key) == [("charged",)]
    for service, statement in {
        "shippingservice": "SELECT state FROM parcel WHERE order_id = ?",
        "emailservice": "SELECT email FROM confirmation WHERE order_id = ?",
    }.items():
        assert await eventually(lambda: boutique.select(service, statement, key), within=5)  # noqa: B023
    for service in {*ASKED, *TOLD}:
        assert await eventually(lambda: [line for line in boutique.log(service) if line.get("trace_id") == trace])  # noqa: B023


async def test_a_shopper_without_a_cart_buys_nothing(boutique: RunningSystem, shopper: ClientSession) -> None:
    order = order_of("nobody")

    async with shopper.post("cart/checkout", json=order, raise_for_status=False) as answer:
        assert answer.status == 404

    assert (
        boutique.select("paymentservice", "SELECT 1 FROM payment WHERE order_id = ?", stored(order["order_id"])) == []
    )
