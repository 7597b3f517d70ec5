from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from .event import Event


class OrderPlaced(Event):
    subject: ClassVar[str] = "shop.ordering.OrderPlaced.v1"
    key_field: ClassVar[str | None] = "order_id"

    order_id: UUID
    number: int = 0
