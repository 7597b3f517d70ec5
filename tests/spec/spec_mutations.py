"""Random damage to small valid specs: of the text, and of the data in it."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from msgen.spec import read_text

VALID = (
    """\
msgen: 1
name: shop
services:
  orders:
    api: rest
    calls: [payments]
    publishes: [OrderPlaced]
  payments:
    api: grpc
    subscribes: [OrderPlaced]
""",
    """\
msgen: 1
name: bank
x-base: &base {scaling: {min: 2, max: 6}}
contexts:
  money:
    types:
      Line: {n: int(1..5), text: "string(/^[a-z]+$/)?"}
      State: enum(open|closed)
    events: {Paid: {key: account_id, fields: {account_id: uuid, lines: list(Line)}}}
services:
  accounts:
    <<: *base
    context: money
    api: {operations: {Pay: {kind: command, input: {amount: money}, timeout: 2s, publishes: [Paid]}}}
    aggregates: {Account: {fields: {state: State default=open, lines: list(Line)}, events: [Paid]}}
sagas:
  close: {trigger: Paid, coordinator: accounts, steps: [{name: pay, do: accounts.Pay, timeout: 5s}]}
""",
    """\
{"msgen": 1, "name": "flow", "services": {"a": {"api": {"protocol": ["rest", "grpc"]}, "store": {"engine": "sqlite"},
 "calls": [{"to": "psp", "timeout": "300ms", "retry": {"attempts": 2}, "fallback": {"kind": "cache", "ttl": "5m"}}]}},
 "externals": {"psp": {"availability": "99.9%"}}, "journeys": {"j": {"entry": "a.CreateA", "peak": "5/s"}}}
""",
)

DATA = tuple(read_text(text) for text in VALID)

SNIPPETS = (
    "\t", "\0", "\x1b", "\x85", "\u2028", "\ufeff", "\ud800", "é", "💥", "- ", ": ", "? ", "# ", "{", "}", "[",
    "]", ", ",
    "&a ", "*a", "*base", "<<: *base", "<<: [*base, *base]", "!!str ", "!x ", "|\n", ">\n", "'", '"', "\\",
    "@", "`", "%", "---\n",
    "...\n", "%YAML 1.1\n", "\r", "\r\n", "null", "~", "true", "9" * 30, "1e999", ".inf", ".nan", "-0",
    "0x1F", "1_000", "99" * 60 + "s",
    "enum(x, y)", "list(" * 20, "string(/(/)", "x-own: 1", "[" * 60, "{a: " * 60, "a" * 3000, '"\\x00"',
    '"\\ud800"', '"\\UFFFFFFFF"',
    "2027-02-30", "5 min", "99,9%", "orders.CreateOrder", "Orders", "order_s", "none", "off", "=", "<<",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 300, 10**17, 10**25, 1.5, 1e300, "", " ", "none", "off", "5m", "50%", "120/s",
    "256Mi", "x" * 500,
    "orders", "Order", "orders.CreateOrder", "uuid?", "list(Line)", "enum(a|b)", "list(list(T))", "/v1",
    "GET /x/{id}", "GET /x/{",
    [], {}, [None], [[]], {"a": None}, {"x-a": 1}, ["rest", "rest"], {"type": "uuid"}, {"type": {}},
    {"fields": {"a": "int"}},
    {"to": "orders"}, {"<<": 1}, [{"to": 5}], {"kind": "call"}, {"engine": None}, {"id": "money"}, {"": ""},
    {"A": {}, "a": {}},
)  # fmt: skip


def mutated(seed: int) -> str:
    """A spec with one to four damages; the same for the same seed."""
    dice = random.Random(seed)
    text = dice.choice(VALID)
    for _ in range(dice.randint(1, 4)):
        text = dice.choice(DAMAGES)(text, dice)
    return text


def _insert(text: str, dice: random.Random) -> str:
    at = dice.randint(0, len(text))
    return text[:at] + dice.choice(SNIPPETS) + text[at:]


def _remove(text: str, dice: random.Random) -> str:
    at = dice.randint(0, len(text))
    return text[:at] + text[at + dice.randint(1, 8) :]


def _replace_word(text: str, dice: random.Random) -> str:
    words = [word for word in text.replace("{", " ").replace(",", " ").split() if len(word) > 1]
    return text.replace(dice.choice(words), dice.choice(SNIPPETS), 1) if words else text


def _lines(text: str, dice: random.Random) -> str:
    """Lines exchanged, repeated, left out or moved to the right."""
    lines = text.split("\n")
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(4):
        case 0:
            lines[at], lines[other] = lines[other], lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            del lines[at]
        case _:
            lines[at] = " " * dice.randint(1, 9) + lines[at]
    return "\n".join(lines)


def _data(text: str, dice: random.Random) -> str:
    """A value of a spec replaced, a key renamed or left out, all of it written as JSON."""
    data = copy.deepcopy(dict(dice.choice(DATA).data))
    for _ in range(dice.randint(1, 3)):
        holders = list(_holders(data))
        holder = dice.choice(holders)
        key = dice.choice(list(holder))
        match dice.randrange(4):
            case 0:
                holder[dice.choice(("x", "Order", "to", "type", "api", "é", "x-y", "0", "with"))] = holder.pop(key)
            case 1:
                holder[key] = [holder[key]]
            case 2:
                holder[key] = {str(dice.choice(SNIPPETS)): holder[key]}
            case _:
                holder[key] = copy.deepcopy(dice.choice(VALUES))
    return json.dumps(data, ensure_ascii=dice.random() < 0.5, indent=dice.choice((None, 1)))


def _holders(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        if data:
            yield data
        for value in data.values():
            yield from _holders(value)
    elif isinstance(data, list):
        for value in data:
            yield from _holders(value)


def _longer(text: str, dice: random.Random) -> str:
    return dice.choice(("\n", "# a\n", " \n", "a\n")) * dice.choice((10, 500)) + text


DAMAGES: tuple[Callable[[str, random.Random], str], ...] = (
    _insert, _insert, _insert, _remove, _remove, _replace_word, _replace_word, _lines, _lines, _data, _data, _longer,
)  # fmt: skip
