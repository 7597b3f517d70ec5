"""Small specs that are added to, and what an addition changes in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import unified_diff
from typing import Any

from msgen.spec import Document, parse, read_contents
from msgen.topology import resolve
from msgen.topology.model import Topology

With = Callable[[Document, Topology, Any], Mapping[str, bytes]]

SHOP = """\
msgen: 1
name: shop
services:
  orders:
    api: rest # the front
    calls: [payments]
    publishes: [OrderPlaced]
  payments:
    api: grpc
    subscribes: [OrderPlaced]
"""
MARKET = """\
msgen: 1
name: market
teams:
  sales: {slack: "#sales"}
actors: {customer: Buys}
externals:
  bank: {availability: 99.9%}
contexts:
  ordering:
    owner: sales
    events:
      OrderPlaced: {key: order_id}
  money:
    subdomain: generic
services:
  orders:
    context: ordering
    api:
      protocol: rest
      operations:
        PlaceOrder:
          http: POST /orders
          calls:
            - payments.Pay
        GetOrder:
          http: GET /orders/{id}
    aggregates:
      Order:
        events: [OrderPlaced]
        fields:
          total: money
    publishes: [OrderPlaced]

  payments:
    context: money
    api:
      protocol: grpc
      operations:
        Pay: {idempotency_key: payment_id, input: {payment_id: uuid, total: money}}
        Refund: {idempotent: true, input: {payment_id: uuid}}
    subscribes:
      - OrderPlaced

  history:
    context: ordering
    role: read-model
    api: {protocol: grpc}
    read_models:
      view:
        sources: [OrderPlaced]
        fields: {id: uuid, total: money}

sagas:
  buy:
    trigger: OrderPlaced
    steps:
      - {name: pay, do: payments.Pay, compensate: payments.Refund, timeout: 5s}

journeys:
  buy: {actor: customer, entry: orders.PlaceOrder, peak: 20/s}
"""


def document_of(spec: str, **contexts: str) -> Document:
    """The spec with context files by the names of their contexts."""
    files = {f"contexts/{name}.yaml": text.encode() for name, text in contexts.items()}
    return read_contents({"msgen.yaml": spec.encode(), **files})


def changes(document: Document, with_addition: With, addition: Any) -> list[str]:
    """The lines that an addition takes away and brings; the spec after it is valid."""
    after = with_addition(document, resolve(parse(document)), addition)
    resolve(parse(read_contents(after)))
    lines: list[str] = []
    for name, content in after.items():
        before = document.contents.get(name, b"").decode().splitlines()
        patch = list(unified_diff(before, content.decode().splitlines(), n=0, lineterm=""))[2:]
        changed = [line for line in patch if line[0] in "+-"]
        lines += [name, *changed] if changed and name != "msgen.yaml" else changed
    return lines
