"""Designs in which every two choices of a small table meet at least once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import combinations
from typing import Any

from ruamel.yaml import YAML

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "protocol": ("rest", "grpc", "both", "worker"),
    "engine": ("postgres", "sqlite", "none"),
    "delivery": ("unwritten", "outbox", "direct"),
    "role": ("service", "bff", "gateway", "read-model"),
    "profile": ("standard", "minimal", "production"),
    "mesh": ("istio", "none", "linkerd"),
    "events": ("none", "published", "heard", "both"),
    "operations": ("derived", "written"),
    "key": ("none", "field", "header"),
    "pagination": ("cursor", "none"),
    "fallback": ("none", "cache", "ignore", "static", "function", "call"),
    "group": ("no", "yes"),
    "external": ("no", "yes"),
    "callee": ("grpc", "rest", "both"),
    "read_model": ("no", "yes"),
    "layout": ("mono-repo", "multi-repo"),
    "version": ("v1", "none"),
}
Choice = Mapping[str, str]
Pair = tuple[tuple[str, str], tuple[str, str]]


def choices() -> tuple[Choice, ...]:
    """Rows of the table, each taking the pairs that are still missing wherever it can."""
    missing = dict.fromkeys(_all_pairs())
    rows: list[Choice] = []
    while missing:
        first, second = next(iter(missing))
        row = {first[0]: first[1], second[0]: second[1]}
        for option, values in OPTIONS.items():
            if option not in row:
                row[option] = max(values, key=lambda value, option=option: _gain(row, option, value, missing))  # type: ignore[misc]
        for pair in _pairs(row):
            missing.pop(pair, None)
        rows.append(row)
    return tuple(rows)


def spec_of(choice: Choice) -> str:
    """A system of the service that was chosen and another one that it calls and hears."""
    written = {
        "msgen": 1,
        "name": "pairs",
        "profile": choice["profile"],
        "externals": {"psp": {"latency": {"p50": "80ms", "p99": "400ms"}}},
        "contexts": {"near": {"types": {"Line": {"sku": "string", "count": "int"}}}, "far": {}},
        "services": {"main": _main(choice), "other": _other(choice)},
        "platform": {"mesh": choice["mesh"], "layout": choice["layout"]},
    }
    text = StringIO()
    YAML().dump(written, text)
    return text.getvalue()


def _all_pairs() -> Iterator[Pair]:
    for (one, values), (other, others) in combinations(OPTIONS.items(), 2):
        yield from (((one, value), (other, second)) for value in values for second in others)


def _pairs(row: Choice) -> Iterator[Pair]:
    yield from combinations(((option, row[option]) for option in OPTIONS if option in row), 2)


def _gain(row: Choice, option: str, value: str, missing: Mapping[Pair, None]) -> int:
    return sum(pair in missing for pair in _pairs({**row, option: value}))


def _main(choice: Choice) -> dict[str, Any]:
    is_worker = choice["protocol"] == "worker"
    service: dict[str, Any] = {"context": "near", "role": choice["role"], "store": choice["engine"]}
    if choice["engine"] != "none":
        service["aggregates"] = {"Thing": {"entities": ["Line"], "fields": {"name": "string?", "lines": "list(Line)"}}}
    if choice["delivery"] != "unwritten":
        service["messaging"] = {"delivery": choice["delivery"]}
    if choice["events"] in ("published", "both"):
        service["publishes"] = ["ThingDone"]
    if choice["events"] in ("heard", "both") or is_worker:
        service["subscribes"] = ["OtherDone"]
    if choice["read_model"] == "yes":
        service["read_models"] = {"other-view": {"sources": ["OtherDone"], "store": "postgres"}}
    if not is_worker:
        service["api"] = _api(choice)
    service["calls"] = list(_calls(choice))
    return service


def _api(choice: Choice) -> dict[str, Any]:
    protocol = ["rest", "grpc"] if choice["protocol"] == "both" else choice["protocol"]
    api: dict[str, Any] = {"protocol": protocol, "version": choice["version"]}
    if choice["operations"] == "written":
        do: dict[str, Any] = {"kind": "command", "input": {"thing_id": "uuid", "name": "string?"}}
        if choice["key"] != "none":
            do["idempotency_key"] = "thing_id" if choice["key"] == "field" else "Idempotency-Key"
        api["operations"] = {"DoThing": do, "ListThings": {"pagination": choice["pagination"]}, "GetThing": {}}
    return api


def _calls(choice: Choice) -> Iterator[Any]:
    call: dict[str, Any] = {"to": "other"}
    match choice["fallback"]:
        case "none":
            pass
        case "cache":
            call["fallback"] = {"kind": "cache", "ttl": "30s"}
        case "call":
            call["fallback"] = {"kind": "call", "to": "psp"}
        case kind:
            call["fallback"] = kind
    if choice["group"] == "yes":
        yield call | {"group": "a"}
        yield {"to": "other", "group": "a", "timeout": "2s"}
    else:
        yield call
    if choice["external"] == "yes":
        yield "psp"


def _other(choice: Choice) -> dict[str, Any]:
    protocol = ["rest", "grpc"] if choice["callee"] == "both" else choice["callee"]
    return {
        "context": "far",
        "api": protocol,
        "aggregates": {"Other": {"fields": {"name": "string?"}}},
        "publishes": ["OtherDone"],
    }
