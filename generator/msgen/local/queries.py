"""The question that `--check` asks a service: one of its queries, with made-up values where it needs some."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from msgen.contracts.protobuf import full_method
from msgen.local.routes import PARAMETER, required_fields
from msgen.local.samples import sample, sample_text
from msgen.topology.model import NamedTypeDefinition, Operation, Service, Topology


@dataclass(frozen=True, slots=True)
class HttpQuery:
    operation: str
    method: str
    target: str
    """Path and query string."""
    body: bytes | None = None
    is_made_up: bool = False
    """It carries invented values, so that `not found` is an answer too."""


@dataclass(frozen=True, slots=True)
class GrpcQuery:
    operation: str
    method: str
    """The full name of the method: `/shop.orders.v1.OrdersService/GetOrder`."""


Query = HttpQuery | GrpcQuery


def query_of(topology: Topology, service: Service) -> Query | None:
    """The query that can be asked with the least made up: none that calls on, then none that needs values."""
    queries = [operation for operation in service.operations if operation.is_query]
    if not queries:
        return None
    operation = min(queries, key=lambda query: (bool(query.calls), len(required_fields(query))))
    if service.speaks("rest"):
        return _http_query(operation, service, topology.contexts[service.context].types)
    return GrpcQuery(operation.name, full_method(topology, service, operation.name))


def _http_query(operation: Operation, service: Service, types: Mapping[str, NamedTypeDefinition]) -> HttpQuery:
    in_path = frozenset(PARAMETER.findall(operation.path))
    fields = {item.name: item.type for item in required_fields(operation)}
    others = {name: kind for name, kind in fields.items() if name not in in_path}

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        return quote(sample_text(fields[name], types) if name in fields else "x", safe="")

    path = service.base_path.rstrip("/") + PARAMETER.sub(fill, operation.path)
    body = None
    if operation.method == "GET":
        arguments = urlencode({name: sample_text(kind, types) for name, kind in others.items()})
        path = f"{path}?{arguments}" if arguments else path
    else:
        body = json.dumps({name: sample(kind, types) for name, kind in others.items()}).encode()
    return HttpQuery(operation.name, operation.method, path, body, is_made_up=bool(fields or in_path))
