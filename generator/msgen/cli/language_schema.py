"""The JSON Schema of the language, kept in the user's cache: building it from the models costs as much as a service."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pydantic

import msgen
from msgen.rendering.cache import fetch, store
from msgen.spec import schema
from msgen.spec.schema import Schema, static_schema


def language_schema(cache: Path | None) -> Schema:
    """What `static_schema` builds; a schema of one's own, free to be changed."""
    if cache is None:
        return static_schema()
    entry = cache / "schema" / f"{_identity()}.json"
    if known := _read(fetch(entry)):
        return known
    built = static_schema()
    store(entry, json.dumps(built).encode())
    return built


def _identity() -> str:
    """Of all that decides the schema, so that a checkout with changed models is told from the release it began with."""
    package = Path(msgen.__file__).parent
    total = hashlib.sha256(pydantic.VERSION.encode())
    for module in (*sorted((package / "design").glob("*.py")), Path(schema.__file__)):
        total.update(hashlib.sha256(module.read_bytes()).digest())
    return total.hexdigest()


def _read(entry: bytes | None) -> Schema | None:
    try:
        known = json.loads(entry or b"")
    except ValueError:
        return None
    return known if isinstance(known, dict) else None
