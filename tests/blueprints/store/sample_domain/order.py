"""An aggregate with a field of every type."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from .aggregate import Aggregate

_VALUE = ConfigDict(
    frozen=True,
    ser_json_bytes="base64",
    val_json_bytes="base64",
    validate_by_alias=True,
    validate_by_name=True,
)


class OrderStatus(StrEnum):
    DRAFT = "draft"
    PLACED = "placed"


class Money(BaseModel):
    model_config = _VALUE

    amount: Decimal
    currency: str


class Address(BaseModel):
    model_config = _VALUE

    street: str
    since: datetime
    seal: bytes
    stay: timedelta
    deposit: Money
    from_: str = Field(alias="from")


class OrderLine(BaseModel):
    model_config = _VALUE

    sku: str
    quantity: int
    price: Money
    notes: list[str] = Field(default_factory=list)


class OrderFields(Aggregate):
    id: UUID
    email: str
    status: OrderStatus = OrderStatus.DRAFT
    total: Money
    refund: Money | None = None
    weight: Decimal
    ratio: float
    count: int
    gift: bool
    due: date
    placed_at: datetime
    window: timedelta
    secret: bytes
    anything: Any
    extra: Any | None = None
    address: Address
    former: list[Address] = Field(default_factory=list)
    labels: dict[str, Decimal] = Field(default_factory=dict)
    class_: str | None = Field(default=None, alias="class")
    lines: list[OrderLine] = Field(default_factory=list)


class Order(OrderFields):
    """What a person writes on top: behaviour, and state that is not stored."""

    remark: str = ""
