"""Specs of any size, for tests and benchmarks: the same text for the same size and seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from random import Random
from typing import Any

from ruamel.yaml import YAML

_NOUNS = (
    "order", "payment", "customer", "invoice", "shipment", "basket", "product", "review", "ticket", "courier",
    "refund", "voucher", "address", "contract", "journal", "ledger", "warehouse", "price", "rating", "session",
)  # fmt: skip
_QUALIFIERS = (
    "", "annual", "bulk", "central", "daily", "express", "foreign", "group", "hourly", "internal", "joint", "key",
    "local", "monthly", "northern", "open", "partner", "quick", "regional", "southern",
)  # fmt: skip
_FIELDS = (
    "string(1..80)", "string?", "int(>=0)", "int(1..50)", "float", "decimal(12.2)", "bool default=true", "uuid index",
    "date", "datetime?", "duration", "bytes?", "json?", "email pii", "url?", "money", "enum(open|held|closed)",
    "list(string)", "map(int)", "list(Line)", "Place?", "string(/^[A-Z]{3}$/)", "State default=active",
)  # fmt: skip
_KINDS = ("rest", "grpc", "both", "written", "worker", "read-model", "bff")


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What the other services may know of one: its name, its aggregate and what it does."""

    name: str
    aggregate: str
    kind: str
    context: str

    @property
    def is_called(self) -> bool:
        return self.kind != "worker"

    @property
    def publishes(self) -> bool:
        return self.stores or self.kind == "worker"

    @property
    def stores(self) -> bool:
        return self.kind in ("rest", "grpc", "both", "written")

    @property
    def event(self) -> str:
        return f"{self.aggregate}Changed"


def synthetic_spec(services: int, seed: int = 0) -> str:
    """The YAML text of a valid system of `services` services, of every kind, calling and hearing each other.

    At most 400 services have names of their own.
    """
    if not 1 <= services <= len(_NOUNS) * len(_QUALIFIERS):
        raise ValueError(f"a synthetic system has 1 to {len(_NOUNS) * len(_QUALIFIERS)} services, not {services}")
    random = Random(seed)
    sketches = tuple(_sketches(services))
    written = {
        "msgen": 1,
        "name": "synthetic",
        "externals": {"psp": {"latency": {"p50": "80ms", "p99": "400ms"}}},
        "contexts": dict.fromkeys(dict.fromkeys(sketch.context for sketch in sketches)),
        "services": {},
    }
    written["contexts"] = {name: _context(name) for name in dict.fromkeys(sketch.context for sketch in sketches)}
    written["services"] = {
        sketch.name: _service(sketch, number, sketches, random) for number, sketch in enumerate(sketches)
    }
    text = StringIO()
    YAML().dump(written, text)
    return text.getvalue()


def _sketches(services: int) -> Iterator[_Sketch]:
    for number in range(services):
        qualifier, noun = _QUALIFIERS[number // len(_NOUNS)], _NOUNS[number % len(_NOUNS)]
        name = f"{qualifier}-{noun}" if qualifier else noun
        aggregate = "".join(word.capitalize() for word in name.split("-"))
        yield _Sketch(f"{name}-service", aggregate, _KINDS[number % len(_KINDS)], f"area-{number // 5}")


def _context(name: str) -> dict[str, Any]:
    return {
        "purpose": f"Everything about {name}.",
        "types": {
            "Line": {"sku": "string(1..40)", "quantity": "int(1..99)", "price": "money"},
            "Place": {"street": "string pii", "city": "string(1..80)", "note": "string?"},
            "State": "enum(active|asleep|gone)",
        },
    }


def _service(sketch: _Sketch, number: int, sketches: tuple[_Sketch, ...], random: Random) -> dict[str, Any]:
    service: dict[str, Any] = {"context": sketch.context}
    if sketch.kind != "worker":
        service["api"] = _api(sketch, number, sketches, random)
    if sketch.stores:
        service["aggregates"] = {sketch.aggregate: _aggregate(sketch, random)}
    if sketch.kind == "worker":
        service["store"] = "none"
    if sketch.kind == "bff":
        service["role"] = "bff"
    if sketch.publishes:
        service["publishes"] = [sketch.event]
    heard = _heard(number, sketches, random)
    if sketch.kind == "read-model":
        service |= {
            "role": "read-model",
            "read_models": {f"{sketch.name}-view": {"sources": heard or [sketches[0].event]}},
        }
    elif heard:
        service["subscribes"] = heard
    calls = _calls(number, sketches, random)
    if calls and sketch.kind not in ("written", "read-model"):
        service["calls"] = calls
    return service


def _api(sketch: _Sketch, number: int, sketches: tuple[_Sketch, ...], random: Random) -> dict[str, Any]:
    protocol: Any = {"grpc": "grpc", "both": ["rest", "grpc"], "read-model": "grpc"}.get(sketch.kind, "rest")
    api: dict[str, Any] = {"protocol": protocol}
    if sketch.kind == "written":
        name, id_ = sketch.aggregate, f"{sketch.aggregate.lower()}_id"
        place: dict[str, Any] = {"kind": "command", "input": {id_: "uuid", "amount": "money"}, "idempotency_key": id_}
        calls = _calls(number, sketches, random)
        if calls:
            place["calls"] = calls
        api["operations"] = {
            f"Place{name}": place,
            f"Get{name}": {"http": f"GET /{name.lower()}/{{id}}"},
            f"Find{name}s": {"pagination": "cursor"},
            f"Close{name}": {"http": f"POST /{name.lower()}/{{id}}/close", "idempotent": True},
        }
    return api


def _aggregate(sketch: _Sketch, random: Random) -> dict[str, Any]:
    chosen = random.sample(_FIELDS, random.randint(3, 9))
    fields = {f"field_{index}": expression for index, expression in enumerate(chosen)}
    aggregate: dict[str, Any] = {"events": [sketch.event], "fields": {"id": "uuid", **fields, "amount": "money?"}}
    if "list(Line)" in chosen:
        aggregate["entities"] = ["Line"]
    return aggregate


def _heard(number: int, sketches: tuple[_Sketch, ...], random: Random) -> list[str]:
    """Events of up to two others; the very first system hears nothing."""
    others = [other.event for index, other in enumerate(sketches) if index != number and other.publishes]
    return sorted(random.sample(others, min(len(others), random.randint(0, 2))))


def _calls(number: int, sketches: tuple[_Sketch, ...], random: Random) -> list[Any]:
    """Up to two services before this one, now and then one that calls back, and an external system."""
    before = [other.name for other in sketches[:number] if other.is_called]
    chosen: list[Any] = random.sample(before, min(len(before), random.randint(0, 2)))
    for one, other in _cycles(sketches):
        partner = {one: other, other: one}.get(number)
        if partner is not None:
            chosen.append({"to": sketches[partner].name, "fallback": "ignore"})
    if number % 8 == 5:
        chosen.append("psp")
    return chosen


def _cycles(sketches: tuple[_Sketch, ...]) -> Iterator[tuple[int, int]]:
    """Pairs of services that call each other: one in ten, and the next after it."""
    storing = [number for number, sketch in enumerate(sketches) if sketch.stores]
    yield from zip(storing[3::10], storing[4::10], strict=False)
