"""The place in a list where the next page begins, as an opaque text for URLs."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Column

from ....domain._gen.errors import FieldProblem, InvalidInput

_VERSION = "1:"
_PARSERS: dict[type, Callable[[str], Any]] = {UUID: UUID, int: int, str: str}


def cursor_after(identity: object) -> str:
    """A cursor that continues after the row with this id."""
    return urlsafe_b64encode(f"{_VERSION}{identity}".encode()).decode().rstrip("=")


def identity_in(cursor: str, column: Column[Any]) -> Any:
    """The id after which to continue; `InvalidInput` for anything that we did not give out."""
    try:
        padding = "=" * (-len(cursor) % 4)
        decoded = urlsafe_b64decode(f"{cursor}{padding}".encode("ascii")).decode()
        identity = _PARSERS[column.type.python_type](decoded.removeprefix(_VERSION))
    except (binascii.Error, ValueError):
        raise _invalid() from None
    if cursor_after(identity) != cursor:
        raise _invalid()
    return identity


def _invalid() -> InvalidInput:
    problem = FieldProblem("cursor", "is not a cursor of this list")
    return InvalidInput("the cursor is not valid; begin without one", (problem,))
