"""Column types that keep exactly the same values on PostgreSQL and on SQLite."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Numeric, String, TypeDecorator
from sqlalchemy.dialects.postgresql import INTERVAL, JSONB
from sqlalchemy.types import TypeEngine

_MICROSECOND = timedelta(microseconds=1)
_EXACTLY = Context(prec=1000, rounding=ROUND_HALF_EVEN, traps=[Inexact, InvalidOperation])


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number: `numeric` on PostgreSQL, text on SQLite, whose numbers are binary.

    A check constraint on such a column casts it, `CAST(price AS NUMERIC) >= 0`.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int | None = None, scale: int | None = None) -> None:
        super().__init__(precision, scale)
        self.precision = precision
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String())
        return dialect.type_descriptor(Numeric(self.precision, self.scale))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        exact = self._scaled(value)
        return format(exact, "f") if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)

    def _scaled(self, value: Decimal) -> Decimal:
        """The same number with the column's scale; a `ValueError` rather than a rounded one."""
        if self.scale is None:
            return value
        try:
            return value.quantize(Decimal(1).scaleb(-self.scale), context=_EXACTLY)
        except (Inexact, InvalidOperation) as error:
            raise ValueError(f"{value} has more than {self.scale} decimal places") from error


class MoneyAmount(ExactDecimal):
    """The amount of a sum of money: four decimal places are kept, at least two are shown."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(19, 4)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        amount = super().process_result_value(value, dialect)
        if amount is None:
            return None
        shortest = amount.normalize(_EXACTLY)
        return amount.quantize(min(Decimal("0.01"), Decimal(1).scaleb(_exponent(shortest))))


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, to the microsecond; always read back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        # SQLite stores text without an offset: all of it is UTC, so that it also sorts as time.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Duration(TypeDecorator[timedelta]):
    """A length of time: `interval` on PostgreSQL, microseconds on SQLite."""

    impl = INTERVAL
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else INTERVAL())

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return value // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> timedelta | None:
        return timedelta(microseconds=value) if isinstance(value, int) else value


class JsonValue(TypeDecorator[Any]):
    """A JSON document. `none_as_null=False` is for a required value that may itself be `null`."""

    impl = JSON
    cache_ok = True

    def __init__(self, none_as_null: bool = True) -> None:
        super().__init__(none_as_null=none_as_null)
        self.none_as_null = none_as_null

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB(none_as_null=self.none_as_null))
        return dialect.type_descriptor(JSON(none_as_null=self.none_as_null))

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return self.impl_instance.coerce_compared_value(op, value)
