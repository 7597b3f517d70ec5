"""Every type expression of the language, with values in JSON, and a system whose services carry them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

MONEY = {"amount": "12.5", "currency": "EUR"}
POINT = {"x": 3, "note": "here"}
UUID = "6f1d3c52-0f1e-4a7c-9c0b-3d2c1b0a9f8e"

TYPES: Mapping[str, Any] = {
    "Point": {"x": "int(-180..180)", "note": "string?"},
    "Colour": "enum(red|dark-green|2fa|none|name|value|mro)",
    "Tag": "string(1..5)",
    "Tags": "list(Tag)",
    "Maybe": "string?",
    "Tree": {"label": "string", "children": "list(Tree)", "best": "Tree?"},
    "Shape": {
        "points": "list(Point)",
        "by_name": "map(Point)",
        "colour": "Colour",
        "mode": "enum(fast|slow)?",
        "price": "money",
    },
    "Line": {"sku": "string(1..20)", "count": "int(1..9)", "price": "money", "due": "date?"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """A type expression and two values that survive a round trip as they are written."""

    name: str
    expression: str
    first: Any
    second: Any


CASES: tuple[Case, ...] = (
    Case("text", "string", "a", "ünïcödé ✓"),
    Case("text_short", "string(1..8)", "ab", "abcdefgh"),
    Case("text_long", "string(>=2)", "ab", "abc"),
    Case("text_most", "string(<=4)", "", "abcd"),
    Case("text_code", "string(/^[A-Z]{3}$/)", "ABC", "XYZ"),
    Case("text_quoted", r'string(/^"a\\b"$/)', '"a\\b"', '"a\\b"'),
    Case("text_slash", r"string(/^a\/b$/)", "a/b", "a/b"),
    Case("text_spaced", "string(/^'x' [a-z]+$/)", "'x' y", "'x' z"),
    Case("text_ahead", "string(/(?=ab)[a-z]+/)", "abc", "abd"),
    Case("whole", "int", -9, 9_007_199_254_740_993),
    Case("whole_few", "int(1..50)", 1, 50),
    Case("whole_least", "int(>=0)", 0, 7),
    Case("whole_above", "int(>0)", 1, 2),
    Case("whole_below", "int(<10)", 9, -9),
    Case("whole_most", "int(<=-5)", -5, -6),
    Case("real", "float", 0.5, -1.25),
    Case("real_share", "float(0..1)", 0.0, 1.0),
    Case("real_least", "float(>=0.5)", 0.5, 2.5),
    Case("exact", "decimal", "1.5", "-20"),
    Case("exact_money", "decimal(12.2)", "1.5", "99.99"),
    Case("exact_above", "decimal(>0)", "0.1", "3"),
    Case("flag", "bool", True, False),
    Case("key", "uuid", UUID, "00000000-0000-4000-8000-000000000000"),
    Case("day", "date", "2026-02-28", "1999-12-31"),
    Case("moment", "datetime", "2026-02-28T23:59:59.250000Z", "2020-01-01T00:00:00Z"),
    Case("length", "duration", "PT90S", "P2DT1S"),
    Case("raw", "bytes", "aGVsbG8=", "AAE="),
    Case("raw_short", "bytes(1..4)", "AAE=", "AA=="),
    Case("anything", "json", {"a": [1, None, "x"]}, [True]),
    Case("mail", "email", "ada@example.org", "b.c@example.com"),
    Case("link", "url", "https://example.org/a?b=c", "http://localhost:80/"),
    Case("price", "money", MONEY, {"amount": "-0.01", "currency": "USD"}),
    Case("state", "enum(open|in-progress|2fa|none|name|value)", "in-progress", "2fa"),
    Case("point", "Point", POINT, {"x": -180, "note": None}),
    Case("colour", "Colour", "dark-green", "mro"),
    Case("tag", "Tag", "abc", "x"),
    Case("tags", "Tags", ["a", "b"], ["c"]),
    Case("maybe", "Maybe", "yes", "no"),
    Case(
        "tree",
        "Tree",
        {"label": "a", "children": [{"label": "b", "children": [], "best": None}], "best": None},
        {"label": "c", "children": [], "best": {"label": "d", "children": [], "best": None}},
    ),
    Case(
        "shape",
        "Shape",
        {"points": [POINT], "by_name": {"one": POINT}, "colour": "red", "mode": "slow", "price": MONEY},
        {"points": [], "by_name": {}, "colour": "none", "mode": None, "price": MONEY},
    ),
    Case("texts", "list(string(1..9))", ["a", "b"], []),
    Case("grid", "list(list(int))", [[1], [2, 3]], [[]]),
    Case("moments", "list(datetime)", ["2020-01-01T00:00:00Z"], []),
    Case("prices", "list(money)", [MONEY], [MONEY, MONEY]),
    Case("points", "list(Point)", [POINT], [POINT, POINT]),
    Case(
        "lines",
        "list(Line)",
        [{"sku": "s", "count": 1, "price": MONEY, "due": None}],
        [
            {"sku": "t", "count": 2, "price": MONEY, "due": "2026-01-01"},
            {"sku": "u", "count": 3, "price": MONEY, "due": None},
        ],
    ),
    Case("states", "list(enum(on|off))", ["on", "off"], ["off"]),
    Case("labels", "map(string)", {"a": "b"}, {}),
    Case("counts", "map(int(>=0))", {"a": 1}, {"a": 2, "b": 3}),
    Case("days", "map(list(date))", {"a": ["2026-01-01"]}, {"a": []}),
    Case("colours", "map(Colour)", {"a": "red"}, {"b": "none"}),
    Case("keys", "map(uuid)", {"a": UUID}, {}),
)

MARKED: Mapping[str, Any] = {
    "with_default": "int(1..50) default=7",
    "default_text": "string default=hello",
    "default_enum": "Colour default=dark-green",
    "default_flag": "bool default=true",
    "secret": "string? pii",
    "card": "string(16..64)? pci",
    "indexed": "string? index",
    "told": {"type": "string?", "description": 'Says "hello" \\ and bye', "example": "hello"},
}
"""Fields that exercise the marks and the long form; all may be left out."""


def optional(case: Case) -> str:
    return case.expression if case.expression in ("Maybe",) else f"{case.expression}?"


def matrix_spec() -> str:
    """A system in which every type is stored, sent, asked for, published and shown."""
    required = {case.name: case.expression for case in CASES}
    may_lack = {f"{case.name}_or_none": optional(case) for case in CASES}
    everything = {**required, **may_lack}
    everything_but_lines = {name: kind for name, kind in everything.items() if not name.startswith("lines")}
    specimen = {"entities": ["Line"], "events": ["SpecimenChanged"], "fields": {"id": "uuid", **everything, **MARKED}}
    echo = {
        "Ask": {"http": "GET /ask", "input": everything, "output": everything},
        "Send": {"kind": "command", "http": "POST /send", "input": everything, "output": everything},
        "Find": {
            "http": "GET /find/{key}/{whole}/{day}/{state}/{flag}",
            "input": _only("key", "whole", "day", "state", "flag"),
            "output": _only("key", "whole", "day", "state", "flag"),
        },
    }
    written = {
        "msgen": 1,
        "name": "matrix",
        "contexts": {
            "lab": {
                "types": TYPES,
                "events": {"SpecimenChanged": {"key": "specimen_id", "fields": {"specimen_id": "uuid", **everything}}},
            },
            "far": {"types": TYPES},
        },
        "services": {
            "rest-lab": {
                "context": "lab",
                "api": "rest",
                "aggregates": {"Specimen": specimen},
                "publishes": ["SpecimenChanged"],
            },
            "grpc-lab": {
                "context": "lab",
                "api": "grpc",
                "aggregates": {"Sample": {"fields": {"id": "string(1..40)", **everything, **MARKED}}},
            },
            "echo": {"context": "lab", "store": "none", "api": {"protocol": ["rest", "grpc"], "operations": echo}},
            "history": {
                "context": "lab",
                "api": "rest",
                "read_models": {
                    "specimen-view": {
                        "sources": ["SpecimenChanged"],
                        "fields": {"id": "uuid", **everything, "updated_at": "datetime"},
                    }
                },
            },
            "listener": {
                "context": "far",
                "api": "grpc",
                "aggregates": {"Copy": {"fields": {"specimen_id": "uuid unique", **everything_but_lines}}},
                "subscribes": ["SpecimenChanged"],
            },
            "caller": {
                "context": "far",
                "store": "none",
                "api": {
                    "protocol": "rest",
                    "operations": {
                        "Relay": {"kind": "command", "input": everything, "output": everything, "calls": ["echo.Send"]},
                    },
                },
            },
        },
    }
    text = StringIO()
    yaml = YAML()
    yaml.width = 1000
    yaml.dump(written, text)
    return text.getvalue()


def first_values() -> dict[str, Any]:
    """A value for every required field; the optional ones are left out."""
    return {case.name: case.first for case in CASES}


def second_values() -> dict[str, Any]:
    """Other values, the optional fields filled in too."""
    return dict(_both())


def _both() -> Iterator[tuple[str, Any]]:
    for case in CASES:
        yield case.name, case.second
        yield f"{case.name}_or_none", case.first


def _only(*names: str) -> dict[str, str]:
    return {case.name: case.expression for case in CASES if case.name in names}
