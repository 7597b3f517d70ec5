"""A use case says what it does, in lines that fit, however many it asks."""

from __future__ import annotations

from generated import generated

SPEC = """
msgen: 1
name: shop
services:
  checkout:
    api: {protocol: grpc, operations: {PlaceOrder: {calls: [carts.GetCart, payments.GetPayment, parcels.GetParcel]}}}
    aggregates: {Order: {fields: {total: money}}}
    publishes: [OrderPlaced]
  carts: {api: grpc}
  payments: {api: grpc}
  parcels: {api: grpc}
"""


def test_many_calls_are_listed_and_no_line_is_too_long() -> None:
    lines = generated(SPEC)["services/checkout/src/checkout/app/place_order.py"].content.decode().splitlines()

    start = next(number for number, line in enumerate(lines) if line.startswith('    """'))
    assert lines[start : start + 2] == [
        '    """Store an order, after asking `carts.GetCart`, `payments.GetPayment` and `parcels.GetParcel`,',
        '    and publish `OrderPlaced`."""',
    ]
    assert max(map(len, lines)) <= 100
