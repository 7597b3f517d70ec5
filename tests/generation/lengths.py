"""One small system whose names have any length, for the law that layout does not depend on names."""

from __future__ import annotations

from io import StringIO
from typing import Any

from ruamel.yaml import YAML


class Names:
    """Names of one length, as far as their endings let them: `kebab`, `pascal` and `snake` of a word."""

    def __init__(self, length: int) -> None:
        self.length = length

    def service(self, letter: str) -> str:
        """At most 48 letters, as the language has it."""
        return self._filled(letter, min(self.length, 48), "-")

    def pascal(self, letter: str) -> str:
        return "".join(part.capitalize() for part in self._filled(letter, self.length, "-").split("-"))

    def field(self, letter: str) -> str:
        return self._filled(letter, self.length, "_")

    @staticmethod
    def _filled(letter: str, length: int, separator: str) -> str:
        """Words of six letters until the length is reached: `oooooo-oooooo`."""
        name = ""
        while len(name) < length:
            name += (separator if name else "") + letter * 6
        return name[:length].rstrip(separator)


def spec_with_names_of(length: int) -> str:
    """Every construct of the language that names something, with names of this many letters."""
    names = Names(length)
    context, other = names.service("c"), names.service("x")
    orders, billing, worker, views, gateway = (names.service(letter) for letter in "obwvu")
    order, line, state, placed, heard = (names.pascal(letter) for letter in "OLSPH")
    number, text, price, lines, status, maybe = (names.field(letter) for letter in "ntplsm")
    fields = {
        number: "int(1..50) index",
        text: "string(1..80) unique",
        price: "money?",
        lines: f"list({line})",
        status: f"{state} default={names.field('d')}",
        maybe: f"map({line})?",
        names.field("r"): "string(/^[A-Z]{3}$/)?",
        names.field("e"): f"enum({names.field('a')}|{names.field('b')})?",
        names.field("q"): "list(enum(on|off))",
    }
    written = {
        "msgen": 1,
        "name": names.service("z"),
        "externals": {names.service("e"): {"latency": {"p50": "10ms", "p99": "50ms"}}},
        "contexts": {
            context: {
                "types": {
                    line: {number: "int", text: "string?", price: "money"},
                    state: f"enum({names.field('d')}|{names.field('f')})",
                },
                "events": {placed: {"key": names.field("k"), "fields": {names.field("k"): "uuid", **fields}}},
            },
            other: {
                "types": {line: {number: "int", text: "string?", price: "money"}},
                "events": {heard: {"key": "id", "fields": {"id": "uuid", text: "string?"}}},
            },
        },
        "services": {
            orders: {
                "context": context,
                "api": {"protocol": ["rest", "grpc"]},
                "aggregates": {order: {"entities": [line], "events": [placed], "fields": {"id": "uuid", **fields}}},
                "publishes": [placed],
                "subscribes": [heard],
                "calls": [
                    {"to": billing, "fallback": "ignore"},
                    {"to": f"{billing}.{names.pascal('G')}", "with": {text: text}},
                    names.service("e"),
                ],
            },
            billing: _billing(names, other, order, heard),
            gateway: {
                "context": context,
                "store": "none",
                "api": {"protocol": ["rest", "grpc"], "operations": _two_ways_of_calling(names)},
            },
            worker: {"context": context, "store": "none", "subscribes": [placed], "publishes": [], "calls": [billing]},
            views: {
                "context": context,
                "api": "grpc",
                "read_models": {
                    names.service("m"): {
                        "sources": [placed],
                        "fields": {text: "string?", number: "int index", "updated_at": "datetime"},
                    }
                },
            },
        },
    }
    text_ = StringIO()
    yaml = YAML()
    yaml.width = 10_000
    yaml.dump(written, text_)
    return text_.getvalue()


def _two_ways_of_calling(names: Names) -> dict[str, Any]:
    """Operations that call the same one under different policies."""
    hasty = {"to": f"{names.service('b')}.{names.pascal('G')}", "timeout": "100ms"}
    return {
        names.pascal("Y"): _of_two_answers(names),
        names.pascal("W"): {"http": f"GET /{names.service('w')}", "calls": [hasty, hasty]},
    }


def _of_two_answers(names: Names) -> dict[str, Any]:
    """An output whose fields come from the answers of two calls, some of both."""
    number, text, lines, price, id_ = (names.field(letter) for letter in "ntlpi")
    return {
        "http": f"GET /{names.service('y')}",
        "input": {text: "string"},
        "output": {
            "id": "uuid",
            text: "string",
            number: "int",
            lines: f"list({names.pascal('L')})",
            price: "money?",
            id_: "int",
        },
        "calls": [
            {
                "to": f"{names.service('b')}.{names.pascal('G')}",
                "fallback": {"kind": "cache", "ttl": "10m"},
                "group": "both",
            },
            {"to": f"{names.service('o')}.Get{names.pascal('O')}", "group": "both"},
        ],
    }


def _billing(names: Names, context: str, aggregate: str, event: str) -> dict[str, Any]:
    number, text, id_ = names.field("n"), names.field("t"), names.field("i")
    operations = {
        names.pascal("A"): {
            "kind": "command",
            "input": {"id": "uuid", text: "string?"},
            "idempotency_key": names.service("k").title(),
        },
        names.pascal("G"): {
            "http": f"GET /{names.service('g')}/{{{text}}}",
            "input": {text: "string", number: "int?", id_: "list(uuid)"},
            "output": {text: "string", number: "int?", names.field("l"): f"list({names.pascal('L')})"},
        },
        names.pascal("F"): {
            "http": f"PUT /{names.service('f')}/{{{id_}}}",
            "kind": "command",
            "input": {id_: "uuid", text: "string?", number: "int"},
            "publishes": [event],
        },
    }
    return {
        "context": context,
        "api": {"protocol": "rest", "operations": operations},
        "aggregates": {
            names.pascal("B"): {"events": [event], "fields": {text: "string? index", number: "int default=3"}}
        },
        "publishes": [event],
        "config": {names.field("c").upper(): "string?", names.field("j").upper(): "int default=1"},
    }
