"""A picture as JSON, and the schema of that JSON."""

from __future__ import annotations

import json
from typing import Any, Literal

import msgspec
from msgspec import Struct

from msgen.graph.picture import Arrow, Context, Picture

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Unheard(Struct, frozen=True):
    service: str
    event: str


class Graph(Struct, frozen=True):
    """What `msgen graph --format json` prints."""

    schema_version: Literal[1]
    name: str
    contexts: tuple[Context, ...]
    externals: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    unheard: tuple[Unheard, ...]


def machine(shown: Picture) -> str:
    unheard = tuple(Unheard(service, event) for service, event in shown.unheard)
    graph = Graph(1, shown.name, shown.contexts, shown.externals, shown.arrows, unheard)
    return json.dumps(msgspec.to_builtins(graph), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """Of what `machine` writes."""
    return {"$schema": _DIALECT, "title": "msgen graph --format json", **msgspec.json.schema(Graph)}
