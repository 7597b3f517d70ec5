"""Orders for the tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import uuid4

from stored_service.domain._gen.order import Address, Money, Order, OrderLine, OrderStatus


def an_address(**changes: Any) -> Address:
    values: dict[str, Any] = {
        "street": "Högalidsgatan 1, Ⅻ",
        "since": datetime(2020, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
        "seal": bytes(range(256)),
        "stay": timedelta(days=-1, microseconds=1),
        "deposit": Money(amount=Decimal("0.10"), currency="SEK"),
        "from_": "north",
    }
    return Address(**values | changes)


def an_order(**changes: Any) -> Order:
    """An order whose values are easy to get wrong."""
    values: dict[str, Any] = {
        "id": uuid4(),
        "email": f"{uuid4()}@example.org",
        "status": OrderStatus.PLACED,
        "total": Money(amount=Decimal("123456789012345.6789"), currency="EUR"),
        "weight": Decimal("9999999999.10"),
        "ratio": 0.1 + 0.2,
        "count": 2**63 - 1,
        "gift": True,
        "due": date(9999, 12, 31),
        "placed_at": datetime(2026, 3, 29, 2, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        "window": timedelta(days=400, seconds=1, microseconds=1),
        "secret": b"\x00\xff\xfe",
        "anything": {"deep": [1, 2.5, None, True, "ÿ", {"empty": {}}]},
        "address": an_address(),
        "former": [an_address(street="A"), an_address(street="B")],
        "labels": {"z": Decimal("1.10"), "a": Decimal("-0.00001")},
        "class_": "first",
        "lines": [a_line("b"), a_line("a"), a_line("c")],
    }
    return Order(**values | changes)


def a_line(sku: str) -> OrderLine:
    return OrderLine(
        sku=sku,
        quantity=3,
        price=Money(amount=Decimal("19.99"), currency="EUR"),
        notes=["fragile", ""],
    )
