"""Operations that are written out are what they were when they followed from what the service keeps."""

from __future__ import annotations

import pytest
from added import SHOP, document_of
from msgspec.structs import replace

from msgen.additions.draft import Draft
from msgen.additions.errors import AdditionError
from msgen.additions.written_out import with_written_operations
from msgen.spec import parse
from msgen.topology import resolve
from msgen.topology.model import Operation

TWO = """\
msgen: 1
name: s
services:
  orders:
    api: grpc
    publishes: [A, B, C]
    aggregates:
      Order: {events: [A], fields: {id: string(1..9), state: enum(a|b) default=a, note: {type: string, default: a b}}}
      Bill: {events: [B], fields: {total: money, email: email pii unique}}
"""
VIEW = """\
msgen: 1
name: s
services:
  orders: {api: rest, publishes: [A]}
  views: {api: rest, read_models: {view: {sources: [A], fields: {id: uuid, total: money}}}}
"""


def operations(spec: str, service: str) -> tuple[list[Operation], list[Operation]]:
    """As they are, and written out."""
    document = document_of(spec)
    before = resolve(parse(document)).services[service]
    written = with_written_operations(Draft(document), before)
    after = resolve(parse(written.document)).services[service].operations
    assert all(item.is_written for item in after)
    return list(before.operations), [replace(item, is_written=False) for item in after]


@pytest.mark.parametrize(
    ("spec", "service"),
    [
        (SHOP, "orders"),
        (SHOP, "payments"),
        (VIEW, "views"),
        ("msgen: 1\nname: s\nservices: {front: {api: rest, role: bff}}\n", "front"),
        ("msgen: 1\nname: s\nservices: {orders: {api: rest, store: none}}\n", "orders"),
    ],
)
def test_they_are_the_same(spec: str, service: str) -> None:
    before, after = operations(spec, service)

    assert after == before


def test_of_a_second_aggregate_all_is_the_same_but_what_its_list_is_a_page_of() -> None:
    before, after = operations(TWO, "orders")

    different = [old.name for old, new in zip(before, after, strict=True) if old != new]
    assert different == ["ListBills"]


def test_what_cannot_be_written_out_is_left_to_a_person() -> None:
    spec = VIEW.replace("{view: ", "{other: {sources: [A]}, view: ")

    with pytest.raises(AdditionError, match="several read models"):
        operations(spec, "views")
