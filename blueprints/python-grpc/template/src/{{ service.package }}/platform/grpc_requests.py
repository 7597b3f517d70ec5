"""Requests that are no message of the contract, for which the library itself gives no good status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf.message import DecodeError

from ..domain._gen.errors import InvalidInput

_UNREADABLE = object()

Deserializer = Callable[[bytes], Any]


def patient(deserialize: Deserializer | None) -> Deserializer | None:
    """Reads what can be read, and leaves the rest to `refuse_unreadable`."""
    if deserialize is None:
        return None

    def read(content: bytes) -> Any:
        try:
            return deserialize(content)
        except DecodeError:
            return _UNREADABLE

    return read


def refuse_unreadable(request: object) -> None:
    if request is _UNREADABLE:
        raise InvalidInput("the request is not a message of this method")
