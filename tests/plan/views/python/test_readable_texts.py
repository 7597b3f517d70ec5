"""Texts of the generated builders: they fit their type, and read well where the type lets them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgen.design.type_expressions import parse_field
from msgen.design.types import Bounds, Scalar
from msgen.plan.views.python.tests.texts import readable_text


def text_of(field: str, written: str, owner: str = "") -> str:
    kind = parse_field(field, written).type
    assert isinstance(kind, Scalar)
    return readable_text(field, owner, kind.bounds)


@pytest.mark.parametrize(
    ("field", "written", "owner", "text"),
    [
        ("city", "string(1..80)", "Address", "London"),
        ("name", "string", "Customer", "Ada Lovelace"),
        ("name", "string", "OrderLine", "Order line one"),
        ("first_name", "string", "OrderLine", "Ada Lovelace"),
        ("labels", "string", "Order", "urgent"),
        ("card_token", "string(16..64)", "Payment", "card token cardx"),
        ("seat", "string(2..3)", "Ticket", "sea"),
        ("currency", "string(/^[A-Z]{3}$/)", "Price", "EUR"),
        ("phones", r"string(/^\+[0-9]{6,15}$/)", "Customer", "+441632960983"),
        ("shelf", "string(/^[A-Z]{2}-[0-9]{4}$/)", "Product", "AA-0000"),
    ],
)
def test_a_text_reads_like_its_field(field: str, written: str, owner: str, text: str) -> None:
    assert text_of(field, written, owner) == text


@given(
    field=st.from_regex(r"[a-z]{1,12}(_[a-z]{1,12}){0,3}", fullmatch=True),
    shortest=st.integers(0, 300),
    room=st.integers(0, 300),
)
def test_a_text_is_as_long_as_its_bounds_ask(field: str, shortest: int, room: int) -> None:
    bounds = Bounds(minimum=Decimal(shortest), maximum=Decimal(shortest + room))
    assert shortest <= len(readable_text(field, "Order", bounds)) <= shortest + room
