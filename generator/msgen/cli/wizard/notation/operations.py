"""`PlaceOrder POST /orders, GetOrder, ListOrders`."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from msgen.cli.wizard.notation.parts import checked, once, parts
from msgen.cli.wizard.notation.problems import NotationError
from msgen.design.names import TYPE_NAME

_HTTP = re.compile(r"(GET|POST|PUT|PATCH|DELETE) /[^\s]*")


class WrittenOperation(Struct, frozen=True):
    name: str
    http: str = ""
    """Method and path, where they are written."""


@cache
def operations(text: str) -> tuple[WrittenOperation, ...]:
    """The operations that a line names, each with its method and path where it gives them."""
    found = tuple(_operation(part) for part in parts(text, ","))
    once(each.name for each in found)
    return found


def _operation(text: str) -> WrittenOperation:
    name, _, rest = text.partition(" ")
    http = " ".join(rest.split())
    if http and not _HTTP.fullmatch(http):
        raise NotationError(f"`{http}` is no method and path: write `PlaceOrder POST /orders`")
    return WrittenOperation(checked(name, TYPE_NAME), http)
