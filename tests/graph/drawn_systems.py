"""Pictures of specs: those that stand inside a test, and of any size."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent

from msgen.graph.picture import Picture, picture
from msgen.spec import parse, read, read_text
from msgen.topology import resolve
from msgen.topology.model import Topology

ROOT = Path(__file__).resolve().parents[2]

SHOP = """
    contexts: {sales: {}, money: {}}
    services:
      web: {context: sales, role: bff, api: {protocol: rest, operations: {Buy: {calls: [orders.PlaceOrder]}}}}
      orders:
        context: sales
        api: {protocol: grpc, operations: {PlaceOrder: {kind: command, publishes: [OrderPlaced]}}}
        store: postgres
        publishes: [OrderPlaced, OrderLost]
      payments:
        context: money
        api: {protocol: grpc, operations: {Pay: {kind: command, idempotent: true, calls: [psp]}}}
        store: none
        subscribes: [OrderPlaced]
    externals: {psp: {}}
"""


def topology(text: str) -> Topology:
    """The topology of a spec without its first two keys."""
    return resolve(parse(read_text(f"msgen: 1\nname: test\n{dedent(text)}")))


@cache
def sample(name: str) -> Topology:
    return resolve(parse(read(ROOT / "samples" / name / "msgen.yaml")))


def shown(text: str) -> Picture:
    return picture(topology(text))
