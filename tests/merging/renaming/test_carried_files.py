"""What declared renames change in the Python files of people, name by name."""

from __future__ import annotations

import pytest

from msgen.merging.renaming import Carried, PythonNames, carry

NAMES = PythonNames(
    modules={
        "billing": "payments",
        "billing.app": "payments.app",
        "billing.app.messages": "payments.app.messages",
        "billing.app.ports": "payments.app.ports",
        "billing.app.mapping": "payments.app.mapping",
        "billing.app.mapping.place_order": "payments.app.mapping.submit_order",
        "billing.app.place_order": "payments.app.submit_order",
        "billing.domain": "payments.domain",
        "billing.domain.order": "payments.domain.purchase",
        "billing.overrides": "payments.overrides",
        "tests": "tests",
        "tests.builders": "tests.builders",
    },
    symbols={
        "billing.app.messages": {"PlaceOrderInput": "SubmitOrderInput", "Order": "Purchase"},
        "billing.app.ports": {"PlaceOrder": "SubmitOrder"},
        "billing.app.mapping.place_order": {"order": "purchase"},
        "billing.app.place_order": {"PlaceOrder": "SubmitOrder"},
        "billing.domain.order": {"Order": "Purchase"},
        "tests.builders": {"an_order": "a_purchase"},
    },
    own_classes={
        "billing.app.place_order": {"PlaceOrder": "SubmitOrder"},
        "billing.domain.order": {"Order": "Purchase"},
    },
    fields={
        ("billing.app.messages", "PlaceOrderInput"): {"customer": "buyer"},
        ("billing.overrides", "Overrides"): {"place_order": "submit_order"},
        ("billing.app.mapping.place_order", "output"): {"accounts_find_answer": "people_find_answer"},
    },
)
ANYWHERE = "src/billing/core/mine.py"


def carried(text: str, path: str = ANYWHERE) -> str:
    return carry(path, text.encode(), NAMES).content.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import billing\n", "import payments\n"),
        ("import billing.app.messages as m\n", "import payments.app.messages as m\n"),
        ("from billing import app\n", "from payments import app\n"),
        ("from billing.core.other import x\n", "from payments.core.other import x\n"),
        ("from billing . app import ports\n", "from billing . app import ports\n"),
        ("from ..domain.order import Order\n", "from ..domain.purchase import Purchase\n"),
        ("from ..domain.order import Order as O\n", "from ..domain.purchase import Purchase as O\n"),
        ("from ..app.mapping import place_order\n", "from ..app.mapping import submit_order\n"),
        ("from ..app.mapping import place_order as m\n", "from ..app.mapping import submit_order as m\n"),
        ("from .. import app\n", "from .. import app\n"),
        ("import billing_tools\n", "import billing_tools\n"),
        ("from elsewhere import Order\n", "from elsewhere import Order\n"),
    ],
)
def test_imports_name_what_is_there_now(before: str, after: str) -> None:
    assert carried(before) == after


def test_names_change_where_they_mean_what_was_imported_and_nowhere_else() -> None:
    before = '''\
from billing.domain.order import Order


def first(order: Order) -> "Order":
    """An Order."""
    # Order stays in comments
    return Order.of(order.Order, Order=1)


def second(Order: int) -> int:
    return Order


def third() -> int:
    return [Order for Order in (1, 2)][0]


class Other:
    Order = 3

    def method(self) -> object:
        return Order
'''
    after = '''\
from payments.domain.purchase import Purchase


def first(order: Purchase) -> "Order":
    """An Order."""
    # Order stays in comments
    return Purchase.of(order.Order, Order=1)


def second(Order: int) -> int:
    return Order


def third() -> int:
    return [Order for Order in (1, 2)][0]


class Other:
    Order = 3

    def method(self) -> object:
        return Purchase
'''
    assert carried(before) == after


def test_attributes_of_modules_change_and_attributes_of_values_do_not() -> None:
    before = """\
import billing.app.messages
from billing.app import ports
from billing.app.mapping import place_order as mapping


class Mine(ports.PlaceOrder):
    def __init__(self, ports: ports.Ports) -> None:
        self.ports = ports

    def make(self, kind):
        self.ports.PlaceOrder = mapping.order(kind)
        return billing.app.messages.PlaceOrderInput(customer="ada")
"""
    after = """\
import payments.app.messages
from payments.app import ports
from payments.app.mapping import submit_order as mapping


class Mine(ports.SubmitOrder):
    def __init__(self, ports: ports.Ports) -> None:
        self.ports = ports

    def make(self, kind):
        self.ports.PlaceOrder = mapping.purchase(kind)
        return payments.app.messages.SubmitOrderInput(buyer="ada")
"""
    assert carried(before) == after


def test_the_class_that_others_find_by_name_is_renamed_in_its_own_file() -> None:
    before = "class PlaceOrder:\n    other: 'PlaceOrder'\n\n\nclass Helper(PlaceOrder): ...\n"
    after = "class SubmitOrder:\n    other: 'PlaceOrder'\n\n\nclass Helper(SubmitOrder): ...\n"
    assert carried(before, "src/billing/app/place_order.py") == after
    assert carried(before) == before


def test_a_use_case_that_moved_elsewhere_is_still_found() -> None:
    shim = 'from ..core.place import PlaceOrder\n\n__all__ = ["PlaceOrder"]\n'
    found = 'from ..core.place import PlaceOrder as SubmitOrder\n\n__all__ = ["SubmitOrder"]\n'
    assert carried(shim, "src/billing/app/place_order.py") == found
    explicit = "from ..core.place import Placing as PlaceOrder\n"
    assert carried(explicit, "src/billing/app/place_order.py") == explicit.replace("PlaceOrder", "SubmitOrder")


def test_fields_that_are_given_by_name_to_a_class_are_renamed() -> None:
    before = """\
from ..overrides import Overrides
from .messages import PlaceOrderInput

overrides = Overrides(place_order=lambda ports: ports)
given = PlaceOrderInput(customer="ada", total=dict(customer=1))
"""
    after = """\
from ..overrides import Overrides
from .messages import SubmitOrderInput

overrides = Overrides(submit_order=lambda ports: ports)
given = SubmitOrderInput(buyer="ada", total=dict(customer=1))
"""
    assert carried(before, "src/billing/app/wiring.py") == after


def test_arguments_that_are_given_by_name_to_a_function_are_renamed() -> None:
    before = """\
from billing.app.mapping import place_order as mapping

accounts_find_answer = 1
mapping.output(1, accounts_find_answer=accounts_find_answer)
mapping.order(accounts_find_answer=accounts_find_answer)
"""
    after = """\
from payments.app.mapping import submit_order as mapping

accounts_find_answer = 1
mapping.output(1, people_find_answer=accounts_find_answer)
mapping.purchase(accounts_find_answer=accounts_find_answer)
"""
    assert carried(before) == after


def test_a_name_that_the_file_has_already_is_not_taken() -> None:
    before = "from billing.domain.order import Order\n\n\nclass Purchase(Order): ...\n"
    after = "from payments.domain.purchase import Purchase as Order\n\n\nclass Purchase(Order): ...\n"
    assert carried(before) == after


def test_two_names_can_change_places() -> None:
    names = PythonNames({"m": "m"}, {"m": {"A": "B", "B": "A"}}, {}, {})
    text = b"from m import A, B\n\nx = A(B)\n"
    assert carry("src/x.py", text, names).content == b"from m import A, B\n\nx = B(A)\n"


def test_imports_that_were_sorted_stay_sorted_and_no_line_gets_too_long() -> None:
    names = PythonNames({"m": "m", "n": "a"}, {"m": {"A": "Z" + "z" * 40, "B": "Y" + "y" * 40}}, {}, {})
    before = b"from m import A, B, C\nfrom n import X\n"
    after = f"from a import X\nfrom m import (\n    C,\n    Y{'y' * 40},\n    Z{'z' * 40},\n)\n"
    assert carry("src/x.py", before, names).content.decode() == after
    by_hand = b"from n import X\nfrom m import A, B, C  # in this order\n"
    assert carry("src/x.py", by_hand, names).content.startswith(b"from a import X\nfrom m import Zzz")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_stay(ending: str) -> None:
    before = "from billing import app\nfrom tests.builders import an_order\n\nan_order()\n".replace("\n", ending)
    after = "from payments import app\nfrom tests.builders import a_purchase\n\na_purchase()\n".replace("\n", ending)
    assert carried(before) == after


def test_names_beyond_ascii_do_not_shift_what_follows() -> None:
    assert carried("from billing.domain.order import Order\nß, größe = 'ä', Order\n") == (
        "from payments.domain.purchase import Purchase\nß, größe = 'ä', Purchase\n"
    )


def test_a_file_in_another_encoding_keeps_its_bytes() -> None:
    text = "# coding: latin-1\nfrom billing import app\n\nname = 'caf\xe9'\n"
    after = text.replace("billing", "payments").encode("latin-1")
    assert carry(ANYWHERE, text.encode("latin-1"), NAMES) == Carried(after, (2,))
    untouched = "# coding: latin-1\nname = 'caf\xe9'\n".encode("latin-1")
    assert carry(ANYWHERE, untouched, NAMES) == Carried(untouched)


@pytest.mark.parametrize("text", ["def broken(:\n    import billing\n", "import billing\0\n", ""])
def test_what_does_not_parse_is_left_alone(text: str) -> None:
    assert carried(text) == text


def test_the_lines_that_change_are_told() -> None:
    text = b"import os\nimport billing.app\n\nx = os.path\ny = billing.app\n"
    assert carry(ANYWHERE, text, NAMES) == Carried(
        b"import os\nimport payments.app\n\nx = os.path\ny = payments.app\n", (2, 5)
    )


def test_lines_are_counted_as_they_stand_after_imports_are_sorted_anew() -> None:
    names = PythonNames({"m": "z"}, {"m": {"A": "B"}}, {}, {})
    before = b"from m import A\nfrom n import X\n\nx = A\n"
    assert carry("src/x.py", before, names) == Carried(b"from n import X\nfrom z import B\n\nx = B\n", (2, 4))


def test_without_renames_not_a_byte_changes() -> None:
    text = b"import  billing ;x=1\n"
    assert carry(ANYWHERE, text, PythonNames({"billing": "billing"}, {}, {}, {})) == Carried(text)
