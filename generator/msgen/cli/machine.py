"""What commands print for programs: JSON with a number for its form, and a schema that is published."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from msgspec import Struct

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def as_json(output: Struct) -> str:
    return json.dumps(msgspec.to_builtins(output), indent=2, ensure_ascii=False) + "\n"


def schema_of(output: type[Struct], command: str) -> dict[str, Any]:
    """The JSON Schema of what a command prints."""
    return {"$schema": _DIALECT, "title": f"{command} --json", **msgspec.json.schema(output)}
