"""What a new service takes over from one that it is like: its settings, and nothing that has a name of its own."""

from __future__ import annotations

from typing import Any

SETTINGS = (
    "context", "role", "owner", "api", "store", "messaging", "scaling", "deployment", "slo", "runtime", "availability",
)  # fmt: skip
_NOT_OF_AN_API = ("operations", "contract", "version", "versions", "base_path")


def likeness(written: Any) -> dict[str, Any]:
    """
    >>> likeness({"api": {"protocol": "grpc", "operations": {"Pay": {}}}, "store": {"name": "main", "engine": "mysql"}})
    {'api': 'grpc', 'store': 'mysql'}
    """
    said = {key: written[key] for key in SETTINGS if written and key in written}
    for key, short, left in (("api", "protocol", _NOT_OF_AN_API), ("store", "engine", ("name",))):
        if isinstance(said.get(key), dict):
            said[key] = _short({name: value for name, value in said[key].items() if name not in left}, short)
    return {key: value for key, value in said.items() if value not in ({}, None)}


def _short(said: dict[str, Any], key: str) -> Any:
    return said[key] if said.keys() == {key} else said
