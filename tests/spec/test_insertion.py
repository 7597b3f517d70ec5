"""What is added to a spec is laid out as its neighbours are, and leaves every character in its place."""

from __future__ import annotations

from difflib import unified_diff
from typing import Any

import pytest

from msgen.spec import read_contents, read_text
from msgen.spec.document import Path
from msgen.spec.editing import Insertion, UneditableError, inserted

SPEC = """\
msgen: 1
name: shop
services:
  orders: # where orders live
    api: rest   # one protocol
    calls:
    - payments # the till
      # - mails, one day

  payments:
    api: {protocol: rest}
    calls: []
    secrets:
  # the last one

  mails: {}
journeys:
  buy: {entry: orders.Buy, peak: 3/s}
"""
ORDERS, PAYMENTS = ("services", "orders"), ("services", "payments")


def added(insertion: Insertion, text: str = SPEC) -> list[str]:
    after = inserted(read_text(text), insertion)["msgen.yaml"].decode()
    read_text(after)
    patch = list(unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return [line for line in patch if line[0] in "+-"]


@pytest.mark.parametrize(
    ("path", "value", "changed"),
    [
        ((*ORDERS, "store"), "none", ["+    store: none"]),
        ((*ORDERS, "slo"), {"latency": {"p50": "5ms", "p99": "9ms"}}, ["+    slo:", "+      latency: {p50: 5ms, p99: 9ms}"]),
        ((*ORDERS, "publishes"), ["Bought", "Sold"], ["+    publishes: [Bought, Sold]"]),
        (
            (*ORDERS, "api", "operations", "Buy"),
            {"http": "POST /orders/{id}", "input": {"id": "uuid", "note": "string(0..9)?"}},
            ["-    api: rest   # one protocol", "+    api:", "+      protocol: rest   # one protocol", "+      operations:", "+        Buy:", "+          http: POST /orders/{id}", "+          input: {id: uuid, note: string(0..9)?}"],
        ),
        ((*PAYMENTS, "api", "auth"), "mtls", ["-    api: {protocol: rest}", "+    api: {protocol: rest, auth: mtls}"]),
        (("services", "mails", "store"), "none", ["-  mails: {}", "+  mails:", "+    store: none"]),
        (("journeys", "sell"), {"entry": "a.B", "peak": "1/s"}, ["+  sell: {entry: a.B, peak: 1/s}"]),
        (("services", "search"), {"api": "rest"}, ["+", "+  search:", "+    api: rest"]),
        (("teams", "sales"), {"slack": "#s"}, ["+teams:", '+  sales: {slack: "#s"}']),
        (
            ("sagas", "buy"),
            {"trigger": "X", "steps": [{"name": "a", "do": "b.C"}, {"name": "b", "do": "b.D"}]},
            ["+sagas:", "+  buy:", "+    trigger: X", "+    steps:", "+    - {name: a, do: b.C}", "+    - {name: b, do: b.D}"],
        ),
    ],
)  # fmt: skip
def test_a_key_stands_behind_its_neighbours(path: Path, value: Any, changed: list[str]) -> None:
    text = (
        SPEC.replace("  # the last one\n\n  mails: {}\n", "\n  mails: {}\n") if path == ("services", "search") else SPEC
    )

    assert added(Insertion(path, value), text) == changed


@pytest.mark.parametrize(
    ("path", "value", "changed"),
    [
        ((*ORDERS, "calls"), "mails", ["+    - mails"]),
        ((*ORDERS, "calls"), {"to": "mails", "timeout": "1s"}, ["+    - {to: mails, timeout: 1s}"]),
        ((*PAYMENTS, "calls"), "mails", ["-    calls: []", "+    calls: [mails]"]),
        ((*PAYMENTS, "secrets"), "KEY", ["-    secrets:", "+    secrets: [KEY]"]),
        ((*PAYMENTS, "subscribes"), "Sold", ["+    subscribes: [Sold]"]),
    ],
)
def test_an_item_stands_behind_the_last_one(path: Path, value: Any, changed: list[str]) -> None:
    assert added(Insertion(path, value, is_item=True)) == changed


def test_an_item_of_several_lines_stands_among_such() -> None:
    spec = (
        "msgen: 1\nname: s\nservices:\n  a:\n    calls:\n      - to: b\n        timeout: 1s # long\n  b: {api: rest}\n"
    )

    assert added(Insertion(("services", "a", "calls"), {"to": "c", "timeout": "2s"}, is_item=True), spec) == [
        "+      - to: c",
        "+        timeout: 2s",
    ]


def test_comments_that_stand_further_in_belong_to_the_entry_before() -> None:
    after = inserted(read_text(SPEC), Insertion((*ORDERS, "store"), "none"))["msgen.yaml"].decode()

    assert "      # - mails, one day\n    store: none\n\n  payments:" in after


def test_comments_at_the_same_depth_stay_behind_what_is_new() -> None:
    spec = "msgen: 1\nname: s\nservices:\n  a: {api: rest}\n  # what follows\nteams: {}\n"

    after = inserted(read_text(spec), Insertion(("services", "b"), {"api": "rest"}))["msgen.yaml"].decode()

    assert after == spec.replace("  # what", "  b: {api: rest}\n  # what")


def test_line_ends_a_byte_order_mark_and_a_missing_last_line_break_stay() -> None:
    content = b"\xef\xbb\xbf" + SPEC.rstrip().replace("\n", "\r\n").encode()

    after = inserted(read_contents({"msgen.yaml": content}), Insertion(("teams", "a"), {"slack": "x"}))["msgen.yaml"]

    assert after == content + b"\r\nteams:\r\n  a: {slack: x}"


def test_a_wider_indentation_is_followed() -> None:
    spec = "msgen: 1\nname: s\nservices:\n    a:\n        api: rest\n"

    after = inserted(
        read_text(spec),
        Insertion(("services", "b"), {"api": {"protocol": "rest", "auth": "none", "operations": {"X": {}}}}),
    )

    assert after["msgen.yaml"].decode() == (
        f"{spec}    b:\n        api:\n            protocol: rest\n            auth: none\n            operations:\n                X: {{}}\n"
    )


def test_a_spec_on_one_line_stays_on_one_line() -> None:
    spec = '{"msgen": 1, "name": "s", "services": {"a": {"api": "rest"}}}'

    after = inserted(read_text(spec), Insertion(("services", "b"), {"api": "grpc"}))["msgen.yaml"].decode()

    assert after == '{"msgen": 1, "name": "s", "services": {"a": {"api": "rest"}, b: {api: grpc}}}'


def test_the_keys_of_a_context_stand_at_the_top_of_its_file() -> None:
    contents = {
        "msgen.yaml": b"msgen: 1\nname: s\nservices: {a: {}}\n",
        "contexts/sales.yaml": b"context: sales # ours\n",
    }
    insertion = Insertion(("contexts", "sales", "events", "Sold"), {"key": "id"}, file="contexts/sales.yaml")

    after = inserted(read_contents(contents), insertion)

    assert after == {**contents, "contexts/sales.yaml": b"context: sales # ours\nevents:\n  Sold: {key: id}\n"}


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ("msgen: 1\nname: s\nservices:\n  a: {deployment: &usual {pdb: 1}}\n  b: {deployment: *usual}\n", ("services", "b", "deployment", "grace")),
        ("msgen: 1\nname: s\nservices:\n  a: {deployment: &usual {pdb: 1}}\n  b: {deployment: *usual}\n", ("services", "a", "deployment", "grace")),
        ("msgen: 1\nname: s\nservices:\n  a: &a {api: rest}\n  b: {<<: *a}\n", ("services", "b", "api", "auth")),
        ("msgen: 1\nname: s\nservices:\n  a:\n    api:\n    - rest\n    - grpc\n", ("services", "a", "api", "auth")),
        (SPEC, ("services", "orders")),
    ],
)  # fmt: skip
def test_what_needs_a_persons_eye_is_left_to_a_person(spec: str, path: Path) -> None:
    with pytest.raises(UneditableError):
        inserted(read_text(spec), Insertion(path, "1s"))
