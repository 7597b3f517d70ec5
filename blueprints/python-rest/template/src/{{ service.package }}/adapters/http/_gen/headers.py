"""Headers of answers, as the contract describes them."""

from __future__ import annotations

from typing import Any

_HEADERS = {
    "ETag": {"description": "The version of the aggregate", "schema": {"type": "string"}},
    "Location": {
        "description": "Where it is found",
        "schema": {"type": "string", "format": "uri-reference"},
    },
}


def answer_headers(*names: str) -> dict[str, Any]:
    """The part of `responses=` that names the headers of an answer."""
    return {"headers": {name: _HEADERS[name] for name in names}}
