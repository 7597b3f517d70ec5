"""A small system before and after renames, and what becomes of the files of one of its repositories."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from msgen.contracts.allocation import allocate
from msgen.contracts.numbers import Numbers, numbers_of
from msgen.merging.lock import LockedFile
from msgen.merging.renaming import PythonNames, Renames, carry, declared, python_names, renamed_id
from msgen.plan.planner import build, service_folders
from msgen.rendering.render import render
from msgen.rendering.tree import File, Tree
from msgen.spec import parse, read_text
from msgen.topology import resolve
from msgen.topology.model import Topology
from msgen.topology.slices import system_slice

SHOP = """
msgen: 1
name: shop
contexts:
  sales:
    types:
      Address: {street: string(1..80), city: string}
      OrderState: enum(open|paid)
    events:
      OrderPlaced: {key: order_id, fields: {order_id: uuid, total: money, place: Address}}
  money:
    events:
      BillPaid: {key: order_id, fields: {order_id: uuid, amount: money}}
services:
  orders:
    context: sales
    api:
      protocol: [rest, grpc]
      operations:
        PlaceOrder:
          kind: command
          http: POST /orders
          input: {customer: string, total: money, place: Address, state: OrderState default=open}
          output: {id: uuid, note: string?}
          publishes: [OrderPlaced]
          calls: [billing.OpenBill]
        GetOrder: {output: Order}
    aggregates:
      Order:
        fields: {customer: string, total: money, place: Address, state: OrderState default=open, note: string?}
    publishes: [OrderPlaced]
    subscribes: [BillPaid]
  billing:
    context: money
    api:
      protocol: grpc
      operations:
        OpenBill: {kind: command, input: {order_id: uuid, total: money}, output: {id: uuid}}
        PayBill: {kind: command, input: {id: uuid}, output: {id: uuid}, publishes: [BillPaid]}
    aggregates:
      Bill: {fields: {order_id: uuid unique, total: money, kind: enum(plain|gift) default=plain}}
    publishes: [BillPaid]
    subscribes: [OrderPlaced]
  history:
    context: sales
    api: {protocol: rest, operations: {ListSold: {}}}
    store: none
    read_models:
      sold:
        sources: [OrderPlaced, BillPaid]
        serves: [ListSold]
        fields: {id: uuid, total: money}
"""
"""Two services that call and hear each other, and one that only listens."""

EVERYTHING = """
msgen: 1
name: shop
contexts:
  selling:
    was: sales
    types:
      Place: {was: Address, fields: {road: {type: string(1..80), was: street}, city: string}}
      OrderState: enum(open|paid)
    events:
      PurchaseMade: {was: OrderPlaced, key: purchase_id, fields: {purchase_id: {type: uuid, was: order_id}, total: money, place: Place}}
  finance:
    was: money
    events:
      InvoicePaid: {was: BillPaid, key: purchase_id, fields: {purchase_id: {type: uuid, was: order_id}, amount: money}}
services:
  purchases:
    was: orders
    context: selling
    api:
      protocol: [rest, grpc]
      operations:
        MakePurchase:
          was: PlaceOrder
          kind: command
          http: POST /orders
          input: {buyer: {type: string, was: customer}, total: money, place: Place, state: OrderState default=open}
          output: {id: uuid, note: string?}
          publishes: [PurchaseMade]
          calls: [payments.OpenInvoice]
        GetPurchase: {was: GetOrder, output: Purchase}
    aggregates:
      Purchase:
        was: Order
        fields: {buyer: {type: string, was: customer}, total: money, place: Place, state: OrderState default=open, note: string?}
    publishes: [PurchaseMade]
    subscribes: [InvoicePaid]
  payments:
    was: billing
    context: finance
    api:
      protocol: grpc
      operations:
        OpenInvoice: {was: OpenBill, kind: command, input: {purchase_id: {type: uuid, was: order_id}, total: money}, output: {id: uuid}}
        PayInvoice: {was: PayBill, kind: command, input: {id: uuid}, output: {id: uuid}, publishes: [InvoicePaid]}
    aggregates:
      Invoice: {was: Bill, fields: {purchase_id: {type: uuid unique, was: order_id}, total: money, sort: {type: enum(plain|gift) default=plain, was: kind}}}
    publishes: [InvoicePaid]
    subscribes: [PurchaseMade]
  history:
    context: selling
    api: {protocol: rest, operations: {ListSold: {}}}
    store: none
    read_models:
      sold:
        sources: [PurchaseMade, InvoicePaid]
        serves: [ListSold]
        fields: {id: uuid, total: money}
"""
"""The same with every name changed that can be."""


def resolved(spec: str) -> Topology:
    return resolve(parse(read_text(spec)))


def recorded(topology: Topology, numbers: Numbers) -> dict[str, object]:
    """The design in the lock of the system."""
    return system_slice(topology) | {"numbers": numbers_of(numbers, topology.services)}


class Change(Struct, frozen=True, dict=True):
    """From one spec to another."""

    before: str
    after: str

    @cached_property
    def old(self) -> Topology:
        return resolved(self.before)

    @cached_property
    def new(self) -> Topology:
        return resolved(self.after)

    @cached_property
    def old_numbers(self) -> Numbers:
        return allocate(self.old, Numbers())

    @cached_property
    def renames(self) -> Renames:
        return declared(recorded(self.old, self.old_numbers), self.new)

    @cached_property
    def numbers(self) -> Numbers:
        return allocate(self.new, self.old_numbers, self.renames.messages)

    @cached_property
    def old_tree(self) -> Tree:
        return render(build(self.old, self.old_numbers))

    @cached_property
    def tree(self) -> Tree:
        return render(build(self.new, self.numbers))

    def repository(self, service: str) -> RepositoryChange:
        """Of a service by its new name; the system's own for an empty one."""
        was = self.renames.service_was(service) if service else ""
        assert was is not None
        return RepositoryChange(self, service, own(self.old_tree, self.old, was), own(self.tree, self.new, service))


class RepositoryChange(Struct, frozen=True, dict=True):
    change: Change
    service: str
    base: Tree
    theirs: Tree

    @cached_property
    def pairs(self) -> Mapping[str, str]:
        """Old path to new path, by the ids alone."""
        by_id = {file.id: path for path, file in self.theirs.items()}
        ids = {path: renamed_id(file.id, self.change.renames) for path, file in self.base.items()}
        return {path: by_id[identity] for path, identity in ids.items() if identity in by_id}

    @cached_property
    def names(self) -> PythonNames:
        return python_names(
            self.change.renames,
            self.service,
            locked=[_locked(path, file) for path, file in self.base.items()],
            base=self.base,
            theirs=self.theirs,
        )

    def carried(self, path: str, content: str | None = None) -> str:
        """What becomes of an edited file; without a content, of the seed itself."""
        given = self.base[path].content if content is None else content.encode()
        return carry(path, given, self.names).content.decode()

    def with_edits(self, edits: Mapping[str, str]) -> Tree:
        """The repository after the update: edited files carried over, all others as generated now."""
        kept = {
            self.pairs.get(path, path): File(self.carried(path, text).encode(), 0o644, "H")
            for path, text in edits.items()
        }
        return Tree({**self.theirs, **kept})


def own(tree: Tree, topology: Topology, service: str) -> Tree:
    """The files of one repository, by paths relative to it."""
    folders = service_folders(topology)
    if service:
        return tree.below(folders[service])
    inner = tuple(f"{folder}/" for folder in folders.values())
    return Tree({path: file for path, file in tree.items() if not path.startswith(inner)})


def _locked(path: str, file: File) -> LockedFile:
    sha256 = hashlib.sha256(file.content).hexdigest()
    return LockedFile(path, sha256, "100644", "H" if file.owner == "H" else "A" if file.owner == "A" else "G", file.id)
