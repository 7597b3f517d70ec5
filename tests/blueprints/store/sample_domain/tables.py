"""The tables of this service."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
)

from .columns import Duration, ExactDecimal, JsonValue, MoneyAmount, UtcDateTime
from .metadata import metadata

order = Table(
    "order",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("email", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("total_amount", MoneyAmount, nullable=False),
    Column("total_currency", String(3), nullable=False),
    Column("refund_amount", MoneyAmount),
    Column("refund_currency", String(3)),
    Column("weight", ExactDecimal(12, 2), nullable=False),
    Column("ratio", Double, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("gift", Boolean, nullable=False),
    Column("due", Date, nullable=False),
    Column("placed_at", UtcDateTime, nullable=False),
    Column("window", Duration, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("anything", JsonValue(none_as_null=False), nullable=False),
    Column("extra", JsonValue),
    Column("address", JsonValue, nullable=False),
    Column("former", JsonValue, nullable=False),
    Column("labels", JsonValue, nullable=False),
    Column("class", Text),
    CheckConstraint("status IN ('draft', 'placed')", name="status"),
    CheckConstraint("CAST(weight AS NUMERIC) >= 0", name="weight"),
    Index("uq_order_email", "email", unique=True),
    Index("ix_order_placed_at", "placed_at"),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("owner_id", Uuid, ForeignKey("order.id", ondelete="CASCADE"), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("sku", Text, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("price_amount", MoneyAmount, nullable=False),
    Column("price_currency", String(3), nullable=False),
    Column("notes", JsonValue, nullable=False),
)
