"""Specs of one service with an aggregate whose fields are the point of the test."""

from __future__ import annotations

from textwrap import indent
from uuid import UUID


def orders_with(*fields: str, service: str = "", aggregate: str = "Order", types: str = "") -> str:
    """The service `orders`; `service` and `types` are lines below it and below the types of its context."""
    context = f"contexts:\n  orders:\n    types:\n{indent(types, ' ' * 6)}\n" if types else ""
    head = f"msgen: 1\nname: shop\n{context}services:\n  orders:\n    api: rest\n"
    written = indent("\n".join(fields), " " * 10)
    return f"{head}{indent(service, ' ' * 4)}\n    aggregates:\n      {aggregate}:\n        fields:\n{written}\n"


def order(number: int, **values: object) -> dict[str, object]:
    """A row of an aggregate, as the generated code writes it."""
    return {"id": UUID(int=number), "version": 1, **values}
