"""A change of a spec touches the characters that it concerns and no others."""

from __future__ import annotations

from difflib import unified_diff
from typing import Any

import pytest

from msgen.spec import read_contents, read_text
from msgen.spec.document import Path
from msgen.spec.editing import Change, UneditableError, edited
from msgen.spec.editing.values import on_one_line

SPEC = """\
msgen: 1 # the language
name: shop
services:
  orders: # where orders live
    api: rest   # one protocol
    store: postgres
    calls:
      - payments
      - {to: mails, timeout: 1s} # by mail
      - to: search
        timeout: 2s   # slow

    deployment:
      pdb: 1 # one at a time
    description: |
      Takes orders
      and keeps them.

  # the till
  payments: {api: {protocol: rest, version: "v1"}, calls: [mails], secrets: []}
  mails:
  search: {api: rest}
"""
ORDERS, PAYMENTS = ("services", "orders"), ("services", "payments")


def lines_changed(change: Change, text: str = SPEC) -> list[str]:
    after = edited(read_text(text), change)["msgen.yaml"].decode()
    read_contents({"msgen.yaml": after.encode()})
    patch = list(unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return [f"{line[0]} {line[1:]}" for line in patch if line[0] in "+-"]


@pytest.mark.parametrize(
    ("path", "value", "changed"),
    [
        ((*ORDERS, "deployment", "pdb"), "25%", ["-       pdb: 1 # one at a time", "+       pdb: 25% # one at a time"]),
        ((*ORDERS, "calls", 2, "timeout"), "900ms", ["-         timeout: 2s   # slow", "+         timeout: 900ms   # slow"]),
        ((*ORDERS, "calls", 2, "bulkhead"), 8, ["+         bulkhead: 8"]),
        ((*ORDERS, "deployment", "grace"), "30s", ["+       grace: 30s"]),
        ((*ORDERS, "owner"), "sales", ["+     owner: sales"]),
        ((*ORDERS, "slo", "availability"), "99.9%", ["+     slo: {availability: 99.9%}"]),
        (
            (*ORDERS, "api", "auth"),
            "oauth2",
            ["-     api: rest   # one protocol", "+     api: {protocol: rest, auth: oauth2}   # one protocol"],
        ),
        (
            (*ORDERS, "calls", 0, "retry", "attempts"),
            2,
            ["-       - payments", "+       - {to: payments, retry: {attempts: 2}}"],
        ),
        ((*ORDERS, "deployment"), {"pdb": "off"}, ["-     deployment:", "-       pdb: 1 # one at a time", "+     deployment: {pdb: off} # one at a time"]),
        (("services", "mails", "api"), "rest", ["-   mails:", "+   mails: {api: rest}"]),
        (("platform", "zones"), 3, ["+ platform: {zones: 3}"]),
    ],
)  # fmt: skip
def test_a_value_is_set_and_a_missing_key_added(path: Path, value: Any, changed: list[str]) -> None:
    assert lines_changed(Change(path, value)) == changed


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ((*ORDERS, "calls"), ["+       - search.Find"]),
        ((*ORDERS, "publishes"), ["+     publishes: [search.Find]"]),
        ((*PAYMENTS, "calls"), [", search.Find]"]),
        ((*PAYMENTS, "secrets"), ["secrets: [search.Find]"]),
    ],
)
def test_an_item_is_added_to_a_list(path: Path, changed: list[str]) -> None:
    added = [line for line in lines_changed(Change(path, "search.Find", append=True)) if line[0] == "+"]

    assert len(added) == len(changed) == 1
    assert changed[0] in added[0]


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ((*ORDERS, "calls", 0), ["-       - payments"]),
        ((*ORDERS, "calls", 2), ["-       - to: search", "-         timeout: 2s   # slow"]),
        ((*ORDERS, "calls", 2, "timeout"), ["-         timeout: 2s   # slow"]),
        ((*ORDERS, "deployment", "pdb"), ["-     deployment:", "-       pdb: 1 # one at a time", "+     deployment: {} # one at a time"]),
        ((*ORDERS, "store"), ["-     store: postgres"]),
        (("services", "mails"), ["-   mails:"]),
    ],
)  # fmt: skip
def test_an_entry_is_taken_away_with_its_lines(path: Path, changed: list[str]) -> None:
    assert lines_changed(Change(path, remove=True)) == changed


def test_entries_of_a_flow_map_go_with_their_comma() -> None:
    first = lines_changed(Change((*PAYMENTS, "api"), remove=True))
    last = lines_changed(Change((*PAYMENTS, "secrets"), remove=True))
    only = lines_changed(Change((*PAYMENTS, "calls", 0), remove=True))

    assert "+   payments: {calls: [mails], secrets: []}" in first
    assert '+   payments: {api: {protocol: rest, version: "v1"}, calls: [mails]}' in last
    assert '+   payments: {api: {protocol: rest, version: "v1"}, calls: [], secrets: []}' in only


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    content = b"\xef\xbb\xbf" + SPEC.replace("\n", "\r\n").encode()

    after = edited(read_contents({"msgen.yaml": content}), Change((*ORDERS, "owner"), "sales"))["msgen.yaml"]

    assert after.replace(b"    owner: sales\r\n", b"") == content


def test_a_change_falls_into_the_file_of_its_context() -> None:
    contents = {
        "msgen.yaml": b"msgen: 1\nname: shop\nservices: {mails: {}}\n",
        "contexts/sales.yaml": b"context: sales\nservices:\n  orders: {api: rest} # here\n",
    }

    after = edited(read_contents(contents), Change((*ORDERS, "store"), "postgres"))

    assert after["msgen.yaml"] == contents["msgen.yaml"]
    assert after["contexts/sales.yaml"].endswith(b"  orders: {api: rest, store: postgres} # here\n")


def test_what_comes_from_an_anchor_is_left_to_a_person() -> None:
    spec = "msgen: 1\nname: shop\nservices:\n  orders: {deployment: &usual {pdb: 1}}\n  mails: {deployment: *usual}\n"

    with pytest.raises(UneditableError, match="anchor"):
        edited(read_text(spec), Change(("services", "mails", "deployment", "pdb"), 2))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("900ms", "900ms"),
        ("1.10", '"1.10"'),
        ("true", '"true"'),
        ("off", "off"),
        ("GET /orders/{id}", '"GET /orders/{id}"'),
        ("a # b", '"a # b"'),
        ({"rpo": "5m", "tries": [1, True, None]}, "{rpo: 5m, tries: [1, true, null]}"),
    ],
)
def test_values_are_written_as_a_person_would(value: Any, written: str) -> None:
    assert on_one_line(value) == written
    assert read_text(f"x: {written}\n").data == {"x": value}


def test_the_comments_inside_a_list_that_is_written_anew_stand_above_it() -> None:
    spec = """\
msgen: 1
name: shop
services:
  orders:
    probes:
      readiness: # what it needs
        - store
        # for events # and replies
        - "a#b" # no comment in quotes
        - broker # the last one
"""
    change = Change((*ORDERS, "probes", "readiness"), ["store"])

    assert (
        edited(read_text(spec), change)["msgen.yaml"].decode()
        == """\
msgen: 1
name: shop
services:
  orders:
    probes:
      # what it needs
      # for events # and replies
      # no comment in quotes
      readiness: [store] # the last one
"""
    )
