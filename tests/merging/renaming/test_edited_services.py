"""Services with edited files in which everything was renamed: they are clean, and do what they did."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from renamed_systems import EVERYTHING, SHOP, Change

from msgen.rendering.tree import Tree

TOOLS = Path(sys.executable).parent
SERVICES = ("purchases", "payments", "history")

PLACE_ORDER = '''"""Place order, as we do it."""

from __future__ import annotations

from ..domain.order import Order
from . import ports
from .mapping import place_order as mapping
from .messages import PlaceOrderInput, PlaceOrderOutput
from .ports import Ports


class PlaceOrder(ports.PlaceOrder):
    """Our own way: a note for every customer."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def __call__(self, request: PlaceOrderInput) -> PlaceOrderOutput:
        order = mapping.order(Order, request, self._ports.clock())
        order = order.model_copy(update={"note": f"{request.customer} in {request.place.street}"})
        order.customer = order.customer.upper()
        billing_answer = await self._ports.billing.open_bill(
            mapping.billing_open_bill(request, order),
        )
        async with self._ports.transaction():
            await self._ports.orders.add(order)
            await self._ports.publisher.publish(mapping.order_placed(request, order))
        return mapping.output(request, order, billing_open_bill_answer=billing_answer)
'''
WIRING = '''"""What this service wires differently from the generated choice."""

from __future__ import annotations

from ..overrides import Overrides
from .place_order import PlaceOrder

overrides = Overrides(place_order=PlaceOrder)
'''
TEST = '''"""What we want of placing orders."""

from orders.app.messages import PlaceOrderInput
from orders.app.place_order import PlaceOrder
from orders.domain._gen.events import OrderPlaced
from orders.domain._gen.types import Address
from orders.domain.order import Order
from tests.builders import a_place_order_input, an_address, an_order
from tests.fakes import FakePorts


async def test_the_note_names_the_customer(ports: FakePorts) -> None:
    request = a_place_order_input(customer="ada", place=an_address(street="Long Lane"))

    output = await PlaceOrder(ports)(request)

    stored = await ports.orders.get(Order, output.id)
    assert stored.note == "ada in Long Lane"
    assert stored.customer == "ADA"
    assert len(ports.billing.requests) == 1
    assert len(ports.publisher.of(OrderPlaced)) == 1


def test_an_order_can_be_made_by_its_fields() -> None:
    order = an_order(Order, customer="bob")
    made = PlaceOrderInput(
        customer=order.customer,
        total=order.total,
        place=Address(street="Lane", city="Rome"),
    )
    assert (made.customer, order.model_copy(update={"customer": "eve"}).customer) == ("bob", "eve")
    assert Order.model_validate(order.model_dump() | {"customer": "eve"}).customer == "eve"
'''
ADAPTER = '''"""A file of our own."""

from ..app import ports
from ..app.consumed import billing, money_events
from ..app.on_bill_paid import OnBillPaid


async def pay(paid: money_events.BillPaid, ports: ports.Ports) -> billing.OpenBillOutput:
    await OnBillPaid(ports)(paid)
    return await ports.billing.open_bill(
        billing.OpenBillInput(order_id=paid.order_id, total=paid.amount),
    )
'''
EDITED = {
    "src/orders/app/place_order.py": PLACE_ORDER,
    "src/orders/app/wiring.py": WIRING,
    "tests/unit/test_place_order.py": TEST,
}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file that belongs to people has been edited, some of them much."""
    root = tmp_path_factory.mktemp("renamed")
    change = Change(SHOP, EVERYTHING)
    for service in SERVICES:
        repository = change.repository(service)
        edits = dict(_touched(repository.base)) | (EDITED if service == "purchases" else {})
        tree = repository.with_edits(edits)
        for path, file in tree.items():
            target = root / service / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        if service == "purchases":
            own = repository.carried("src/orders/core/adapter.py", ADAPTER)
            target = root / service / "src/purchases/core/adapter.py"
            target.parent.mkdir()
            target.write_text(own)
            (target.parent / "__init__.py").touch()
    return root


@pytest.mark.parametrize("service", SERVICES)
def test_the_linter_and_the_type_checker_have_no_complaints(system: Path, service: str) -> None:
    folder = system / service
    assert _complaints(folder, "ruff", "check", "--no-cache", ".") == ""
    assert _complaints(folder, "ruff", "format", "--no-cache", "--check", "--diff", ".") == ""
    python = f"--python-executable={sys.executable}"
    assert _complaints(folder, "mypy", "--strict", python, f"--cache-dir={system / 'cache'}", "src") == ""


@pytest.mark.parametrize("service", SERVICES)
def test_the_tests_of_people_still_pass(system: Path, service: str) -> None:
    assert _complaints(system / service, "pytest", "-p", "no:cacheprovider", "tests/unit") == ""


def _touched(base: Tree) -> Iterator[tuple[str, str]]:
    """The seeds with a first line of a person's; the tests that call a stub name what only the contract has."""
    for path, file in base.items():
        if file.owner == "H" and path.endswith(".py") and not path.startswith("tests/integration/"):
            yield path, f"# Checked by a person.\n{file.content.decode()}"


def _complaints(folder: Path, tool: str, *arguments: str) -> str:
    run = subprocess.run(
        [str(TOOLS / tool), *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=600
    )
    return "" if run.returncode == 0 else f"{folder.name}: {tool}\n{run.stdout}{run.stderr}"
